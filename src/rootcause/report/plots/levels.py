"""Yes or no by labels: a row a level, one dot an observation."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from matplotlib.figure import Figure

from rootcause.report import numbers, sizes
from rootcause.report.plots import sheet
from rootcause.report.plots.counts import Level, wilson

TOP = 26.0
ENDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


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
    columns = _columns(rows)
    most = None if sizes.rows_fit(row.n for row in rows) else _most(rows)
    lines = [1 if most else max(1, ceil(row.n / columns.dots)) for row in rows]
    named = [_folded(row, columns, place == 0) for place, row in enumerate(rows)]
    tall = [max(line, len(name)) for line, name in zip(lines, named, strict=True)]
    heights = [12 + 12.5 * line for line in tall]
    figure = sheet.blank(TOP + sum(heights) + (20 if more else 2))
    _heads(figure, columns, heads, most)
    area = sheet.Area(figure, columns.left, TOP)
    for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
        middle = sum(heights[:place]) + heights[place] / 2
        if most:
            area.plot((0, columns.wide), (middle, middle), color=sheet.HAIR, linewidth=1, zorder=1)
            _bar(area, row, middle, columns.wide / most)
        else:
            _row_of_dots(area, row, middle, line)
        _named(figure, named[place], TOP + middle + 4, first=place == 0)
        _counted(figure, columns, row, TOP + middle + 4, first=place == 0, hot=hot)
    if more:
        sheet.write(figure, 0, TOP + sum(heights) + 12, more, sheet.MUTED)
    return figure


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the marks begin, how wide they are, and where the counts end."""

    left: float
    wide: float
    counted: float

    @property
    def dots(self) -> int:
        """Dots that fit side by side."""
        return min(20, int(self.wide // 10))


def _columns(rows: list[Level]) -> Columns:
    names = max(sheet.length(sheet.clean(row.label), bold=True) for row in rows)
    counts = max(sheet.length(row.count, bold=True) for row in rows)
    counted = sheet.WIDTH - 46
    right = counted - counts - 18
    left = min(right - 110, 16 + names)
    return Columns(left, right - left, counted)


def _heads(figure: Figure, columns: Columns, heads: tuple[str, str], most: float | None) -> None:
    what, word = (sheet.shorten(head, sheet.WIDTH / 2 - 30) for head in heads)
    sheet.write(figure, 0, 14, what, sheet.MUTED)
    sheet.write(figure, columns.counted, 14, word, sheet.MUTED, align="right")
    if most:
        end = columns.left + columns.wide
        sheet.write(figure, end, 14, f"{100 * most:g} %", sheet.MUTED, align="right")


def _folded(row: Level, columns: Columns, first: bool) -> list[str]:
    return sheet.fold(row.label, columns.left - 10, bold=first)


def _named(figure: Figure, lines: list[str], y: float, *, first: bool) -> None:
    top = y - 6.5 * (len(lines) - 1)
    for line, text in enumerate(lines):
        sheet.write(figure, 0, top + 13 * line, text, bold=first)


def _counted(
    figure: Figure, columns: Columns, row: Level, y: float, *, first: bool, hot: bool
) -> None:
    colour = sheet.ACCENT if first and hot and row.happened else sheet.INK
    sheet.write(figure, columns.counted, y, row.count, colour, bold=first, align="right")
    sheet.write(figure, sheet.WIDTH, y, numbers.share(row.share), sheet.MUTED, align="right")


def _row_of_dots(area: sheet.Area, row: Level, middle: float, lines: int) -> None:
    wide = ceil(row.n / lines)
    place = np.arange(row.n)
    xs = (place % wide) * 10.0 + 5
    ys = middle + (place // wide - (lines - 1) / 2) * 12.5
    filled = place < row.happened
    sheet.dots(area, xs[filled], ys[filled], happened=True, size=sheet.ROW_DOT)
    sheet.dots(area, xs[~filled], ys[~filled], happened=False, size=sheet.ROW_DOT)


def _most(rows: list[Level]) -> float:
    """Share at the end of the bars: the next round one above every interval."""
    highest = max(wilson(row.happened, row.n)[1] for row in rows)
    return next(share for share in ENDS if share >= highest)


def _bar(area: sheet.Area, row: Level, middle: float, wide: float) -> None:
    """Draw a share, `wide` points for all of them, with its interval."""
    low, high = wilson(row.happened, row.n)
    area.plot((0, row.share * wide), (middle, middle), color=sheet.ACCENT, linewidth=7, zorder=2)
    area.plot((low * wide, high * wide), (middle, middle), color=sheet.INK, linewidth=1.6, zorder=3)
