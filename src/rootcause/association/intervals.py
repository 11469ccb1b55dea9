"""Confidence intervals of effect sizes, each on its own scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from scipy.special import chndtr, ncfdtr, ndtri

LEVEL = 0.95
HALVINGS = 52
MOST_LOG = 30.0
LEAST = 0.5  # of the supposed variance, however even the values seen
STRETCH = (0.6, 6.0)  # a variance ratio outside is not believed


class Interval(NamedTuple):
    """From low to high."""

    low: float
    high: float


UNKNOWN = Interval(math.nan, math.nan)


def critical(level: float = LEVEL, looks: int = 1) -> float:
    """Two-sided normal quantile; of several looks together, each is widened (Bonferroni)."""
    return float(-ndtri((1 - level) / (2 * looks)))


def superiority(
    value: float, sizes: tuple[int, int], critical: float, variance: float = 0.0
) -> Interval:
    """Interval of a probability of superiority (AUC).

    Inverts the score statistic with the variance of Hanley & McNeil (1982), so that it neither
    collapses nor leaves [0, 1] where the groups are fully apart. Where the variance seen is
    another, as in groups of unequal spread, the supposed one is changed in proportion.

    Parameters
    ----------
    value
        The estimate.
    sizes
        Of the two groups.
    critical
        Quantile of the normal or of Student's distribution.
    variance
        Of the estimate as seen; 0 where nothing was.

    References
    ----------
    Newcombe (2006), Stat. Med. 25:559, method 5.
    """
    supposed = _supposed_variance(value, sizes)
    other = max(LEAST, variance / supposed) if min(supposed, variance) > 0 else 1.0

    def excess(theta: float) -> float:
        return (value - theta) ** 2 - critical**2 * other * _supposed_variance(theta, sizes)

    return Interval(_edge(excess, value, 0.0), _edge(excess, value, 1.0))


def spread_of_one(theta: float) -> float:
    """Variance of the place of one value among the other group (Hanley & McNeil 1982)."""
    return theta * (1 - theta) * ((1 - theta) / (2 - theta) + theta / (1 + theta)) / 2


def _supposed_variance(theta: float, sizes: tuple[int, int]) -> float:
    both = theta * (1 - theta) + (sum(sizes) - 2) * spread_of_one(theta)
    return both / (sizes[0] * sizes[1])


def correlation(value: float, variance: float, quantile: float | None = None) -> Interval:
    """Interval of a correlation from its variance on Fisher's z scale."""
    if not variance > 0 or not math.isfinite(variance):
        return UNKNOWN
    if abs(value) >= 1:
        value = math.copysign(1 - 1e-15, value)
    half = (critical() if quantile is None else quantile) * math.sqrt(variance)
    return Interval(math.tanh(math.atanh(value) - half), math.tanh(math.atanh(value) + half))


def noncentral_chi2(statistic: float, df: int) -> Interval:
    """Interval of the noncentrality of a chi-square statistic (Steiger 2004)."""
    tail = (1 - LEVEL) / 2
    most = statistic + 20 * math.sqrt(statistic + df) + 50

    def at(chance: float) -> float:
        if chndtr(statistic, df, 0.0) < chance:
            return 0.0
        return _edge(lambda nc: chance - float(chndtr(statistic, df, nc)), 0.0, most)

    return Interval(at(1 - tail), at(tail))


def share_explained(share: float, df: int, n: int) -> Interval:
    """Interval of an R² with fixed groups, by the noncentral F (Steiger 2004)."""
    rest = n - df - 1
    if rest < 1:
        return UNKNOWN
    if share >= 1:
        return Interval(math.nan, 1.0)
    f = share / df / ((1 - share) / rest)
    tail = (1 - LEVEL) / 2
    most = 4 * (f * df + df + 25) * (1 + 10 / math.sqrt(rest))

    def at(chance: float) -> float:
        if ncfdtr(df, rest, 0.0, f) < chance:
            return 0.0
        nc = _edge(lambda nc: chance - float(ncfdtr(df, rest, nc, f)), 0.0, most)
        return nc / (nc + n)

    return Interval(at(1 - tail), at(tail))


