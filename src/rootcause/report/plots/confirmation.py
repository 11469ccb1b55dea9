"""Before and since: the observations in their order, and the rates with their intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from rootcause.report import confirming, numbers, sizes
from rootcause.report.plots import scale, sheet
from rootcause.report.plots.measured import Measure, Strip, strips
from rootcause.report.plots.rows import axis_label
from rootcause.results import Confirmation, Period

A_ROW = 24  # observations side by side
PITCH = 12.5
LEFT = 62.0
TOP = 8.0


def confirmation(found: Confirmation) -> Figure:
    """Draw what was observed before a fix and since.

    Parameters
    ----------
    found
        What was found. Of failures each observation is a dot, in the order in which they were
        made, and the rates lie below with their exact intervals; measured values are strips.
    """
    with sheet.style():
        if found.before.happened is None:
            return _values(found)
        return _rates(found)


def _values(found: Confirmation) -> Figure:
    pairs = zip(confirming.names(found), (found.before, found.after), strict=True)
    rows = [Strip(name, period.values) for name, period in pairs if period.values is not None]
    return strips(rows, found.outcome.called, Measure(axis_label(found.outcome)))


def _rates(found: Confirmation) -> Figure:
    periods = found.before, found.after
    lines = [_lines(period) for period in periods]
    deep = sum(lines) * PITCH + 14 * (len([one for one in lines if one]))
    axis = TOP + deep + (10 if deep else 0)
    figure = sheet.blank(axis + 2 * 26 + 46)
    if deep:
        _in_order(figure, found, lines)
    _intervals(figure, found, axis + 6)
    return figure


def _lines(period: Period) -> int:
    """How many rows of dots a period takes; none where it isn't drawn one by one."""
    if period.values is None or period.exposure is not None or period.n > sizes.DOTS_A_ROW:
        return 0
    return math.ceil(period.n / A_ROW)


def _in_order(figure: Figure, found: Confirmation, lines: list[int]) -> None:
    """Draw every observation in its order, a line where the fix was made."""
    top = TOP
    for name, period, rows in zip(
        confirming.names(found), (found.before, found.after), lines, strict=True
    ):
        if not rows or period.values is None:
            continue
        sheet.write(figure, 0, top + 9, name, sheet.MUTED)
        area = sheet.Area(figure, LEFT, top)
        place = np.arange(period.n)
        xs, ys = (place % A_ROW) * PITCH + 5, (place // A_ROW) * PITCH + 6
        failed = period.values > 0
        sheet.dots(area, xs[failed], ys[failed], happened=True, size=sheet.ROW_DOT)
        sheet.dots(area, xs[~failed], ys[~failed], happened=False, size=sheet.ROW_DOT)
        top += rows * PITCH + 14


def _intervals(figure: Figure, found: Confirmation, top: float) -> None:
    """Draw both rates with their intervals, and a dashed line at what is to be shown."""
    before, after = found.before, found.after
    shares = before.exposure is None
    factor = 100.0 if shares else 1.0
    high = factor * max(before.high, after.high if math.isfinite(after.high) else before.high)
    wide = sheet.RIGHT - LEFT
    axes = sheet.place(figure, LEFT, top, wide, 52)
    axes.set(xlim=(0, min(high * 1.04, 104.0) if shares else high * 1.04), ylim=(52, 0))
    label = "% failed" if shares else f"failures per {found.over.removesuffix('s') or 'unit'}"
    scale.numbered(axes, sheet.shorten(label, wide))
    for name, period, middle in zip(
        confirming.names(found), (before, after), (13, 39), strict=True
    ):
        sheet.write(figure, 0, top + middle + 4, name, bold=True)
        if not math.isfinite(period.value):
            continue
        ends = factor * period.low, factor * period.high
        axes.plot(ends, (middle, middle), color=sheet.INK, linewidth=2.2, zorder=2)
        sheet.dots(axes, [factor * period.value], [middle], happened=bool(period.happened))
    below = _to_show(found)
    if below is not None and factor * below < axes.get_xlim()[1]:
        line: Any = {"color": sheet.INK, "linewidth": 1, "linestyle": (0, (2, 2))}
        axes.axvline(factor * below, **line)
        written = f"{numbers.amount(float(f'{factor * below:.2g}'))}{' %' if shares else ''}"
        at = LEFT + wide * factor * below / axes.get_xlim()[1]
        sheet.write(figure, at + 4, top - 1, written, sheet.MUTED)


def _to_show(found: Confirmation) -> float | None:
    """The rate that is to be shown, where there is one."""
    if found.criterion is not None:
        return found.criterion.below
    return found.clean.below if found.clean is not None else None
