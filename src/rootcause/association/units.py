"""Units observed repeatedly: what their observations have in common, and what is left without it.

Every null model holds a level of its own for each unit. These levels are no columns: a unit's
observations are no other's, so they are taken out unit by unit, at a cost that grows with the
observations and not with the square of the units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

REDUNDANT = 1e-11  # share of a column's squares below which what is left within units is rounding


@dataclass(frozen=True, slots=True)
class Units:
    """Which observations are of one unit.

    Attributes
    ----------
    codes
        Of each observation's unit, from 0 on and none left out, shape (n,).
    order
        Observations of one unit after those of another, shape (n,).
    starts
        Where each unit begins among these, shape (units,).
    """

    codes: Codes
    order: Codes
    starts: Codes

    @classmethod
    def of(cls, labels: Codes | Floats) -> Units:
        """Observations with the same label are of one unit."""
        codes = np.unique(labels, return_inverse=True)[1]
        order = np.argsort(codes, kind="stable")
        starts = np.searchsorted(codes[order], np.arange(codes.max(initial=-1) + 1))
        return cls(codes, order, starts)

    def __len__(self) -> int:
        return self.starts.size

    @property
    def sizes(self) -> Floats:
        """Observations of each unit."""
        return np.diff(self.starts, append=self.codes.size).astype(np.float64)

    def among(self, rows: NDArray[np.bool_]) -> Units:
        """The same of the kept rows, without units that have none."""
        return self if rows.all() else Units.of(self.codes[rows])

    def sums(self, values: Floats) -> Floats:
        """Sums over the observations of each unit, shape (units, ...); `values` of (n, ...)."""
        sums: Floats = np.add.reduceat(values[self.order], self.starts, axis=0)
        return sums

    def less_means(self, values: Floats) -> Floats:
        """Values, shape (n,), less the mean of their unit."""
        left: Floats = values - (self.sums(values) / self.sizes)[self.codes]
        return left

    def without(self, columns: Floats, roots: Floats) -> Floats:
        """Columns, shape (n, k), with what `roots`, shape (n,), can tell of each unit taken out.

        Of weighted columns and the roots of their weights, the weighted mean of each unit. A column
        that is constant in each unit becomes 0.
        """
        levels = self.sums(columns * roots[:, None]) / self.sums(roots**2)[:, None]
        own: Floats = columns - levels[self.codes] * roots[:, None]
        own[:, (own**2).sum(axis=0) <= REDUNDANT * (columns**2).sum(axis=0)] = 0.0
        return own
