"""An association as two groups that can be counted."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rootcause.association.clock import Hours, sharpest_hours
from rootcause.association.curves import Floats, midranks
from rootcause.association.exact import fisher
from rootcause.association.grid_contrasts import (
    Side,
    compared,
    departures,
    gap_after,
    halfway,
    mean_of,
    middle,
    sharpest,
    sides,
    with_means,
)
from rootcause.association.grids import Grid
from rootcause.association.measures import finite
from rootcause.association.prepare import Pair, gathered, paired
from rootcause.association.tallies import middle_of
from rootcause.results import ABOVE, Contrast, Group, between, hours
from rootcause.variables import Column, Kind

ASIDE = 3  # rows that each side of a fitted cut keeps
OTHERS = "others"

Rows = NDArray[np.bool_]
Counted = tuple[int, int]  # how often it happened, of how many


def contrast(pair: Pair, level: str = "") -> Contrast | None:
    """Part the observations by the candidate, in a way not fitted to the outcome if ordered.

    Ordered candidates are cut at their median, labels part into their two levels or into one
    level and the others.

    Parameters
    ----------
    pair
        Complete observations.
    level
        Of a nominal candidate, the level that stands out.
    """
    if not pair.varies:
        return None
    kind = pair.candidate.variable.kind
    if pair.is_parted:
        return _at_middle(pair)
    if isinstance(pair, Grid) and pair.outcome.variable.kind is not Kind.BINARY:
        return _of_grid(pair, level)
    if kind in (Kind.NUMERIC, Kind.ORDINAL):
        return _at_cut(pair, median_cut(pair.candidate.values), fitted=False)
    return _by_label(pair, level)


def best_cut(outcome: Column, candidate: Column) -> Contrast | None:
    """Part the observations where the outcome differs most; chosen on them, so it flatters.

    Returns
    -------
    Contrast or None
        With `fitted` true; None where no cut leaves enough rows on both sides.
    """
    pair = paired(outcome, candidate)
    if not pair.varies:
        return None
    if candidate.variable.kind not in (Kind.NUMERIC, Kind.ORDINAL):
        return None
    if candidate.variable.period:
        return _at_hours(pair)
    cut = _sharpest(_counted(pair)[0], pair.candidate)
    return None if cut is None else _at_cut(pair, cut, fitted=True)


def best_cut_of(grid: Grid) -> Contrast | None:
    """The same of counts."""
    if not grid.varies or grid.candidate.variable.kind not in (Kind.NUMERIC, Kind.ORDINAL):
        return None
    if grid.candidate.variable.period:
        return _at_hours_of(grid)
    last = sharpest(grid, _fewest(grid.n))
    return None if last is None else _of_sides(grid, last, fitted=True)


def median_cut(values: Floats) -> float:
    """The gap between distinct values that halves the observations best, as a round number."""
    distinct, counts = np.unique(values, return_counts=True)
    gap = middle_of(counts, values.size)
    return round_between(float(distinct[gap]), float(distinct[gap + 1]))


def round_between(low: float, high: float) -> float:
    """The roundest number above `low` and not above `high`, the nearest to their middle."""
    middle = low + (high - low) / 2
    if not (math.isfinite(middle) and low < high):
        return high
    for digits in range(-math.floor(math.log10(high - low)) - 1, 17):
        rounded = round(middle, digits)
        if low < rounded <= high:
            return rounded + 0.0  # never -0
    return high


def _fewest(n: int) -> int:
    """Rows that each side of a fitted cut of so many keeps."""
    return min(ASIDE, n // 4) or 1


def _sharpest(counted: Floats, candidate: Column) -> float | None:
    """The cut with the most surprising difference of the outcome's mean or mean rank."""
    order = np.argsort(candidate.values, kind="stable")
    values, sums = candidate.values[order], np.cumsum(counted[order] - counted.mean())
    n = values.size
    below = np.arange(1, n)
    fewest = _fewest(n)
    allowed = (values[1:] > values[:-1]) & (below >= fewest) & (n - below >= fewest)
    if not allowed.any():
        return None
    surprise = np.where(allowed, np.abs(sums[:-1]) / np.sqrt(below * (n - below)), -1.0)
    best = int(np.argmax(surprise))
    return round_between(float(values[best]), float(values[best + 1]))


