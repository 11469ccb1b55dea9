"""Entries add up; those that don't fit are refused with one sentence."""

import pytest

from rootcause.case import contacts, owners
from rootcause.case.course import STEPS, add_up
from rootcause.case.entries import Entry, Hand, journal_frame
from rootcause.case.handling import Handling
from rootcause.errors import CaseError

AT = "2026-03-02T09:00:00+01:00"


def refusal(kind, **details):
    with pytest.raises(CaseError) as caught:
        add_up([Entry(AT, "engineer 1", "So it was.", kind=kind, details=details)])
    return str(caught.value)


def test_nothing_is_where_a_case_begins():
    assert add_up([]) == Handling()


def test_a_note_with_a_date_is_a_promise():
    handling = add_up([Entry(AT, "engineer 1", "Tell reporter 1.", due="2026-03-09")])
    assert [(one.what, one.due) for one in handling.promises] == [
        ("Tell reporter 1.", "2026-03-09")
    ]


def test_other_kinds_change_nothing():
    assert add_up([Entry(AT, "engineer 1", "Imported.", kind="imported")]) == Handling()


def test_as_of_any_entry(course):
    course.do(owners.hand_over, "a")
    course.do(owners.hand_over, "b")
    assert [add_up(course.entries[:n]).owner for n in range(4)] == ["", "", "a", "b"]


@pytest.mark.parametrize("kind", [kind for kind, step in STEPS.items() if step.needs])
def test_an_entry_without_its_details_is_refused(kind):
    needed = next(iter(STEPS[kind].needs))
    assert refusal(kind) == f"The entry {kind!r} of {AT} lacks {needed!r} in its details."


@pytest.mark.parametrize("kind", list(STEPS))
def test_details_of_the_wrong_type_are_refused(kind):
    step = STEPS[kind]
    for name in {**step.needs, **step.may}:
        right = {one: wanted() for one, wanted in step.needs.items()}
        wrong = [None] if (step.needs | step.may)[name] is not bool else [[]]
        said = refusal(kind, **{**right, name: wrong})
        assert said == f"The entry {kind!r} of {AT} has a {name!r} of the wrong type."


def test_an_entry_that_speaks_of_what_is_not_there_is_refused():
    assert refusal("done", action=3) == (
        f"The entry 'done' of {AT} does not fit what came before it: There is no action 3; "
        "no action has been written yet."
    )
    assert refusal("unlinked", other="x", why="y") == (
        f"The entry 'unlinked' of {AT} does not fit what came before it."
    )
    assert "'nowhere' is not a valid Status" in refusal("moved", to="nowhere")


@pytest.mark.parametrize("kind", ["", "due set", "parked"])
def test_what_is_no_date_is_refused(kind):
    details = {"day": "soon", "until": "soon", "why": "x"}
    entry = Entry(AT, "engineer 1", "So it was.", "soon", kind, details)
    with pytest.raises(CaseError, match="has a 'due' that is no date"):
        add_up([entry])


def test_details_that_say_nothing_are_left_out():
    entry = Hand("engineer 1", AT).writes("x", "y", a="", b=None, c=False, d=0, e="z")
    assert dict(entry.details) == {"d": 0, "e": "z"}


def test_the_journal_as_a_table(course):
    course.do(contacts.contact, "news")
    frame = journal_frame(course.entries)
    assert list(frame.columns) == ["at", "who", "what", "due", "kind"]
    assert frame["kind"].tolist() == ["registered", "contacted"]
    assert list(journal_frame([]).columns) == ["at", "who", "what", "due", "kind"]
