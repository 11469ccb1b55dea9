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
        Of an even scale, where it begins, places to one unit, and how many places there are: a
        value is at ``floor((value - low) * per)``, kept between the ends. `cells` is 0 where each
        distinct value is a place of its own.
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
    edges: tuple[float, ...] = ()
    codes: tuple[tuple[str, float], ...] = ()
    gone: tuple[float, ...] = ()

    @property
    def is_binned(self) -> bool:
        """Whether several values may share a place."""
        return bool(self.cells or self.edges)

    @property
    def size(self) -> int:
        """How many places a binned scale has."""
        return self.cells or len(self.edges) + 1

    def begins(self, places: Places) -> Floats:
        """Where places of a binned scale begin; the first has no beginning, and says its end."""
        if self.cells:
            return self.low + np.maximum(places, 1) / self.per
        return np.asarray(np.array(self.edges)[np.maximum(places, 1) - 1])

    def places(self, values: Floats) -> Places:
        """Places of finite numbers on a binned scale."""
        if self.cells:
            return np.clip((values - self.low) * self.per, 0, self.cells - 1).astype(np.int64)
        return np.searchsorted(np.asarray(self.edges), values, "right").astype(np.int64)


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
