"""A share alone and within the bands of another candidate: what is left of a difference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report.plots import sheet
from rootcause.report.plots.counts import Level, wilson

LEFT = 46.0
TOP = 52.0
DEEP = 138.0
GAP = 16.0
IN_SIGNS = {
    r"^([\d.,−]+)( \S+)? or more$": r"≥ \1",
    r"^under ([\d.,−]+)( \S+)?$": r"< \1",
    r"^all ([\d,]+) .+$": r"all \1",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """One comparison: what it is among, and its two sides."""

    title: str
    sides: tuple[Level, Level]


def given(panels: list[Panel], names: tuple[str, str]) -> Figure:
    """Draw one panel a comparison on one axis from 0 to 100 %: the slope is the message.

    Parameters
    ----------
    panels
        Alone first, then within each band of the other candidate.
    names
        Of the candidate, and of the other one.
    """
    wide = (sheet.WIDTH - LEFT - GAP * (len(panels) - 1)) / len(panels)
    figure = sheet.blank(TOP + DEEP + 50)
    for share in (0, 50, 100):
        y = TOP + DEEP * (1 - share / 100)
        sheet.write(figure, LEFT - 6, y + 4, f"{share} %", sheet.MUTED, align="right")
    for place, panel in enumerate(panels):
        left = LEFT + place * (wide + GAP)
        sheet.write(figure, left, 14, _fitting(panel.title, wide + GAP - 6, True), bold=True)
        _panel(figure, panel, left, wide)
    second = LEFT + wide + GAP
    alone = sheet.clean(f"{names[0]} alone")
    short = alone if sheet.length(alone) <= wide + GAP - 6 else "alone"
    within = sheet.shorten(f"given {names[1]}", sheet.WIDTH - second)
    sheet.write(figure, LEFT, 32, short, sheet.MUTED)
    sheet.write(figure, second, 32, within, sheet.MUTED)
    return figure


def _panel(figure: Figure, panel: Panel, left: float, wide: float) -> None:
    axes = sheet.place(figure, left, TOP, wide, DEEP)
    sheet.in_points(axes, wide, DEEP)
    for share in (0.0, 0.5, 1.0):
        y = DEEP * (1 - share)
        axes.plot((0, wide), (y, y), color=sheet.HAIR, linewidth=0.8, clip_on=False, zorder=1)
    places = (wide * 0.25, wide * 0.75)
    seen = [(x, side) for x, side in zip(places, panel.sides, strict=True) if side.n]
    for x, side in seen:
        _interval(axes, x, side)
    heights = [DEEP * (1 - side.share) for _, side in seen]
    axes.plot([x for x, _ in seen], heights, color=sheet.INK, clip_on=False, zorder=2)
    sheet.dots(axes, [x for x, _ in seen], heights, True)
    for x, side in zip(places, panel.sides, strict=True):
        _name(figure, left + x, side, wide / 2)


def _interval(axes: Axes, x: float, side: Level) -> None:
    ends = [DEEP * (1 - end) for end in wilson(side.happened, side.n)]
    axes.plot((x, x), ends, color=sheet.MID, linewidth=1.6, clip_on=False, zorder=2)


def _name(figure: Figure, x: float, side: Level, room: float) -> None:
    below = TOP + DEEP + 22
    count = side.count if side.n else "none"
    sheet.write(figure, x, below, _fitting(side.label, room), align="center")
    sheet.write(figure, x, below + 17, count, align="center")


def _fitting(label: str, room: float, bold: bool = False) -> str:
    """A label in signs, its unit left out, where its words don't fit."""
    line = sheet.clean(label)
    if sheet.length(line, bold) > room:
        for words, signs in IN_SIGNS.items():
            line = re.sub(words, signs, line)
    return sheet.shorten(line, room, bold)
