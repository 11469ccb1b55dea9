"""Why a column can't be tested: constant, empty, an identifier, free text."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rootcause.columns import guesses
from rootcause.columns.spelling import shortened
from rootcause.variables import Column, Extent, Kind, Variable

ENOUGH_FOR_IDENTIFIER = 5
ENOUGH_FOR_NEARLY = 20
NEARLY = 0.9
FREE_TEXT_WORDS = 4
HEAD = 100  # values looked at before all are


def why_not_tested(column: Column, *, declared: bool) -> str:
    """Why nothing can be worked out from a column; empty when it can be tested.

    `declared` numbers are taken as numbers, whatever they look like.
    """
    extent, variable = column.extent, column.variable
    if math.isnan(extent.low):
        return "nothing recorded: every value is missing"
    if extent.low == extent.high:
        return f"constant: always {_shown(extent.low, variable)}"
    if variable.kind is Kind.TIME:
        return "a time: only what is derived from it is tested"
    if variable.kind is Kind.NUMERIC:
        return "" if declared else _numbers_the_rows(column)
    if variable.kind is Kind.ORDINAL:
        return ""
    return _too_many_levels(column)


def recorded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values that are not missing: the array itself where none is."""
    missing = np.isnan(values)
    return values[~missing] if missing.any() else values


def is_two_valued(values: NDArray[np.float64], extent: Extent) -> bool:
    """Whether all that is recorded has one of two values; most that has more shows it soon."""
    _, low, high = extent
    if not low < high or any(low < one < high for one in values[:HEAD].tolist()):
        return False
    return bool(((values == low) | (values == high) | np.isnan(values)).all())


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


def _numbers_the_rows(column: Column) -> str:
    n_missing, low, high = column.extent
    n, name = len(column.values) - n_missing, column.name
    if n < ENOUGH_FOR_IDENTIFIER:
        return ""
    counted = low in (0, 1) and high - low == n - 1
    suspect = (counted and not guesses.says_order(name)) or guesses.says_identifier(name)
    if not suspect:
        return ""
    values = recorded(column.values)
    if integers(values) and len(np.unique(values)) == n:
        return "an identifier: a different number on every row"
    return ""


def _too_many_levels(column: Column) -> str:
    variable = column.variable
    n, found = len(column.values) - column.extent.n_missing, len(variable.levels)
    if n > found and not (n >= ENOUGH_FOR_IDENTIFIER and found > n / 2):
        return ""
    if n >= ENOUGH_FOR_IDENTIFIER and found > n / 2:
        some = variable.levels[:: max(1, found // 500)]
        if sum(len(level.split()) for level in some) >= FREE_TEXT_WORDS * len(some):
            return "free text: hardly any two rows say the same"
        if found == n:
            return "an identifier: a different value on every row"
        if n >= ENOUGH_FOR_NEARLY and found > NEARLY * n:
            return f"an identifier: {found} different values on {n} rows"
    counts = np.bincount(recorded(column.values).astype(np.intp), minlength=found)
    return "no value occurs twice" if counts.max() < 2 else ""
