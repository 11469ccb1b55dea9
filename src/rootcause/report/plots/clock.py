"""Yes or no round the clock: the share in each part of a day, the hours that are told shaded."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report import sizes
from rootcause.report.plots import scale, sheet
from rootcause.report.plots.counts import Level, Mask, Numbers, Said, said, wilson
from rootcause.results import between

DAY = 24
TICKS = (0, 6, 12, 18, 24)
DEEP = 130.0

Window = tuple[float, float]


def hours(
    x: Numbers, happened: Mask, *, words: tuple[str, str], label: str, window: Window, hot: bool
) -> Figure:
    """Draw the share in which the outcome happened along the hours of a day.

    Parameters
    ----------
    x, happened, words, label, hot
        As in `observations`; hours from 0 to 24.
    window
        The hours that are shaded: from one to another, after midnight if that is less.
    """
    bands = _bands(x, happened)
    top = max(wilson(band.happened, band.n)[1] for _, band in bands)
    left, above = 44.0, 40.0
    figure = sheet.blank(above + DEEP + 44)
    axes = sheet.place(figure, left, above, sheet.RIGHT - left, DEEP)
    axes.set(ylim=(-0.02 * top, top))
    day(axes, label, window)
    scale.of_shares(axes, top)
    axes.plot(*_closed(bands), color=sheet.INK, zorder=2)
    for middle, band in bands:
        ends = wilson(band.happened, band.n)
        axes.plot((middle, middle), ends, color=sheet.MID, linewidth=1.6, zorder=2)
    sheet.dots(axes, [middle for middle, _ in bands], [band.share for _, band in bands], True)
    inside = between(x, *window)
    counted = (Level("", int(happened[one].sum()), int(one.sum())) for one in (inside, ~inside))
    tell(figure, said((next(counted), next(counted)), words[0], hot))
    return figure


def day(axes: Axes, label: str, window: Window) -> None:
    """Let an axis run from midnight to midnight, with some of its hours shaded."""
    axes.set_xlim(0, DAY)
    for low, high in parts(window):
        axes.axvspan(low, high, color=sheet.HAIR, alpha=0.6, linewidth=0, zorder=0)
    scale.numbered(axes, sheet.shorten(label, sheet.RIGHT - 44))
    axes.set_xticks(TICKS, [f"{hour}:00" for hour in TICKS])
    axes.get_xticklabels()[-1].set_horizontalalignment("right")


def parts(window: Window) -> list[Window]:
    """Some hours along the axis of a day: one part, or two where they hold midnight."""
    start, end = window
    if start < end:
        return [window]
    return [one for one in ((start, DAY), (0.0, end)) if one[0] < one[1]]


def tell(figure: Figure, two: tuple[Said, Said], down: float = 18) -> None:
    """Write what was found in the shaded hours, and in the others."""
    inside, outside = two
    texts = f"shaded: {inside.full}", f"others: {outside.full}"
    if sum(sheet.length(text, bold=True) for text in texts) > sheet.WIDTH - 12:
        texts = f"shaded: {inside.short}", f"others: {outside.short}"
    for text, side, x, align in zip(texts, two, (0, sheet.WIDTH), ("left", "right"), strict=True):
        colour = sheet.ACCENT if side.hot else sheet.INK
        sheet.write(figure, x, down, text, colour, bold=True, align=align)


def _bands(x: Numbers, happened: Mask) -> list[tuple[float, Level]]:
    """The middle of each part of the day in which something was observed, with its counts."""
    each = sizes.hours_each(x.size)
    part = np.minimum(x // each, DAY // each - 1).astype(np.intp)
    counts = np.bincount(part), np.bincount(part, happened)
    return [
        (each * (place + 0.5), Level("", int(both), int(n)))
        for place, (n, both) in enumerate(zip(*counts, strict=True))
        if n
    ]


def _closed(bands: list[tuple[float, Level]]) -> tuple[list[float], list[float]]:
    """A line through all shares that goes on over midnight."""
    middles, shares = [middle for middle, _ in bands], [band.share for _, band in bands]
    middles = [middles[-1] - DAY, *middles, middles[0] + DAY]
    return middles, [shares[-1], *shares, shares[0]]
