"""An outcome that is measured: points along a numeric candidate, or a strip a label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rootcause.report import numbers, sizes
from rootcause.report.plots import clock, scale, sheet
from rootcause.report.plots.counts import Mask, Numbers, Said, part
from rootcause.results import between

DEEP = 190.0
GOLDEN = 0.618
"""Steps of this spread dots evenly, however many there are."""

SPREAD = 0.56
"""Of the way from one level to the next, how far its dots lie apart."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A variable at an axis: its name with the unit, and the names of its levels if it has any."""

    label: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """The outcome's values in one level."""

    label: str
    values: Numbers


def scatter(
    x: Numbers,
    y: Numbers,
    *,
    axes_of: tuple[Measure, Measure],
    cut: float | None,
    window: clock.Window | None,
    ringed: Mask,
    told: Callable[[float], str],
) -> Figure:
    """Draw one dot an observation, with the median of the outcome on either side of a cut.

    Parameters
    ----------
    x, y
        Candidate and outcome, shape (n,), nothing missing.
    axes_of
        What stands at the two axes, the candidate's first.
    cut
        Where a dashed line parts the observations.
    window
        Of the hours of a day, those that are shaded.
    ringed
        Observations with a ring, shape (n,).
    told
        Writes a value of the outcome.
    """
    across, up = axes_of
    left = _margin(y, up)
    shown = _sample(len(x))
    more = _sampled(len(shown), len(x))
    figure = sheet.blank(DEEP + 98 + (18 if more else 0))
    sheet.write(figure, 0, 14, sheet.shorten(_label(y, up), sheet.WIDTH), sheet.MUTED)
    axes = sheet.place(figure, left, 52, sheet.RIGHT - left, DEEP)
    if _by_ratios(y, up):
        axes.set_yscale("log")
    axes.set(xlim=scale.limits(x), ylim=_ends(y, up))
    scale.numbered(axes, sheet.shorten(across.label, sheet.RIGHT - left))
    if window is not None:
        clock.day(axes, across.label, window)
        _of_hours(figure, axes, (x, y), window, told)
    _up(axes, up)
    apart = _apart(x, y) if up.levels else y
    _points(axes, x[shown], apart[shown])
    sheet.ring(axes, x[ringed], apart[ringed])
    if cut is not None:
        _medians(figure, axes, (x, y), cut, told)
    if more:
        sheet.write(figure, 0, DEEP + 108, more, sheet.MUTED)
    return figure


def strips(rows: list[Strip], what: str, across: Measure, more: str = "") -> Figure:
    """Draw one row a level, one dot an observation along the outcome, a tick at the median.

    Parameters
    ----------
    rows
        The levels, top to bottom.
    what
        The rows are levels of.
    across
        The outcome, at the axis.
    more
        What was left out, said below.
    """
    drawn, n = (sum(count) for count in zip(*(_counts(row) for row in rows), strict=True))
    more = more or _sampled(drawn, n)
    left = min(150.0, 16 + max(sheet.length(sheet.clean(row.label), True) for row in rows))
    space, pitch = sheet.WIDTH - left - 58, 40.0
    figure = sheet.blank(20 + pitch * len(rows) + 44 + (18 if more else 0))
    sheet.write(figure, 0, 14, sheet.shorten(what, 240), sheet.MUTED)
    sheet.write(figure, sheet.WIDTH, 14, "median", sheet.MUTED, align="right")
    axes = sheet.place(figure, left, 20, space, pitch * len(rows))
    values = np.concatenate([row.values for row in rows])
    if _by_ratios(values, across):
        axes.set_xscale("log")
    axes.set(xlim=_ends(values, across), ylim=(pitch * len(rows), 0))
    scale.numbered(axes, sheet.shorten(_label(values, across), space))
    for place, row in enumerate(rows):
        middle = pitch * (place + 0.5)
        _strip(axes, row, middle)
        _named(figure, row, 20 + middle + 4, left)
    if more:
        bottom = 20 + pitch * len(rows) + 56
        sheet.write(figure, 0, bottom, sheet.shorten(more, sheet.WIDTH), sheet.MUTED)
    return figure


def _counts(row: Strip) -> tuple[int, int]:
    return len(_sample(len(row.values), sizes.DOTS_A_ROW)), len(row.values)


