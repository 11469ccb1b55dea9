"""A ranked column parted in two groups, after one sort: all that a rank test needs of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats, orthonormal, shapes

DF = 4  # of the curve of an ordered candidate
BLOCK = 32_768  # rows of which sort keys are made at once, so that they stay in the cache
SHRUNK = 2.0**-512  # a power of two: values keep all their digits
MAGNITUDE = np.int64(2**63 - 1)

Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """Distinct values in rising order, and how many rows of either group have each.

    Attributes
    ----------
    values
        Shape (k,).
    sizes
        Rows with each value, shape (k,).
    upper
        Those of them in the upper group, shape (k,).
    n
        All rows.
    """

    values: Floats
    sizes: Keys
    upper: Keys
    n: int

    @cached_property
    def m(self) -> int:
        """Rows in the upper group."""
        return int(self.upper.sum())

    @property
    def untied(self) -> bool:
        """Whether no value occurs twice."""
        return self.values.size == self.n

    @property
    def ties(self) -> float:
        """Share of the ranks' variance that ties leave."""
        return 1 - float(np.sum(self.sizes**3.0)) / self.n**3 if not self.untied else 1 - self.n**-2

    def placements(self) -> Iterator[tuple[Floats, Keys | None]]:
        """Of either group, the share of the other below each value; and how often, where tied."""
        if self.untied:
            upper = self.upper.astype(bool)
            for mine in (upper, ~upper):
                at = np.flatnonzero(mine)
                yield (at - np.arange(at.size)) / (self.n - at.size), None
            return
        lower = self.sizes - self.upper
        for mine, others in ((self.upper, lower), (lower, self.upper)):
            at = np.flatnonzero(mine)
            below = (2 * np.cumsum(others) - others)[at]
            yield below / (2 * int(others.sum())), mine[at]

    def basis(self) -> Basis:
        """Its curve, which depends on nothing but its ties."""
        if not self.untied:
            return _basis(self.sizes.astype(np.float64))
        return _untied_short(self.n) if self.n <= BLOCK else _untied(self.n)


@dataclass(frozen=True, slots=True)
class Basis:
    """A bounded curve of ranks as orthonormal columns, the rank first.

    Attributes
    ----------
    columns
        Shape (DF, k), a value for each distinct one; rows of zeros where these are few.
    df
        Rows that are not zero.
    leverage, rank_leverage
        Sums over the observations of the squared leverages of all columns and of the first.
    skewness
        Greatest absolute skewness of the columns.
    """

    columns: Floats
    df: int
    leverage: float
    rank_leverage: float
    skewness: float


def tallied(values: Floats, upper: NDArray[np.bool_]) -> Tally:
    """Sort once; the group rides in the lowest bit of the sort key.

    Parameters
    ----------
    values
        Shape (n,), complete and finite.
    upper
        Which rows are in the upper group.
    """
    wide = max(-float(values.min()), float(values.max())) >= 2
    if wide and max(-float(values.min()), float(values.max())) >= 1 / SHRUNK:
        distinct, places = np.unique(values, return_inverse=True)
        places = places.astype(np.intp)
        sizes, within = np.bincount(places), np.bincount(places[upper], minlength=distinct.size)
        return Tally(distinct, sizes, within, values.size)
    scale = SHRUNK if wide else 1.0
    keys = _keys(values, upper, scale)
    keys.sort()
    within = keys & 1
    keys >>= 1
    starts = np.flatnonzero(keys[1:] != keys[:-1])
    if starts.size == keys.size - 1:
        return Tally(
            _values(keys, scale), np.broadcast_to(np.int64(1), keys.shape), within, keys.size
        )
    starts = np.concatenate([[0], starts + 1])
    sizes = np.diff(starts, append=keys.size)
    return Tally(_values(keys[starts], scale), sizes, np.add.reduceat(within, starts), keys.size)


def _keys(values: Floats, upper: NDArray[np.bool_], scale: float) -> Keys:
    """Whole numbers in the order of the values, doubled, plus the group."""
    keys = np.empty(values.size, dtype=np.int64)
    for start in range(0, values.size, BLOCK):
        rows = slice(start, start + BLOCK)
        part = (values[rows] * scale + 0.0).view(np.int64)  # never -0
        part ^= (part >> 63) & MAGNITUDE
        part <<= 1
        part |= upper[rows]
        keys[rows] = part
    return keys


def _values(keys: Keys, scale: float) -> Floats:
    """The numbers of which keys were made."""
    values = np.empty(keys.size)
    for start in range(0, keys.size, BLOCK):
        part = keys[start : start + BLOCK]
        values[start : start + BLOCK] = (part ^ ((part >> 63) & MAGNITUDE)).view(np.float64) / scale
    return values


def _basis(sizes: Floats) -> Basis:
    n = float(sizes.sum())
    ranks = np.cumsum(sizes) - (sizes - 1) / 2
    columns = orthonormal(shapes(ranks[None], DF, rank_first=True, n=n), sizes)[:, 0]
    return _of_columns(columns, sizes, n)


def _of_columns(columns: Floats, sizes: Floats, n: float) -> Basis:
    squares = columns**2
    spread = np.sqrt(squares @ sizes / n)
    third = np.abs((squares * columns) @ sizes / n)
    return Basis(
        columns,
        int(np.sum(spread > 0)),
        float(squares.sum(axis=0) ** 2 @ sizes),
        float(squares[0] ** 2 @ sizes),
        float(np.max(third / np.where(spread > 0, spread, 1) ** 3)),
    )


@lru_cache(maxsize=1)
def _untied(n: int) -> Basis:
    return _basis(np.ones(n))


@lru_cache(maxsize=128)
def _untied_short(n: int) -> Basis:
    return _basis(np.ones(n))
