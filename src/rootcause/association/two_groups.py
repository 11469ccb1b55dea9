"""One side takes two values, the other can be ranked: the probability of superiority."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from rootcause.association.curves import Floats
from rootcause.association.facts import facts_of
from rootcause.association.grids import Grid
from rootcause.association.intervals import LEVEL, Numbers, spread_of_one, superiority
from rootcause.association.lyings import Lyings, lyings
from rootcause.association.measures import ORDERED, Measure, Reading, each, finite, unit_of, widened
from rootcause.association.prepare import Pair
from rootcause.association.tallies import Tally
from rootcause.results import EffectSize
from rootcause.variables import Kind

SUPERIORITY = "probability of superiority"


class Groups(NamedTuple):
    """Ranked values of the upper and of the lower of two groups."""

    upper: Floats
    lower: Floats


def split(pair: Pair) -> Groups:
    """Part the ranked side of a pair by its two-valued side."""
    label, values = pair.outcome.values, pair.candidate.values
    if pair.outcome.variable.kind is not Kind.BINARY:
        label, values = values, label
    upper = label == label.max()
    return Groups(values[upper], values[~upper])


class Placed(NamedTuple):
    """Probabilities of superiority with their variances and degrees of freedom; shape (p,) each."""

    superiority: Floats
    variance: Floats
    df: Floats

    @property
    def statistic(self) -> Floats:
        """Brunner & Munzel's; infinite where the groups are fully apart."""
        gap = self.superiority - 0.5
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(gap == 0, 0.0, gap / np.sqrt(self.variance))


def placed(lie: Lyings) -> Placed:
    """Where the values of each group lie in the other; unknown where a group is of one.

    References
    ----------
    Brunner & Munzel (2000), Biom. J. 42:17.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = np.where(lie.sizes > 1, lie.sizes - 1, np.nan)
        parts = lie.squares / freedom / lie.sizes
        variance = parts.sum(axis=0)
        return Placed(lie.superiority, variance, variance**2 / np.sum(parts**2 / freedom, axis=0))


def superiorities(
    tallies: Sequence[Tally], levels: Sequence[str] = (), looks: Numbers = 1
) -> list[EffectSize]:
    """Chances that a value of the upper group exceeds one of the lower, ties counting half."""
    return _superiorities(lyings(tallies), levels, looks)


def _superiorities(lie: Lyings, levels: Sequence[str] = (), looks: Numbers = 1) -> list[EffectSize]:
    found = _tempered(lie)
    quantile = np.asarray(-stdtrit(found.df, (1 - LEVEL) / (2 * looks)), dtype=np.float64)
    interval = superiority(
        found.superiority, (lie.sizes[0], lie.sizes[1]), quantile, found.variance
    )
    told = interval.told(found.superiority)
    return [
        EffectSize(SUPERIORITY, *one, level, 0.5)
        for one, level in zip(told, levels or repeat(""), strict=False)
    ]


def _tempered(lie: Lyings) -> Placed:
    """As `placed`, the variance of each group's placements tempered by one supposed value.

    A few values may happen to lie evenly; the supposed variance counts as one more degree of
    freedom of each group.
    """
    parts = (lie.squares + spread_of_one(lie.superiority)) / lie.sizes**2
    variance, weights = parts.sum(axis=0), np.sum(parts**2 / lie.sizes, axis=0)
    df = np.where(weights > 0, variance**2 / np.where(weights > 0, weights, 1.0), np.inf)
    return Placed(lie.superiority, variance, df)


class Scale(NamedTuple):
    """Standard error of a difference of means, and its degrees of freedom."""

    error: float
    df: float


def welch_scale(groups: Groups) -> Scale:
    """Of groups that may spread unequally (Welch 1947, Satterthwaite 1946)."""
    sizes = [one.size for one in groups]
    return scale_of(sizes, [float(one.var(ddof=1)) if one.size > 1 else math.nan for one in groups])


def scale_of(sizes: Sequence[int], variances: Sequence[float]) -> Scale:
    """The same, from the sizes of two groups and their variances."""
    if min(sizes) < 2:
        return Scale(math.nan, math.nan)
    parts = [variance / size for variance, size in zip(variances, sizes, strict=True)]
    if sum(parts) == 0:
        return Scale(0.0, math.nan)
    weights = [part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True)]
    return Scale(math.sqrt(sum(parts)), sum(parts) ** 2 / sum(weights))


def difference_of_means(groups: Groups) -> EffectSize:
    """Mean of the upper group less that of the lower, by Welch (1947); NaN of infinities."""
    if not finite(*groups):
        return EffectSize("difference of means", math.nan, math.nan, math.nan)
    unit = unit_of(*groups)
    groups = Groups(groups.upper / unit, groups.lower / unit)
    gap = float(groups.upper.mean() - groups.lower.mean())
    return apart(gap, welch_scale(groups), unit)


def apart(gap: float, scale: Scale, unit: float = 1.0) -> EffectSize:
    """A difference of means, each in so many of the outcome's unit."""
    half = float(stdtrit(scale.df, (1 + LEVEL) / 2)) * scale.error
    told = (unit * gap, unit * (gap - half), unit * (gap + half))
    return EffectSize("difference of means", *told)


