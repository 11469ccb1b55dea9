"""What every rival predicts: a row a trial, a mark a rival, on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report.plots import sheet

ROW = 34.0
LINE = 14.0
LINES = 3
TOP = 26.0
KEY = 18.0
FOOT = 34.0
INSET = 12.0
BESIDE = 32.0
MARKS = (("o", 5.5, True), ("s", 9.6, False), ("D", 7.9, False))
"""Disc, square and diamond; hollow ones so that marks in one place show."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One trial: what is set, in one line, and the value that each rival predicts."""

    label: str
    values: tuple[float, ...]


def predictions(
    rows: Sequence[Foretold],
    names: Sequence[str],
    axis: str,
    ends: tuple[float, float] | None,
    grades: Sequence[str] = (),
) -> Figure:
    """Draw one row a trial: what to set above, below it what each rival predicts.

    Parameters
    ----------
    rows
        The trials, in their order.
    names
        Of the rivals, in the order of the values: three at most.
    axis
        What the values are.
    ends
        Of the axis; where the values lie when None.
    grades
        What the values 0, 1, ... are called, where they are grades.
    """
    said = [
        sheet.folded(f"{at}. {row.label}", sheet.WIDTH - INSET, LINES)
        for at, row in enumerate(rows, 1)
    ]
    top = TOP + _legend_lines(names) * KEY
    deep = ROW * len(rows) + LINE * sum(len(lines) - 1 for lines in said)
    figure = sheet.blank(top + deep + FOOT)
    _legend(figure, names)
    axes = sheet.place(figure, INSET, top, sheet.WIDTH - 2 * INSET, deep)
    low, high = ends or _reach(rows)
    axes.set(xlim=(low, high), ylim=(deep, 0))
    if grades:
        room = (sheet.WIDTH - 2 * INSET) / len(grades)
        axes.set_xticks(range(len(grades)), [sheet.shorten(one, room) for one in grades])
    axes.set_xlabel(sheet.shorten(axis, sheet.WIDTH - 2 * INSET))
    y = 0.0
    for row, lines in zip(rows, said, strict=True):
        for at, line in enumerate(lines):
            sheet.write(figure, 0, top + y + 10 + at * LINE, line)
        y += LINE * (len(lines) - 1)
        _marks(axes, row.values, y + 23)
        y += ROW
    return figure


def _legend(figure: Figure, names: Sequence[str]) -> None:
    """Each rival's mark with its name above the rows: in one line where they fit, else below."""
    area = sheet.Area(figure, 0, 0)
    beside = _legend_lines(names) == 1
    x = y = 0.0
    for at, name in enumerate(names):
        _mark(area, at, x + 8, y + 12)
        sheet.write(figure, x + 19, y + 16, sheet.shorten(name, sheet.WIDTH - 19), sheet.MUTED)
        x, y = (x + _wide(name), 0.0) if beside else (0.0, y + KEY)


def _legend_lines(names: Sequence[str]) -> int:
    """One where the names of all rivals fit into it, else one a rival."""
    return 1 if sum(map(_wide, names)) <= sheet.WIDTH else len(names)


def _wide(name: str) -> float:
    return sheet.length(sheet.clean(name)) + BESIDE


def _marks(axes: Axes, values: Sequence[float], y: float) -> None:
    axes.plot((min(values), max(values)), (y, y), color=sheet.HAIR, linewidth=4, zorder=1)
    for at, value in enumerate(values):
        _mark(axes, at, value, y)


def _mark(axes: Axes | sheet.Area, rival: int, x: float, y: float) -> None:
    marker, size, filled = MARKS[rival]
    axes.plot(
        [x],
        [y],
        linestyle="none",
        marker=marker,
        markersize=size,
        markeredgewidth=1.2,
        markeredgecolor=sheet.INK,
        markerfacecolor=sheet.INK if filled else "none",
        clip_on=False,
        zorder=3,
    )


def _reach(rows: Sequence[Foretold]) -> tuple[float, float]:
    values = [value for row in rows for value in row.values]
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    return low - room, high + room
