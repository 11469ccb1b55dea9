"""Tables of counts laid end to end, so that what is worked out of each is worked out of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Crossings:
    """Tables of any size, an entry for each cell, row by row.

    Attributes
    ----------
    counts
        In each cell.
    row, column
        Number of its row, and of its column, among those of all tables.
    starts
        First cell of each table, shape (p,).
    shapes
        Rows and columns of each table, shape (p, 2).
    """

    counts: Floats
    row: Places
    column: Places
    starts: Places
    shapes: Places

    @classmethod
    def of(cls, tables: Sequence[Floats]) -> Crossings:
        """Tables of shape (classes, levels), none of whose rows or columns is empty."""
        shapes = np.array([one.shape for one in tables])
        lengths, (down, across) = shapes.prod(axis=1), shapes.T
        starts = np.cumsum(lengths) - lengths
        within, width = np.arange(lengths.sum()) - starts.repeat(lengths), across.repeat(lengths)
        row = (np.cumsum(down) - down).repeat(lengths) + within // width
        column = (np.cumsum(across) - across).repeat(lengths) + within % width
        counts = np.concatenate([one.ravel() for one in tables])
        return cls(counts, row, column, starts, shapes)

    @property
    def in_row(self) -> Floats:
        """Observations in each cell's row."""
        return self.over_row(self.counts)

    @property
    def in_column(self) -> Floats:
        """Observations in each cell's column."""
        return self.over_column(self.counts)

    @property
    def n(self) -> Floats:
        """Observations in each cell's table."""
        return self.spread(self.sums(self.counts))

    @property
    def chi_square(self) -> Floats:
        """Pearson's statistic of each table, shape (p,)."""
        expected = self.in_row * self.in_column / self.n
        return self.sums((self.counts - expected) ** 2 / expected)

    @property
    def residuals(self) -> Floats:
        """Adjusted residual of each cell (Haberman 1973)."""
        rows, columns, n = self.in_row, self.in_column, self.n
        spread = np.sqrt(rows * columns * (1 - rows / n) * (1 - columns / n))
        return np.asarray((self.counts - rows * columns / n) / spread)

    @property
    def phi2_variance(self) -> Floats:
        """Variance of the mean square contingency of each table, its first two terms; shape (p,).

        References
        ----------
        Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, 11.3-4.
        """
        n, df = self.sums(self.counts), (self.shapes - 1.0).prod(axis=1)
        shares = self.counts / self.n
        rows, columns = self.over_row(shares), self.over_column(shares)
        relative = shares / (rows * columns)
        slope = 2 * relative
        slope = slope - self.over_row(relative * shares) / rows
        slope = slope - self.over_column(relative * shares) / columns
        first = self.sums(shares * slope**2) - self.sums(shares * slope) ** 2
        return np.asarray(first / n + 2 * df / n**2)

    def sums(self, cells: Floats) -> Floats:
        """Sum over each table's cells; (cells,) -> (p,)."""
        return np.asarray(np.add.reduceat(cells, self.starts))

    def spread(self, each: Floats) -> Floats:
        """What is known of each table at each of its cells; (p,) -> (cells,)."""
        return np.asarray(each.repeat(self.shapes.prod(axis=1)))

    def over_row(self, cells: Floats) -> Floats:
        """Sum over its row, at each cell."""
        return np.asarray(np.bincount(self.row, cells)[self.row])

    def over_column(self, cells: Floats) -> Floats:
        """Sum over its column, at each cell."""
        return np.asarray(np.bincount(self.column, cells)[self.column])
