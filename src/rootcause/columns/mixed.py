"""Numbers that seem to be in another unit than the others: seconds among minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FACTORS = (10.0, 12.0, 24.0, 60.0, 100.0, 1_000.0, 3_600.0)  # between units that get mixed up
MOST = 0.2  # share of the values that may lie apart
FEWEST = 8  # values that must lie together
SEVERAL = 2  # values that must lie apart: a single one may just be far out
BULK = (5, 95)  # percentiles between which values lie that are not the odd ones of their own


@dataclass(frozen=True, slots=True)
class Mixed:
    """How many values lie apart from the others, and by about which factor."""

    count: int
    factor: float


def mixed_units(values: NDArray[np.float64]) -> Mixed | None:
    """Find values that lie apart as if they were in another unit; None where there are none.

    They lie farther from all others than most of these are spread, on logarithms, and one of
    `FACTORS` brings them all among the others.

    Parameters
    ----------
    values
        Shape (n,), without missing ones. Only of positive numbers is there an answer.
    """
    if values.size < FEWEST + 1 or values.min() <= 0:
        return None
    logs = np.sort(np.log(values))
    few = max(SEVERAL, int(MOST * logs.size))
    return _above(logs, few, 1.0) or _above(-logs[::-1], few, -1.0)


def _above(logs: NDArray[np.float64], few: int, way: float) -> Mixed | None:
    """The same for the values at the upper end of sorted logarithms."""
    gaps = np.diff(logs)[-few:]
    at = logs.size - few + int(gaps.argmax())
    main, apart = logs[:at], logs[at:]
    low, high = np.percentile(main, BULK)
    if apart.size < SEVERAL or main.size < FEWEST or gaps.max() <= high - low or high == low:
        return None
    away = {one: apart - np.log(one) for one in FACTORS}
    fits = [one for one in FACTORS if main[0] <= away[one].min() and away[one].max() <= main[-1]]
    if not fits:
        return None
    closest = min(fits, key=lambda one: abs(np.median(away[one]) - np.median(main)))
    return Mixed(apart.size, closest if way > 0 else 1 / closest)
