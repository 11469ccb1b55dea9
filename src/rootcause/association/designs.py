"""Columns as what a model holds, and as what is tested beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import curve
from rootcause.association.score_tests import View
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

RARE = 3  # rows that a level needs to be told from the rest


def design_of(given: Sequence[Column], rows: Rows, flexible: int) -> Floats:
    """Intercept and the columns of those given, shape (n, k)."""
    blocks = [np.ones((int(rows.sum()), 1))]
    for one in given:
        if is_ordered(one):
            blocks.append(curve(one.values[rows], flexible))
        else:
            blocks.append(indicators(one.values[rows])[:, 1:])
    return np.hstack(blocks)


def views_of(values: Floats, ordered: bool, flexible: int) -> list[View]:
    """The smooth ways in which complete values may matter: straight and bent, or each level."""
    if ordered:
        bent = curve(values, flexible)
        straight = View(bent[:, :1])
        return [straight, View(bent)] if bent.shape[1] > 1 else [straight]
    levels = indicators(values)
    told = levels[:, :1] if levels.shape[1] <= 2 else levels
    return [View(column[:, None], is_level=True) for column in told.T]


def is_ordered(column: Column) -> bool:
    """Whether values can be ranked."""
    return column.variable.kind in (Kind.NUMERIC, Kind.ORDINAL)


def indicators(codes: Floats) -> Floats:
    """One 0/1 column for each level, most frequent first, those below `RARE` rows pooled last."""
    levels, counts = np.unique(codes, return_counts=True)
    by_count = levels[np.argsort(-counts, kind="stable")]
    common = by_count[: max(1, int((counts >= RARE).sum()))]
    columns = [(codes == level).astype(np.float64) for level in common]
    if common.size < levels.size:
        columns.append(1.0 - np.sum(columns, axis=0))
    return np.column_stack(columns)


def over(columns: Floats, rows: Rows) -> Floats:
    """Columns of some rows, shape (m, k), among all rows, 0 elsewhere; shape (n, k)."""
    if rows.all():
        return columns
    spread = np.zeros((rows.size, columns.shape[1]))
    spread[rows] = columns
    return spread
