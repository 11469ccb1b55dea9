"""A caution where rows next to each other resemble each other, and nobody said why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rootcause.association.dependence import runs_in_time
from rootcause.results import Association
from rootcause.variables import Column

RUNS_UNDECLARED = (
    "Rows next to each other resemble each other, in this and in the outcome: "
    "name the column that says when (time) or which unit was observed (unit)."
)
LOOKED_AT = 20_000  # rows, the first ones: whoever resembles the next row soon shows it


def cautioned(
    outcome: Column,
    candidates: Sequence[Column],
    associations: Sequence[Association],
    alpha: float,
) -> list[Association]:
    """`associations`, with a caution where a p up to `alpha` may be due to runs in both."""
    if not any(one.pvalue <= alpha for one in associations) or not run_among_rows(outcome):
        return list(associations)
    return [
        replace(one, cautions=(*one.cautions, RUNS_UNDECLARED))
        if one.pvalue <= alpha and run_among_rows(column)
        else one
        for column, one in zip(candidates, associations, strict=True)
    ]


def run_among_rows(column: Column) -> bool:
    """Whether neighbours resemble each other beyond chance, and not because rows were sorted."""
    first = Column(column.variable, column.values[:LOOKED_AT])
    return runs_in_time(first) and not _is_grouped(first)


def _is_grouped(column: Column) -> bool:
    """Whether the rows were put in this column's order, so that neighbours tell nothing."""
    values = column.values[column.present]
    rises, falls = values[1:] > values[:-1], values[1:] < values[:-1]
    if column.variable.has_order:
        return not (rises.any() and falls.any())
    return bool(np.count_nonzero(rises | falls) < np.unique(values).size)
