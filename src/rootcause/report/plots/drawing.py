"""From a picture that is called for to its figure: which rows, and in which form."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.figure import Figure

from rootcause.report import sizes
from rootcause.report.parts import Picture
from rootcause.report.plots import measuring, rows, sheet
from rootcause.report.plots.classes import Stack, classes
from rootcause.report.plots.clock import hours
from rootcause.report.plots.counts import Level, wilson
from rootcause.report.plots.given import Mark, Panel, given
from rootcause.report.plots.levels import levels
from rootcause.report.plots.observations import observations
from rootcause.report.plots.rows import Row
from rootcause.report.plots.shares import shares
from rootcause.report.plots.view import View, more
from rootcause.results import Investigation
from rootcause.variables import Kind

LETTERS, LINES = 56, 4


def drawn(investigation: Investigation, picture: Picture) -> Figure:
    """Draw a picture in the form that its columns and their number call for."""
    view = View(investigation, picture)
    if not view.used.any():
        return nothing()
    kind = view.outcome.variable.kind
    if kind in (Kind.NUMERIC, Kind.ORDINAL):
        return measuring.drawn(view)
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


def _observations(view: View) -> Figure:
    column, used = view.columns[0], view.used
    label, cut = rows.axis_label(column.variable), view.picture.cut
    x, happened = column.values[used], view.happened[used]
    if view.window is not None:
        return hours(x, happened, words=view.words, label=label, window=view.window, hot=view.hot)
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
    said = more(left_out, [one.n for one in left_out])
    return levels(shown, (view.what, view.words[0]), view.hot, said)


def _given(view: View) -> Figure:
    sides = view.sides()
    sides.sort(key=lambda side: -_level(view, side, view.used).share)
    panels = []
    for band in view.bands():
        first, second = (_share(_level(view, side, view.used & band.inside)) for side in sides)
        panels.append(Panel(band.label, (first, second)))
    return given(panels, view.names)


def _level(view: View, row: Row, within: rows.Mask) -> Level:
    inside = row.inside & within
    return Level(row.label, int((view.happened & inside).sum()), int(inside.sum()))


def _share(level: Level) -> Mark:
    ends = wilson(level.happened, level.n)
    return Mark(level.label, level.share, *ends, (level.count,) if level.n else ())


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
    said = more(left_out, [sum(one.counts) for one in left_out])
    hot = 0 if view.counted is not None else None
    return classes(found[: sizes.ROWS], heads, view.what, hot, said)


def _order(view: View, names: list[str]) -> list[int]:
    """Order the classes: the one that is counted, then the most frequent ones."""
    codes = view.outcome.values[view.used].astype(int)
    frequent = np.argsort(-np.bincount(codes, minlength=len(names)), kind="stable")
    return sorted((int(code) for code in frequent), key=lambda code: code != view.counted)
