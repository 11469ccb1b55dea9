"""Counts: how often the outcome happened, of how many, on either side of a line."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from rootcause.report import numbers
from rootcause.report.plots import sheet

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Level:
    """One row: its label, how often the outcome happened, of how many."""

    label: str
    happened: int
    n: int

    @property
    def share(self) -> float:
        """Share in which the outcome happened."""
        return self.happened / self.n if self.n else 0.0

    @property
    def count(self) -> str:
        """Its counts, as they stand in the figure."""
        return numbers.of(self.happened, self.n)


@dataclass(frozen=True, slots=True)
class Said:
    """What stands beside a cut, in full and where there is no room, and whether it is hot."""

    full: str
    short: str
    hot: bool = False


def wilson(happened: int, n: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson, 1927, J. Am. Stat. Assoc. 22:209)."""
    if not n:
        return 0.0, 1.0
    share, square = happened / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def sides(x: Numbers, happened: Mask, cut: float) -> tuple[Level, Level]:
    """Count below a cut, and from it on."""
    below = x < cut
    return (
        Level("", int(happened[below].sum()), int(below.sum())),
        Level("", int(happened[~below].sum()), int((~below).sum())),
    )


def said(two: tuple[Level, Level], word: str, hot: bool) -> tuple[Said, Said]:
    """Say both sides of a cut; the one with the higher share may take the accent."""
    highest = max(side.share for side in two)
    first, second = (
        Said(f"{side.count} {sheet.clean(word)}", side.count, hot and 0 < side.share == highest)
        for side in two
    )
    return first, second


def part(
    figure: Figure, axes: Axes, cut: float, ends: tuple[float, float], two: tuple[Said, Said]
) -> None:
    """Draw the line at the cut, with what was found on either side of it."""
    low, high = axes.get_xlim()
    box = axes.get_position()
    share = (min(max(cut, low), high) - low) / (high - low)
    at = (box.x0 + share * box.width) * sheet.WIDTH
    sheet.rule(figure, (at, at), ends, color=sheet.INK, linewidth=1, linestyle=(0, (2, 2)))
    first, second = (_fitting(one, room) for one, room in zip(two, _rooms(at), strict=True))
    wide = [sheet.length(text, bold=True) for text in (first, second)]
    end = max(at - 6, wide[0])
    start = min(max(at + 6, end + 10), sheet.WIDTH - wide[1])
    for side, text, x, align in zip(
        two, (first, second), (min(end, start - 10), start), ("right", "left"), strict=True
    ):
        colour = sheet.ACCENT if side.hot else sheet.INK
        sheet.write(figure, x, ends[0] - 8, text, colour, bold=True, align=align)


def _rooms(at: float) -> tuple[float, float]:
    return at - 6, sheet.WIDTH - at - 6


def _fitting(side: Said, room: float) -> str:
    return side.full if sheet.length(side.full, bold=True) <= room else side.short
