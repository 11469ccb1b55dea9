"""An outcome of ordered levels: how many at each of them, a row of bars for each label."""

from __future__ import annotations

from dataclasses import dataclass

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
    area = sheet.Area(figure, left, TOP)
    highest = max(max(row.counts) / sum(row.counts) for row in rows)
    for place, row in enumerate(rows):
        base = ROW * (place + 1) - 6
        _bars(area, row, base, (pitch, BAR / highest))
        for x, y, text, bold in _counts(row, base, (pitch, BAR / highest)):
            sheet.write(figure, left + x, TOP + y, text, bold=bold, align="center")
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


def _bars(area: sheet.Area, row: Grades, base: float, size: tuple[float, float]) -> None:
    pitch, tall = size
    wide = min(WIDEST, pitch - 4)
    end = pitch * len(row.counts)
    area.plot((0, end), (base, base), color=sheet.HAIR, linewidth=1)
    for place, count in enumerate(row.counts):
        middle, height = pitch * (place + 0.5), tall * count / sum(row.counts)
        colour = sheet.INK if place in row.middle else sheet.MID
        area.plot((middle, middle), (base, base - height), color=colour, linewidth=wide)


def _counts(
    row: Grades, base: float, size: tuple[float, float]
) -> list[tuple[float, float, str, bool]]:
    """Where each count is written, above its bar, and whether in bold; none without room."""
    pitch, tall = size
    if max(sheet.length(f"{count:,}") for count in row.counts) > pitch:
        return []
    return [
        (
            pitch * (place + 0.5),
            base - 4 - tall * count / sum(row.counts),
            f"{count:,}",
            place in row.middle,
        )
        for place, count in enumerate(row.counts)
        if count
    ]
