"""The two groups that tell an association, and who belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootcause.variables import Column

Rows = NDArray[np.bool_]

POOLED = "other"  # rare levels, together
ABOVE = " or above"  # after the level of an ordered candidate at which it was cut


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a contrast: how often the outcome happened there, or where it lay.

    Attributes
    ----------
    label
        "under 4", "vanilla", "others": without the unit of measurement.
    n
        Observations in the group.
    happened
        How many of them had the outcome (or the class named by the contrast); None for a
        numeric or ordinal outcome.
    median
        Median of a numeric or ordinal outcome in the group, in its unit; None otherwise.
    mean
        Mean of a numeric outcome in the group, in its unit, where the medians of both groups are
        the same and do not tell them apart; None otherwise.
    """

    label: str
    n: int
    happened: int | None = None
    median: float | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """An association as two groups that can be counted.

    Attributes
    ----------
    first, second
        The two groups; of a binary outcome the first has the higher share.
    cut
        Where an ordered candidate was cut, in its unit; None for labels.
    fitted
        True where the cut was chosen on these same observations, so that it flatters.
    outcome_level
        Of a nominal outcome, the class that is counted.
    """

    first: Group
    second: Group
    cut: float | None = None
    fitted: bool = False
    outcome_level: str = ""

    def inside(self, column: Column, label: str) -> Rows:
        """True for the rows of the group with this label, shape (n,); False where missing."""
        chosen = self._chosen(column, label)
        if chosen is None:
            named = self._chosen(column, self._other(label))
            chosen = np.ones(len(column.values), dtype=bool) if named is None else ~named
        return np.asarray(chosen & column.present)

    def _chosen(self, column: Column, label: str) -> Rows | None:
        """The rows that a label names; None where it means the rest."""
        levels, values = column.variable.levels, column.values
        if self.cut is not None:
            below = values < self.cut
            return np.asarray(below if label.startswith("under ") else ~below)
        if label in levels:
            return np.asarray(values == levels.index(label))
        if label.removesuffix(ABOVE) in levels:
            return np.asarray(values >= levels.index(label.removesuffix(ABOVE)))
        if label == POOLED:
            size = self.first.n if self.first.label == label else self.second.n
            return np.isin(values, _rarest(column, size))
        return None

    def _other(self, label: str) -> str:
        return self.second.label if label == self.first.label else self.first.label


def _rarest(column: Column, n: int) -> NDArray[np.intp]:
    """Codes of the rarest levels, which together have `n` observations."""
    sizes = np.bincount(column.values[column.present].astype(np.intp))
    order = np.argsort(sizes, kind="stable")
    return order[np.cumsum(sizes[order]) <= n]
