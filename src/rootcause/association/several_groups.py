"""Labels on one side, ranks on the other: epsilon-squared and the level that stands out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc, stdtrit

from rootcause.association import jackknife
from rootcause.association.combining import TINY
from rootcause.association.curves import Floats, midranks
from rootcause.association.grids import Grid, against_rest, places_of
from rootcause.association.intervals import (
    LEVEL,
    UNKNOWN,
    Between,
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


class Sums(NamedTuple):
    """Of each group its size, and the sum and sum of squares of its ranks less their mean."""

    sizes: Sizes
    sums: Sizes
    squares: Sizes

    @property
    def n(self) -> float:
        """Observations."""
        return float(self.sizes.sum())

    @property
    def gaps(self) -> Floats:
        """Mean rank of each group less that of all."""
        return np.asarray(self.sums / self.sizes)

    @property
    def kruskal_wallis(self) -> float:
        """H, corrected for ties (Kruskal & Wallis 1952)."""
        return float(self.sums @ self.gaps / self.squares.sum() * (self.n - 1))

    @property
    def standout(self) -> int:
        """The group whose mean rank departs most from the rest, in standard errors."""
        rest = np.maximum(1 - self.sizes / self.n, 1 / self.n)
        return int(np.argmax(np.abs(self.gaps) * np.sqrt(self.sizes / rest)))

    @property
    def by_chance(self) -> Between:
        """What the squares between the groups come to where they spread as they do here.

        Mean and variance are those without any effect (Box 1954, Ann. Math. Stat. 25:290), or the
        variance that the groups which depart have, where that is the greater.
        """
        k, rest = self.sizes.size, int(self.n) - self.sizes.size
        within = np.maximum(self.squares - self.sums * self.gaps, 0.0)
        if rest < 1 or not within.any():
            return Between(k - 1, rest)
        share, usual = self.sizes / self.n, within.sum() / rest
        spread = np.where(self.sizes > 1, within / np.maximum(self.sizes - 1, 1) / usual, 1.0)
        mean = float((1 - share) @ spread)
        square = float((1 - 2 * share) @ spread**2 + (share @ spread) ** 2)
        departing = self.sums * self.gaps
        along = float(departing @ spread / max(departing.sum(), TINY))
        df = min(max(mean / max(square / mean, along), 1.0), k - 1.0)
        return Between(df, rest, mean / df)


def sums_of(ranks: Floats, codes: Floats) -> Sums:
    """Of mid-ranks, shape (n,), and the codes of their groups from 0 on."""
    index, centred = codes.astype(np.intp), ranks - ranks.mean()
    return Sums(*(np.bincount(index, one) for one in (None, centred, centred**2)))


def epsilon_squared(
    share: float, between: Between, n: int, level: str, variance: float | None = None
) -> EffectSize:
    """Share of the ranks' variance between the groups, corrected for bias; never below 0.

    References
    ----------
    Kelley (1935), Proc. Natl. Acad. Sci. 21:554; Steiger (2004), Psychol. Methods 9:164, stretched
    to the variance of the share where it is given.
    """
    share = min(1.0, share)
    if between.rest < 1:
        return EffectSize("epsilon-squared", math.nan, *UNKNOWN, level=level)
    value = max(0.0, 1 - (1 - share) * (n - 1) / between.rest)
    interval = share_explained(share, between, n)
    if variance is not None and not math.isnan(interval.low):
        interval = _stretched(value, interval, variance / _supposed(share, between, n), n)
    low, high = interval
    return EffectSize(
        "epsilon-squared", value, *Interval(min(low, value), max(high, value)), level=level
    )


def _supposed(share: float, between: Between, n: int) -> float:
    """Variance of a share of normal values with fixed groups, from the noncentral F."""
    apart = 4 * between.unit * share * (1 - share) + 2 * share**2
    by_chance = 2 * between.unit**2 * between.df / n
    return max(apart + by_chance, 1e-12) * max(1 - share, 1e-6) ** 2 / n


def _stretched(value: float, interval: Interval, ratio: float, n: int) -> Interval:
    roots = Interval(math.sqrt(interval.low), math.sqrt(interval.high))
    low, high = stretched(math.sqrt(value), roots, ratio, n)
    return Interval(low**2, high**2)


def kruskal_and_level(pair: Pair) -> Reading:
    """The Kruskal-Wallis statistic; p from it and a second view together.

    The second view is the level that stands out or, when the outcome has the labels, a curve of
    the candidate's ranks.
    """
    if isinstance(pair, Grid):
        return _of_grid(pair)
    ranks, codes, names = parted(pair)
    groups = sums_of(ranks, codes)
    level, inside = names[groups.standout], codes == groups.standout
    effect = share_of_ranks(groups, level, jackknife.of_share(ranks, codes))
    apart = superiorities([tallied(ranks, inside)], [level], len(names))
    return Reading(groups.kruskal_wallis, effect, tuple(apart))


def share_of_ranks(groups: Sums, level: str = "", variance: float | None = None) -> EffectSize:
    """Epsilon-squared of ranks, given the variance of their share; the stretch is as by Student."""
    n, between = int(groups.n), groups.by_chance
    if variance is not None and between.rest > 0:
        variance *= float(stdtrit(between.rest, (1 + LEVEL) / 2) / critical()) ** 2
    return epsilon_squared(groups.kruskal_wallis / (n - 1), between, n, level, variance)


def share_of_values(values: Floats, codes: Floats, level: str = "") -> EffectSize:
    """Epsilon-squared of values, for groups that may spread unequally."""
    groups = sums_of(values, codes)
    share = groups.kruskal_wallis / (groups.n - 1)
    variance = jackknife.of_share_of_values(values, codes)
    return epsilon_squared(share, groups.by_chance, values.size, level, variance)


def _of_grid(grid: Grid) -> Reading:
    """The same of counts; how far the share varies is seen in some of the observations."""
    labels, ranked, counts, some = grid.candidate, 0, grid.counts.T, grid.some
    if grid.outcome.variable.kind is Kind.NOMINAL:
        labels, ranked, counts, some = grid.outcome, 1, grid.counts, grid.some[::-1]
    centred = places_of(grid.sizes[ranked]) - (grid.n + 1) / 2
    of_groups, names = gathered(counts, labels, grid.sizes[1 - ranked])
    groups = Sums(of_groups.sum(axis=1), of_groups @ centred, of_groups @ centred**2)
    level = names[groups.standout]
    codes, seen = pooled(some[1], labels.variable.levels)
    variance = None
    if len(seen) > 1:
        variance = jackknife.of_share(midranks(some[0][None])[0], codes) * (codes.size / grid.n)
    effect = share_of_ranks(groups, level, variance)
    tally = against_rest(grid, level)
    apart = superiorities([tally], [level], len(names))
    return Reading(
        groups.kruskal_wallis,
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
        return _without_spread(reading, apart=spread.max() <= 0)
    weights = sizes * (sizes - 1) / spread
    share, k = weights / weights.sum(), sizes.size
    uneven = float(np.sum((1 - share) ** 2 / (sizes - 1)))
    between = float(np.sum(weights * (means - share @ means) ** 2)) / (k - 1)
    statistic = between / (1 + 2 * (k - 2) / (k**2 - 1) * uneven)
    return reading._replace(
        statistic=statistic, pvalue=float(fdtrc(k - 1, (k**2 - 1) / (3 * uneven), statistic))
    )


def _without_spread(reading: Reading, *, apart: bool) -> Reading:
    """Where groups do not vary: fully apart if all of them don't, else nothing is known."""
    if apart:
        return reading._replace(statistic=math.inf, pvalue=0.0)
    return reading._replace(statistic=math.nan, pvalue=math.nan)


def anova(pair: Pair) -> Reading:
    """One-way analysis of variance of the values; epsilon-squared is of values, not of ranks.

    The p-value supposes groups that spread alike; the interval of epsilon-squared does not.

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
        return _without_spread(reading, apart=n > k)
    statistic = between / (k - 1) / (within / (n - k))
    effect = share_of_values(values, codes, reading.effect.level)
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
