"""A ranked column parted in two groups, after one sort: all that a rank test needs of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.association.arrays import gaps
from rootcause.association.curves import Floats

BLOCK = 32_768  # rows of which sort keys are made at once, so that they stay in the cache
SHRUNK = 2.0**-512  # a power of two: values keep all their digits
SIGN, MAGNITUDE = np.int64(-(2**63)), np.int64(2**63 - 1)

Keys = NDArray[np.int64]


@dataclass(eq=False)
class Tally:
    """How many rows of either group have each distinct value, in rising order.

    Attributes
    ----------
    sizes
        Rows with each value, shape (k,).
    upper
        Those of them in the upper group, shape (k,); true or false where no value occurs twice.
    n
        All rows.
    around
        The values on both sides of the middle, between which they may be cut in halves; NaN where
        there is only one.
    facts
        What was worked out of it, kept by `facts_of`; None before.
    """

    sizes: Keys
    upper: Keys | NDArray[np.bool_]
    n: int
    around: tuple[float, float]
    facts: Floats | None = field(default=None, init=False, repr=False)

    @cached_property
    def middle(self) -> int:
        """Place of the last value below the middle."""
        return self.n // 2 - 1 if self.untied else middle_of(self.sizes, self.n)

    @cached_property
    def at(self) -> Keys:
        """Places of the values that the upper group has."""
        return np.asarray(self.upper.astype(bool, copy=False).nonzero()[0])

    @cached_property
    def m(self) -> int:
        """Rows in the upper group."""
        return self.at.size if self.untied else int(self.upper.sum())

    @property
    def untied(self) -> bool:
        """Whether no value occurs twice."""
        return self.sizes.size == self.n

    @property
    def ties(self) -> float:
        """Share of the ranks' variance that ties leave."""
        if self.untied:
            return 1 - self.n**-2
        sizes = self.sizes.astype(np.float64)
        return 1 - float(sizes @ (sizes * sizes)) / self.n**3

    def above(self, place: int) -> tuple[int, int]:
        """Rows of the upper group, and of both, with a value beyond the one at a place."""
        if self.untied:
            return self.m - int(np.searchsorted(self.at, place, "right")), self.n - place - 1
        return int(self.upper[place + 1 :].sum()), int(self.sizes[place + 1 :].sum())

    @property
    def slack(self) -> float:
        """How far the superiority may lie from that of the values themselves."""
        return 0.0


@dataclass(eq=False)
class Binned(Tally):
    """A tally of bins: how their values are ordered inside each is not known."""

    @property
    def untied(self) -> bool:
        """A bin of one is a bin all the same."""
        return False

    @property
    def slack(self) -> float:
        """Half the share of pairs of both groups that are in one bin."""
        together = float(self.upper.astype(np.float64) @ (self.sizes - self.upper))
        return together / (2.0 * self.m * (self.n - self.m))


def middle_of(sizes: NDArray[Any], n: int) -> int:
    """The last of values that occur so often below the cut that halves them best."""
    below = np.cumsum(sizes)[:-1]
    return int(np.argmin(np.abs(below - n / 2)))


def tallied(values: Floats, upper: NDArray[np.bool_], most: float = math.nan) -> Tally:
    """Sort once; the group rides in the lowest bit of the sort key.

    Parameters
    ----------
    values
        Shape (n,), complete and finite.
    upper
        Which rows are in the upper group.
    most
        How far from 0 none of them lies beyond; found out when NaN.
    """
    if math.isnan(most):
        most = float(np.abs(values).max())
    if most >= 1 / SHRUNK:
        distinct, places = np.unique(values, return_inverse=True)
        sizes, within = np.bincount(places), np.bincount(places[upper], minlength=distinct.size)
        return _tally(sizes, within, values.size, distinct.__getitem__)
    scale = SHRUNK if most >= 1 else 1.0
    keys = _keys(values, upper, scale)
    keys.view(np.float64).sort()
    within = (keys & 1).astype(bool)
    keys |= 1
    fresh = keys[1:] != keys[:-1]
    if fresh.all():
        return _tally(_once(keys.size), within, keys.size, lambda at: _values(keys[at], scale))
    edges = np.concatenate([[0], fresh.nonzero()[0] + 1, [keys.size]])
    sizes, keys = gaps(edges), keys[edges[:-1]]
    within = np.add.reduceat(within, edges[:-1], dtype=np.int64)
    return _tally(sizes, within, values.size, lambda at: _values(keys[at], scale))


@lru_cache(maxsize=128)
def _once(n: int) -> Keys:
    """How often each of n different values occurs."""
    return np.broadcast_to(np.int64(1), n)


def _tally(
    sizes: Keys, upper: Keys | NDArray[np.bool_], n: int, values_at: Callable[[slice], Floats]
) -> Tally:
    found = Tally(sizes, upper, n, (math.nan, math.nan))
    if sizes.size > 1:
        low, high = values_at(slice(found.middle, found.middle + 2)).tolist()
        found.around = low, high
    return found


def _keys(values: Floats, upper: NDArray[np.bool_], scale: float) -> Keys:
    """Numbers in the order of the values, below 1, all bits but the sign doubled, plus the group.

    They are sorted as the floating-point numbers that their bits spell, which is the fastest.
    """
    scaled = np.empty(values.size)
    for start in range(0, values.size, BLOCK):
        rows = slice(start, start + BLOCK)
        part = np.multiply(values[rows], scale, out=scaled[rows])
        part += 0.0  # never -0
        keys = part.view(np.int64)
        keys += keys & MAGNITUDE
        keys |= upper[rows]
    return scaled.view(np.int64)


def _values(keys: Keys, scale: float) -> Floats:
    """The numbers of which keys were made."""
    return np.asarray(((keys & MAGNITUDE) >> 1 | keys & SIGN).view(np.float64) / scale)
