"""An outcome of several classes: how many of each in every level, column under column."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report.plots import sheet

PITCH = 26.0
TOP = 26.0
GAP = 12.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One row: its label, and how many observations of each class."""

    label: str
    counts: tuple[int, ...]


def classes(
    rows: list[Stack], names: list[str], what: str, hot: int | None, more: str = ""
) -> Figure:
    """Draw one row a level and one column a class: the count, and a bar of its share of the row.

    Parameters
    ----------
    rows
        The levels, top to bottom.
    names
        Of the classes, in the order of the counts.
    what
        The rows are levels of.
    hot
        Place of the class that the answer counts, drawn in the accent.
    more
        What was left out, said below.
    """
    labels = [sheet.clean(what), *(sheet.clean(row.label) for row in rows)]
    left = min(110.0, 16 + max(sheet.length(label) for label in labels))
    wide = (sheet.WIDTH - left) / len(names)
    deep = PITCH * len(rows)
    figure = sheet.blank(TOP + deep + (22 if more else 2))
    sheet.write(figure, 0, 14, sheet.shorten(what, left - 10), sheet.MUTED)
    for place, name in enumerate(names):
        colour = sheet.ACCENT if place == hot else sheet.MUTED
        short = sheet.shorten(name, wide - GAP, place == hot)
        sheet.write(figure, left + place * wide, 14, short, colour, bold=place == hot)
    axes = sheet.place(figure, left, TOP, sheet.WIDTH - left, deep)
    sheet.in_points(axes, sheet.WIDTH - left, deep)
    for place, row in enumerate(rows):
        middle = PITCH * (place + 0.5)
        sheet.write(figure, 0, TOP + middle + 4, sheet.shorten(row.label, left - 10))
        _bars(figure, axes, row, (middle, wide, left), hot)
    if more:
        sheet.write(figure, 0, TOP + deep + 16, sheet.shorten(more, sheet.WIDTH), sheet.MUTED)
    return figure


def _bars(
    figure: Figure, axes: Axes, row: Stack, place: tuple[float, float, float], hot: int | None
) -> None:
    middle, wide, left = place
    most = wide - GAP - max(sheet.length(f"{count:,}") for count in row.counts) - 6
    for column, count in enumerate(row.counts):
        long = most * count / max(sum(row.counts), 1)
        start = column * wide
        colour = sheet.ACCENT if column == hot else sheet.MID
        axes.plot((start, start + long), (middle, middle), color=colour, linewidth=8)
        at = left + start + (long + 5 if count else 0)
        sheet.write(figure, at, TOP + middle + 4, f"{count:,}", bold=column == hot)
