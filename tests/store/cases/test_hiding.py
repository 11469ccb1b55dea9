"""Names are hidden where they name somebody, and other words stay."""

import pytest

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