def _counted(pair: Pair) -> tuple[Floats, str]:
    """The outcome as numbers to compare: happened or not, or mid-ranks; and the class counted."""
    outcome = pair.outcome
    if outcome.variable.kind is Kind.NOMINAL:
        code = _telling_class(pair)
        return (outcome.values == code).astype(np.float64), outcome.variable.levels[int(code)]
    if outcome.variable.kind is Kind.BINARY:
        return (outcome.values == outcome.values.max()).astype(np.float64), ""
    return midranks(outcome.values[None])[0], ""


def _telling_class(pair: Pair) -> float:
    """The class of a nominal outcome whose share differs most along the candidate."""
    ranks = midranks(pair.candidate.values[None])[0]
    if pair.candidate.variable.kind is Kind.NOMINAL:
        ranks = pair.pooled[0]
    best, surprise = float(pair.outcome.values[0]), -1.0
    for code in np.unique(pair.outcome.values):
        inside = pair.outcome.values == code
        departs = _departure(inside, ranks, pair.candidate.variable.kind is Kind.NOMINAL)
        if departs > surprise:
            best, surprise = float(code), departs
    return best


def _departure(inside: Rows, ranks: Floats, labelled: bool) -> float:
    n, m = inside.size, int(inside.sum())
    if labelled:
        index = ranks.astype(np.intp)
        sizes = np.bincount(index).astype(np.float64)
        both = np.bincount(index, inside).astype(np.float64)
        return float(-np.log(fisher(both, sizes, m, n).pvalue.min()))
    gap = abs(float(ranks[inside].mean() - ranks.mean()))
    return gap * math.sqrt(m / max(1 - m / n, 1 / n))


def _at_middle(pair: Pair) -> Contrast:
    """At the median, a two-valued outcome counted from the tally."""
    tally = pair.tally
    cut = round_between(*tally.around)
    labels, shown = _sides(pair, cut)
    happened, above = tally.above(tally.middle)
    parts = (happened, above), (tally.m - happened, tally.n - above)
    return _counted_out(labels, *parts, cut=shown)


def _at_cut(pair: Pair, cut: float, *, fitted: bool) -> Contrast:
    labels, shown = _sides(pair, cut)
    return replace(_parted(pair, pair.candidate.values >= cut, labels), cut=shown, fitted=fitted)


def _at_hours(pair: Pair) -> Contrast | None:
    """Between two hours of the day, chosen on these observations, and the rest of the day."""
    counted, values = _counted(pair)[0], pair.candidate.values
    distinct, index, sizes = np.unique(values, return_inverse=True, return_counts=True)
    sums = np.bincount(index, counted - counted.mean()).astype(np.float64)
    found = sharpest_hours(distinct, sizes.astype(np.float64), sums, _fewest(pair.n))
    if found is None:
        return None
    told = _parted(pair, between(values, *found), _both_ways(found))
    return replace(told, cut=found.start, until=found.end, fitted=True)


def _at_hours_of(grid: Grid) -> Contrast | None:
    """The same of counts."""
    values = grid.candidate.values
    found = sharpest_hours(values, grid.sizes[1], departures(grid), _fewest(grid.n))
    if found is None:
        return None
    groups = sides(grid, between(values, *found), _both_ways(found))
    return replace(_told(grid, groups), cut=found.start, until=found.end, fitted=True)


def _both_ways(found: Hours) -> tuple[str, str]:
    return hours(found.start, found.end), hours(found.end, found.start)


def _sides(pair: Pair, cut: float) -> tuple[tuple[str, str], float | None]:
    """What the sides of a cut are called, and the cut if it is a number."""
    if pair.candidate.variable.kind is Kind.ORDINAL:
        name = pair.candidate.variable.levels[math.ceil(cut)]
        return (f"{name}{ABOVE}", f"below {name}"), None
    return (f"{cut:.10g} or more", f"under {cut:.10g}"), cut


