"""Labels on one side, ranks on the other: epsilon-squared and the level that stands out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc, stdtrit

from rootcause.association import jackknife
from rootcause.association.curves import Floats, midranks
from rootcause.association.grids import Grid, against_rest, places_of
from rootcause.association.intervals import (
    LEVEL,
    UNKNOWN,
    Interval,
    critical,
    share_explained,
    stretched,
)
from rootcause.association.measures import ORDERED, Measure, Reading, each, finite, unit_of, widened
from rootcause.association.prepare import Pair, gathered, pooled
from rootcause.association.tallies import tallied
from rootcause.association.two_groups import superiorities
from rootcause.results import EffectSize
from rootcause.variables import Kind

Sizes = NDArray[Any]


def parted(pair: Pair) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Mid-ranks of the ranked side, codes of the labelled side (rare ones pooled), its names."""
    labelled, ranked = pair.candidate, pair.outcome
    if pair.outcome.variable.kind is Kind.NOMINAL:
        labelled, ranked = ranked, labelled
    codes, names = pooled(labelled.values, labelled.variable.levels)
    return midranks(ranked.values[None])[0], codes, names


def kruskal_wallis(ranks: Floats, codes: Floats) -> float:
    """H, corrected for ties (Kruskal & Wallis 1952)."""
    index = codes.astype(np.intp)
    sizes, sums = np.bincount(index), np.bincount(index, ranks)
    return _kruskal_wallis(sizes, sums, float(np.sum((ranks - ranks.mean()) ** 2)))


def _kruskal_wallis(sizes: Sizes, sums: Sizes, spread: float) -> float:
    """From the groups' sizes and sums of ranks, and the sum of squares of all."""
    n = float(sizes.sum())
    between = float(np.sum(sizes * (sums / sizes - (n + 1) / 2) ** 2))
    return between / (spread / (n - 1))


def epsilon_squared(
    statistic: float, groups: int, n: int, level: str, variance: float | None = None
) -> EffectSize:
    """Share of the ranks' variance between the groups, corrected for bias; never below 0.

    References
    ----------
    Kelley (1935), Proc. Natl. Acad. Sci. 21:554; Steiger (2004), Psychol. Methods 9:164, stretched
    to the variance of the share where it is given.
    """
    share = min(1.0, statistic / (n - 1))
    if n <= groups:
        return EffectSize("epsilon-squared", math.nan, *UNKNOWN, level=level)
    value = max(0.0, 1 - (1 - share) * (n - 1) / (n - groups))
    interval = share_explained(share, groups - 1, n)
    if variance is not None and not math.isnan(interval.low):
        few = float(stdtrit(n - groups, (1 + LEVEL) / 2) / critical())
        ratio = few**2 * variance / _supposed(share, groups - 1, n)
        interval = _stretched(value, interval, ratio)
    low, high = interval
    return EffectSize(
        "epsilon-squared", value, *Interval(min(low, value), max(high, value)), level=level
    )


def _supposed(share: float, df: int, n: int) -> float:
    """Variance of a share of normal values with fixed groups, from the noncentral F."""
    return max(share * (4 - 2 * share) + 2 * df / n, 1e-12) * max(1 - share, 1e-6) ** 2 / n


def _stretched(value: float, interval: Interval, ratio: float) -> Interval:
    roots = Interval(math.sqrt(interval.low), math.sqrt(interval.high))
    low, high = stretched(math.sqrt(value), roots, ratio)
    return Interval(low**2, high**2)


def standout(ranks: Floats, codes: Floats) -> int:
    """The group whose mean rank departs most from the rest, in standard errors."""
    index = codes.astype(np.intp)
    return _standout(np.bincount(index), np.bincount(index, ranks))


def _standout(sizes: Sizes, sums: Sizes) -> int:
    n = float(sizes.sum())
    gap = np.abs(sums / sizes - (n + 1) / 2)
    return int(np.argmax(gap * np.sqrt(sizes / np.maximum(1 - sizes / n, 1 / n))))


def kruskal_and_level(pair: Pair) -> Reading:
    """The Kruskal-Wallis statistic; p from it and a second view together.

    The second view is the level that stands out or, when the outcome has the labels, a curve of
    the candidate's ranks.
    """
    if isinstance(pair, Grid):
        return _of_grid(pair)
    ranks, codes, names = parted(pair)
    statistic = kruskal_wallis(ranks, codes)
    extreme = standout(ranks, codes)
    inside = codes == extreme
    variance = jackknife.of_share(ranks, codes)
    effect = epsilon_squared(statistic, len(names), pair.n, names[extreme], variance)
    apart = superiorities([tallied(ranks, inside)], [names[extreme]], len(names))
    return Reading(statistic, effect, tuple(apart))


