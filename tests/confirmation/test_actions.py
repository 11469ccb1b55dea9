import re
from dataclasses import replace
from pathlib import Path

import pytest

import rootcause as rc
from rootcause.case import Entry
from rootcause.confirmation.actions import last_fix

VANILLA = rc.read_case(Path(__file__).parents[2] / "data" / "vanilla-car")


def case(*actions):
    """The case with actions, each as (what, criterion, when it was done)."""
    entries = []
    for number, (what, criterion, done) in enumerate(actions, 1):
        details = {"action": what, "purpose": "corrective", "criterion": criterion}
        entries.append(Entry("2026-06-20T09:00", "ann", what, kind="acted", details=details))
        if done:
            entries.append(Entry(done, "ann", "", kind="done", details={"action": number}))
    return replace(VANILLA, entries=tuple(entries))


def test_a_case_brings_when_its_fix_was_made_and_the_criterion_set_for_it():
    shielded = case(("Shield the line", "At most 12 of 20.", "2026-07-01T09:00"))
    found = rc.confirm(shielded)
    assert found.criterion.text == "At most 12 of 20."
    assert (found.before.n, found.after.n) == (29, 31)


def test_the_last_action_that_is_done_counts():
    several = case(
        ("Change the battery", "30 in a row", "2026-06-25T09:00"),
        ("Shield the line", "20 in a row", "2026-07-01T09:00"),
        ("Change the car", "10 in a row", ""),
    )
    assert last_fix(several).since == "2026-07-01T09:00"
    assert last_fix(several).criterion == "20 in a row"


def test_a_criterion_in_other_words_is_left_to_people():
    told = rc.confirm(case(("Shield the line", "No more letters.", "2026-07-01T09:00")))
    assert told.criterion is None
    assert "the criterion of action 1 is for people to judge: No more letters." in told.cautions


def test_a_case_without_a_fix_says_so():
    said = "Case 'vanilla-car' has no action that is done. Say when the fix was made: since=."
    with pytest.raises(rc.ArgumentError, match=f"^{re.escape(said)}$"):
        rc.confirm(case(("Shield the line", "20 in a row", "")))
