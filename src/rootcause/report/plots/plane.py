"""Two levers as a plane: what was observed, and where the trials lie, numbered in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from rootcause.report import numbers
from rootcause.report.plots import scale, sheet
from rootcause.report.plots.measured import Measure

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROW = 52.0
DEEP = 190.0
TOP = 24.0
FOOT = 44.0
SPREAD = (-0.16, 0.0, 0.16, -0.3, 0.3)
"""Where dots of one label lie in its row, so that neighbours don't cover each other."""


@dataclass(frozen=True, slots=True)
class Points:
    """Places in the plane: along it, and up it (a code where the lever has labels)."""

    x: Floats
    y: Floats


def plane(
    seen: Points, happened: Mask | None, trials: Points, axes_of: tuple[Measure, Measure]
) -> Figure:
    """Draw a dot an observation and a ringed number a trial.

    Parameters
    ----------
    seen
        The observations, nothing missing.
    happened
        Where the outcome happened, shape as `seen`; None for one that is measured.
    trials
        The trials, in their order.
    axes_of
        What stands at the two axes; the first has no levels.
    """
    across, up = axes_of
    deep = ROW * len(up.levels) if up.levels else DEEP
    left = _margin(up, np.append(seen.y, trials.y))
    figure = sheet.blank(TOP + deep + FOOT)
    sheet.write(figure, 0, 14, sheet.shorten(up.label, sheet.WIDTH), sheet.MUTED)
    axes = sheet.place(figure, left, TOP, sheet.RIGHT - left, deep)
    axes.set(xlim=scale.limits(np.append(seen.x, trials.x)), ylim=_ends(up, seen, trials))
    scale.numbered(axes, sheet.shorten(across.label, sheet.RIGHT - left))
    _up(axes, up)
    _dots(axes, _apart(seen, up), happened)
    for (x, y), places in _together(trials).items():
        _numbered(axes, ", ".join(map(str, places)), x, y)
    return figure


def _ends(up: Measure, seen: Points, trials: Points) -> tuple[float, float]:
    if up.levels:
        return len(up.levels) - 0.5, -0.5
    return scale.limits(np.append(seen.y, trials.y))


def _margin(up: Measure, values: Floats) -> float:
    if up.levels:
        return min(110.0, 16 + max(sheet.length(sheet.clean(level)) for level in up.levels))
    return 14 + max(sheet.length(numbers.amount(end)) for end in scale.limits(values))


def _up(axes: Axes, up: Measure) -> None:
    if up.levels:
        axes.set_yticks(range(len(up.levels)), [sheet.shorten(one, 96) for one in up.levels])
        for row in range(len(up.levels)):
            axes.axhline(row, color=sheet.HAIR, linewidth=0.8, zorder=1)
        return
    low, high = axes.get_ylim()
    ticks = [float(tick) for tick in np.linspace(low, high, 5)[1:-1]]
    axes.set_yticks(ticks, [numbers.amount(float(f"{tick:.3g}")) for tick in ticks])


def _apart(seen: Points, up: Measure) -> Points:
    """The dots of each label moved a little up and down, in the order of their places."""
    if not up.levels:
        return seen
    moved = seen.y.copy()
    for level in range(len(up.levels)):
        row = np.flatnonzero(seen.y == level)
        ordered = row[np.argsort(seen.x[row], kind="stable")]
        moved[ordered] += np.resize(SPREAD, row.size)
    return Points(seen.x, moved)


def _dots(axes: Axes, seen: Points, happened: Mask | None) -> None:
    if happened is None:
        sheet.dots(axes, seen.x, seen.y, happened=False, size=sheet.ROW_DOT)
        return
    for hot in (False, True):
        inside = happened == hot
        sheet.dots(axes, seen.x[inside], seen.y[inside], happened=hot, size=sheet.ROW_DOT)


def _together(trials: Points) -> dict[tuple[float, float], list[int]]:
    """The numbers of the trials at each place."""
    found: dict[tuple[float, float], list[int]] = {}
    for at, place in enumerate(zip(trials.x.tolist(), trials.y.tolist(), strict=True), 1):
        found.setdefault(place, []).append(at)
    return found


def _numbered(axes: Axes, trials: str, x: float, y: float) -> None:
    look: Any = {
        "markerfacecolor": sheet.PAPER,
        "markeredgecolor": sheet.INK,
        "markeredgewidth": 1.2,
    }
    size = max(16, sheet.length(trials) + 8)
    axes.plot(x, y, linestyle="none", marker="o", markersize=size, clip_on=False, zorder=5, **look)
    axes.annotate(trials, (x, y), ha="center", va="center_baseline", zorder=6)
