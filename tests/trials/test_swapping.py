"""Swaps: exact against counting by hand, and no part blamed more often than it may."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import rootcause as rc
from rootcause.results import SwapAnswer

PARTS = ["carburettor", "coil"]


def planned(**options):
    return rc.plan_swaps(PARTS, units=("car 7", "car 3"), **options)


def judged(plan, failed, **options):
    return rc.judge_swaps(plan.assign(failed=failed), "failed", PARTS, bad="car 7", **options)


def answers(found):
    return {one.part: one.answer for one in found.parts}


def test_a_plan_has_both_units_as_they_are_and_each_part_exchanged_both_ways():
    plan = planned()
    settings = plan.value_counts()
    assert len(plan) == 18
    assert set(settings) == {3}
    assert set(settings.index) == {
        (one, two, rest)
        for rest, other in (("car 7", "car 3"), ("car 3", "car 7"))
        for one, two in ((rest, rest), (other, rest), (rest, other))
    }


def test_the_order_is_drawn_and_repeats_with_its_seed():
    assert planned(rng=1).equals(planned(rng=1))
    assert not planned(rng=1).equals(planned(rng=2))


@pytest.mark.parametrize(("parts", "times"), [(1, 3), (2, 3), (19, 3), (20, 4)])
def test_a_plan_is_long_enough_to_show_one_part(parts, times):
    """Clearest result: 1 of C(2t, t)² orders, times the parts and the rest (Holm)."""
    plan = rc.plan_swaps([f"part {place}" for place in range(parts)])
    assert len(plan) == (2 + 2 * parts) * times
    assert (parts + 1) / math.comb(2 * times, times) ** 2 <= 0.05


def test_the_fault_goes_with_its_part():
    plan = planned()
    found = judged(plan, plan["coil"] == "car 7")
    assert answers(found) == {
        "coil": SwapAnswer.CARRIES,
        "carburettor": SwapAnswer.OPEN,
        "rest": SwapAnswer.OPEN,
    }
    assert found.parts[0].pvalue == pytest.approx(1 / math.comb(6, 3) ** 2)
    assert found.parts[0].pvalue_adjusted == pytest.approx(3 / 400)
    assert found.parts[0].hosts == ((1.0, 0.0), (1.0, 0.0))
    assert found.findings[0] == "The fault goes with coil."


def test_a_part_that_matters_in_one_unit_only_needs_another():
    plan = planned(times=6)
    found = judged(plan, (plan["coil"] == "car 7") & (plan["rest"] == "car 7"))
    assert answers(found)["coil"] is SwapAnswer.TOGETHER
    assert found.findings[0] == "The fault needs more than one part: rest and coil."


def test_measured_values_take_a_direction():
    plan = planned()
    rng = np.random.default_rng(0)
    gap = np.where(plan["coil"] == "car 7", 3, 1) + rng.normal(0, 0.3, len(plan))
    assert answers(judged(plan, gap, better="lower"))["coil"] is SwapAnswer.CARRIES
    assert answers(judged(plan, -gap, better="higher"))["coil"] is SwapAnswer.CARRIES
    with pytest.raises(rc.ArgumentError, match="say which values are better"):
        judged(plan, gap)


def test_a_part_that_was_never_swapped_alone_is_said_so():
    table = pd.DataFrame({"a": ["bad", "good"] * 4, "b": ["bad", "good"] * 4, "x": [1, 0] * 4})
    found = rc.judge_swaps(table, "x", ["a", "b"])
    assert set(answers(found).values()) == {SwapAnswer.NEVER}
    assert found.findings[1] == "A: never swapped alone, so nothing can be said of it."


def test_many_arrangements_are_drawn():
    plan = planned(times=8)
    found = judged(plan, plan["coil"] == "car 7")
    assert found.parts[0].pvalue == pytest.approx(1 / 10_000)
    assert answers(found)["coil"] is SwapAnswer.CARRIES


def test_parts_are_the_columns_that_name_the_bad_unit():
    plan = planned()
    table = plan.assign(failed=plan["coil"] == "car 7", note="car 9").reset_index()
    found = rc.judge_swaps(table, "failed", bad="car 7")
    assert set(answers(found)) == {"carburettor", "coil", "rest"}
    assert found.findings == judged(plan, plan["coil"] == "car 7").findings


def test_trials_that_are_still_to_be_made_give_a_caution():
    plan = planned()
    failed = (plan["coil"] == "car 7").astype(float)
    failed.iloc[-2:] = np.nan
    assert judged(plan, failed).cautions == (
        "without an outcome and left out: 2; p holds when all trials are made",
    )


def test_units_that_don_t_differ_give_a_caution():
    plan = planned()
    found = judged(plan, np.arange(len(plan)) % 2)
    assert found.cautions == (
        "the units as they were don't differ on every trial, so the fault may come and go by "
        "itself",
    )


def test_a_fault_that_comes_and_goes_by_itself_is_seldom_pinned_on_a_part():
    rng, runs = np.random.default_rng(1), 200
    plan = planned()
    wrong = 0
    for _ in range(runs):
        found = judged(plan, rng.random(len(plan)) < 0.5)
        wrong += bool({SwapAnswer.CARRIES, SwapAnswer.TOGETHER} & set(answers(found).values()))
    assert wrong <= binom.ppf(0.999, runs, 0.05)


@pytest.mark.parametrize(
    ("parts", "bad", "said"),
    [
        (["coil"], "car 8", "Parts are to come from two units, one of them 'car 8'; here they come "
         "from 'car 3', 'car 7'. Say which is the bad one: bad='car 3'."),
        (["spark"], "car 7", "The table has no column 'spark'. There are: 'carburettor', 'coil', "
         "'rest', 'failed'."),
    ],
)  # fmt: skip
def test_what_can_t_be_judged_is_one_sentence(parts, bad, said):
    table = planned().assign(failed=1)
    with pytest.raises(rc.RootcauseError, match=f"^{re.escape(said)}$"):
        rc.judge_swaps(table, "failed", parts, bad=bad)


def test_nothing_to_swap_is_refused():
    with pytest.raises(rc.ArgumentError, match="at least one part and two units"):
        rc.plan_swaps([])
