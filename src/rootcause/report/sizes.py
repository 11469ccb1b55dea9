"""How much a figure shows before it changes its form; words ask here too, without drawing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Investigation
from rootcause.variables import Kind

DOTS = 400
"""Observations that are drawn one by one along a numeric candidate."""

DOTS_A_ROW = 120
"""Observations that are drawn one by one in one level."""

STACK = 20
"""Dots that may stand on one another."""

ROWS = 12
"""Levels that get a row."""

CLASSES = 4
"""Classes of the outcome that get a column."""

COLUMNS = 34
"""Dots that fit side by side."""


def dots_fit(x: NDArray[np.float64]) -> bool:
    """Whether each observation can be a dot along this candidate; nothing missing in `x`."""
    if len(x) > DOTS:
        return False
    most = max(1.0, float(np.abs(x).max(initial=0.0)))  # so that no width overflows
    counts, _ = np.histogram(x / most, bins=COLUMNS)
    return int(counts.max(initial=0)) <= STACK


def rows_fit(counts: Iterable[int]) -> bool:
    """Whether each observation can be a dot in rows of so many observations."""
    return max(counts, default=0) <= DOTS_A_ROW


def form(investigation: Investigation, name: str) -> str:
    """What a mark is in the picture of one candidate: "dots", "bars", "shares" or "counts"."""
    outcome, column = investigation.columns[investigation.outcome.name], investigation.columns[name]
    values = column.values[outcome.present & column.present]
    if outcome.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        return "dots"
    if not column.variable.levels:
        return "dots" if dots_fit(values) else "shares"
    if outcome.variable.kind is Kind.NOMINAL:
        return "counts"
    return "dots" if rows_fit(np.bincount(values.astype(int))) else "bars"
