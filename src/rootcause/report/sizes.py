"""How much a figure shows before it changes its form; words ask here too, without drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Investigation
from rootcause.variables import Column, Kind

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

HOURS = ((240, 1), (80, 2), (0, 3))
"""Observations from which so many hours of a day get a mark."""

UNSHOWN = 100
"""Candidates without evidence, or not tested, that get a row of the table."""

COLUMNS = 34
"""Dots that fit side by side."""

LEAST = 1e-12
"""Of the greatest value, a width that can still be parted into columns."""


def dots_fit(x: NDArray[np.float64]) -> bool:
    """Whether each observation can be a dot along this candidate; nothing missing in `x`."""
    if len(x) > DOTS or not np.isfinite(x).all():
        return False
    most = max(1.0, float(np.abs(x).max(initial=0.0)))  # so that no width overflows
    places = x / most
    if np.ptp(places) < LEAST:
        return len(x) <= STACK
    counts, _ = np.histogram(places, bins=COLUMNS)
    return int(counts.max(initial=0)) <= STACK


def hours_each(n: int) -> int:
    """How many hours of a day go together where there are so many observations."""
    return next(each for least, each in HOURS if n >= least)


def rows_fit(counts: Iterable[int]) -> bool:
    """Whether each observation can be a dot in rows of so many observations."""
    return max(counts, default=0) <= DOTS_A_ROW


def form(investigation: Investigation, *names: str) -> str:
    """What a mark is in the picture of a candidate, or of the combinations of several.

    "dots", "bars", "shares", "hours" or "counts"; of an outcome that is measured "values",
    "sample" where not every one is drawn, or "grades".
    """
    columns = [investigation.columns[name] for name in (investigation.outcome.name, *names)]
    used = np.logical_and.reduce([column.present for column in columns])
    outcome, *others = (Column(column.variable, column.values[used]) for column in columns)
    labelled = all(column.variable.levels for column in others)
    if outcome.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        return _measured(outcome, others, labelled)
    if not labelled and is_told_by_hours(investigation, names):
        return "hours"
    if not labelled:
        return "dots" if dots_fit(others[0].values) else "shares"
    if outcome.variable.kind is Kind.NOMINAL:
        return "counts"
    return "dots" if rows_fit(_sizes(others)) else "bars"


def is_told_by_hours(investigation: Investigation, names: Sequence[str]) -> bool:
    """Whether what is drawn is one candidate, told as some hours of a day and the others."""
    found = investigation[names[0]].association
    contrast = found.contrast if found and len(names) == 1 else None
    return contrast is not None and contrast.until is not None


def _measured(outcome: Column, others: list[Column], labelled: bool) -> str:
    if labelled and outcome.variable.kind is Kind.ORDINAL:
        return "grades"
    fit = rows_fit(_sizes(others)) if labelled else len(outcome.values) <= DOTS
    return "values" if fit else "sample"


def _sizes(labelled: list[Column]) -> list[int]:
    """How many observations each combination of levels has."""
    codes = np.stack([column.values for column in labelled])
    return [int(n) for n in np.unique(codes, axis=1, return_counts=True)[1]]
