"""Odds against integration by brute force, and how often a useless fix reaches them."""

import math

import numpy as np
import pytest
from scipy.integrate import dblquad, quad
from scipy.stats import beta, binom, norm, rankdata

from rootcause.confirmation import odds


def by_integration(before, after):
    """Both sides of the wager, integrated over the two rates."""
    (a, m), (c, k) = before, after

    def likelihood(first, second):
        return binom.pmf(a, m, first) * binom.pmf(c, k, second)

    prior = beta(0.5, 0.5).pdf
    lower = dblquad(
        lambda second, first: likelihood(first, second) * prior(first) * prior(second) * 2,
        0,
        1,
        0,
        lambda first: first,
    )[0]
    alike = quad(lambda rate: likelihood(rate, rate) * prior(rate), 0, 1)[0]
    return lower / alike


@pytest.mark.parametrize(("before", "after"), [((3, 10), (1, 9))])
def test_shares_are_those_of_integration(before, after):
    fall, _ = odds.of_shares(before, after)
    assert fall == pytest.approx(by_integration(before, after), rel=2e-3)


def test_a_fall_is_a_rise_the_other_way_round():
    there, back = odds.of_shares((9, 30), (2, 25)), odds.of_shares((2, 25), (9, 30))
    assert there.fall == pytest.approx(back.rise, rel=1e-6)
    there, back = odds.of_rates((9, 30.0), (2, 25.0)), odds.of_rates((2, 25.0), (9, 30.0))
    assert there.fall == pytest.approx(back.rise, rel=1e-6)


def test_very_many_observations_are_weighed_as_exactly():
    """A fall is never taken for a rise; rates by adaptive integration (scipy's quad)."""
    fall, rise = odds.of_shares((120_000, 1_000_000), (100_000, 900_000))
    assert fall > 1e70
    assert rise < 1e-3
    fall, rise = odds.of_rates((10**6, 1e6), (10**6 + 1500, 1e6))
    assert (fall, rise) == pytest.approx((0.000449185, 0.00265909), rel=1e-5)


def test_rates_are_those_of_integration():
    (a, t0), (c, t1) = (12, 1200.0), (2, 900.0)

    def wager(ratio):
        return ratio**c * ((t0 + t1) / (t0 + ratio * t1)) ** (a + c) * 2 / (1 + ratio) ** 2

    assert odds.of_rates((a, t0), (c, t1)).fall == pytest.approx(quad(wager, 0, 1)[0], rel=1e-6)


def test_values_are_those_of_integration():
    rng = np.random.default_rng(4)
    before, after = rng.normal(size=14), rng.normal(-0.8, 1, size=11)
    scores = norm.ppf(rankdata([*before, *after]) / 26)
    size = 14 * 11 / 25
    z = (scores[14:].mean() - scores[:14].mean()) * math.sqrt(size / scores.var(ddof=1))

    def wager(shift):
        prior = 2 / (math.pi * math.sqrt(0.5) * (1 + shift**2 / 0.5))
        return prior * math.exp(-z * shift * math.sqrt(size) - shift**2 * size / 2)

    assert odds.of_values(before, after).fall == pytest.approx(quad(wager, 0, np.inf)[0], rel=1e-3)


def test_values_don_t_depend_on_order_or_unit():
    rng = np.random.default_rng(5)
    before, after = rng.gamma(2, size=20), rng.gamma(2, size=13)
    found = odds.of_values(before, after)
    assert odds.of_values(before[::-1] * 1000 + 7, after[::-1] * 1000 + 7) == pytest.approx(found)


def test_values_that_never_varied_say_nothing():
    assert odds.of_values(np.ones(5), np.ones(4)) == (1.0, 1.0)


def test_a_useless_fix_seldom_reaches_20_to_1_at_any_of_20_looks():
    assert max(reached(20, 0.2, looks=20)) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize(("n", "rate"), [(10, 0.6), (20, 0.4), (40, 0.1), (40, 0.3), (150, 0.02)])
def test_a_useless_fix_seldom_reaches_20_to_1_at_any_of_60_looks(n, rate):
    assert max(reached(n, rate, looks=60)) <= 0.05


def reached(n, rate, looks):
    """Chances that odds of a fall, and of a rise, are ever 20 to 1: exact, path by path."""
    total = np.zeros(2)
    most = int(binom.ppf(1 - 1e-9, looks, rate))
    for happened in range(n + 1):
        start = binom.pmf(happened, n, rate)
        if start < 1e-3:
            continue
        for side in (0, 1):
            ends = crossings((happened, n), looks, side)
            alive = np.zeros(most + 1)
            alive[0] = 1.0
            for end in ends:
                alive[1:] = alive[1:] * (1 - rate) + alive[:-1] * rate
                alive[0] *= 1 - rate
                crossed = slice(0, max(end + 1, 0)) if side == 0 else slice(end, None)
                total[side] += start * alive[crossed].sum()
                alive[crossed] = 0
    return total


def crossings(before, looks, side):
    """At each look, the most failures with odds of 20 for a fall, or the fewest for a rise.

    By halving: the odds of a fall never rise with one failure more, nor those of a rise fall.
    """
    steps = np.arange(1, looks + 1)
    inside, outside = (
        (np.full(looks, -1), steps + 1) if side == 0 else (steps + 1, np.full(looks, -1))
    )
    while np.any(np.abs(outside - inside) > 1):
        middle = (inside + outside) // 2
        tried = odds.log_odds_of_shares(before, middle.clip(0, steps), steps)[side]
        over = (tried >= math.log(20)) & (middle >= 0) & (middle <= steps)
        inside, outside = np.where(over, middle, inside), np.where(over, outside, middle)
    return inside


@pytest.mark.parametrize("draw", ["normal", "exponential", "standard_cauchy"])
def test_unchanged_values_seldom_reach_20_to_1_at_any_of_30_looks(draw):
    rng = np.random.default_rng(6)
    wrong = 0
    for _ in range(200):
        values = getattr(rng, draw)(size=50)
        found = [odds.of_values(values[:20], values[20 : 20 + look]) for look in range(2, 31, 2)]
        wrong += max(one.fall for one in found) >= 20
    assert wrong <= binom.ppf(0.999, 200, 0.05)


def test_unchanged_rates_seldom_reach_20_to_1_at_any_of_30_looks():
    rng = np.random.default_rng(7)
    wrong = 0
    for _ in range(300):
        before, after = rng.poisson(8), rng.poisson(0.5, size=30).cumsum()
        found = [
            odds.of_rates((before, 16.0), (int(count), look + 1.0))
            for look, count in enumerate(after)
        ]
        wrong += max(one.fall for one in found) >= 20
    assert wrong <= binom.ppf(0.999, 300, 0.05)
