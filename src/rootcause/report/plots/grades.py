"""An outcome of ordered levels: how many at each of them, a row of bars for each label."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report.plots import sheet

TOP = 22.0
ROW = 46.0
BAR = 22.0
FOOT = 40.0
WIDEST = 26.0
CLEAR = 14.0
"""Between the bars and what is told of the row."""


@dataclass(frozen=True, slots=True)
class Grades:
    """One row: its label, how many observations at each level, and the level of the median."""

    label: str
    counts: tuple[int, ...]
    median: str
    middle: tuple[int, ...]


def grades(rows: list[Grades], names: tuple[str, ...], heads: tuple[str, str], more: str) -> Figure:
    """Draw one row a label, a bar a level of the outcome: its height is the share of the row.

    Parameters
    ----------
    rows
        The labels, top to bottom; `middle` has the places that hold the median, drawn in ink.
    names
        Of the outcome's levels, lowest first.
    heads
        What the rows are labels of, and the outcome.
    more
        What was left out, said below.
    """
    left = _room(["", *(row.label for row in rows)], 116)
    right = sheet.WIDTH - _room(["median", *(row.median for row in rows)], 96, bold=True)
    pitch = (right - left) / len(names)
    named = [sheet.fold(name, pitch - 4, lines=3) for name in names]
    deep, foot = ROW * len(rows), FOOT + 14 * (max(map(len, named)) - 1)
    figure = sheet.blank(TOP + deep + foot + (18 if more else 0))
    sheet.write(figure, 0, 14, sheet.shorten(heads[0], sheet.WIDTH - 90), sheet.MUTED)
    sheet.write(figure, sheet.WIDTH, 14, "median", sheet.MUTED, align="right")
    axes = sheet.place(figure, left, TOP, right - left, deep)
    sheet.in_points(axes, right - left, deep)
    highest = max(max(row.counts) / sum(row.counts) for row in rows)
    for place, row in enumerate(rows):
        base = ROW * (place + 1) - 6
        _bars(axes, row, base, (pitch, BAR / highest))
        for line, text in enumerate(reversed(sheet.fold(row.label, left - 10))):
            sheet.write(figure, 0, TOP + base - 14 * line, text)
        told = sheet.shorten(row.median, sheet.WIDTH - right - CLEAR + 6, bold=True)
        sheet.write(figure, sheet.WIDTH, TOP + base, told, bold=True, align="right")
    for place, lines in enumerate(named):
        for line, text in enumerate(lines):
            at, y = left + (place + 0.5) * pitch, TOP + deep + 12 + 14 * line
            sheet.write(figure, at, y, text, sheet.MUTED, align="center")
    y = TOP + deep + foot - 10
    sheet.write(figure, left, y, sheet.shorten(heads[1], sheet.WIDTH - left), sheet.MUTED)
    if more:
        sheet.write(figure, 0, y + 18, sheet.shorten(more, sheet.WIDTH), sheet.MUTED)
    return figure


def _room(texts: list[str], most: float, bold: bool = False) -> float:
    return min(most, CLEAR + max(sheet.length(sheet.clean(text), bold) for text in texts))


def _bars(axes: Axes, row: Grades, base: float, size: tuple[float, float]) -> None:
    """Draw the bars of one row, each with its count where there is room for it."""
    pitch, tall = size
    wide = min(WIDEST, pitch - 4)
    fits = max(sheet.length(f"{count:,}") for count in row.counts) <= pitch
    axes.plot((0, pitch * len(row.counts)), (base, base), color=sheet.HAIR, linewidth=1)
    for place, count in enumerate(row.counts):
        height, middle = tall * count / sum(row.counts), place in row.middle
        start = pitch * (place + 0.5) - wide / 2
        colour = sheet.INK if middle else sheet.MID
        axes.fill_between((start, start + wide), base, base - height, color=colour, linewidth=0)
        if count and fits:
            at = (start + wide / 2, base - height - 3)
            weight = "bold" if middle else "normal"
            axes.annotate(f"{count:,}", at, ha="center", va="bottom", weight=weight)