def stretched(value: float, interval: Interval, ratio: float) -> Interval:
    """An interval between 0 and 1 for a variance that is another than supposed, on the z scale.

    An interval that begins at 0 goes on doing so, and isn't made narrower.
    """
    wide = math.sqrt(min(max(ratio, STRETCH[0]), STRETCH[1]))
    centre, low, high = (math.atanh(min(one, 1 - 1e-15)) for one in (value, *interval))
    above = centre + (high - centre) * (wide if low > 0 else max(1.0, wide))
    below = centre - (centre - low) * wide if low > 0 else 0.0
    return Interval(math.tanh(max(below, 0.0)), math.tanh(above) if interval.high < 1 else 1.0)


def risks(first: tuple[int, int], second: tuple[int, int], z: float) -> Interval:
    """Interval of a difference of proportions, each given as (happened, n), by its score.

    References
    ----------
    Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    (a, m), (c, k) = first, second
    value = a / m - c / k

    def excess(gap: float) -> float:
        two = _second_risk(first, second, gap)
        one = min(max(two + gap, 0.0), 1.0)
        variance = (one * (1 - one) / m + two * (1 - two) / k) * (m + k) / (m + k - 1)
        return (value - gap) ** 2 - z**2 * variance

    return Interval(_edge(excess, value, -1.0), _edge(excess, value, 1.0))


def _second_risk(first: tuple[int, int], second: tuple[int, int], gap: float) -> float:
    """The likeliest second proportion when the first exceeds it by `gap`: root of a cubic."""
    (a, m), (c, k) = first, second
    n = m + k
    square = ((m + 2 * k) * gap - n - (a + c)) / (3 * n)
    linear = ((k * gap - n - 2 * c) * gap + (a + c)) / n
    q = square**3 - square * linear / 2 + c * gap * (1 - gap) / (2 * n)
    p = math.copysign(math.sqrt(max(0.0, square**2 - linear / 3)), q)
    turn = max(-1.0, min(1.0, q / p**3)) if p else 0.0
    return min(max(2 * p * math.cos((math.pi + math.acos(turn)) / 3) - square, 0.0), 1.0)


def log_odds(first: tuple[int, int], second: tuple[int, int], z: float) -> Interval:
    """Interval of a log odds ratio, the proportions as (happened, n), by its score.

    Infinite where no odds ratio, however extreme, is refused.

    References
    ----------
    Cornfield (1956); Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    (a, m), (c, k) = first, second
    n, happened = m + k, a + c
    value = math.log((a + 0.5) * (k - c + 0.5) / ((m - a + 0.5) * (c + 0.5)))

    def excess(log: float) -> float:
        expected = _expected(math.exp(log), m, k, happened)
        cells = expected, m - expected, happened - expected, k - happened + expected
        variance = 1 / sum(1 / max(cell, 1e-9) for cell in cells) * n / (n - 1)
        return (a - expected) ** 2 - z**2 * variance

    low, high = _edge(excess, value, -MOST_LOG), _edge(excess, value, MOST_LOG)
    return Interval(
        -math.inf if a == 0 or c == k else low,
        math.inf if a == m or c == 0 else high,
    )


def _expected(ratio: float, m: int, k: int, happened: int) -> float:
    """How many of `happened` fall among m, not k, at an odds ratio; root of a quadratic."""
    square, rest = 1 - ratio, k - happened + ratio * (m + happened)
    root = math.sqrt(max(0.0, rest**2 + 4 * square * ratio * m * happened))
    return 2 * ratio * m * happened / (rest + root)


def _edge(excess: Callable[[float], float], inside: float, outside: float) -> float:
    """Where a function turns positive on the way from inside to outside.

    References
    ----------
    Chandrupatla (1997), Adv. Eng. Softw. 28:145.
    """
    a, b, c = outside, inside, outside
    fa, fb = excess(a), min(excess(b), -1e-300)  # it may touch 0 where it begins
    if fa <= 0:
        return outside
    fc, share = fa, 0.5
    for _ in range(HALVINGS):
        at = a + share * (b - a)
        found = excess(at)
        if (found > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, b, fc, fb = b, a, fb, fa
        a, fa = at, found
        if fa == 0 or abs(b - a) <= 2e-15 * max(abs(a), abs(b)):
            break
        ratio, height = (a - b) / (c - b), (fa - fb) / (fc - fb)
        share = 0.5
        if height**2 < ratio and (1 - height) ** 2 < 1 - ratio:
            steep = (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            share = fa / (fb - fa) * fc / (fb - fc) + steep
        least = 1e-15 * max(abs(a), abs(b)) / abs(b - a)
        share = min(1 - least, max(least, share))
    return a if abs(fa) < abs(fb) else b
