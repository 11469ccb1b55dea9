"""Measured values against R and Hollander & Wolfe."""

import math

import numpy as np
import pytest
from scipy.stats import binom, mannwhitneyu

from rootcause.confirmation import shifts

# Hollander & Wolfe (1973), table 4.1, permeability constants of the chorioamnion; R's wilcox.test
AT_TERM = np.array([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46])
EARLY = np.array([1.15, 0.88, 0.90, 0.74, 1.21])


def compared(before, after, better, seed=0):
    return shifts.compare_values(before, after, better, np.random.default_rng(seed))


def test_few_values_go_through_all_arrangements():
    """R, wilcox.test(x, y, alternative = "g"): W = 35, p-value = 0.1272."""
    found = compared(AT_TERM, EARLY, "lower")
    assert found.measure == "rank sum permutation"
    assert found.pvalue == pytest.approx(0.1272, abs=5e-5)


def test_shift_and_its_interval_are_those_of_the_textbook():
    """Hollander & Wolfe (1973), section 4.3: -.305, 96 % interval from -.76 to .15."""
    assert shifts.shift(AT_TERM, EARLY) == pytest.approx(-0.305)
    assert shifts.shift_limits(AT_TERM, EARLY) == pytest.approx((-0.76, 0.15))


def test_many_values_go_by_brunner_and_munzel():
    """Brunner & Munzel (2000), as R's lawstat has it: p = 0.005786."""
    one = np.array([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1.0])
    two = np.array([3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4.0])
    assert shifts._by_placement(one, two, "") == pytest.approx(0.0057862086661515377)
    rng = np.random.default_rng(1)
    before, after = rng.normal(0, 1, 40), rng.normal(-1, 3, 30)
    found = compared(before, after, "lower")
    assert found.measure == "brunnermunzel"
    assert found.pvalue < 0.5 < compared(before, after, "higher").pvalue


def test_values_wholly_apart_don_t_give_a_p_of_nothing():
    found = compared(np.arange(20.0), np.arange(20.0) - 50, "lower")
    assert found.measure == "rank sum permutation"
    assert found.pvalue == pytest.approx(1 / 10_000)


def test_exact_p_is_scipy_s():
    rng = np.random.default_rng(2)
    before, after = rng.normal(size=8), rng.normal(size=7)
    reference = mannwhitneyu(after, before, alternative="less", method="exact").pvalue
    assert compared(before, after, "lower").pvalue == pytest.approx(reference)


def test_without_a_better_side_both_count():
    one_sided = compared(AT_TERM, EARLY, "lower").pvalue
    assert compared(AT_TERM, EARLY, "").pvalue == pytest.approx(2 * one_sided)


@pytest.mark.parametrize(("n", "left_out"), [((5, 5), 3), ((8, 8), 14), ((20, 20), 128)])
def test_quantiles_of_the_rank_sum_are_those_of_r(n, left_out):
    """R, qwilcox(.025, n, n)."""
    assert shifts._rank_sum_quantile(*n, 0.025) == left_out


@pytest.mark.parametrize("sizes", [(6, 9), (60, 70)])
def test_shift_limits_hold_the_truth(sizes):
    rng, runs = np.random.default_rng(3), 400
    inside = 0
    for _ in range(runs):
        low, high = shifts.shift_limits(rng.gumbel(size=sizes[0]), rng.gumbel(-1, 1, sizes[1]))
        inside += low <= -1 <= high
    assert inside >= binom.ppf(0.001, runs, 0.95)


def test_too_few_values_have_no_interval():
    assert shifts.shift_limits(np.arange(3.0), np.arange(3.0)) == (-math.inf, math.inf)
    assert shifts.median_limits(np.arange(5.0)) == (-math.inf, math.inf)


def test_median_limits_are_order_statistics():
    """Six values: smallest to largest, 96.9 % (Thompson 1936); fifteen: the 4th to the 12th."""
    assert shifts.median_limits(np.arange(6.0)) == (0.0, 5.0)
    assert shifts.median_limits(np.arange(15.0)) == (3.0, 11.0)


def test_very_many_values_are_thinned_evenly():
    rng = np.random.default_rng(4)
    before = rng.normal(size=6_000)
    assert shifts.shift(before, before + 0.5) == pytest.approx(0.5, abs=1e-3)