def _of_grid(grid: Grid, level: str) -> Contrast:
    """The same of counts."""
    if grid.candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        return _of_sides(grid, middle(grid), fitted=False)
    across = grid.sizes[1]
    merged, names = gathered(np.diag(across), grid.candidate, across)
    place = 1 if len(names) == 2 else names.index(level) if level in names else 0
    labels = names[place], names[0] if len(names) == 2 else OTHERS
    inside = np.zeros(across.size, dtype=bool)
    inside[across > 0] = merged[place, across > 0] > 0
    return compared(grid, sides(grid, inside, labels))


def _of_sides(grid: Grid, last: int, *, fitted: bool) -> Contrast:
    """What lies above the value at a place, and what does not."""
    labels, shown = _sides(grid, round_between(*gap_after(grid, last)))
    groups = sides(grid, np.arange(grid.sizes[1].size) > last, labels)
    return replace(_told(grid, groups), cut=shown, fitted=fitted)


def _told(grid: Grid, groups: tuple[Side, Side]) -> Contrast:
    """Two groups of counts, the higher first."""
    if grid.outcome.variable.kind is not Kind.BINARY:
        return compared(grid, groups)
    first, second = ((int(one.counts[-1]), int(one.counts.sum())) for one in groups)
    return _counted_out((groups[0].label, groups[1].label), first, second)


def _by_label(pair: Pair, level: str) -> Contrast:
    if pair.outcome.variable.kind is Kind.BINARY:
        return _of_counts(pair, level)
    codes, names = pair.pooled
    if len(names) == 2:
        return _parted(pair, codes == 1, (names[1], names[0]))
    place = names.index(level) if level in names else 0
    return _parted(pair, codes == place, (names[place], OTHERS))


def _of_counts(pair: Pair, level: str) -> Contrast:
    """The same for a two-valued outcome, from its counts."""
    if len(pair.candidate.variable.levels) == 2:
        without, with_it = pair.candidate.variable.levels
        both, inside, happened, n = pair.fourfold
        return _counted_out((with_it, without), (both, inside), (happened - both, n - inside))
    counts, names = pair.crossed.counts, pair.crossed.levels
    happened, n = int(counts[1].sum()), pair.n
    place = names.index(level) if level in names else 0
    place, others = (1, names[0]) if len(names) == 2 else (place, OTHERS)
    both, inside = int(counts[1, place]), int(counts[:, place].sum())
    return _counted_out((names[place], others), (both, inside), (happened - both, n - inside))


def _counted_out(
    labels: tuple[str, str], first: Counted, second: Counted, cut: float | None = None
) -> Contrast:
    """Two groups, each given as (happened, n), the higher share first."""
    one, other = (
        Group(labels[0], first[1], happened=first[0]),
        Group(labels[1], second[1], happened=second[0]),
    )
    if first[0] * second[1] < second[0] * first[1]:
        one, other = other, one
    return Contrast(one, other, cut)


def _parted(pair: Pair, inside: Rows, labels: tuple[str, str]) -> Contrast:
    counted, outcome_level = _counted(pair)
    ordered = pair.outcome.variable.kind in (Kind.NUMERIC, Kind.ORDINAL)
    values = pair.outcome.values if ordered else counted
    sides = values[inside], values[~inside]
    groups = [_group(label, side, ordered) for label, side in zip(labels, sides, strict=True)]
    numeric = pair.outcome.variable.kind is Kind.NUMERIC and finite(values)
    if numeric and groups[0].median == groups[1].median:
        groups = with_means(groups, [mean_of(side, np.ones(side.size)) for side in sides])
    if counted[inside].mean() < counted[~inside].mean():
        groups.reverse()
    return Contrast(groups[0], groups[1], outcome_level=outcome_level)


def _median(values: Floats) -> float:
    places = (values.size - 1) // 2, values.size // 2
    return halfway(*np.partition(values, places)[list(places)].tolist())


def _group(label: str, values: Floats, ordered: bool) -> Group:
    if ordered:
        return Group(label, values.size, median=_median(values))
    return Group(label, values.size, happened=int(values.sum()))
