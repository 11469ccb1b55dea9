"""Confidence intervals of effect sizes, each on its own scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from scipy.special import chndtr, ncfdtr, ndtri

LEVEL = 0.95
HALVINGS = 52


class Interval(NamedTuple):
    """From low to high."""

    low: float
    high: float


UNKNOWN = Interval(math.nan, math.nan)


def critical(level: float = LEVEL, looks: int = 1) -> float:
    """Two-sided normal quantile; of several looks together, each is widened (Bonferroni)."""
    return float(-ndtri((1 - level) / (2 * looks)))


def wilson(happened: float, n: float, z: float) -> Interval:
    """Interval of a proportion (Wilson 1927)."""
    share = happened / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def newcombe(first: tuple[float, float], second: tuple[float, float], z: float) -> Interval:
    """Interval of a difference of proportions, each given as (happened, n).

    References
    ----------
    Newcombe (1998), Stat. Med. 17:873, method 10.
    """
    one, two = first[0] / first[1], second[0] / second[1]
    below, above = wilson(*first, z), wilson(*second, z)
    gap = one - two
    low = gap - math.hypot(one - below.low, above.high - two)
    high = gap + math.hypot(below.high - one, two - above.low)
    return Interval(max(-1.0, low), min(1.0, high))


def superiority(value: float, sizes: tuple[int, int], z: float, variance: float = 0.0) -> Interval:
    """Interval of a probability of superiority (AUC).

    Inverts the score statistic with the variance of Hanley & McNeil (1982), so that it neither
    collapses nor leaves [0, 1] where the groups are fully apart. Where the variance seen is
    larger, as in groups of unequal spread, the supposed one is enlarged in proportion.

    Parameters
    ----------
    value
        The estimate.
    sizes
        Of the two groups.
    z
        Critical value.
    variance
        Of the estimate as seen, from the placements (DeLong, DeLong & Clarke-Pearson 1988).

    References
    ----------
    Newcombe (2006), Stat. Med. 25:559, method 5.
    """
    supposed = _supposed_variance(value, sizes)
    larger = max(1.0, variance / supposed) if supposed > 0 else 1.0

    def excess(theta: float) -> float:
        return (value - theta) ** 2 - z**2 * larger * _supposed_variance(theta, sizes)

    return Interval(_edge(excess, value, 0.0), _edge(excess, value, 1.0))


def _supposed_variance(theta: float, sizes: tuple[int, int]) -> float:
    spread = (1 - theta) / (2 - theta) + theta / (1 + theta)
    return theta * (1 - theta) * (1 + (sum(sizes) / 2 - 1) * spread) / (sizes[0] * sizes[1])


def correlation(value: float, variance: float) -> Interval:
    """Interval of a correlation from its variance on Fisher's z scale."""
    if not variance > 0 or not math.isfinite(variance):
        return UNKNOWN
    if abs(value) >= 1:
        value = math.copysign(1 - 1e-15, value)
    half = critical() * math.sqrt(variance)
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


def _edge(excess: Callable[[float], float], inside: float, outside: float) -> float:
    """Where a function turns positive on the way from inside to outside (bisection)."""
    if excess(outside) <= 0:
        return outside
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if excess(middle) > 0 else (middle, outside)
    return (inside + outside) / 2