def ranks_and_curve(pairs: Sequence[Pair]) -> list[Reading]:
    """The Brunner-Munzel statistic; p from the rank sum and a curve of the ranks together."""
    lie = facts_of([pair.tally for pair in pairs]).lyings
    told = zip(placed(lie).statistic.tolist(), _superiorities(lie), pairs, strict=True)
    return [
        Reading(statistic, widened(effect, pair.tally.slack), _means(pair))
        for statistic, effect, pair in told
    ]


def _means(pair: Pair) -> tuple[EffectSize, ...]:
    """The difference of means of a numeric outcome."""
    if isinstance(pair, Grid):
        return pair.means
    numeric = pair.outcome.variable.kind is Kind.NUMERIC
    return (difference_of_means(split(pair)),) if numeric else ()


def brunnermunzel(pairs: Sequence[Pair]) -> list[Reading]:
    """The Brunner-Munzel test with the p-value of Student's t; needs some ten in each group."""
    found = placed(facts_of([pair.tally for pair in pairs]).lyings)
    student = 2 * stdtr(found.df, -np.abs(found.statistic))
    chances = np.where(np.isinf(found.statistic), 0.0, student).tolist()
    told = zip(ranks_and_curve(pairs), chances, strict=True)
    return [reading._replace(pvalue=chance) for reading, chance in told]


def mannwhitney(pair: Pair) -> Reading:
    """The Wilcoxon-Mann-Whitney test, exact where there are few rows and no ties."""
    from scipy.stats import mannwhitneyu

    found = mannwhitneyu(*split(pair))
    return ranks_and_curve([pair])[0]._replace(
        statistic=float(found.statistic), pvalue=float(found.pvalue)
    )


def welch(pair: Pair) -> Reading:
    """Welch's t-test of the outcome's means."""
    groups = split(pair)
    if not finite(*groups):
        told = difference_of_means(groups)
        return Reading(math.nan, told, tuple(superiorities([pair.tally])), math.nan)
    unit = unit_of(*groups)
    scale = welch_scale(Groups(groups.upper / unit, groups.lower / unit))
    effect = difference_of_means(groups)
    t = effect.value / unit / scale.error if scale.error > 0 else math.nan
    chance = float(2 * stdtr(scale.df, -abs(t)))
    return Reading(t, effect, tuple(superiorities([pair.tally])), chance)


BINARY = (Kind.BINARY,)
ROWS = (
    Measure(
        "brunnermunzel+curve",
        BINARY,
        ORDERED,
        ranks_and_curve,
        SUPERIORITY,
        True,
        "Brunner & Munzel 2000; Liu & Xie 2020; Newcombe 2006",
    ),
    Measure(
        "brunnermunzel+curve",
        ORDERED,
        BINARY,
        ranks_and_curve,
        SUPERIORITY,
        True,
        "Brunner & Munzel 2000; Newcombe 2006",
    ),
    *(
        Measure(name, outcomes, candidates, read, SUPERIORITY, False, reference)
        for outcomes, candidates in ((BINARY, ORDERED), (ORDERED, BINARY))
        for name, read, reference in (
            ("brunnermunzel", brunnermunzel, "Brunner & Munzel 2000"),
            ("mannwhitney", each(mannwhitney), "Wilcoxon 1945; Mann & Whitney 1947"),
        )
    ),
    Measure(
        "welch",
        (Kind.NUMERIC,),
        BINARY,
        each(welch),
        "difference of means",
        False,
        "Welch 1947",
    ),
)
