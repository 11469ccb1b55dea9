import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import rootcause as rc
from rootcause.case import Entry
from rootcause.confirmation.actions import last_fix
from rootcause.variables import Kind

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


@pytest.fixture
def booked(tmp_path):
    """A case of a book without a time of its own: 12 of 12 fail in May, then a fix in July."""
    book = rc.open_book(tmp_path / "cases.db", create=True)
    case = rc.new_case(title="No start", complaint="No!", outcome="no_start", book=book)
    case.triage("ann", at="2026-05-01T08:00:00+02:00")
    for day in range(1, 13):
        case.observe(no_start=True, heat=day, observed_at=f"2026-05-{day:02}T09:00:00+02:00")
    case.act("Shield the line", criterion="20 in a row", at="2026-06-01T09:00:00+02:00")
    case.finish(1, at="2026-07-01T09:00:00+09:00")
    return case


def observed_since(case, *failed):
    for day, one in enumerate(failed, 1):
        case.observe(no_start=one, heat=day, observed_at=f"2026-07-{day:02}T09:00:00+02:00")


def test_the_moments_of_the_book_part_before_from_since_in_any_zone(booked):
    booked.observe(no_start=True, observed_at="2026-06-30T23:30:00+00:00")  # 08:30 the next day
    booked.observe(no_start=False, observed_at="2026-07-01T00:30:00+00:00")  # 09:30
    found = rc.confirm(booked)
    assert (found.before.n, found.after.n) == (13, 1)
    assert list(booked.observations) == ["no_start", "heat"]


def test_a_table_without_moments_is_left_out_and_counted(booked):
    observed_since(booked, False)
    booked.observe(pd.DataFrame({"no_start": [True, False]}))
    assert "without a time and left out: 2" in rc.confirm(booked).cautions


def test_an_investigation_takes_the_moments_of_the_book_when_asked(booked):
    observed_since(booked, *[False] * 10)
    assert "observed_at" not in booked.investigate().columns
    timed = booked.investigate(time="observed_at")
    assert timed.columns["observed_at"].variable.kind is Kind.TIME
    assert str(timed.observations["observed_at"].iloc[0]) == "2026-05-01 07:00:00+00:00"
    number = booked.save(time="observed_at")
    assert booked.work_out_again(number) == []


def test_a_case_of_a_folder_has_no_such_moments():
    with pytest.raises(rc.VariableError, match="'observed_at'"):
        VANILLA.investigate(time="observed_at")


def test_a_confirmation_is_the_check(booked):
    observed_since(booked, *[False] * 20)
    found = rc.confirm(booked)
    booked.check(1, found, who="bob")
    check = booked.handling.actions[0].checks[0]
    assert check.passed and check.who == "bob"
    assert check.found == " ".join(found.findings).replace("\N{NO-BREAK SPACE}", " ")
    assert check.found.startswith("The fix is confirmed: no start in 12 of 12 before, 0 of 20 ")
    steps = booked.investigate().to_dict()["ladder"]
    assert steps[-1]["reached"] and steps[-1]["text"].startswith("yes: action 1 passed its check")


def test_a_confirmation_that_fails_opens_the_case_again(booked):
    observed_since(booked, True)
    booked.check(1, rc.confirm(booked))
    assert not booked.handling.actions[0].passed


def test_what_is_not_decided_is_no_check_yet(booked):
    observed_since(booked, *[False] * 3)
    with pytest.raises(rc.CaseError, match=r"^That doesn't decide the check; say `passed` yours"):
        booked.check(1, rc.confirm(booked))
    booked.check(1, rc.confirm(booked), passed=True)
    assert booked.handling.actions[0].passed


def test_nobody_overrules_a_confirmation(booked):
    observed_since(booked, True)
    with pytest.raises(rc.CaseError, match=r"^What was found fails the check, whatever `passed` "):
        booked.check(1, rc.confirm(booked), passed=True)


def test_a_confirmation_of_another_case_is_no_check(booked):
    other = rc.new_case(title="Another", complaint="No!", outcome="no_start", book=booked.book)
    observed_since(booked, *[False] * 20)
    found = rc.confirm(booked)
    with pytest.raises(rc.ArgumentError) as raised:
        other.check(1, found)
    assert str(raised.value) == f"That confirmation is of case {booked.id}, not of {other.id}."
    assert rc.confirm((12, 41), (0, 30)).case == ""


def test_a_check_in_words_says_whether_it_passed(booked):
    with pytest.raises(rc.ArgumentError, match=r"^A check needs `passed`, True or False, beside"):
        booked.check(1, "fine")
