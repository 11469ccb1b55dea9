"""The columns of a picture, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rootcause.report import phrases
from rootcause.report.parts import Picture
from rootcause.report.plots import rows
from rootcause.report.plots.rows import Row
from rootcause.results import Contrast, Investigation, Verdict, hours
from rootcause.variables import Column, Kind

PANELS = 3
"""Levels that get a panel of their own, where no level turns the candidate round."""

HOT = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)


@dataclass(frozen=True)
class View:
    """A picture with the columns that it needs."""

    investigation: Investigation
    picture: Picture

    @cached_property
    def outcome(self) -> Column:
        """The outcome."""
        return self.investigation.columns[self.investigation.outcome.name]

    @cached_property
    def columns(self) -> list[Column]:
        """The candidates, the most important first."""
        return [self.investigation.columns[name] for name in self.picture.candidates]

    @cached_property
    def used(self) -> rows.Mask:
        """Observations with every value that the picture needs, shape (n,)."""
        asked = [self.outcome, *self.columns]
        if self.picture.given:
            asked.append(self.investigation.columns[self.picture.given])
        return rows.present(*asked)

    @property
    def along(self) -> bool:
        """Whether the observations lie along an axis with numbers."""
        labelled = bool(self.columns[0].variable.levels)
        return self.picture.kind == "observations" and not labelled and self.counted is not None

    @property
    def window(self) -> tuple[float, float] | None:
        """The hours of a day with more of the outcome, where the candidate is told by hours."""
        contrast = self.contrast(self.columns[0])
        if contrast is None or contrast.cut is None or contrast.until is None:
            return None
        start, end = contrast.cut, contrast.until
        return (start, end) if contrast.first.label == hours(start, end) else (end, start)

    @property
    def hot(self) -> bool:
        """Whether counts may take the accent: not where there is no evidence."""
        return self.investigation[self.columns[0].name].verdict in HOT

    @property
    def ringed(self) -> rows.Mask:
        """Which of the observations used have a ring."""
        return np.isin(np.flatnonzero(self.used), self.picture.ringed)

    @property
    def counted(self) -> int | None:
        """Code of the outcome's level that is counted; None for a class that nobody named."""
        variable = self.outcome.variable
        if variable.kind is Kind.BINARY:
            return 1
        contrast = self.contrast(self.columns[0])
        named = contrast.outcome_level if contrast else ""
        return variable.levels.index(named) if named in variable.levels else None

    @property
    def happened(self) -> rows.Mask:
        """Whether the outcome happened, shape (n,)."""
        return np.asarray(self.outcome.values == self.counted)

    @property
    def words(self) -> tuple[str, str]:
        """For the outcome: that it happened, and that it did not."""
        variable = self.outcome.variable
        if variable.kind is Kind.NOMINAL and self.counted is not None:
            return variable.levels[self.counted], "others"
        event = phrases.words(self.investigation).event()
        return variable.happened or event, variable.otherwise or "otherwise"

    @property
    def what(self) -> str:
        """What the rows are levels of."""
        shown = self.columns
        if self.picture.given:
            shown = [self.investigation.columns[self.picture.given], *shown]
        return ", ".join(phrases.called(column.variable) for column in shown)

    def contrast(self, column: Column) -> Contrast | None:
        """Return the contrast of a candidate, None where it has none."""
        found = self.investigation[column.name].association
        return found.contrast if found else None

    def rows(self) -> list[Row]:
        """Return the rows of the picture: levels, combinations, or sides of a cut."""
        if self.picture.kind == "combinations":
            most = rows.MANY_LEVELS
            parts = [
                rows.parted(column, self.contrast(column), None, most) for column in self.columns
            ]
            return rows.combined(parts)
        column = self.columns[0]
        if column.variable.levels:
            return rows.by_level(column)
        return rows.by_contrast(column, self.contrast(column), self.picture.cut)

    def sides(self) -> list[Row]:
        """Return the two sides of the candidate."""
        column = self.columns[0]
        return rows.by_contrast(column, self.contrast(column))[:2]

    def bands(self) -> list[Row]:
        """Return all observations, then the bands of the one that is given."""
        given = self.investigation.columns[self.picture.given]
        so_many = phrases.words(self.investigation).so_many(int(self.used.sum()))
        turned = self.investigation[self.columns[0].name].reversals
        most = rows.MANY_LEVELS if self.picture.given in {one.given for one in turned} else PANELS
        parted = rows.parted(given, self.contrast(given), self.picture.cut, most)
        return [Row(f"all {so_many}", self.used), *parted]

    @property
    def names(self) -> tuple[str, str]:
        """The candidate, and the one that is given."""
        given = self.investigation.columns[self.picture.given]
        return phrases.called(self.columns[0].variable), phrases.called(given.variable)


def more(left_out: Sequence[object], sizes_of: Sequence[int]) -> str:
    """Say how many levels were left out; empty where none was."""
    if not left_out:
        return ""
    return f"and {len(left_out):,} more levels, {sum(sizes_of):,} observations"
