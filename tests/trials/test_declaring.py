import numpy as np
import pandas as pd
import pytest
from cars import LEVERS, trips

import rootcause as rc
from rootcause.errors import RootcauseError
from rootcause.variables import Kind


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        (
            ["minutes"],
            "levers=['minutes'] doesn't say what can be set; it takes a range or None by "
            "name: {'shop_minutes': (1, 15), 'flavor': None}.",
        ),
        (
            {"minuts": None},
            "No candidate is called 'minuts', so it can be no lever. Did you mean 'minutes'?",
        ),
        (
            {"failed": None},
            "No candidate is called 'failed', so it can be no lever. "
            "There are: 'flavour', 'minutes'.",
        ),
        ({"minutes": (15, 1)}, "The range of 'minutes' ends at 1, not above its start 15."),
        ({"minutes": 7}, "7 is no range for 'minutes', which holds numbers; it takes (low, high)."),
        (
            {"minutes": (1, float("inf"))},
            "(1, inf) is no range for 'minutes', which holds numbers; it takes (low, high).",
        ),
        (
            {"flavour": ["vanila", "pistachio"]},
            "'vanila' is no level of 'flavour'. Did you mean 'vanilla'?",
        ),
        (
            {"flavour": "vanilla"},
            "'vanilla' is no list of levels for 'flavour'; it takes one, or None.",
        ),
        (
            {"flavour": ["vanilla"]},
            "'flavour' needs at least two levels to be set to; it has ('vanilla',).",
        ),
        (
            {f"dial {at}": None for at in range(13)},
            "13 levers are too many to plan with; name the 12 most likely.",
        ),
    ],
)
def test_wrong_levers_are_one_sentence(levers, said):
    with pytest.raises(RootcauseError) as error:
        rc.investigate(trips(), "failed", levers=levers)
    assert str(error.value) == said


def test_a_time_is_no_lever():
    table = trips().assign(when=pd.date_range("2026-01-01", periods=20))
    with pytest.raises(RootcauseError, match="'when' is a time, which nobody can set"):
        rc.investigate(table, "failed", levers={"when": None})


@pytest.mark.parametrize("marks", [["maybe"] * 20, np.arange(20), ["yes", "later"] * 10])
def test_a_mark_of_trials_takes_yes_and_no(marks):
    with pytest.raises(
        RootcauseError, match=r"'set' says which rows were trials, so it takes true"
    ):
        rc.investigate(trips().assign(set=marks), "failed", levers=LEVERS, trial="set")


def test_a_mark_must_be_a_column():
    with pytest.raises(RootcauseError, match=r"no column 'sett'\. Did you mean 'set'\?"):
        rc.investigate(trips().assign(set=False), "failed", levers=LEVERS, trial="sett")


@pytest.mark.parametrize(
    "marks",
    [
        [False] * 18 + [True] * 2,
        ["no"] * 18 + ["yes"] * 2,
        [0] * 18 + [1] * 2,
        [None] * 18 + [True] * 2,
        ["False"] * 18 + ["TRUE"] * 2,
    ],
)
def test_marks_are_read_however_they_are_written(marks):
    table = trips().assign(set=pd.Series(marks, dtype=object))
    found = rc.investigate(table, "failed", levers=LEVERS, trial="set")
    assert found.deliberate.sum() == 2 and [one.row for one in found.plan.made] == [18, 19]
    assert "set" not in {one.name for one in found.candidates}


def test_a_mark_that_is_never_set_changes_nothing():
    plain = rc.investigate(trips(), "failed", levers=LEVERS)
    for marks in (False, None):
        marked = rc.investigate(trips().assign(set=marks), "failed", levers=LEVERS, trial="set")
        assert marked.to_frame().equals(plain.to_frame())


def test_a_range_makes_a_number_of_two_values():
    table = trips().assign(minutes=lambda t: np.where(t.minutes < 4, 3, 8))
    found = rc.investigate(table, "failed", levers=LEVERS)
    assert found["minutes"].variable.kind is Kind.NUMERIC


def test_a_lever_that_never_varied_needs_its_range():
    table = trips().assign(load=5.0)
    with pytest.raises(RootcauseError, match="'load' never varied, so its range is not known"):
        rc.investigate(table, "failed", levers={"load": None})
    found = rc.investigate(table, "failed", levers={"load": (1, 9)})
    assert found.plan.settings["load"].nunique() > 1


def test_a_case_declares_its_levers():
    case = rc.read_case("data/vanilla-car")
    declared = {name for name, one in case.variables.items() if one.lever}
    assert declared and {one.name for one in case.investigate().levers} == declared
