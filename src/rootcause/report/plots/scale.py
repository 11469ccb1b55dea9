"""The numeric axis: where it begins and ends, and what is written at it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from rootcause.report import numbers
from rootcause.report.plots import sheet

STEPS = [1, 2, 2.5, 5, 10]


def limits(x: NDArray[np.float64]) -> tuple[float, float]:
    """Where the axis begins and ends: at round numbers just outside the values."""
    low, high = float(x.min()), float(x.max())
    if high - low < 1e-9 * max(abs(low), abs(high), 1e-9):
        pad = max(abs(low) * 0.1, 0.5)
        return low - pad, high + pad
    ticks = MaxNLocator(nbins=6, steps=STEPS).tick_values(low, high)
    pad = 0.02 * (high - low)
    first, last = float(ticks[0]), float(ticks[-1])
    near = 6 * pad
    return (
        first if low - first <= near else low - pad,
        last if last - high <= near else high + pad,
    )


def between(x: NDArray[np.float64], cut: float) -> float:
    """Where the line at a cut is drawn: beside the observations that lie on it."""
    below = x[x < cut]
    return (cut + float(below.max())) / 2 if len(below) and (x == cut).any() else cut


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two ends, both included."""
    found = MaxNLocator(nbins=most, steps=STEPS).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(tick) for tick in found if low - slack <= tick <= high + slack]


def numbered(axes: Axes, label: str) -> None:
    """Give the x axis five to seven round numbers, and its name at the left."""
    inside = ticks(*axes.get_xlim())
    axes.set_xticks(inside, [numbers.amount(tick) for tick in inside])
    axes.set_xlabel(label, loc="left")
    _keep_on_the_sheet(axes)


def _keep_on_the_sheet(axes: Axes) -> None:
    """Let the last number end where the sheet does."""
    box, (low, high) = axes.get_position(), axes.get_xlim()
    for tick, written in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True):
        at = (box.x0 + (tick - low) / (high - low) * box.width) * sheet.WIDTH
        if at + sheet.length(written.get_text()) / 2 > sheet.WIDTH:
            written.set_horizontalalignment("right")
