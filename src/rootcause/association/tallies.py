"""A ranked column parted in two groups, after one sort: all that a rank test needs of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats, orthonormal, shapes

DF = 4  # of the curve of an ordered candidate
BLOCK = 32_768  # rows of which sort keys are made at once, so that they stay in the cache
SHRUNK = 2.0**-512  # a power of two: values keep all their digits
MAGNITUDE = np.int64(2**63 - 1)

Keys = NDArray[np.int64]


class Lying(NamedTuple):
    """How the upper group of a tally lies to the lower.

    Attributes
    ----------
    superiority
        Chance that a value of the upper group exceeds one of the lower, ties counting half: the
        mean of the places of the upper values, each the share of the lower that it exceeds.
    squares, squares_of_lower
        Sums of squared deviations of the places of either group from their mean.
    """

    superiority: float
    squares: float
    squares_of_lower: float


@dataclass(frozen=True)
class Tally:
    """Distinct values in rising order, and how many rows of either group have each.

    Attributes
    ----------
    sizes
        Rows with each value, shape (k,).
    upper
        Those of them in the upper group, shape (k,).
    n
        All rows.
    value_at
        What gives the values at some places.
    """

    sizes: Keys
    upper: Keys
    n: int
    value_at: Callable[[Keys], Floats]

    @property
    def values(self) -> Floats:
        """All of them, shape (k,)."""
        return self.value_at(np.arange(self.sizes.size))

    @cached_property
    def at(self) -> Keys:
        """Places of the values that the upper group has."""
        return np.flatnonzero(self.upper.astype(bool))

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
        return 1 - float(np.sum(self.sizes**3.0)) / self.n**3 if not self.untied else 1 - self.n**-2

    def lying(self) -> Lying:
        """How its groups lie to each other."""
        if not self.untied:
            return _lying(self.upper, self.sizes - self.upper)
        return _untied_lying(self.at, self.n)

    def sums(self, columns: Floats) -> Floats:
        """Sums over the upper group of columns that have an entry a value; (c, k) -> (c,)."""
        if self.untied:
            return np.asarray(columns.take(self.at, axis=1).sum(axis=1))
        return np.asarray(columns @ self.upper.astype(np.float64))

    def above(self, place: int) -> tuple[int, int]:
        """Rows of the upper group, and of both, with a value beyond the one at a place."""
        if self.untied:
            return self.m - int(np.searchsorted(self.at, place, "right")), self.n - place - 1
        return int(self.upper[place + 1 :].sum()), int(self.sizes[place + 1 :].sum())

    def gap(self, place: int) -> tuple[float, float]:
        """The value at a place and the next one, between which they may be cut."""
        low, high = self.value_at(np.array([place, place + 1])).tolist()
        return low, high

    @property
    def slack(self) -> float:
        """How far the superiority may lie from that of the values themselves."""
        return 0.0

    def basis(self) -> Basis:
        """Its curve, which depends on nothing but its ties."""
        if not self.untied:
            return basis_of(self.sizes.astype(np.float64))
        return _untied_short(self.n) if self.n <= BLOCK else _untied(self.n)


@dataclass(frozen=True)
class Binned(Tally):
    """A tally of bins: how their values are ordered inside each is not known.

    Attributes
    ----------
    begins
        Where each bin begins, shape (k,).
    """

    begins: Floats

    @property
    def untied(self) -> bool:
        """A bin of one is a bin all the same."""
        return False

    def gap(self, place: int) -> tuple[float, float]:
        """Where the next bin begins, from both sides."""
        edge = float(self.begins[place + 1])
        return float(np.nextafter(edge, -np.inf)), edge

    @property
    def slack(self) -> float:
        """Half the share of pairs of both groups that are in one bin."""
        together = float(self.upper.astype(np.float64) @ (self.sizes - self.upper))
        return together / (2.0 * self.m * (self.n - self.m))


def _lying(upper: Keys, lower: Keys) -> Lying:
    means, squares = [], []
    for mine, others in ((upper, lower), (lower, upper)):
        share = (2 * np.cumsum(others) - others) / (2 * int(others.sum()))
        means.append(float(mine @ share / mine.sum()))
        squares.append(float(mine @ (share - means[-1]) ** 2))
    return Lying(means[0], *squares)


def _dot(one: Floats, two: Floats) -> float:
    """By numpy itself: threads of BLAS cost more than they save on so little."""
    return float(np.einsum("i,i->", one, two))


def _untied_lying(at: Keys, n: int) -> Lying:
    """From the places of the upper group alone, counted from the side that has less between."""
    m, k = at.size, n - at.size
    between = (at - np.arange(m)).astype(np.float64)
    superiority = float(between.sum()) / (m * k)
    if superiority > 0.5:
        between = k - between[::-1]
    total = float(between.sum())
    squares = _dot(between, between) - total**2 / m
    of_lower = _dot(np.arange(2 * m - 1, 0, -2.0), between) - total**2 / k
    return Lying(superiority, max(squares, 0.0) / k**2, max(of_lower, 0.0) / m**2)


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
    most = max(-float(values.min()), float(values.max()))
    if most >= 1 / SHRUNK:
        distinct, places = np.unique(values, return_inverse=True)
        sizes, within = np.bincount(places), np.bincount(places[upper], minlength=distinct.size)
        return Tally(sizes, within, values.size, distinct.__getitem__)
    scale = SHRUNK if most >= 2 else 1.0
    keys = _keys(values, upper, scale)
    keys.sort()
    within = keys & 1
    keys >>= 1
    fresh = keys[1:] != keys[:-1]
    if fresh.all():
        one = np.broadcast_to(np.int64(1), keys.shape)
        return Tally(one, within, keys.size, lambda at: _values(keys[at], scale))
    starts = np.concatenate([[0], np.flatnonzero(fresh) + 1])
    sizes, keys = np.diff(starts, append=keys.size), keys[starts]
    within = np.add.reduceat(within, starts)
    return Tally(sizes, within, values.size, lambda at: _values(keys[at], scale))


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
    return np.asarray((keys ^ ((keys >> 63) & MAGNITUDE)).view(np.float64) / scale)


def basis_of(sizes: Floats) -> Basis:
    """The curve of values that occur so often."""
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
    return basis_of(np.ones(n))


@lru_cache(maxsize=128)
def _untied_short(n: int) -> Basis:
    return basis_of(np.ones(n))
