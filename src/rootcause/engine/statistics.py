"""What is counted of observations too many to hold: small objects that add up.

Each is worked out of a part of the observations and merged with those of the other parts, in any
order and grouping: counts come out the same, moments the same but for rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a column holds, as far as its kind is read from it.

    Attributes
    ----------
    n
        Rows.
    n_missing, n_infinite
        Of these, without a value, and with an infinite one.
    low, high
        Least and greatest finite value, times in seconds since 1970; NaN for words, or for none.
    whole
        Whether all finite values are whole numbers.
    """

    n: int
    n_missing: int
    n_infinite: int = 0
    low: float = float("nan")
    high: float = float("nan")
    whole: bool = True

    def merge(self, other: Facts) -> Facts:
        """Of both parts together."""
        return Facts(
            self.n + other.n,
            self.n_missing + other.n_missing,
            self.n_infinite + other.n_infinite,
            float(np.fmin(self.low, other.low)),
            float(np.fmax(self.high, other.high)),
            self.whole and other.whole,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """How many rows, their means, and how they spread and go together: a Gram matrix, centred.

    Attributes
    ----------
    n
        Rows that have all of the columns.
    mean
        Shape (k,).
    products
        Sums of products of deviations from the means, shape (k, k).
    """

    n: int
    mean: Floats
    products: Floats

    @classmethod
    def of(cls, columns: Floats) -> Moments:
        """Moments of complete columns, shape (k, n)."""
        if columns.shape[1] == 0:
            return cls.none(len(columns))
        n, mean = columns.shape[1], columns.mean(axis=1)
        apart = columns - mean[:, None]
        slip = apart.mean(axis=1)
        return cls(n, mean + slip, apart @ apart.T - n * np.outer(slip, slip))

    @classmethod
    def none(cls, k: int) -> Moments:
        """Of no rows."""
        return cls(0, np.zeros(k), np.zeros((k, k)))

    def merge(self, other: Moments) -> Moments:
        """Of both parts together.

        References
        ----------
        Chan, Golub & LeVeque (1983), Am. Stat. 37:242, eq. 2.1, for several columns.
        """
        n = self.n + other.n
        if n == 0:
            return self
        gap = other.mean - self.mean
        moved = gap * (other.n / n)
        between = np.outer(gap, gap) * (self.n * (other.n / n))
        return Moments(n, self.mean + moved, self.products + other.products + between)


@dataclass(frozen=True, slots=True, eq=False)
class Contingency:
    """How many rows have each value of an outcome with each of a candidate.

    Attributes
    ----------
    rows
        Places of the outcome, numbers or words, rising, shape (r,); all that occur are there.
    columns
        Places of the candidate, likewise, shape (c,).
    counts
        Shape (r, c).
    missing
        Rows of each place of the outcome in which the candidate has no value, shape (r,).
    """

    rows: NDArray[Any]
    columns: NDArray[Any]
    counts: Counts
    missing: Counts

    @property
    def n(self) -> int:
        """Rows that have both."""
        return int(self.counts.sum())

    @property
    def n_missing(self) -> int:
        """Rows that have an outcome but no candidate."""
        return int(self.missing.sum())

    def merge(self, other: Contingency) -> Contingency:
        """Of both parts together."""
        rows = _united(self.rows, other.rows)
        columns = _united(self.columns, other.columns)
        if (
            rows is self.rows
            and columns is self.columns
            and other.counts.shape == self.counts.shape
        ):
            return Contingency(
                rows, columns, self.counts + other.counts, self.missing + other.missing
            )
        counts = np.zeros((rows.size, columns.size), dtype=np.int64)
        missing = np.zeros(rows.size, dtype=np.int64)
        for part in (self, other):
            down, across = np.searchsorted(rows, part.rows), np.searchsorted(columns, part.columns)
            counts[np.ix_(down, across)] += part.counts
            missing[down] += part.missing
        return Contingency(rows, columns, counts, missing)


Part = TypeVar("Part", Facts, Moments, Contingency)


def _united(one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """Places of both; none have no type of their own."""
    if not one.size or not other.size:
        return one if one.size else other
    if np.array_equal(one, other):
        return one
    return np.union1d(one, other)


def merged(parts: Iterable[Part]) -> Part:
    """All parts together."""
    return reduce(lambda one, other: one.merge(other), parts)
