"""Levers in bins: what a trial can tell apart, and what can be set."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Lever
from rootcause.trials import shapes
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

QUANTILES = 6  # bins by what was observed
STEPS = 6  # bins by even steps over the range, so that unvisited parts can be asked about
CUTS = 6  # of a lever in a pair
FEW = 5  # values seen in a bin, below which any place among them is as good
EDGE = 0.15  # share of a bin that nobody visited, next to its edges, that is not set


@dataclass(frozen=True, slots=True)
class Binned:
    """A lever in bins.

    Attributes
    ----------
    lever
        What it is, and what it may be set to.
    rows
        Bin of every observation, shape (n,); -1 where missing.
    settings
        What to set for each bin, as a number or the code of a level; NaN where it can't be set.
    edges
        Of a numeric lever, where bins meet, shape (bins - 1,); else empty.
    coarse
        Coarser bin of each bin, for pairs, shape (bins,).
    """

    lever: Lever
    rows: Codes
    settings: Floats
    edges: Floats
    coarse: Codes

    @property
    def size(self) -> int:
        """How many bins there are."""
        return self.settings.size

    @property
    def ordered(self) -> bool:
        """Whether its bins have an order."""
        return self.lever.variable.kind in (Kind.NUMERIC, Kind.ORDINAL)

    def shapes(self) -> list[shapes.Family]:
        """The shapes in which it alone may matter."""
        return shapes.of_order(self.size) if self.ordered else shapes.of_labels(self.size)

    def halves(self) -> NDArray[np.bool_]:
        """The ways to halve its coarser bins, for pairs."""
        bins = int(self.coarse.max()) + 1
        return shapes.halves_of_order(bins) if self.ordered else shapes.halves_of_labels(bins)

    def bin_of(self, values: Floats) -> Codes:
        """Bin of each value, -1 where missing, shape as `values`."""
        bins = np.searchsorted(self.edges, values, side="right") if self.edges.size else values
        present = ~np.isnan(values)
        found: Codes = np.where(present, np.where(present, bins, 0), -1).astype(np.intp)
        return found


def binned(lever: Lever, column: Column, seen: NDArray[np.bool_] | None = None) -> Binned:
    """Put a lever into bins, by what was observed and what it may be set to.

    Parameters
    ----------
    lever
        What it may be set to.
    column
        What was observed; of trials, what was reached.
    seen
        True for the rows that decide where bins meet, shape (n,): those that were no trials, so
        that what was foretold of a trial stays so. All when None.
    """
    if lever.variable.kind is Kind.NUMERIC:
        return _of_numbers(lever, column.values, column.present if seen is None else seen)
    levels = lever.variable.levels
    codes = np.array([float(code) for code in range(len(levels))])
    settings = np.where([level in lever.levels for level in levels], codes, np.nan)
    rows = np.where(column.present, np.nan_to_num(column.values), -1).astype(np.intp)
    coarse = np.arange(len(levels))
    if lever.variable.kind is Kind.ORDINAL:
        coarse = _coarse(len(levels))
    return Binned(lever, rows, settings, np.empty(0), coarse)


def _of_numbers(lever: Lever, values: Floats, seen: NDArray[np.bool_]) -> Binned:
    known = values[seen & ~np.isnan(values)]
    edges = _edges(known, lever.low, lever.high)
    rounded = [_inside(low, high, lever, known) for low, high in _sides(edges)]
    made = Binned(lever, np.empty(0, np.intp), np.array(rounded), edges, _coarse(edges.size + 1))
    return Binned(lever, made.bin_of(values), made.settings, edges, made.coarse)


def _edges(seen: Floats, low: float, high: float) -> Floats:
    """Where bins meet: between quantiles of what was seen, and at even steps over the range."""
    even = np.linspace(low, high, STEPS + 1)[1:-1]
    points = np.unique(seen)
    between = (points[1:] + points[:-1]) / 2
    if between.size > QUANTILES - 1:
        between = _widest(seen, points, between)
    apart = 0.02 * max(high - low, float(np.ptp(seen)) if seen.size else 0.0)
    kept: list[float] = []
    for edge in np.unique(between):
        if not kept or edge - kept[-1] > apart:
            kept.append(float(edge))
    kept += [float(edge) for edge in even if all(abs(edge - one) > apart for one in kept)]
    return np.array(sorted(kept))


def _widest(seen: Floats, points: Floats, between: Floats) -> Floats:
    """Next to each quantile the place where what was seen leaves the widest gap."""
    below = np.searchsorted(np.sort(seen), between) / seen.size * QUANTILES
    near = np.rint(below)
    wide = np.diff(points)
    found = []
    for quantile in range(1, QUANTILES):
        places = np.flatnonzero(near == quantile)
        if not places.size:
            places = np.array([np.abs(below - quantile).argmin()])
        found.append(between[places[wide[places].argmax()]])
    return np.array(found)


def _sides(edges: Floats) -> list[tuple[float, float]]:
    return list(pairwise([-np.inf, *edges.tolist(), np.inf]))


def _inside(low: float, high: float, lever: Lever, known: Floats) -> float:
    """The roundest number of the middle half of what was seen in a bin and in the range.

    Where nothing was, of what is well inside both; NaN where they don't meet. What a bin foretells
    comes from what was seen in it, and may not hold next to its edges. What was always a whole
    number is set to one.
    """
    low, high = max(low, lever.low), min(high, lever.high)
    if low > high or (low == high and low not in (lever.low, lever.high)):
        return float("nan")
    seen = known[(low <= known) & (known < high)]
    whole = known.size > 0 and bool(np.all(known == np.rint(known)))
    if seen.size:
        ends = [0, 1] if seen.size < FEW else [0.25, 0.75]
        low, high = np.quantile(seen, ends, method="nearest" if whole else "linear")
    else:
        margin = EDGE * (high - low)
        low, high = low + margin, high - margin
    return roundest_whole(low, high) if whole else roundest(low, high)


def roundest(low: float, high: float) -> float:
    """The number from low to high with the fewest digits; of those, the one next to the middle.

    >>> roundest(7.3, 9.1), roundest(0.012, 0.034), roundest(-3.0, 4.0), roundest(5.0, 5.0)
    (8.0, 0.02, 0.0, 5.0)
    """
    middle = (low + high) / 2
    if low <= 0 <= high:
        return 0.0
    top = int(np.floor(np.log10(max(abs(low), abs(high))))) + 1
    for digits in range(top, top - 17, -1):
        for step in (10.0**digits, 5 * 10.0 ** (digits - 1)):
            number = float(np.round(middle / step) * step)
            for near in (number, number - step, number + step):
                if low <= near <= high:
                    return float(f"{near:.12g}")
    return middle


def roundest_whole(low: float, high: float) -> float:
    """The whole number from low to high that is roundest; NaN where there is none.

    >>> roundest_whole(7.3, 9.1), roundest_whole(18.0, 22.4), roundest_whole(7.3, 7.8)
    (8.0, 20.0, nan)
    """
    low, high = float(np.ceil(low)), float(np.floor(high))
    if low > high:
        return float("nan")
    number = roundest(low, high)
    return number if number == round(number) else float(round((low + high) / 2))


def _coarse(bins: int) -> Codes:
    """The coarser bin of each of so many ordered bins: `CUTS` cuts at most, evenly spread."""
    coarser = min(bins, CUTS + 1)
    coarse: Codes = np.arange(bins) * coarser // bins
    return coarse
