"""What is said of a fix, and how often a useless one is said to work."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import rootcause as rc
from rootcause import FixAnswer


@pytest.mark.parametrize(
    ("given", "options", "answer"),
    [
        (((12, 41), (0, 30)), {}, FixAnswer.BETTER),
        (((12, 41), (0, 0)), {}, FixAnswer.OPEN),
        (((3, 20), (0, 10)), {}, FixAnswer.OPEN),
        (((3, 20), (0, 30)), {"criterion": "30 in a row"}, FixAnswer.CONFIRMED),
        (((2, 40), (0, 30)), {"criterion": "30 in a row"}, FixAnswer.MET),
        (((12, 41), (1, 30)), {"criterion": "30 in a row"}, FixAnswer.MISSED),
        (((12, 41), (0, 30)), {"criterion": "rate below 5 %"}, FixAnswer.BETTER),
        (((12, 41), (0, 30)), {"planned": 40}, FixAnswer.OPEN),
        (((12, 41), (2, 40)), {"planned": 40}, FixAnswer.BETTER),
        (((3, 40), (15, 30)), {}, FixAnswer.WORSE),
        (((0, 40), (0, 30)), {}, FixAnswer.NOTHING),
        (((0, 40), (9, 30)), {}, FixAnswer.WORSE),
        (((0, 40), (0, 59)), {"criterion": "rate below 5 %"}, FixAnswer.MET),
        ((12, 0), {"exposure": (1200, 900)}, FixAnswer.BETTER),
        ((12, 2), {"exposure": (1200, 900), "planned": 900}, FixAnswer.BETTER),
        (
            (12, 0),
            {"exposure": (1200, 900), "criterion": "rate below 4 per 900"},
            FixAnswer.CONFIRMED,
        ),
        ((2, 40), {"exposure": (1200, 900)}, FixAnswer.WORSE),
    ],
)
def test_answer(given, options, answer):
    assert rc.confirm(*given, **options).answer is answer


def test_the_sentence_that_people_wait_for():
    run = rc.confirm((12, 41), (0, 30)).clean
    assert (run.below, run.needed, run.more) == (0.05, 59, 29)
    assert (run.by_luck, run.by_luck_if_known) == (10, 9)


def test_a_long_clean_run_says_what_it_shows():
    run = rc.confirm((12, 41), (0, 100)).clean
    assert run.more == 0
    assert run.below == pytest.approx(1 - 0.05 ** (1 / 100))


def test_a_rate_that_was_low_before_is_held_against_a_lower_one():
    assert rc.confirm((2, 100), (0, 5)).clean.below == pytest.approx(0.01)
    assert rc.confirm(12, 0, exposure=(1200, 10)).clean.below == pytest.approx(0.005)


def test_measured_values():
    rng = np.random.default_rng(0)
    before, after = rng.normal(5, 1, 30), rng.normal(3.5, 1, 25)
    lower = rc.confirm(before, after, better="lower")
    assert lower.answer is FixAnswer.BETTER
    assert lower.effect.low < -1.5 < lower.effect.high
    assert rc.confirm(before, after, better="higher").answer is FixAnswer.WORSE
    assert rc.confirm(before, after).answer is FixAnswer.SHIFTED
    assert rc.confirm(before, after[:9], criterion="median below 4.5").better == "lower"


def test_a_criterion_that_missed_stays_missed_however_long_the_run_since():
    after = [0] * 6 + [1] + [0] * 40
    found = rc.confirm([0, 1] * 20, after, criterion="30 in a row")
    assert found.answer is FixAnswer.MISSED
    assert found.criterion.failures == 1


def test_the_run_that_opened_the_case_is_told():
    before = [0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1]
    found = rc.confirm(before, [0] * 12)
    (said,) = found.cautions
    assert said == (
        "before ends with 3 failures in a row; a case opens after a bad run, and a rate falls back "
        "by itself after one: without them 1 of 8 failed, and the answer is the same (triggered=3)"
    )
    assert rc.confirm(before, [0] * 12, triggered=3).cautions == ()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"alpha": 2}, "alpha=2 is not a level between 0 and 1, such as 0.05."),
        ({"planned": -1}, "planned=-1 is no number above 0."),
        ({"better": "best"}, "better='best' is neither 'lower' nor 'higher'."),
        (
            {"triggered": 3},
            "triggered= leaves out rows; of counts, leave that run out yourself.",
        ),
        ({"since": "2026-01-01", "switch": "on"}, "since= and switch= both part the table; it "
         "takes one of them."),
    ],
)  # fmt: skip
def test_wrong_options_are_one_sentence(options, said):
    after = None if "switch" in options else (0, 30)
    with pytest.raises(rc.ArgumentError, match=f"^{re.escape(said)}$"):
        rc.confirm((12, 41), after, **options)


def test_of_totals_failures_are_taken_to_be_among_those_planned():
    found = rc.confirm((12, 41), (1, 40), planned=30)
    assert found.pvalue == rc.confirm((12, 41), (1, 30)).pvalue
    assert "failures since are taken to be among the first 30" in found.cautions
    clean = rc.confirm((12, 41), (0, 40), criterion="30 in a row")
    assert clean.answer is FixAnswer.CONFIRMED


def test_what_was_planned_is_what_is_compared():
    after = pd.Series([0] * 20 + [1] * 20)
    found = rc.confirm(pd.Series([0, 1] * 20), after, planned=20)
    assert found.pvalue == rc.confirm((20, 40), (0, 20)).pvalue
    assert found.after.n == 40


def test_permutations_repeat_with_the_seed():
    rng = np.random.default_rng(1)
    before, after = rng.normal(size=14), rng.normal(size=13)
    found = [rc.confirm(before, after, better="lower", rng=seed).pvalue for seed in (3, 3, 4)]
    assert found[0] == found[1] != found[2]


def test_row_order_within_a_period_changes_no_number():
    before, after = [0, 1, 1, 0, 1, 0, 0, 0], [0, 0, 1, 0, 0]
    there, back = rc.confirm(before, after), rc.confirm(before[::-1], after[::-1])
    assert (there.pvalue, there.odds) == (back.pvalue, back.odds)


def test_a_useless_fix_is_seldom_confirmed_by_a_criterion():
    """Before 15 %, since 15 %: 30 in a row and a comparison at 30, both settled beforehand."""
    rng, runs = np.random.default_rng(2), 100
    wrong = sum(
        rc.confirm(
            (int(rng.binomial(40, 0.15)), 40),
            (int(rng.binomial(30, 0.15)), 30),
            criterion="at most 2 of 30",
        ).answer
        is FixAnswer.CONFIRMED
        for _ in range(runs)
    )
    assert wrong <= binom.ppf(0.999, runs, 0.05)


def test_nothing_to_compare_has_no_number_for_a_comparison():
    found = rc.confirm((12, 41), (0, 0))
    assert math.isnan(found.pvalue)
    assert found.effect is None
