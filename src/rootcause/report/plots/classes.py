"""An outcome of several classes: how many of each in every level, column under column."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from rootcause.report.plots import sheet

PITCH = 26.0
LINE = 14.0
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
    heads = [sheet.fold(name, wide - GAP, lines=3, bold=at == hot) for at, name in enumerate(names)]
    top = 12 + LINE * max(map(len, heads))
    figure = sheet.blank(top + deep + (22 if more else 2))
    sheet.write(figure, 0, top - LINE, sheet.shorten(what, left - 10), sheet.MUTED)
    for at, lines in enumerate(heads):
        colour = sheet.ACCENT if at == hot else sheet.MUTED
        for line, text in enumerate(reversed(lines)):
            y = top - LINE * (line + 1)
            sheet.write(figure, left + at * wide, y, text, colour, bold=at == hot)
    area = sheet.Area(figure, left, top)
    for at, row in enumerate(rows):
        middle = PITCH * (at + 0.5)
        sheet.write(figure, 0, top + middle + 4, sheet.shorten(row.label, left - 10))
        _bars(area, row, middle, wide, hot)
        for column, (x, text) in enumerate(_counts(row, wide)):
            sheet.write(figure, left + x, top + middle + 4, text, bold=column == hot)
    if more:
        sheet.write(figure, 0, top + deep + 16, sheet.shorten(more, sheet.WIDTH), sheet.MUTED)
    return figure


def _long(row: Stack, wide: float) -> list[float]:
    """How long the bars of a row are."""
    most = wide - GAP - max(sheet.length(f"{count:,}") for count in row.counts) - 6
    return [most * count / max(sum(row.counts), 1) for count in row.counts]


def _bars(area: sheet.Area, row: Stack, middle: float, wide: float, hot: int | None) -> None:
    for column, long in enumerate(_long(row, wide)):
        start = column * wide
        colour = sheet.ACCENT if column == hot else sheet.MID
        area.plot((start, start + long), (middle, middle), color=colour, linewidth=8)


def _counts(row: Stack, wide: float) -> list[tuple[float, str]]:
    """Where the counts of a row are written, each at the end of its bar."""
    ends = [column * wide + long for column, long in enumerate(_long(row, wide))]
    return [
        (end + (5 if count else 0), f"{count:,}")
        for end, count in zip(ends, row.counts, strict=True)
    ]
