"""Which scale a column is counted on, by what some of its values are; the outcome has no say."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.engine.scales import CELLS, Scale
from rootcause.engine.statistics import Facts, Floats

FEW = 1_000  # distinct values in the sample up to which each is a place of its own
COARSE = 512  # places of a column beside another with as many
HEAVIEST = 1 / 256  # share of the sample that may lie in one place of an even scale
OUTSIDE = 0.0005  # share of the sample beyond either end of an even scale
STEPS = (1.0, 2.0, 5.0, 10.0)  # of cells, times a power of ten: edges are numbers to be read


def lay(column: str, facts: Facts, some: Floats, *, gone: tuple[float, ...] = ()) -> Scale:
    """The finest scale: exact for whole numbers of a narrow range, and for few distinct values.

    Parameters
    ----------
    column
        Its name.
    facts
        Of its values.
    some
        Values drawn at random, complete.
    gone
        Numbers that stand for a missing value.
    """
    exact = Scale(column, gone=gone)
    if facts.whole and facts.high - facts.low < CELLS:
        return replace(exact, low=facts.low - 0.5, cells=max(int(facts.high - facts.low) + 1, 2))
    found, counts = np.unique(some, return_counts=True)
    if found.size <= min(FEW, some.size // 2):
        return exact
    even = _even(exact, some)
    if np.bincount(even.places(some)).max() <= max(HEAVIEST * some.size, counts.max()):
        return even
    return replace(exact, edges=_edges(some, FEW))


def is_exact(scale: Scale, facts: Facts) -> bool:
    """Whether each place of a scale holds one value only."""
    whole = facts.whole and scale.per == 1 and not scale.starts
    return not scale.is_binned or bool(scale.cells and whole and not scale.part)


def joined(scale: Scale, some: Floats, most: int) -> Scale:
    """A scale with so many places at most, about as many values in each."""
    if not scale.is_binned or scale.size <= most:
        return scale
    if scale.edges:
        return replace(scale, edges=_edges(some, most - 1))
    cells = np.sort(scale.places(some))
    starts = np.unique(cells[np.arange(1, most) * cells.size // most])
    return replace(scale, starts=tuple(starts[starts > 0].tolist()))


def _even(exact: Scale, some: Floats) -> Scale:
    """Cells of one width over all but the ends of the sample."""
    low, high = np.quantile(some, [OUTSIDE, 1 - OUTSIDE]).tolist()
    least, most = float(some.min()), float(some.max())
    if most - least <= 2 * (high - low):
        low, high = least, most
    step = _round_up((high - low) / (CELLS - 2)) if high > low else 1.0
    begin = (math.floor(low / step) - 0.5) * step
    cells = min(CELLS, math.ceil((high - begin) / step) + 1)
    return replace(exact, low=begin, per=1 / step, cells=max(cells, 2))


def _round_up(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(one * power for one in STEPS if one * power >= step * (1 - 1e-9))


def _edges(some: Floats, most: int) -> tuple[float, ...]:
    """Values that part a sample in places of about one size."""
    ordered = np.sort(some)
    edges = np.unique(ordered[np.arange(1, most + 1) * ordered.size // (most + 1)])
    return tuple(float(one) for one in edges if one > ordered[0])


def values_at(
    scale: Scale, places: NDArray[Any], facts: Facts
) -> tuple[NDArray[Any], Floats | None]:
    """Values at some places of a scale, and where its bins begin if they are not single values."""
    if not scale.is_binned:
        return places, None
    if is_exact(scale, facts):
        return np.rint(scale.low + 0.5) + places, None
    edges = scale.begins
    begins = np.concatenate([[min(facts.low, edges[0])], edges])
    ends = np.append(edges, max(facts.high, edges[-1]))
    at = places.astype(np.int64)
    return (begins + ends)[at] / 2, begins[at]
