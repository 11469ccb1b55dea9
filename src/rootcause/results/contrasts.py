"""The two groups that tell an association, and who belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootcause.variables import Column

Rows = NDArray[np.bool_]

POOLED = "other"  # rare levels, together
ABOVE = " or above"  # after the level of an ordered candidate at which it was cut
BETWEEN = "between "  # before the hours of a day from which to which a group lasts


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
    until
        Of the hour of a day, where the group that begins at `cut` ends, after midnight if that is
        less; None where there is one cut.
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
    until: float | None = None

    @property
    def line(self) -> float | None:
        """Where the groups lie on either side of one value; None where they don't."""
        return self.cut if self.until is None else None

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
        if self.cut is not None and self.until is not None:
            within = between(values, self.cut, self.until)
            return within if label == hours(self.cut, self.until) else ~within
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


def hours(start: float, end: float) -> str:
    """What a group that lasts from one hour of the day to another is called."""
    return f"{BETWEEN}{_clock(start)} and {_clock(end)}"


def between(values: NDArray[np.float64], start: float, end: float) -> Rows:
    """True from one hour of the day to another, after midnight if that is less; shape (n,)."""
    after, before = values >= start, values < end
    return np.asarray(after & before if start < end else after | before)


def _clock(hour: float) -> str:
    minutes = round(hour * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _rarest(column: Column, n: int) -> NDArray[np.intp]:
    """Codes of the rarest levels, which together have `n` observations."""
    sizes = np.bincount(column.values[column.present].astype(np.intp))
    order = np.argsort(sizes, kind="stable")
    return order[np.cumsum(sizes[order]) <= n]
