"""Yes or no along a numeric candidate: one dot an observation."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from rootcause.report.plots import scale, sheet
from rootcause.report.plots.counts import Mask, Numbers, part, said, sides

LINE = 13.0


def observations(
    x: Numbers,
    happened: Mask,
    *,
    words: tuple[str, str],
    label: str,
    cut: float | None,
    ringed: Mask,
    hot: bool,
) -> Figure:
    """Draw one dot an observation: stacked up where the outcome happened, down where not.

    Parameters
    ----------
    x, happened
        The candidate and whether the outcome happened, shape (n,), nothing missing.
    words
        For the outcome: that it happened, and that it did not.
    label
        Of the x axis, with its unit.
    cut
        Where a dashed line parts the observations.
    ringed
        Observations with a ring, shape (n,).
    hot
        Whether a count may take the accent.
    """
    left = min(110.0, 18 + max(sheet.length(sheet.clean(word), bold=True) for word in words))
    low, high = scale.limits(x)
    stretch = (sheet.RIGHT - left) / (high - low)
    stacks = [stacked((x[side] - low) * stretch) for side in (happened, ~happened)]
    up, down = (float(stack.max(initial=0)) for stack in stacks)
    above = 34 + (up + 1) * sheet.PITCH
    below = (down + 1) * sheet.PITCH + 16
    figure = sheet.blank(above + below + 44)
    axes = sheet.place(figure, left, 34, sheet.RIGHT - left, above + below - 34)
    axes.set(xlim=(low, high), ylim=(-below / sheet.PITCH, (above - 34) / sheet.PITCH))
    scale.numbered(axes, sheet.shorten(label, sheet.RIGHT - left))
    axes.axhline(0, color=sheet.HAIR, linewidth=1, zorder=1)
    for side, stack, sign in ((happened, stacks[0], 1), (~happened, stacks[1], -1)):
        heights = sign * (stack + 0.7)
        sheet.dots(axes, x[side], heights, sign > 0)
        sheet.ring(axes, x[side][ringed[side]], heights[ringed[side]])
    _beside(figure, words, left - 12, above)
    if cut is not None:
        two = said(sides(x, happened, cut), words[0], hot)
        part(figure, axes, scale.between(x, cut), (26, above + below), two)
    return figure


def _beside(figure: Figure, words: tuple[str, str], right: float, middle: float) -> None:
    """The outcome's words above and below the line where the dots part."""
    happened, otherwise = (sheet.fold(word, right, bold=True) for word in words)
    for line, text in enumerate(reversed(happened)):
        y = middle - 5 - LINE * line
        sheet.write(figure, right, y, text, sheet.ACCENT, bold=True, align="right")
    for line, text in enumerate(otherwise):
        sheet.write(figure, right, middle + 13 + LINE * line, text, sheet.MUTED, align="right")


def stacked(points: Numbers) -> Numbers:
    """Return how high each dot is stacked so that none covers another, shape (n,)."""
    ends: list[float] = []
    heights = np.zeros(len(points))
    for one in np.argsort(points, kind="stable"):
        free = (row for row, end in enumerate(ends) if points[one] - end >= sheet.PITCH - 0.2)
        row = next(free, len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = points[one]
        heights[one] = row
    return heights
