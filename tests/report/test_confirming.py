"""The words of a confirmation, whole sentences at a time."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.report import confirming
from rootcause.report.numbers import NBSP


def said(*given, **options):
    found = confirming.told(rc.confirm(*given, **options))
    return [one.replace(NBSP, " ") for one in found.sentences]


def test_the_fix_works_so_far():
    starts = pd.Series(["failed"] * 12 + ["started"] * 29, name="start").sample(
        frac=1, random_state=1
    )
    assert said(starts, ["started"] * 30)[:2] == [
        "The fix works so far: 12 of 41 failed before, 0 of 30 since.",
        "29 more without a failure and you can be 95 % sure that the rate is below 5 %.",
    ]


def test_the_comparison_comes_with_its_interval_and_both_rules():
    assert said((3, 20), (0, 12))[1:] == [
        "47 more without a failure and you can be 95 % sure that the rate is below 5 %.",
        "A run without a failure is rarer than 1 in 20 by luck alone from 26 on (19 if the rate "
        "before were known exactly).",
        "The rate fell by 15 percentage points (95 % interval: −36 to 11; p = .15, one-sided, "
        "Boschloo's exact test).",
        "The observations speak 1.7 to 1 for lower over unchanged (20 to 1 is asked for; that may "
        "be looked at after each of them, p once, at a settled number).",
    ]


@pytest.mark.parametrize(
    ("given", "criterion", "sentence"),
    [
        (
            ((3, 20), (0, 12)),
            "30 in a row",
            "Criterion set before: 30 in a row; 12 of 30 are in with no failures, none allowed.",
        ),
        (
            ((3, 20), (0, 30)),
            "30 in a row",
            "Criterion set before: 30 in a row; met, so that you can be 95 % sure that the rate is "
            "below 9.5 %.",
        ),
        (
            ((2, 40), (0, 30)),
            "30 in a row",
            "Criterion set before: 30 in a row; met, so that you can be 95 % sure that the rate is "
            "below 9.5 %. That alone doesn't show that it is better than before.",
        ),
        (
            ((3, 20), (1, 12)),
            "30 in a row",
            "Criterion set before: 30 in a row; missed with one failure in 12 of 30. What was seen "
            "can't be taken back: set another criterion, and count from then on.",
        ),
    ],
)
def test_what_became_of_the_criterion(given, criterion, sentence):
    assert said(*given, criterion=criterion)[1] == sentence


def test_worse_is_said_first():
    assert said((3, 40), (15, 30)) == [
        "Worse than before: 3 of 40 failed before, 15 of 30 since.",
        "The rate rose by 42 percentage points (95 % interval: 22 to 61).",
        "The observations speak more than 1,000 to 1 for higher over unchanged.",
    ]


def test_nothing_before_is_a_sentence_not_a_number():
    assert said((0, 40), (0, 30)) == [
        "Nothing to compare: 0 of 40 failed before, 0 of 30 since.",
        "Nothing failed before, so there is no failure that the fix could have ended.",
        "29 more without a failure and you can be 95 % sure that the rate is below 5 %.",
    ]


def test_an_exposure_keeps_its_name():
    before = pd.DataFrame({"stops": [3, 2, 4], "hours": [100.0, 80, 120]})
    since = pd.DataFrame({"stops": [0, 0, 0, 0], "hours": [50.0, 60, 70, 60]})
    found = said(before, since, "stops", exposure="hours")
    assert found[0] == "The fix works so far: 9 failures in 300 hours before, 0 in 240 since."
    assert found[1] == (
        "59.57 hours more without a failure and you can be 95 % sure that the rate is below 0.01 "
        "per hour."
    )


def test_measured_values_have_their_unit():
    rng = np.random.default_rng(0)
    before = pd.Series(rng.normal(5, 1, 30), name="play [mm]")
    since = pd.Series(rng.normal(3.5, 1, 25), name="play [mm]")
    found = said(before, since)
    assert found[0] == "Shifted: median play 4.87 mm before, 3.855 mm since."
    assert found[1].startswith("Play fell by 1.")
    assert found[1].endswith(" two-sided, Brunner-Munzel test).")
    assert found[2] == (
        "Whether that is better is for you to say: better='lower' or better='higher'."
    )


def test_a_switch_is_told_as_off_and_on():
    table = pd.DataFrame(
        {"fix": ["off", "on", "off", "on", "on", "off"], "bad": [1, 0, 1, 0, 0, 1]}
    )
    assert said(table, outcome="bad", switch="fix")[0] == (
        "The fix is confirmed: bad in 3 of 3 off, 0 of 3 on."
    )


def test_a_terminal_gets_at_most_a_hundred_columns():
    for line in repr(rc.confirm((3, 20), (0, 12), criterion="30 in a row")).splitlines():
        assert len(line) <= 100


def test_hostile_names_stay_text():
    name = "<script>alert(1)</script>$x$\x1b[31m"
    found = rc.confirm(pd.Series([1, 0, 1, 0], name=name), pd.Series([0, 0], name=name))
    assert "\x1b" not in repr(found)
    for page in (found.to_html(), found._repr_html_()):
        assert "<script>alert" not in page
