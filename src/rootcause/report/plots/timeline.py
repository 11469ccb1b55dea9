"""The outcome in time, and the moment from which it lay otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from rootcause.report import numbers
from rootcause.report.plots import sheet
from rootcause.report.plots.counts import Numbers, Said, part
from rootcause.report.plots.scale import STEPS

TOP, HIGH, BELOW = 46.0, 150.0, 40.0
FEW, MANY = 60, 400
"""Observations up to which a tick or a dot is as large as can be, and from which it is least."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The moment of change, what is said on either side of it, and where the level lay.

    Attributes
    ----------
    at
        Time of the first observation after it.
    dates
        First observation, the change, and the last observation, as written below the axis.
    said
        What stands to the left and to the right of the line.
    levels
        Of a measured outcome, where it lay before and after; None for one that is counted.
    """

    at: float
    dates: tuple[str, str, str]
    said: tuple[Said, Said]
    levels: tuple[float, float] | None = None


def timeline(times: Numbers, values: Numbers, turn: Turn, words: tuple[str, str]) -> Figure:
    """Draw each observation at its time, with a line where the outcome changed.

    Parameters
    ----------
    times, values
        Shape (n,), nothing missing; values 0 or 1 for an outcome that is counted.
    turn
        The change.
    words
        That the outcome happened and that it did not; of a measured one its name, and nothing.
    """
    figure = sheet.blank(TOP + HIGH + BELOW)
    left = 18 + min(92.0, max(sheet.length(sheet.clean(word)) for word in _beside(turn, words)))
    axes = sheet.place(figure, left, TOP, sheet.RIGHT - left, HIGH)
    pad = 0.015 * float(np.ptp(times))
    axes.set(xlim=(times.min() - pad, times.max() + pad), xticks=[])
    crowded = float(np.clip((values.size - FEW) / (MANY - FEW), 0, 1))
    if turn.levels is None:
        _ticks(axes, times, values, 2.2 - 1.5 * crowded)
        sheet.write(figure, left - 10, TOP + 0.25 * HIGH, words[0], sheet.ACCENT, align="right")
        sheet.write(figure, left - 10, TOP + 0.8 * HIGH, words[1], sheet.MUTED, align="right")
    else:
        _readings(axes, times, values, turn, sheet.ROW_DOT - 2.5 * crowded)
        sheet.write(figure, 0, 12, sheet.shorten(words[0], sheet.RIGHT), sheet.MUTED)
    _dates(figure, axes, turn)
    part(figure, axes, _between(times, turn.at), (TOP - 4, TOP + HIGH), turn.said)
    return figure


def _beside(turn: Turn, words: tuple[str, str]) -> tuple[str, ...]:
    return words if turn.levels is None else ("000.0",)


def _between(times: Numbers, at: float) -> float:
    """Half way from the last observation before the change to the first one after it."""
    before = times[times < at]
    return (at + float(before.max())) / 2 if before.size else at


def _ticks(axes: Axes, times: Numbers, values: Numbers, width: float) -> None:
    happened = values == 1
    axes.set_ylim(-1.1, 1.1)
    axes.vlines(times[happened], 0, 1, color=sheet.ACCENT, linewidth=width)
    axes.vlines(times[~happened], -0.7, 0, color=sheet.MID, linewidth=width)
    axes.axhline(0, color=sheet.HAIR, linewidth=1, zorder=1)


def _readings(axes: Axes, times: Numbers, values: Numbers, turn: Turn, size: float) -> None:
    low, high = float(values.min()), float(values.max())
    inside = MaxNLocator(nbins=4, steps=STEPS).tick_values(low, high)
    ticks = [tick for tick in inside if low <= tick <= high]
    axes.set_yticks(ticks, [numbers.amount(float(tick)) for tick in ticks])
    margin = 0.05 * max(high - low, 1e-12)
    axes.set_ylim(low - margin, high + margin)
    sheet.dots(axes, times, values, happened=False, size=size)
    ends = (times.min(), turn.at), (turn.at, times.max())
    for level, (start, stop) in zip(turn.levels or (), ends, strict=False):
        axes.hlines(level, start, stop, color=sheet.INK, linewidth=2.6, zorder=4)


def _dates(figure: Figure, axes: Axes, turn: Turn) -> None:
    """First, change and last below the axis; the middle one left out where there is no room."""
    box = axes.get_position()
    low, high = axes.get_xlim()
    first, change, last = map(sheet.clean, turn.dates)
    across = (box.x0 + (turn.at - low) / (high - low) * box.width) * sheet.WIDTH
    down = TOP + HIGH + 18
    start = box.x0 * sheet.WIDTH
    sheet.write(figure, start, down, first, sheet.MUTED)
    sheet.write(figure, sheet.RIGHT, down, last, sheet.MUTED, align="right")
    half = sheet.length(change, bold=True) / 2
    row = down + 16
    at = min(max(across, start + half), sheet.RIGHT - half)
    sheet.write(figure, at, row, change, bold=True, align="center")
