"""Yes or no by labels: a row a level, one dot an observation."""

from __future__ import annotations

from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report import sizes
from rootcause.report.plots import sheet
from rootcause.report.plots.counts import Level, wilson


def levels(rows: list[Level], heads: tuple[str, str], hot: bool, more: str = "") -> Figure:
    """Draw one row a level, one dot an observation, those where the outcome happened first.

    Above 120 observations in a level, every row is a bar of its share with a Wilson interval.

    Parameters
    ----------
    rows
        The levels, top to bottom.
    heads
        What the rows are levels of, and, over the counts, that the outcome happened.
    hot
        Whether the first count takes the accent.
    more
        What was left out, said below.
    """
    bars = not sizes.rows_fit(row.n for row in rows)
    count = max((sheet.length(row.count, bold=True) for row in rows), default=0)
    counted = sheet.WIDTH - 46
    space = counted - count - 18
    left = min(space - 110, 16 + max(sheet.length(sheet.clean(row.label), True) for row in rows))
    wide = min(20, int((space - left) // 10))
    lines = [1 if bars else ceil(row.n / wide) for row in rows]
    heights = [12 + 12.5 * max(line, 1) for line in lines]
    bottom = 26 + sum(heights)
    figure = sheet.blank(bottom + (20 if more else 2))
    what, word = (sheet.shorten(head, sheet.WIDTH / 2 - 30) for head in heads)
    sheet.write(figure, 0, 14, what, sheet.MUTED)
    sheet.write(figure, counted, 14, word, sheet.MUTED, align="right")
    axes = sheet.place(figure, left, 26, space - left, sum(heights))
    sheet.in_points(axes, space - left, sum(heights))
    top = 0.0
    for place, (row, line, height) in enumerate(zip(rows, lines, heights, strict=True)):
        middle = top + height / 2
        if bars:
            _bar(axes, row, middle, space - left)
        else:
            _row_of_dots(axes, row, middle, line)
        _named(figure, row, 26 + middle + 4, (left, counted), first=place == 0, hot=hot)
        top += height
    if more:
        sheet.write(figure, 0, bottom + 12, sheet.shorten(more, sheet.WIDTH), sheet.MUTED)
    return figure


def _named(
    figure: Figure,
    row: Level,
    y: float,
    places: tuple[float, float],
    *,
    first: bool,
    hot: bool,
) -> None:
    left, counted = places
    colour = sheet.ACCENT if first and hot and row.happened else sheet.INK
    sheet.write(figure, 0, y, sheet.shorten(row.label, left - 10, first), bold=first)
    sheet.write(figure, counted, y, row.count, colour, bold=first, align="right")
    share = f"{100 * row.share:.0f} %" if row.n else "–"
    sheet.write(figure, sheet.WIDTH, y, share, sheet.MUTED, align="right")


def _row_of_dots(axes: Axes, row: Level, middle: float, lines: int) -> None:
    if not row.n:
        return
    wide = ceil(row.n / lines)
    place = np.arange(row.n)
    xs = (place % wide) * 10.0 + 5
    ys = middle + (place // wide - (lines - 1) / 2) * 12.5
    filled = place < row.happened
    sheet.dots(axes, xs[filled], ys[filled], happened=True, size=sheet.ROW_DOT)
    sheet.dots(axes, xs[~filled], ys[~filled], happened=False, size=sheet.ROW_DOT)


def _bar(axes: Axes, row: Level, middle: float, wide: float) -> None:
    low, high = wilson(row.happened, row.n)
    axes.plot((0, wide), (middle, middle), color=sheet.HAIR, linewidth=1, zorder=1)
    axes.plot((0, row.share * wide), (middle, middle), color=sheet.ACCENT, linewidth=7, zorder=2)
    axes.plot((low * wide, high * wide), (middle, middle), color=sheet.INK, linewidth=1.6, zorder=3)
