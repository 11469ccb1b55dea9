"""What every rival predicts: a row a trial, a mark a rival, on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report.plots import sheet

ROW = 34.0
TOP = 44.0
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
    rows: Sequence[Foretold], names: Sequence[str], axis: str, ends: tuple[float, float] | None
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
    """
    deep = ROW * len(rows)
    figure = sheet.blank(TOP + deep + FOOT)
    _legend(figure, names)
    axes = sheet.place(figure, INSET, TOP, sheet.WIDTH - 2 * INSET, deep)
    low, high = ends or _reach(rows)
    axes.set(xlim=(low, high), ylim=(deep, 0))
    axes.set_xlabel(sheet.shorten(axis, sheet.WIDTH - 2 * INSET))
    for at, row in enumerate(rows):
        label = sheet.shorten(f"{at + 1}. {row.label}", sheet.WIDTH - INSET)
        sheet.write(figure, 0, TOP + at * ROW + 10, label)
        _marks(axes, row.values, at * ROW + 23)
    return figure


def _legend(figure: Figure, names: Sequence[str]) -> None:
    """Each rival's mark with its name, in one line above the rows."""
    area = sheet.Area(figure, 0, 0)
    wanted = [sheet.length(sheet.clean(name)) + BESIDE for name in names]
    room = min(1.0, sheet.WIDTH / sum(wanted))
    x = 0.0
    for at, (name, wide) in enumerate(zip(names, wanted, strict=True)):
        _mark(area, at, x + 8, 12)
        short = sheet.shorten(name, wide * room - BESIDE + 4)
        sheet.write(figure, x + 19, 16, short, sheet.MUTED)
        x += wide * room


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
