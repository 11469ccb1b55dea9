"""Variables: what a column is (its kind) and which part it plays in a case (its role)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

JOINT = re.compile(r"_+|(?<!\d)\.+|\.+(?!\d)")
"""Between the words of a name; a decimal point is none."""

FORMULA = re.compile(r"[$\\{}^]")


class Kind(StrEnum):
    """Level of measurement of a variable."""

    NUMERIC = "numeric"
    BINARY = "binary"
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    TIME = "time"


class Role(StrEnum):
    """Part that a variable plays in a case; declared by people, never assigned by the library."""

    OUTCOME = "outcome"
    CANDIDATE = "candidate"
    CONSEQUENCE = "consequence"
    UNIT = "unit"
    TIME = "time"
    TRIAL = "trial"
    COUNT = "count"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a case.

    Attributes
    ----------
    name
        The column's name, or ``"printed_at: weekday"`` for one derived from it.
    kind, role
        What it is, and the part it plays.
    label
        What people call it in a sentence: "minutes in the shop".
    unit
        Unit of measurement ("min"), empty when there is none.
    levels
        Labels of a binary, nominal or ordinal variable, in the order of their codes.
        Of a binary outcome the second is the one the complaint is about.
    happened, otherwise
        Of a binary outcome, the words for it: "failed" and "started".
    derived_from
        The column it was worked out from, empty when it was recorded.
    not_tested
        Why nothing can be worked out from it ("an identifier: a different value on every row").
    note
        How its kind was guessed, where nobody declared it and another reading was possible.
    source
        Where its values come from: an instrument, the engineer, the reporter, a log.
    lever
        Whether a person can set it in a trial.
    range
        Lowest and highest plausible value of a numeric variable, in its unit of measurement; of a
        lever, what it may be set to.
    of
        Of an outcome that is a count, the column that says of how many it was counted.
    period
        After how much a numeric variable begins anew: 24 of the hour of a day; 0 where it doesn't.
    """

    name: str
    kind: Kind
    role: Role = Role.CANDIDATE
    label: str = ""
    unit: str = ""
    levels: tuple[str, ...] = ()
    happened: str = ""
    otherwise: str = ""
    derived_from: str = ""
    not_tested: str = ""
    note: str = ""
    source: str = ""
    lever: bool = False
    range: tuple[float, float] | None = None
    of: str = ""
    period: float = 0.0

    @property
    def called(self) -> str:
        """The label, or the name made readable; one that holds a formula stays as it is."""
        if self.label or FORMULA.search(self.name):
            return self.label or self.name
        return JOINT.sub(" ", self.name).strip() or self.name

    @property
    def has_order(self) -> bool:
        """Whether its values can be ranked."""
        return self.kind in (Kind.NUMERIC, Kind.ORDINAL, Kind.BINARY)


class Extent(NamedTuple):
    """How many values are missing, and between which the others lie; NaN where there is none."""

    n_missing: int
    low: float
    high: float


def extent_of(values: NDArray[np.float64]) -> Extent:
    """Of values with NaN where missing."""
    if not values.size:
        return Extent(0, np.nan, np.nan)
    low = float(values.min())
    if not np.isnan(low):
        return Extent(0, low, float(values.max()))
    missing = int(np.count_nonzero(np.isnan(values)))
    return Extent(missing, float(np.fmin.reduce(values)), float(np.fmax.reduce(values)))


def extents_of(rows: NDArray[np.float64]) -> list[Extent]:
    """Of the values in each row."""
    if not rows.shape[1]:
        return [Extent(0, np.nan, np.nan)] * len(rows)
    missing = np.count_nonzero(np.isnan(rows), axis=1)
    facts = missing, np.fmin.reduce(rows, axis=1), np.fmax.reduce(rows, axis=1)
    return [Extent(*one) for one in zip(*(one.tolist() for one in facts), strict=True)]


def extent_of_codes(levels: int, n_missing: int) -> Extent:
    """Of the codes of so many levels, each of which occurs."""
    return Extent(n_missing, 0.0, levels - 1.0) if levels else Extent(n_missing, np.nan, np.nan)


@lru_cache(maxsize=128)
def _all_of(n: int) -> NDArray[np.bool_]:
    return np.broadcast_to(np.True_, n)


@dataclass(frozen=True)
class Column:
    """A variable with its values as numbers.

    Attributes
    ----------
    variable
        What the column is.
    values
        float64, shape (n,): the number itself (numeric; a time in seconds), or the code of the
        level, an index into ``variable.levels`` (binary, nominal, ordinal). NaN where missing.
    looked_at
        Their extent, where it is known already.
    """

    variable: Variable
    values: NDArray[np.float64]
    looked_at: Extent | None = None

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @cached_property
    def extent(self) -> Extent:
        """How many values are missing, and between which the others lie."""
        return self.looked_at or extent_of(self.values)

    @property
    def complete(self) -> bool:
        """Whether no value is missing."""
        return self.extent.n_missing == 0

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """True where a value was recorded, shape (n,); read only."""
        if self.complete:
            return _all_of(self.values.size)
        known = ~np.isnan(self.values)
        known.flags.writeable = False
        return known

    @cached_property
    def upper(self) -> NDArray[np.bool_]:
        """True where the upper of two values is, shape (n,)."""
        high = 1.0 if self.variable.kind is Kind.BINARY else self.extent.high
        return np.asarray(self.values == high)

    @cached_property
    def upper_rows(self) -> NDArray[np.intp]:
        """Rows where the upper of two values is."""
        return self.upper.nonzero()[0]
