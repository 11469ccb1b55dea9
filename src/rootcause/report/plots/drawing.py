"""From a picture that is called for to its figure: which rows, and in which form."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.figure import Figure

from rootcause.report import phrases, sizes
from rootcause.report.parts import Picture
from rootcause.report.plots import rows, sheet
from rootcause.report.plots.classes import Stack, classes
from rootcause.report.plots.counts import Level, wilson
from rootcause.report.plots.given import Panel, given
from rootcause.report.plots.levels import levels
from rootcause.report.plots.measured import Measure, Strip, scatter, strips
from rootcause.report.plots.observations import observations
from rootcause.report.plots.rows import Row
from rootcause.report.plots.shares import shares
from rootcause.results import Contrast, Investigation, Verdict
from rootcause.variables import Column, Kind

LETTERS, LINES = 56, 4
HOT = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)


def drawn(investigation: Investigation, picture: Picture) -> Figure:
    """Draw a picture in the form that its columns and their number call for."""
    view = View(investigation, picture)
    if not view.used.any():
        return nothing()
    kind = view.outcome.variable.kind
    if kind in (Kind.NUMERIC, Kind.ORDINAL):
        return _measured(view)
    if picture.kind == "given" and view.counted is not None:
        return _given(view)
    if kind is Kind.NOMINAL and not view.along:
        return _classes(view)
    if view.along:
        return _observations(view)
    return _levels(view)


def nothing(why: str = "No observation has both values, so nothing is drawn.") -> Figure:
    """Say why there is nothing to draw."""
    lines = textwrap.wrap(sheet.clean(why), LETTERS)[:LINES]
    with sheet.style():
        figure = sheet.blank(24 + 17 * len(lines))
        for place, line in enumerate(lines):
            sheet.write(figure, 0, 24 + 17 * place, sheet.shorten(line, sheet.RIGHT))
        return figure


@dataclass(frozen=True)
class View:
    """The columns of a picture, and what is asked of them."""

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


def _observations(view: View) -> Figure:
    column, used = view.columns[0], view.used
    label, cut = rows.axis_label(column.variable), view.picture.cut
    x, happened = column.values[used], view.happened[used]
    if not sizes.dots_fit(x):
        return shares(x, happened, words=view.words, label=label, cut=cut, hot=view.hot)
    return observations(
        x, happened, words=view.words, label=label, cut=cut, ringed=view.ringed, hot=view.hot
    )


def _levels(view: View) -> Figure:
    happened = view.happened & view.used
    found = [
        Level(row.label, int((happened & row.inside).sum()), int((view.used & row.inside).sum()))
        for row in view.rows()
    ]
    seen = [level for level in found if level.n]
    if view.columns[0].variable.kind is not Kind.ORDINAL:
        lowest = len(seen) > sizes.ROWS
        seen.sort(key=lambda one: -(wilson(one.happened, one.n)[0] if lowest else one.share))
    shown, left_out = seen[: sizes.ROWS], seen[sizes.ROWS :]
    return levels(
        shown, (view.what, view.words[0]), view.hot, _more(left_out, [one.n for one in left_out])
    )


def _more(left_out: Sequence[object], sizes_of: list[int]) -> str:
    if not left_out:
        return ""
    return f"and {len(left_out):,} more levels, {sum(sizes_of):,} observations"


def _given(view: View) -> Figure:
    column = view.columns[0]
    screener = view.investigation.columns[view.picture.given]
    sides = rows.by_contrast(column, view.contrast(column))[:2]
    sides.sort(key=lambda side: -_level(view, side, view.used).share)
    bands = rows.parted(screener, view.contrast(screener), view.picture.cut, rows.PANELS)
    so_many = phrases.words(view.investigation).so_many(int(view.used.sum()))
    alone = Row(f"all {so_many}", view.used)
    panels = []
    for band in (alone, *bands):
        first, second = (_level(view, side, view.used & band.inside) for side in sides)
        panels.append(Panel(band.label, (first, second)))
    return given(panels, (phrases.called(column.variable), phrases.called(screener.variable)))


def _level(view: View, row: Row, within: rows.Mask) -> Level:
    inside = row.inside & within
    return Level(row.label, int((view.happened & inside).sum()), int(inside.sum()))


def _classes(view: View) -> Figure:
    names = list(view.outcome.variable.levels)
    order = _order(view, names)
    kept, rest = order[: sizes.CLASSES], order[sizes.CLASSES :]
    found = []
    for row in view.rows():
        codes = view.outcome.values[row.inside & view.used].astype(int)
        counts = np.bincount(codes, minlength=len(names))
        others = (int(counts[rest].sum()),) if rest else ()
        found.append(Stack(row.label, (*(int(counts[code]) for code in kept), *others)))
    found = [one for one in found if sum(one.counts)]
    if view.columns[0].variable.kind is not Kind.ORDINAL:
        found.sort(key=lambda one: -one.counts[0] / sum(one.counts))
    left_out = found[sizes.ROWS :]
    heads = [names[code] for code in kept] + (["others"] if rest else [])
    more = _more(left_out, [sum(one.counts) for one in left_out])
    hot = 0 if view.counted is not None else None
    return classes(found[: sizes.ROWS], heads, view.what, hot, more)


def _order(view: View, names: list[str]) -> list[int]:
    """Order the classes: the one that is counted, then the most frequent ones."""
    codes = view.outcome.values[view.used].astype(int)
    frequent = np.argsort(-np.bincount(codes, minlength=len(names)), kind="stable")
    return sorted((int(code) for code in frequent), key=lambda code: code != view.counted)


def _measured(view: View) -> Figure:
    column, used, outcome = view.columns[0], view.used, view.outcome
    label = rows.axis_label(outcome.variable)
    if view.picture.kind == "observations" and not column.variable.levels:
        across = Measure(rows.axis_label(column.variable))
        up = Measure(label, outcome.variable.levels)
        x, y, ringed = column.values[used], outcome.values[used], view.ringed
        return scatter(x, y, axes_of=(across, up), cut=view.picture.cut, ringed=ringed)
    found = [Strip(row.label, outcome.values[row.inside & used]) for row in _strip_rows(view)]
    found = [strip for strip in found if len(strip.values)]
    if view.picture.kind == "levels" and column.variable.kind is not Kind.ORDINAL:
        found.sort(key=lambda strip: -float(np.median(strip.values)))
    left_out = found[sizes.ROWS :]
    more = _more(left_out, [len(strip.values) for strip in left_out])
    return strips(found[: sizes.ROWS], view.what, Measure(label, outcome.variable.levels), more)


def _strip_rows(view: View) -> list[Row]:
    if view.picture.kind != "given":
        return view.rows()
    screener = view.investigation.columns[view.picture.given]
    bands = rows.parted(screener, view.contrast(screener), view.picture.cut, rows.PANELS)
    column = view.columns[0]
    return rows.combined([bands, rows.by_contrast(column, view.contrast(column))])
