"""The outcome alone and within the bands of another candidate: what is left of a difference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from matplotlib.figure import Figure

from rootcause.report.plots import sheet

ABOVE = 52.0
DEEP = 138.0
LINE = 16.0
GAP = 16.0
FEWEST = 2
"""Panels side by side where their words need most room."""

IN_SIGNS = {
    r"^([\d.,−]+)( \S+)? or more$": r"≥ \1",
    r"^under ([\d.,−]+)( \S+)?$": r"< \1",
    r"^all ([\d,]+) .+$": r"all \1",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One side of a comparison: its label, where it lies on the axis, and what is told of it.

    Attributes
    ----------
    label
        Of the side.
    at, low, high
        Its value with the ends of its interval, on the axis.
    told
        Below its label: a count, or a value and of how many; empty where nobody was observed.
    """

    label: str
    at: float
    low: float
    high: float
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One comparison: what it is among, and its two sides."""

    title: str
    sides: tuple[Mark, Mark]


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis that all panels share: where it begins and ends, what is written where on it.

    `counted` tells whether a mark counts how often the outcome happened.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    counted: bool = True

    def down(self, at: float) -> float:
        """How many points below the upper end of the axis a value lies."""
        return DEEP * (self.high - at) / (self.high - self.low)


SHARES = Scale(0, 1, ((0, "0 %"), (0.5, "50 %"), (1, "100 %")))


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide a panel is, how many stand side by side, and lines below: labels, what is told."""

    left: float
    wide: float
    across: int
    lines: tuple[int, int]

    @property
    def high(self) -> float:
        """Height of a row of panels."""
        return ABOVE + DEEP + 12 + LINE * sum(self.lines)

    def corner(self, place: int) -> tuple[float, float]:
        """Where the axes of a panel begin."""
        column, row = place % self.across, place // self.across
        return self.left + column * (self.wide + GAP), row * self.high + ABOVE


def given(panels: list[Panel], names: tuple[str, str], scale: Scale = SHARES) -> Figure:
    """Draw one panel a comparison on one axis: the slope is the message.

    Parameters
    ----------
    panels
        Alone first, then within each band of the other candidate.
    names
        Of the candidate, and of the other one.
    scale
        Of the axis.
    """
    layout = _layout(panels, scale)
    rows = ceil(len(panels) / layout.across)
    figure = sheet.blank(rows * layout.high)
    for place, panel in enumerate(panels):
        left, top = layout.corner(place)
        _titled(figure, panel.title, _under(place, names), (left, top), layout.wide + GAP - 6)
        _panel(figure, panel, layout, (left, top), scale)
        if place % layout.across == 0:
            for at, text in scale.ticks:
                y = top + scale.down(at) + 4
                sheet.write(figure, layout.left - 6, y, text, sheet.MUTED, align="right")
    return figure


def _layout(panels: list[Panel], scale: Scale) -> Layout:
    """As many panels side by side as have room for their words; two where none has."""
    left = 12 + max(sheet.length(text) for _, text in scale.ticks)
    sides = [side for panel in panels for side in panel.sides]
    for across in range(max(len(panels), FEWEST), FEWEST - 1, -1):
        wide = (sheet.WIDTH - left - GAP * (across - 1)) / across
        below = [lines for side in sides for lines in _below(side, wide / 2)]
        titles = [_fitting(panel.title, wide + GAP - 6, bold=True) for panel in panels]
        if not any(line.endswith("…") for lines in (*below, titles) for line in lines):
            break
    return Layout(left, wide, across, (max(map(len, below[::2])), max(map(len, below[1::2]))))


def _below(side: Mark, room: float) -> tuple[list[str], list[str]]:
    """The lines under a mark: its label, and what is told of it."""
    told = [line for one in side.told or ("none",) for line in sheet.fold(one, room)]
    label = _fitting(side.label, room)
    return sheet.fold(side.label, room) if label.endswith("…") else [label], told


def _fitting(label: str, room: float, bold: bool = False) -> str:
    """A label in signs, its unit left out, where its words don't fit."""
    line = sheet.clean(label)
    if sheet.length(line, bold) > room:
        for words, signs in IN_SIGNS.items():
            line = re.sub(words, signs, line)
    return sheet.shorten(line, room, bold)


def _under(place: int, names: tuple[str, str]) -> str:
    """The grey line below the title of a panel."""
    if place == 0:
        return f"{names[0]} alone"
    return f"given {names[1]}" if place == 1 else ""


def _titled(
    figure: Figure, title: str, under: str, corner: tuple[float, float], room: float
) -> None:
    left, top = corner
    sheet.write(figure, left, top - 38, _fitting(title, room, bold=True), bold=True)
    if under.startswith("given "):
        room = sheet.WIDTH - left
    elif sheet.length(sheet.clean(under)) > room:
        under = "alone"
    sheet.write(figure, left, top - 20, sheet.shorten(under, room), sheet.MUTED)


def _panel(
    figure: Figure, panel: Panel, layout: Layout, corner: tuple[float, float], scale: Scale
) -> None:
    left, top = corner
    wide = layout.wide
    area = sheet.Area(figure, left, top)
    for at, _ in scale.ticks:
        y = scale.down(at)
        area.plot((0, wide), (y, y), color=sheet.HAIR, linewidth=0.8, zorder=1)
    places = (wide * 0.25, wide * 0.75)
    seen = [(x, side) for x, side in zip(places, panel.sides, strict=True) if side.told]
    _marks(area, seen, scale)
    for x, side in zip(places, panel.sides, strict=True):
        y = top + DEEP + 22
        for lines, most in zip(_below(side, wide / 2), layout.lines, strict=True):
            for line, text in enumerate(lines):
                sheet.write(figure, left + x, y + line * LINE, text, align="center")
            y += most * LINE


def _marks(area: sheet.Area, seen: list[tuple[float, Mark]], scale: Scale) -> None:
    for x, side in seen:
        ends = (scale.down(side.low), scale.down(side.high))
        area.plot((x, x), ends, color=sheet.MID, linewidth=1.6)
    xs, ys = [x for x, _ in seen], [scale.down(side.at) for _, side in seen]
    area.plot(xs, ys, color=sheet.INK)
    sheet.dots(area, xs, ys, scale.counted)
