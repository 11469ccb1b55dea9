"""Scales: the places at which the values of a column are counted.

A scale is laid by what a column's own values are, never by the outcome, so that a test of what was
counted on it is as valid as one of the values (ties only cost a little of its power).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

CELLS = 16_384  # most places of an even scale
DAY, HOUR = 86_400, 3_600
PARTS = ("hour", "weekday", "month")


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of one column become places.

    Attributes
    ----------
    column
        Its name.
    part
        Of a time, what of it is looked at: "hour", "weekday" (Monday is 0) or "month" (January
        is 0); empty for the value itself.
    low, per, cells
        Of an even scale, where it begins, cells to one unit, and how many cells there are: a value
        is in ``floor((value - low) * per)``, kept between the ends. `cells` is 0 where each
        distinct value is a place of its own.
    starts
        Of an even scale whose cells are joined, in which of them its second and further places
        begin; empty where each cell is a place.
    edges
        Of an uneven scale, where its second and further places begin: a value is at as many as
        are not above it.
    codes
        Of words, the places of those that count; others are missing. Empty where each word is a
        place of its own.
    gone
        Numbers that stand for a missing value.
    """

    column: str
    part: str = ""
    low: float = 0.0
    per: float = 1.0
    cells: int = 0
    starts: tuple[int, ...] = ()
    edges: tuple[float, ...] = ()
    codes: tuple[tuple[str, float], ...] = ()
    gone: tuple[float, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, as of `Together`."""
        return (self.column,)

    @property
    def is_binned(self) -> bool:
        """Whether several values may share a place."""
        return bool(self.cells or self.edges)

    @property
    def size(self) -> int:
        """How many places a binned scale has, or one of words that count."""
        if self.codes:
            return len({code for _, code in self.codes})
        if self.cells and not self.starts:
            return self.cells
        return len(self.starts or self.edges) + 1

    @property
    def begins(self) -> Floats:
        """Where the places of a binned scale begin, all but the first, which has no beginning."""
        if self.edges:
            return np.array(self.edges)
        starts = np.array(self.starts) if self.starts else np.arange(1, self.cells)
        return np.asarray(self.low + starts / self.per, dtype=np.float64)

    def places(self, values: Floats) -> Places:
        """Places of finite numbers on a binned scale."""
        if self.edges:
            return np.searchsorted(np.array(self.edges), values, "right").astype(np.int64)
        cells = values - self.low
        cells *= self.per
        np.maximum(cells, 0, out=cells)
        np.minimum(cells, self.cells - 1, out=cells)
        found = cells.astype(np.int64)
        return self._joined[found] if self.starts else found

    @property
    def _joined(self) -> Places:
        """The place of each cell."""
        return np.searchsorted(np.array(self.starts), np.arange(self.cells), "right")


@dataclass(frozen=True, slots=True)
class Together:
    """Places of two columns at once: each of the first's with each of the second's.

    Attributes
    ----------
    first, second
        Scales whose places are known before a row is seen. Where either has no value there is
        none of both.
    """

    first: Scale
    second: Scale

    is_binned = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Both columns."""
        return self.first.column, self.second.column

    @property
    def size(self) -> int:
        """How many places there are."""
        return self.first.size * self.second.size


def part_of(seconds: Floats, part: str) -> Floats:
    """A part of times, given in seconds since 1970 on the wall clock; NaN where there is none."""
    if part == "hour":
        return np.asarray(np.mod(seconds, DAY) / HOUR, dtype=np.float64)
    if part == "weekday":
        return np.asarray(np.mod(np.floor_divide(seconds, DAY) + 3, 7))  # 1970 began on a Thursday
    months = np.full(seconds.shape, np.nan)
    known = ~np.isnan(seconds)
    stamps = seconds[known].astype("datetime64[s]").astype("datetime64[M]")
    months[known] = stamps.astype(np.int64) % 12
    return months
