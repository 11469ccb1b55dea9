"""Yes or no along a numeric candidate with more observations than can be drawn: shares."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from rootcause.report.plots import scale, sheet
from rootcause.report.plots.counts import Level, Mask, Numbers, part, said, sides, wilson


def shares(
    x: Numbers, happened: Mask, *, words: tuple[str, str], label: str, cut: float | None, hot: bool
) -> Figure:
    """Draw the share in which the outcome happened, along a candidate with too many dots to draw.

    Each mark is one of at most ten bands with about as many observations each.

    Parameters
    ----------
    x, happened, words, label, cut, hot
        As in `observations`.
    """
    bands = list(_bands(x, happened))
    top = max(wilson(band.happened, band.n)[1] for _, band in bands)
    left, above, deep = 44.0, 40.0, 130.0
    figure = sheet.blank(above + deep + 44)
    axes = sheet.place(figure, left, above, sheet.RIGHT - left, deep)
    low, high = scale.limits(np.array([middle for middle, _ in bands]))
    axes.set(xlim=(low, high), ylim=(-0.02 * top, top))
    scale.numbered(axes, sheet.shorten(label, sheet.RIGHT - left))
    scale.of_shares(axes, top)
    middles = [middle for middle, _ in bands]
    axes.plot(middles, [band.share for _, band in bands], color=sheet.INK, zorder=2)
    for middle, band in bands:
        ends = wilson(band.happened, band.n)
        axes.plot((middle, middle), ends, color=sheet.MID, linewidth=1.6, zorder=2)
    sheet.dots(axes, middles, [band.share for _, band in bands], True)
    if cut is not None and low <= cut <= high:
        two = said(sides(x, happened, cut), words[0], hot)
        part(figure, axes, scale.between(x, cut), (26, above + deep), two)
    return figure


def _bands(x: Numbers, happened: Mask) -> list[tuple[float, Level]]:
    values = np.unique(x)
    edges = values[1:] if len(values) <= 10 else np.unique(np.quantile(x, np.arange(1, 10) / 10))
    band = np.searchsorted(edges, x, side="right")
    found = []
    for one in np.unique(band):
        inside = band == one
        n = int(inside.sum())
        found.append((float(np.median(x[inside])), Level("", int(happened[inside].sum()), n)))
    return found
