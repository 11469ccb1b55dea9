"""The numeric axis: where it begins and ends, and what is written at it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from rootcause.report import numbers
from rootcause.report.plots import sheet

STEPS = [1, 2, 2.5, 5, 10]
SQUEEZED = 0.05
"""Of a straight axis: where three quarters of the values lie in less, they are drawn by ratios."""

ROOM = 1.2
"""Left beyond the ends of an axis of ratios."""

DECADES = 2.5
"""Up to so many powers of ten, an axis of ratios has numbers between them."""


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


def by_ratios(values: NDArray[np.float64]) -> bool:
    """Whether values that are all above zero would be squeezed at the foot of a straight axis."""
    low, most, high = (float(end) for end in np.quantile(values, (0, 0.75, 1)))
    return low > 0 and most - low < SQUEEZED * (high - low)


def ratio_limits(values: NDArray[np.float64]) -> tuple[float, float]:
    """Where a logarithmic axis begins and ends."""
    return float(values.min()) / ROOM, float(values.max()) * ROOM


def ratio_ticks(low: float, high: float) -> list[float]:
    """Powers of ten between two ends, and twice and five times these where they are few."""
    first, last = np.log10(low), np.log10(high)
    steps = (1, 2, 5) if last - first <= DECADES else (1,)
    powers = range(int(np.floor(first)), int(np.ceil(last)) + 1)
    found = [step * 10.0**power for power in powers for step in steps]
    return [tick for tick in found if low <= tick <= high]


def between(x: NDArray[np.float64], cut: float) -> float:
    """Where the line at a cut is drawn: beside the observations that lie on it."""
    below = x[x < cut]
    return (cut + float(below.max())) / 2 if len(below) and (x == cut).any() else cut


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two ends, both included."""
    found = MaxNLocator(nbins=most, steps=STEPS).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(tick) for tick in found if low - slack <= tick <= high + slack]


def of_shares(axes: Axes, top: float) -> None:
    """Give the y axis a few shares from 0 up to `top`, each with a line."""
    shown = [tick for tick in MaxNLocator(nbins=3).tick_values(0, top) if 0 <= tick <= top]
    axes.set_yticks(shown, [f"{numbers.amount(100 * tick)} %" for tick in shown])
    for tick in shown:
        axes.axhline(tick, color=sheet.HAIR, linewidth=0.8, zorder=1)


def ticks_of(axis: Axis, most: int = 6) -> list[float]:
    """Round numbers on an axis that is laid out, straight or by ratios."""
    low, high = sorted(axis.get_view_interval())
    return ticks(low, high, most) if axis.get_scale() == "linear" else ratio_ticks(low, high)


def numbered(axes: Axes, label: str) -> None:
    """Give the x axis five to seven round numbers, and its name at the left."""
    inside = ticks_of(axes.xaxis)
    axes.set_xticks(inside, [numbers.amount(tick) for tick in inside])
    axes.minorticks_off()
    axes.set_xlabel(label, loc="left")
    _keep_on_the_sheet(axes)


def _keep_on_the_sheet(axes: Axes) -> None:
    """Let the last number end where the sheet does."""
    box, along = axes.get_position(), axes.xaxis.get_transform().transform
    low, high = along(axes.get_xlim())
    for tick, written in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True):
        at = (box.x0 + (along(tick) - low) / (high - low) * box.width) * sheet.WIDTH
        if at + sheet.length(written.get_text()) / 2 > sheet.WIDTH:
            written.set_horizontalalignment("right")
