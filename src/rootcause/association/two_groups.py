"""One side takes two values, the other can be ranked: the probability of superiority."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from rootcause.association.curves import Floats
from rootcause.association.intervals import LEVEL, critical, superiority
from rootcause.association.measures import ORDERED, Measure, Reading
from rootcause.association.prepare import Pair
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
    """Probability of superiority, and the Brunner-Munzel statistic with its degrees of freedom."""

    superiority: float
    statistic: float
    df: float


def placements(values: Floats, others: Floats) -> Floats:
    """Share of the others that each value exceeds, ties counting half."""
    ordered = np.sort(others)
    before = np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")
    return np.asarray(before / (2 * others.size))


def brunner_munzel(groups: Groups) -> Placed:
    """Statistic of Brunner & Munzel, from where each value lies in the other group.

    References
    ----------
    Brunner & Munzel (2000), Biom. J. 42:17.
    """
    upper, lower = groups
    m, k = upper.size, lower.size
    above, below = placements(upper, lower), placements(lower, upper)
    auc = float(above.mean())
    if min(m, k) < 2:
        return Placed(auc, math.nan, math.nan)
    parts = above.var(ddof=1) / m, below.var(ddof=1) / k
    spread = float(sum(parts))
    if spread == 0:
        return Placed(auc, math.copysign(math.inf, auc - 0.5) if auc != 0.5 else 0.0, math.nan)
    df = spread**2 / (parts[0] ** 2 / (m - 1) + parts[1] ** 2 / (k - 1))
    return Placed(auc, (auc - 0.5) / math.sqrt(spread), float(df))


def probability_of_superiority(
    auc: float, upper: int, lower: int, level: str = "", looks: int = 1
) -> EffectSize:
    """Chance that a value of the upper group exceeds one of the lower, ties counting half."""
    interval = superiority(auc, upper, lower, critical(looks=looks))
    return EffectSize(SUPERIORITY, auc, *interval, level=level, null=0.5)


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
    gap = float(groups.upper.mean() - groups.lower.mean())
    scale = welch_scale(groups)
    half = float(stdtrit(scale.df, (1 + LEVEL) / 2)) * scale.error
    return EffectSize("difference of means", gap, gap - half, gap + half)


def _effects(pair: Pair, auc: float) -> tuple[EffectSize, tuple[EffectSize, ...]]:
    groups = split(pair)
    effect = probability_of_superiority(auc, groups.upper.size, groups.lower.size)
    numeric = pair.outcome.variable.kind is Kind.NUMERIC
    return effect, (difference_of_means(groups),) if numeric else ()


def ranks_and_curve(pair: Pair) -> Reading:
    """The Brunner-Munzel statistic; p from the rank sum and a curve of the ranks together."""
    placed = brunner_munzel(split(pair))
    return Reading(placed.statistic, *_effects(pair, placed.superiority))


def brunnermunzel(pair: Pair) -> Reading:
    """The Brunner-Munzel test with the p-value of Student's t; needs some ten in each group."""
    placed = brunner_munzel(split(pair))
    chance = float(2 * stdtr(placed.df, -abs(placed.statistic)))
    return ranks_and_curve(pair)._replace(pvalue=chance)


def mannwhitney(pair: Pair) -> Reading:
    """The Wilcoxon-Mann-Whitney test, exact where there are few rows and no ties."""
    from scipy.stats import mannwhitneyu

    found = mannwhitneyu(*split(pair))
    effect, also = _effects(pair, brunner_munzel(split(pair)).superiority)
    return Reading(float(found.statistic), effect, also, float(found.pvalue))


def welch(pair: Pair) -> Reading:
    """Welch's t-test of the outcome's means."""
    groups = split(pair)
    scale = welch_scale(groups)
    effect = difference_of_means(groups)
    t = effect.value / scale.error if scale.error > 0 else math.nan
    superiority, _ = _effects(pair, brunner_munzel(groups).superiority)
    return Reading(t, effect, (superiority,), float(2 * stdtr(scale.df, -abs(t))))


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
