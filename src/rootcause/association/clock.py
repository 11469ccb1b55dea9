"""The hours of a day between which an outcome differs most, over midnight as well as in the day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rootcause.association.curves import Floats

DAY = 24 * 60  # minutes
ROUND = (60, 30, 15, 10, 5, 1)  # minutes, of which a time of day is told as a whole number
MOST = 240  # times of day that are tried as a beginning or an end


class Hours(NamedTuple):
    """From one hour of the day to another, after midnight if that is less."""

    start: float
    end: float


def sharpest_hours(values: Floats, sizes: Floats, sums: Floats, fewest: int) -> Hours | None:
    """The hours inside which the mean of an outcome departs most surprisingly from the rest.

    Parameters
    ----------
    values
        Distinct hours of the day, rising, shape (d,).
    sizes, sums
        How often each occurs, and the sum of the outcome less its mean there.
    fewest
        Observations that must lie inside, and outside.

    Returns
    -------
    Hours or None
        Chosen on these observations, so that the difference flatters; None where no hours leave
        enough on both sides.
    """
    ends = _tried(values.size)
    below, along = (np.append(0.0, np.cumsum(one))[ends] for one in (sizes, sums))
    n = float(sizes.sum())
    inside, told = (one[None] - one[:, None] for one in (below, along))  # from row to column
    room = inside * (n - inside)
    allowed = (inside >= fewest) & (n - inside >= fewest)
    if not allowed.any():
        return None
    surprise = np.where(allowed, np.abs(told) / np.sqrt(np.where(allowed, room, 1.0)), -1.0)
    first, last = np.unravel_index(int(surprise.argmax()), surprise.shape)
    return Hours(*(_time_before(values, int(ends[end])) for end in (first, last)))


def _tried(d: int) -> np.ndarray:
    """Places of the values that a beginning or an end may lie before."""
    return np.unique(np.linspace(0, d - 1, min(d, MOST)).astype(np.intp))


def _time_before(values: Floats, place: int) -> float:
    """The roundest time of day after the value before a place, and not after the one there."""
    low = values[place - 1] * 60 - (DAY if place == 0 else 0)
    high = values[place] * 60
    for step in ROUND:
        at = np.round((low + high) / 2 / step) * step
        if low < at <= high:
            return float(at % DAY / 60)
    return float(values[place])
