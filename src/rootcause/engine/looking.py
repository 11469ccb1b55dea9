"""A column as far as some of its rows and the facts of all tell it, before it is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from rootcause.columns import derive, read_column, read_outcome
from rootcause.columns.cells import Cells, read_cells
from rootcause.engine import digests
from rootcause.engine.laying import joined, lay
from rootcause.engine.scales import Scale
from rootcause.engine.statistics import Facts, Floats
from rootcause.variables import Column, Kind, Variable

HOURS = Scale("", "hour", low=-0.005, per=100.0, cells=2_401)
CALENDAR = ("weekday", "month")
MOST_WORDS = 0.5  # share of the rows drawn that may be different words


@dataclass(frozen=True)
class Look:
    """What is known of a column.

    Attributes
    ----------
    name
        Of the column.
    facts
        Of all its rows.
    drawn
        Some of its cells.
    kind
        Its kind, if it was said.
    """

    name: str
    facts: Facts
    drawn: pd.Series
    kind: Kind | str | None = None

    @cached_property
    def cells(self) -> Cells:
        """The cells that were drawn."""
        return read_cells(self.drawn)

    @cached_property
    def some(self) -> Floats:
        """The finite numbers among them."""
        values = self.cells.values
        return np.asarray(values[np.isfinite(values)], dtype=np.float64)

    @property
    def empty(self) -> bool:
        """Whether no row has a value."""
        return self.facts.n_missing + self.facts.n_infinite >= self.facts.n

    @property
    def holds_words(self) -> bool:
        """Whether it holds words."""
        return bool(np.isnan(self.facts.low)) and not self.empty

    @property
    def too_many_words(self) -> bool:
        """Whether hardly any word was drawn twice."""
        return len(self.cells.words) > max(MOST_WORDS * self.drawn.count(), 5)

    @cached_property
    def column(self) -> Column:
        """The column as it is read of what is known."""
        if self.holds_words:
            return self.read(self.drawn)
        found = self.read(digests.of_some(self.some, self.facts, self.cells))
        return replace(found, variable=self.noted(found.variable))

    def noted(self, variable: Variable) -> Variable:
        """A variable with a note on what is taken as missing, not counted among a few cells."""
        note = re.sub(r" in \d+ rows, taken", " taken", variable.note)
        infinite = self.facts.n_infinite
        if infinite:
            note = "; ".join(filter(None, (f"infinite and taken as missing: {infinite}", note)))
        return replace(variable, note=note)

    @cached_property
    def alone(self) -> Column:
        """The column as the cells that were drawn would be read."""
        return self.column if self.holds_words else self.read(self.drawn)

    def read(self, cells: pd.Series) -> Column:
        """Some cells read as those of this column."""
        return read_column(self._of_levels(cells), name=self.name, kind=self.kind)

    def read_outcome(self, cells: pd.Series) -> Column:
        """Some cells read as those of an outcome."""
        return read_outcome(self._of_levels(cells), name=self.name, kind=self.kind)

    def _of_levels(self, cells: pd.Series) -> pd.Series:
        """Words as levels of the categorical that was drawn, if it was one: these have an order."""
        levels = isinstance(self.drawn.dtype, pd.CategoricalDtype) and self.holds_words
        return cells.astype(self.drawn.dtype) if levels else cells

    @cached_property
    def gone(self) -> tuple[float, ...]:
        """Numbers that stand for a missing value."""
        lost = np.isnan(self.column.values[: self.some.size])
        return tuple(np.unique(self.some[lost]).tolist())


@dataclass(frozen=True, slots=True)
class Planned:
    """A candidate, and the scale that it is to be counted on; None where it can't be tested."""

    variable: Variable
    scale: Scale | None = None


def planned(look: Look, *, most: int) -> list[Planned]:
    """What is to be counted of a column: itself, or what follows from a time.

    `most` is how many places beside the outcome's there may be.
    """
    variable = look.column.variable
    if variable.kind is Kind.TIME and not look.empty and not look.holds_words:
        parts = [_part(look, one, most) for one in derive(look.column)]
        return [Planned(variable), *filter(None, parts)]
    reason = _not_counted(look)
    if reason:
        levels = () if look.too_many_words else variable.levels
        return [Planned(replace(variable, not_tested=reason, levels=levels))]
    return [Planned(variable, scale_of(look, most=most))]


def _not_counted(look: Look) -> str:
    """Why a column is not counted; empty where it can be."""
    if look.holds_words:
        if look.column.variable.kind is Kind.TIME:
            return TIMES_AS_TEXT
        return look.column.variable.not_tested or MANY if look.too_many_words else ""
    numbered = look.kind is None and digests.numbers_the_rows(look.name, look.facts, look.some)
    if numbered and look.column.variable.kind is Kind.NUMERIC:
        return digests.NUMBER_OF_ROW
    return look.column.variable.not_tested


MANY = "too many different labels to be counted beyond memory"
TIMES_AS_TEXT = "times written as text: beyond memory they have to be stored as times"


def scale_of(look: Look, *, most: int) -> Scale:
    """The scale of a column that holds no times."""
    if look.holds_words:
        return Scale(look.name)
    some, facts = look.some, look.facts
    if look.gone:
        some = some[~np.isin(some, look.gone)]
        facts = Facts(facts.n, 0, 0, float(some.min()), float(some.max()), whole=False)
    if look.column.variable.kind is Kind.BINARY:
        return Scale(look.name, gone=look.gone)
    return joined(lay(look.name, facts, some, gone=look.gone), some, most)


def _part(look: Look, part: Column, most: int) -> Planned | None:
    called = part.name.rpartition(": ")[2]
    if called in CALENDAR:
        return Planned(part.variable, Scale(look.name, called))
    some = part.values[part.present]
    if called == "hour":
        return Planned(part.variable, joined(replace(HOURS, column=look.name), some, most))
    if called == "order":
        scale = lay(look.name, look.facts, look.some)
        return Planned(part.variable, joined(scale, look.some, most))
    return None
