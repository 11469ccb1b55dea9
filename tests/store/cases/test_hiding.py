"""Names are hidden where they name somebody, and other words stay."""

from pathlib import Path

import pytest

import rootcause as rc
from rootcause.case import Entry
from rootcause.case.records import Reporter
from rootcause.store.cases.hiding import hidden_entries, hiding


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Ada Kim", "Ada said that Kim, ADA KIM and ada kim", "R said that R, R and R"),
        ("Ada Kim", "Adamant kimono, ada", "Adamant kimono, ada"),
        ("An van Dyke", "An van stood; van Dyke left", "An van stood; van R left"),
        ("An van Dyke", "Dear an van dyke", "Dear R"),
        ("(.*)", "all (.*) else", "all R else"),
        ("王小明", "请问王小明 先生", "请问王小明 先生"),
        ("王小明", "王小明 写道", "R 写道"),
        ("", "nobody", "nobody"),
    ],
)
def test_names(name, text, said):
    assert hiding([Reporter("R", name)])(text) == said


def test_addresses_lists_and_tables():
    hide = hiding([Reporter("R", "", address="ada@example.org"), Reporter("S", "Bo Li")])
    assert hide({"a": ["Write to ADA@example.org", "Bo Li", 7, None]}) == {
        "a": ["Write to R", "S", 7, None]
    }


def test_only_what_people_write_is_changed_in_a_journal():
    told = Entry(
        "x", "y", "Thanks told Thanks.", "", "contacted", {"purpose": "Thanks", "words": "Thanks"}
    )
    (hidden,) = hidden_entries([told], hiding([Reporter("R", "Thanks")]))
    assert hidden.what == "R told R."
    assert hidden.details == {"purpose": "Thanks", "words": "R"}


def test_erasing_leaves_nobody_in_the_file(book):
    zq = {"name": "Zebulon Quark", "salutation": "Mr", "address": "zq@example.org"}
    case = rc.new_case(title="Pump", complaint="It leaks.", book=book, reporter=zq, who="Ann")
    case.contact("acknowledgement", "We have your letter.")
    case.correct_reporter("reporter 1", name="Zebulon Quarks", why="Mr Quark is Mr Quarks")
    assert b"Quark" in Path(book.name).read_bytes()
    case.erase_reporter("reporter 1", why="Mr Quarks (zq@example.org) asked for it")
    assert case.journal["what"].iloc[-1] == (
        "Erased who reporter 1 is: Mr reporter 1 (reporter 1) asked for it."
    )
    case.export(book_beside(book, "one.db"))
    case.export(book_beside(book, "folder"))
    for one in Path(book.name).parent.rglob("*.*"):
        held = one.read_bytes()
        assert not any(word in held for word in (b"Zebulon", b"Quark", b"zq@example")), one
    assert book.verify() == []


def test_erasing_says_where_they_are_named_still(book):
    case = rc.new_case(
        title="Pump", complaint="It leaks. Yours, Ada Kim", book=book, reporter={"name": "Ada Kim"}
    )
    case.observe(leaks=True, seen_by="Ms Kim")
    case.contact("acknowledgement", "Dear Ms Kim")
    case.contact("news", "We look at it.")
    case.erase_reporter("reporter 1")
    assert case.journal["what"].iloc[-1] == (
        "Erased who reporter 1 is. What was written names them still: the complaint, "
        "the journal (1 entry), the observations."
    )


def book_beside(book, name):
    return Path(book.name).with_name(name)
