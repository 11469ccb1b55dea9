"""Columns as what a model holds, and as what is tested beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import TURN, curve, turning
from rootcause.association.score_tests import View
from rootcause.variables import Column, Kind, Variable

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

ORDERED = (Kind.NUMERIC, Kind.ORDINAL)
RARE = 3  # rows that a level needs to be told from the rest


def columns_of(values: Floats, variable: Variable, flexible: int) -> Floats:
    """Complete values as columns: curves of their ranks, or one column a level; shape (n, k)."""
    if variable.period:
        return turning(values, flexible)
    return curve(values, flexible) if variable.kind in ORDERED else indicators(values)


def held_of(columns: Floats, ordered: bool) -> Floats:
    """Those of the columns that a model with an intercept holds."""
    return columns if ordered else columns[:, 1:]


def views_of(columns: Floats, variable: Variable) -> list[View]:
    """The smooth ways in which a candidate may matter: straight and bent, or each level."""
    if variable.kind in ORDERED:
        leading = TURN if variable.period else 1
        straight = View(columns[:, :leading])
        return [straight, View(columns)] if columns.shape[1] > leading else [straight]
    told = columns[:, :1] if columns.shape[1] <= 2 else columns
    return [View(column[:, None], is_level=True) for column in told.T]


def is_ordered(column: Column) -> bool:
    """Whether values can be ranked."""
    return column.variable.kind in ORDERED


def indicators(codes: Floats) -> Floats:
    """One 0/1 column for each level, most frequent first, those below `RARE` rows pooled last."""
    levels, counts = np.unique(codes, return_counts=True)
    by_count = levels[np.argsort(-counts, kind="stable")]
    common = by_count[: max(1, int((counts >= RARE).sum()))]
    columns = (codes == common[:, None]).astype(np.float64)
    if common.size < levels.size:
        columns = np.vstack([columns, 1.0 - columns.sum(axis=0)])
    return np.asarray(columns.T)


def over(columns: Floats, rows: Rows) -> Floats:
    """Columns of some rows, shape (m, k), among all rows, 0 elsewhere; shape (n, k)."""
    if rows.all():
        return columns
    spread = np.zeros((columns.shape[1], rows.size))
    spread[:, rows] = columns.T
    return spread.T


def among(columns: Floats, rows: Rows) -> Floats:
    """The kept rows of columns, shape (m, k)."""
    return columns if rows.all() else columns.T[:, rows].T