def _strip(axes: Axes, row: Strip, middle: float) -> None:
    values = row.values[_sample(len(row.values), sizes.DOTS_A_ROW)]
    offsets = 18 * (np.arange(len(values)) * GOLDEN % 1 - 0.5)
    _points(axes, values, np.asarray(middle + offsets, dtype=np.float64))
    if len(row.values):
        median = float(np.median(row.values))
        ends = (middle - 14, middle + 14)
        axes.plot((median, median), ends, color=sheet.INK, linewidth=2.6, zorder=4)


def _named(figure: Figure, row: Strip, y: float, left: float) -> None:
    median = numbers.amount(float(np.median(row.values))) if len(row.values) else "–"
    sheet.write(figure, 0, y, sheet.shorten(row.label, left - 10))
    sheet.write(figure, sheet.WIDTH, y, median, bold=True, align="right")


def _points(axes: Axes, xs: Numbers, ys: Numbers) -> None:
    look: Any = {"markeredgecolor": sheet.MID, "markerfacecolor": "none", "markeredgewidth": 1.1}
    axes.plot(xs, ys, "o", markersize=sheet.ROW_DOT, clip_on=False, zorder=3, **look)


def _by_ratios(values: Numbers, measure: Measure) -> bool:
    return not measure.levels and scale.by_ratios(values)


def _label(values: Numbers, measure: Measure) -> str:
    return f"{measure.label} (log scale)" if _by_ratios(values, measure) else measure.label


def _ends(y: Numbers, up: Measure) -> tuple[float, float]:
    if up.levels:
        return -0.5, len(up.levels) - 0.5
    return scale.ratio_limits(y) if scale.by_ratios(y) else scale.limits(y)


def _apart(x: Numbers, y: Numbers) -> Numbers:
    """The dots of each level moved a little up and down, in the order of their places."""
    moved = y.copy()
    for level in np.unique(y):
        row = np.flatnonzero(y == level)
        ordered = row[np.argsort(x[row], kind="stable")]
        moved[ordered] += (np.arange(row.size) * GOLDEN % 1 - 0.5) * SPREAD
    return moved


def _medians(
    figure: Figure,
    axes: Axes,
    points: tuple[Numbers, Numbers],
    cut: float,
    told: Callable[[float], str],
) -> None:
    x, y = points
    low, high = axes.get_xlim()
    first = _median(axes, y[x < cut], [(low, cut)], told)
    second = _median(axes, y[x >= cut], [(cut, high)], told)
    part(figure, axes, scale.between(x, cut), (46, 52 + DEEP), (first, second))


def _of_hours(
    figure: Figure,
    axes: Axes,
    points: tuple[Numbers, Numbers],
    window: clock.Window,
    told: Callable[[float], str],
) -> None:
    x, y = points
    inside = between(x, *window)
    shaded = _median(axes, y[inside], clock.parts(window), told)
    others = _median(axes, y[~inside], clock.parts(window[::-1]), told)
    clock.tell(figure, (shaded, others), 40)


def _median(
    axes: Axes, values: Numbers, along: list[tuple[float, float]], told: Callable[[float], str]
) -> Said:
    """Draw the median of some values over parts of the axis, and say it."""
    median = float(np.median(values)) if values.size else float("nan")
    for ends in along:
        axes.plot(ends, (median, median), color=sheet.INK, linewidth=2.6, zorder=4)
    return Said(f"median {told(median)}", told(median))


def _sampled(shown: int, n: int) -> str:
    return f"drawn: {shown:,} of {n:,} observations, evenly spread" if shown < n else ""


def _sample(n: int, most: int = sizes.DOTS) -> Numbers:
    """Positions of the observations drawn: all, or evenly spread ones."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).astype(int))


def _margin(y: Numbers, up: Measure) -> float:
    if up.levels:
        return min(110.0, 16 + max(sheet.length(sheet.clean(level)) for level in up.levels))
    low, high = _ends(y, up)
    ticks = scale.ratio_ticks(low, high) if scale.by_ratios(y) else scale.ticks(low, high, 4)
    return 18 + max(sheet.length(numbers.amount(tick)) for tick in ticks)


def _up(axes: Axes, up: Measure) -> None:
    ticks = list(range(len(up.levels))) or scale.ticks_of(axes.yaxis, 4)
    names = [sheet.shorten(level, 96) for level in up.levels] or list(map(numbers.amount, ticks))
    axes.set_yticks(ticks, names)
    axes.minorticks_off()
    for tick in ticks:
        axes.axhline(tick, color=sheet.HAIR, linewidth=0.8, zorder=1)
