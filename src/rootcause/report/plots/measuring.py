"""From a picture of an outcome that is measured or graded to its figure."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from rootcause.report import numbers, phrases, sizes
from rootcause.report.plots import rows, scale
from rootcause.report.plots.counts import Numbers
from rootcause.report.plots.given import Mark, Panel, Scale, given
from rootcause.report.plots.grades import Grades, grades
from rootcause.report.plots.measured import Measure, Strip, scatter, strips
from rootcause.report.plots.view import View, more
from rootcause.variables import Kind


def drawn(view: View) -> Figure:
    """Draw where the outcome lies: its values, or how often each of its levels was seen."""
    if view.picture.kind == "given":
        return _given(view)
    if view.picture.kind == "observations" and not view.columns[0].variable.levels:
        return _scatter(view)
    found = _strips(view)
    shown, left_out = found[: sizes.ROWS], found[sizes.ROWS :]
    said = more(left_out, [len(strip.values) for strip in left_out])
    if view.outcome.variable.kind is Kind.ORDINAL:
        heads = view.what, rows.axis_label(view.outcome.variable)
        levels = view.outcome.variable.levels
        return grades([_graded(view, strip) for strip in shown], levels, heads, said)
    return strips(shown, view.what, _measure(view), said)


def _measure(view: View) -> Measure:
    variable = view.outcome.variable
    return Measure(rows.axis_label(variable), variable.levels)


def _scatter(view: View) -> Figure:
    column, used = view.columns[0], view.used
    return scatter(
        column.values[used],
        view.outcome.values[used],
        axes_of=(Measure(rows.axis_label(column.variable)), _measure(view)),
        cut=view.picture.cut,
        window=view.window,
        ringed=view.ringed,
        told=phrases.words(view.investigation).value,
    )


def _strips(view: View) -> list[Strip]:
    parted = [Strip(row.label, view.outcome.values[row.inside & view.used]) for row in view.rows()]
    found = [strip for strip in parted if len(strip.values)]
    if view.columns[0].variable.kind is not Kind.ORDINAL:
        found.sort(key=lambda strip: -float(np.median(strip.values)))
    return found


def _graded(view: View, strip: Strip) -> Grades:
    levels = len(view.outcome.variable.levels)
    counts = np.bincount(strip.values.astype(np.intp), minlength=levels)
    median = float(np.median(strip.values))
    told = phrases.words(view.investigation).value(median)
    middle = (math.floor(median), math.ceil(median))
    return Grades(strip.label, tuple(map(int, counts)), told, middle)


def _given(view: View) -> Figure:
    values = view.outcome.values
    panels = []
    for band in view.bands():
        first, second = (
            _mark(view, side.label, values[side.inside & band.inside & view.used])
            for side in view.sides()
        )
        panels.append(Panel(band.label, (first, second)))
    return given(panels, view.names, _scale(view, panels))


def _mark(view: View, label: str, values: Numbers) -> Mark:
    """The median of one side, with its quartiles."""
    if not values.size:
        return Mark(label, 0, 0, 0, ())
    low, median, high = map(float, np.quantile(values, (0.25, 0.5, 0.75)))
    told = phrases.words(view.investigation).value(median)
    return Mark(label, median, low, high, (told, f"n {numbers.count(values.size)}"))


def _scale(view: View, panels: list[Panel]) -> Scale:
    levels = view.outcome.variable.levels
    if levels:
        return Scale(0, len(levels) - 1, tuple(enumerate(levels)), counted=False)
    seen = [side for panel in panels for side in panel.sides if side.told]
    ends = [end for side in seen for end in (side.low, side.high)]
    low, high = scale.limits(np.array(ends))
    ticks = tuple((tick, numbers.amount(tick)) for tick in scale.ticks(low, high, 4))
    return Scale(low, high, ticks, counted=False)
