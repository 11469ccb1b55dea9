"""Exact against R and textbooks; the level and the coverage are worked out, not simulated."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, binom, fisher_exact, poisson

from rootcause.confirmation import rates


@pytest.mark.parametrize(
    ("table", "pvalue"),
    [
        (((43, 53), (40, 79)), 0.0001615562),
        (((5, 15), (1, 11)), 0.09008534),
        (((5, 6), (0, 4)), 0.006865367),
        (((10, 35), (24, 61)), 0.8633275),
        (((7, 15), (12, 15)), 0.9771215),
    ],
)
def test_boschloo_is_that_of_r(table, pvalue):
    """R 'Exact' package, exact.test(method="Boschloo", alternative="greater"), by way of scipy."""
    found = rates.compare_shares(*table)
    assert found.measure == "boschloo"
    assert found.pvalue == pytest.approx(pvalue, abs=1e-7)


def test_very_many_go_by_fisher():
    found = rates.compare_shares((60, 300), (30, 300))
    same = fisher_exact([[60, 30], [240, 270]], alternative="greater")
    assert found.measure == "fisher"
    assert found.pvalue == pytest.approx(same.pvalue)


def test_two_rates_are_those_of_r():
    """R, poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)): its own example."""
    found = rates.compare_rates((21, 1083 + 1050 + 878), (11, 800))
    assert found.effect.value == pytest.approx(1.971488, abs=1e-6)
    assert found.effect.low == pytest.approx(0.8584264, abs=1e-6)
    assert found.effect.high == pytest.approx(4.2772659, abs=1e-6)


def test_share_and_rate_limits_are_those_of_r():
    """R, binom.test(682, 925) and poisson.test(137, 24.19893): their own examples."""
    assert rates.share_limits((682, 925)) == pytest.approx((0.7076683, 0.7654066), abs=1e-7)
    assert rates.rate_limits((137, 24.19893)) == pytest.approx((4.753125, 6.692709), abs=1e-6)


@pytest.mark.parametrize("n", [7, 40])
def test_share_limits_hold_the_truth_whatever_it_is(n):
    limits = [rates.share_limits((k, n)) for k in range(n + 1)]
    for truth in np.linspace(0.01, 0.99, 99):
        inside = [low <= truth <= high for low, high in limits]
        assert binom.pmf(np.arange(n + 1), n, truth)[inside].sum() >= 0.95


def test_rate_limits_hold_the_truth_whatever_it_is():
    limits = [rates.rate_limits((k, 2.0)) for k in range(80)]
    for truth in np.linspace(0.1, 12, 60):
        inside = [low <= truth <= high for low, high in limits]
        assert poisson.pmf(np.arange(80), 2 * truth)[inside].sum() >= 0.95 - 1e-9


def test_boschloo_keeps_its_level():
    before, after = 7, 6
    rejected = np.array(
        [
            [rates.compare_shares((a, before), (c, after)).pvalue <= 0.05 for c in range(after + 1)]
            for a in range(before + 1)
        ]
    )
    for truth in np.linspace(0.02, 0.98, 49):
        chance = np.outer(
            binom.pmf(np.arange(before + 1), before, truth),
            binom.pmf(np.arange(after + 1), after, truth),
        )
        assert chance[rejected].sum() <= 0.05 + 1e-9


def test_conditional_test_keeps_its_level():
    counts = np.arange(60)
    for rate in (2.0, 8.0, 20.0):
        chance = np.outer(poisson.pmf(counts, rate), poisson.pmf(counts, rate * 0.7))
        rejected = np.array(
            [
                [a + c > 0 and rates.compare_rates((a, 10), (c, 7)).pvalue <= 0.05 for c in counts]
                for a in counts
            ]
        )
        assert chance[rejected].sum() <= 0.05


@pytest.mark.parametrize(
    ("below", "failures", "needed"),
    [(0.05, 0, 59), (0.05, 1, 93), (0.05, 2, 124), (0.1, 0, 29), (0.01, 0, 299), (0.15, 0, 19)],
)
def test_observations_needed_are_those_of_the_tables(below, failures, needed):
    """Success-run tables (MIL-STD-690, 95 % confidence): 59, 93, 124; 29; 299."""
    assert rates.observations_needed(below, failures) == needed
    assert binom.cdf(failures, needed, below) <= 0.05 < binom.cdf(failures, needed - 1, below)


def test_rule_of_three():
    """Hanley & Lippman-Hand (1983): the limit is about 3/n."""
    assert rates.share_below(0, 100) == pytest.approx(0.0295, abs=1e-4)
    assert rates.exposure_needed(0.003) == pytest.approx(998.6, abs=0.1)


def test_failures_allowed_is_the_most_that_still_shows_it():
    assert [rates.failures_allowed(0.05, n, exposure=False) for n in (58, 59, 92, 93)] == [
        -1,
        0,
        0,
        1,
    ]
    assert rates.failures_allowed(0.01, 300, exposure=True) == 0


@pytest.mark.parametrize(("before", "run"), [((3, 20), 26), ((2, 40), 91), ((12, 41), 10)])
def test_a_run_by_luck_allows_for_what_is_not_known_of_the_rate(before, run):
    k, n = before

    def chance(m):
        density = beta(k + 0.5, n - k + 0.5).pdf
        return quad(lambda rate: (1 - rate) ** m * density(rate), 0, 1)[0]

    assert rates.clean_by_luck(before) == run
    assert chance(run) <= 0.05 < chance(run - 1)


def test_an_exposure_by_luck_allows_for_it_too():
    found = rates.exposure_by_luck((3, 100.0))
    assert (100 / (100 + found)) ** 3.5 == pytest.approx(0.05)


def test_nothing_failed_gives_no_run_worth_waiting_for():
    assert rates.clean_by_luck((0, 10**7)) is None
