"""Why a column can't be tested: constant, empty, an identifier, free text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rootcause.columns import guesses
from rootcause.columns.spelling import shortened
from rootcause.variables import Column, Kind, Variable

ENOUGH_FOR_IDENTIFIER = 5
ENOUGH_FOR_NEARLY = 20
NEARLY = 0.9
FREE_TEXT_WORDS = 4
HEAD = 100  # values looked at before all are


def why_not_tested(column: Column, *, declared: bool) -> str:
    """Why nothing can be worked out from a column; empty when it can be tested.

    `declared` numbers are taken as numbers, whatever they look like.
    """
    values = recorded(column.values)
    variable = column.variable
    if not len(values):
        return "nothing recorded: every value is missing"
    if values.min() == values.max():
        return f"constant: always {_shown(values[0], variable)}"
    if variable.kind is Kind.TIME:
        return "a time: only what is derived from it is tested"
    if variable.kind is Kind.NUMERIC:
        return "" if declared else _numbers_the_rows(values, variable.name)
    if variable.kind is Kind.ORDINAL:
        return ""
    return _too_many_levels(values, variable)


def recorded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values that are not missing: the array itself where none is."""
    missing = np.isnan(values)
    return values[~missing] if missing.any() else values


def integers(values: NDArray[np.float64]) -> bool:
    """Whether all are whole numbers; most that are not show it soon."""
    return all(bool((part == np.floor(part)).all()) for part in (values[:HEAD], values))


def as_word(value: float) -> str:
    """Write a number as a level: 50, 0.25."""
    return str(int(value)) if value.is_integer() else repr(float(value))


def _shown(value: float, variable: Variable) -> str:
    if variable.levels:
        return repr(shortened(variable.levels[int(value)]))
    if variable.kind is Kind.TIME:
        return str(np.datetime64(round(value), "s")).replace("T", " ")
    return as_word(float(value))


def _numbers_the_rows(values: NDArray[np.float64], name: str) -> str:
    n = len(values)
    if n < ENOUGH_FOR_IDENTIFIER or not integers(values):
        return ""
    counted = values.min() in (0, 1) and values.max() - values.min() == n - 1
    suspect = (counted and not guesses.says_order(name)) or guesses.says_identifier(name)
    if suspect and len(np.unique(values)) == n:
        return "an identifier: a different number on every row"
    return ""


def _too_many_levels(values: NDArray[np.float64], variable: Variable) -> str:
    n, found = len(values), len(variable.levels)
    counts = np.bincount(values.astype(np.intp), minlength=found)
    if n >= ENOUGH_FOR_IDENTIFIER and found > n / 2:
        some = variable.levels[:: max(1, found // 500)]
        if sum(len(level.split()) for level in some) >= FREE_TEXT_WORDS * len(some):
            return "free text: hardly any two rows say the same"
        if found == n:
            return "an identifier: a different value on every row"
        if n >= ENOUGH_FOR_NEARLY and found > NEARLY * n:
            return f"an identifier: {found} different values on {n} rows"
    return "no value occurs twice" if counts.max() < 2 else ""