def _of_grid(grid: Grid) -> Reading:
    """The same of counts; how far the share varies is seen in some of the observations."""
    labels, ranked, counts, some = grid.candidate, 0, grid.counts.T, grid.some
    if grid.outcome.variable.kind is Kind.NOMINAL:
        labels, ranked, counts, some = grid.outcome, 1, grid.counts, grid.some[::-1]
    ranks = places_of(grid.sizes[ranked])
    groups, names = gathered(counts, labels, grid.sizes[1 - ranked])
    sizes, sums = groups.sum(axis=1), groups @ ranks
    spread = float((ranks - (grid.n + 1) / 2) ** 2 @ grid.sizes[ranked])
    statistic, level = _kruskal_wallis(sizes, sums, spread), names[_standout(sizes, sums)]
    codes, seen = pooled(some[1], labels.variable.levels)
    variance = None
    if len(seen) > 1:
        variance = jackknife.of_share(midranks(some[0][None])[0], codes) * (codes.size / grid.n)
    effect = epsilon_squared(statistic, len(names), grid.n, level, variance)
    tally = against_rest(grid, level)
    apart = superiorities([tally], [level], len(names))
    return Reading(
        statistic,
        _widened_share(effect, grid.hidden[ranked]),
        tuple(widened(one, tally.slack) for one in apart),
    )


def _widened_share(effect: EffectSize, hidden: float) -> EffectSize:
    """With what bins leave open of the ranks: so much of their length at most, either way."""
    if not hidden or math.isnan(effect.low):
        return effect
    low, high = math.sqrt(effect.low) * math.sqrt(1 - hidden**2), math.sqrt(effect.high)
    return replace(effect, low=max(0.0, low - hidden) ** 2, high=min(1.0, high + hidden) ** 2)


def kruskal(pair: Pair) -> Reading:
    """The Kruskal-Wallis test with its large-sample p-value."""
    _, _, names = parted(pair)
    reading = kruskal_and_level(pair)
    return reading._replace(pvalue=float(chdtrc(len(names) - 1, reading.statistic)))


def welch(pair: Pair) -> Reading:
    """Welch's one-way analysis of variance, for groups that spread unequally.

    References
    ----------
    Welch (1951), Biometrika 38:330.
    """
    codes, _ = pair.pooled
    if not finite(pair.outcome.values):
        return kruskal_and_level(pair)._replace(statistic=math.nan, pvalue=math.nan)
    index, values = codes.astype(np.intp), pair.outcome.values / unit_of(pair.outcome.values)
    sizes = np.bincount(index)
    means = np.bincount(index, values) / sizes
    spread = np.bincount(index, (values - means[index]) ** 2)
    reading = kruskal_and_level(pair)
    if sizes.min() < 2 or spread.min() <= 0:
        return reading._replace(statistic=math.nan, pvalue=math.nan)
    weights = sizes * (sizes - 1) / spread
    share, k = weights / weights.sum(), sizes.size
    uneven = float(np.sum((1 - share) ** 2 / (sizes - 1)))
    between = float(np.sum(weights * (means - share @ means) ** 2)) / (k - 1)
    statistic = between / (1 + 2 * (k - 2) / (k**2 - 1) * uneven)
    return reading._replace(
        statistic=statistic, pvalue=float(fdtrc(k - 1, (k**2 - 1) / (3 * uneven), statistic))
    )


def anova(pair: Pair) -> Reading:
    """One-way analysis of variance of the values; epsilon-squared is of values, not of ranks.

    References
    ----------
    Fisher (1925), Statistical Methods for Research Workers.
    """
    codes, names = pair.pooled
    if not finite(pair.outcome.values):
        return kruskal_and_level(pair)._replace(statistic=math.nan, pvalue=math.nan)
    index, n, k = codes.astype(np.intp), pair.n, len(names)
    values = pair.outcome.values / unit_of(pair.outcome.values)
    values = values - values.mean()
    sizes = np.bincount(index)
    means = np.bincount(index, values) / sizes
    within = float(np.sum((values - means[index]) ** 2))
    between = float(sizes @ (means - values.mean()) ** 2)
    reading = kruskal_and_level(pair)
    if n <= k or within <= 0:
        return reading._replace(statistic=math.nan, pvalue=math.nan)
    statistic = between / (k - 1) / (within / (n - k))
    explained = (n - 1) * between / (between + within)
    effect = epsilon_squared(explained, k, n, reading.effect.level)
    return Reading(statistic, effect, reading.also, float(fdtrc(k - 1, n - k, statistic)))


NOMINAL = (Kind.NOMINAL,)
SOURCE = "Kruskal & Wallis 1952; Kelley 1935; Steiger 2004"
ROWS = (
    Measure(
        "kruskal+level", ORDERED, NOMINAL, each(kruskal_and_level), "epsilon-squared", True, SOURCE
    ),
    Measure(
        "kruskal+curve", NOMINAL, ORDERED, each(kruskal_and_level), "epsilon-squared", True, SOURCE
    ),
    Measure("kruskal", ORDERED, NOMINAL, each(kruskal), "epsilon-squared", False, SOURCE),
    Measure("kruskal", NOMINAL, ORDERED, each(kruskal), "epsilon-squared", False, SOURCE),
    Measure(
        "welch",
        (Kind.NUMERIC,),
        NOMINAL,
        each(welch),
        "epsilon-squared",
        False,
        "Welch 1951; Kelley 1935",
    ),
    Measure(
        "anova",
        (Kind.NUMERIC,),
        NOMINAL,
        each(anova),
        "epsilon-squared",
        False,
        "Fisher 1925; Kelley 1935; Steiger 2004",
    ),
)
