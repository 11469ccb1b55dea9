"""One side takes two values, the other can be ranked: the probability of superiority."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from rootcause.association.curves import Floats
from rootcause.association.intervals import LEVEL, spread_of_one, superiority
from rootcause.association.measures import ORDERED, Measure, Reading, unit_of
from rootcause.association.prepare import Pair
from rootcause.association.tallies import Tally
from rootcause.results import EffectSize
from rootcause.variables import Kind

SUPERIORITY = "probability of superiority"
SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


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
    """Probability of superiority with its variance, and the Brunner-Munzel degrees of freedom."""

    superiority: float
    variance: float
    df: float

    @property
    def statistic(self) -> float:
        """Brunner & Munzel's; infinite where the groups are fully apart."""
        gap = self.superiority - 0.5
        if self.variance > 0 or gap == 0 or math.isnan(self.variance):
            return gap / math.sqrt(self.variance) if gap else 0.0
        return math.copysign(math.inf, gap)


def placements(values: Floats, others: Floats) -> Floats:
    """Share of the others that each value exceeds, ties counting half; in rising order."""
    mine, theirs = np.sort(values), np.sort(others)
    below, upto = (np.searchsorted(theirs, mine, side) for side in SIDES)
    return np.asarray((below + upto) / (2 * others.size))


class Lying(NamedTuple):
    """How the values of two groups lie among each other.

    Attributes
    ----------
    superiority
        Mean placement of the upper group.
    squares
        Sums of squared deviations of the placements of either group from their mean.
    sizes
        Of the groups.
    """

    superiority: float
    squares: tuple[float, float]
    sizes: tuple[int, int]


def lying(groups: Groups) -> Lying:
    """Of groups as they are."""
    upper, lower = groups
    above, below = placements(upper, lower), placements(lower, upper)
    squares = [float(np.sum((one - one.mean()) ** 2)) for one in (above, below)]
    return Lying(float(above.mean()), (squares[0], squares[1]), (upper.size, lower.size))


def lying_by(tally: Tally) -> Lying:
    """The same, of a pair that was sorted once."""
    sizes = tally.m, tally.n - tally.m
    means, squares = [], []
    for (share, often), size in zip(tally.placements(), sizes, strict=True):
        means.append(float(share.mean() if often is None else often @ share / size))
        gaps = share - means[-1]
        squares.append(float(gaps @ gaps if often is None else often @ gaps**2))
    return Lying(means[0], (squares[0], squares[1]), sizes)


def placed(groups: Groups) -> Placed:
    """Where the values of each group lie in the other.

    References
    ----------
    Brunner & Munzel (2000), Biom. J. 42:17.
    """
    return _placed(lying(groups))


def _placed(found: Lying) -> Placed:
    if min(found.sizes) < 2:
        return Placed(found.superiority, math.nan, math.nan)
    each = list(zip(found.squares, found.sizes, strict=True))
    parts = [squares / (size - 1) / size for squares, size in each]
    weights = sum(part**2 / (size - 1) for part, size in zip(parts, found.sizes, strict=True))
    df = sum(parts) ** 2 / weights if weights > 0 else math.nan
    return Placed(found.superiority, sum(parts), df)


def probability_of_superiority(groups: Groups, level: str = "", looks: int = 1) -> EffectSize:
    """Chance that a value of the upper group exceeds one of the lower, ties counting half."""
    return _superiority(lying(groups), level, looks)


def _superiority(lie: Lying, level: str = "", looks: int = 1) -> EffectSize:
    found = _tempered(lie)
    quantile = -float(stdtrit(found.df, (1 - LEVEL) / (2 * looks)))
    interval = superiority(found.superiority, lie.sizes, quantile, found.variance)
    return EffectSize(SUPERIORITY, found.superiority, *interval, level=level, null=0.5)


def _tempered(lie: Lying) -> Placed:
    """As `placed`, the variance of each group's placements tempered by one supposed value.

    A few values may happen to lie evenly; the supposed variance counts as one more degree of
    freedom of each group.
    """
    usual = spread_of_one(lie.superiority)
    each = list(zip(lie.squares, lie.sizes, strict=True))
    parts = [(squares + usual) / size**2 for squares, size in each]
    if sum(parts) == 0:
        return Placed(lie.superiority, 0.0, math.inf)
    weights = sum(part**2 / size for part, size in zip(parts, lie.sizes, strict=True))
    return Placed(lie.superiority, sum(parts), sum(parts) ** 2 / weights)


class Scale(NamedTuple):
    """Standard error of a difference of means, and its degrees of freedom."""

    error: float
    df: float


def welch_scale(groups: Groups) -> Scale:
    """Of groups that may spread unequally (Welch 1947, Satterthwaite 1946)."""
    if min(one.size for one in groups) < 2:
        return Scale(math.nan, math.nan)
    parts = [float(one.var(ddof=1)) / one.size for one in groups]
    if sum(parts) == 0:
        return Scale(0.0, math.nan)
    weights = [part**2 / (one.size - 1) for part, one in zip(parts, groups, strict=True)]
    return Scale(math.sqrt(sum(parts)), sum(parts) ** 2 / sum(weights))


def difference_of_means(groups: Groups) -> EffectSize:
    """Mean of the upper group less that of the lower, interval by Welch (1947)."""
    unit = unit_of(*groups)
    groups = Groups(groups.upper / unit, groups.lower / unit)
    gap = float(groups.upper.mean() - groups.lower.mean())
    scale = welch_scale(groups)
    half = float(stdtrit(scale.df, (1 + LEVEL) / 2)) * scale.error
    told = (unit * gap, unit * (gap - half), unit * (gap + half))
    return EffectSize("difference of means", *told)


def ranks_and_curve(pair: Pair) -> Reading:
    """The Brunner-Munzel statistic; p from the rank sum and a curve of the ranks together."""
    numeric = pair.outcome.variable.kind is Kind.NUMERIC
    also = (difference_of_means(split(pair)),) if numeric else ()
    lie = lying_by(pair.tally)
    return Reading(_placed(lie).statistic, _superiority(lie), also)


def brunnermunzel(pair: Pair) -> Reading:
    """The Brunner-Munzel test with the p-value of Student's t; needs some ten in each group."""
    found = placed(split(pair))
    chance = float(2 * stdtr(found.df, -abs(found.statistic)))
    return ranks_and_curve(pair)._replace(pvalue=chance)


def mannwhitney(pair: Pair) -> Reading:
    """The Wilcoxon-Mann-Whitney test, exact where there are few rows and no ties."""
    from scipy.stats import mannwhitneyu

    found = mannwhitneyu(*split(pair))
    return ranks_and_curve(pair)._replace(
        statistic=float(found.statistic), pvalue=float(found.pvalue)
    )


def welch(pair: Pair) -> Reading:
    """Welch's t-test of the outcome's means."""
    groups = split(pair)
    unit = unit_of(*groups)
    scale = welch_scale(Groups(groups.upper / unit, groups.lower / unit))
    effect = difference_of_means(groups)
    t = effect.value / unit / scale.error if scale.error > 0 else math.nan
    chance = float(2 * stdtr(scale.df, -abs(t)))
    return Reading(t, effect, (probability_of_superiority(groups),), chance)


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
            ("mannwhitney", mannwhitney, "Wilcoxon 1945; Mann & Whitney 1947"),
        )
    ),
    Measure("welch", (Kind.NUMERIC,), BINARY, welch, "difference of means", False, "Welch 1947"),
)
