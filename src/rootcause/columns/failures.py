"""An outcome as a fix or a swap is judged by it: failures, counts of them, or measured values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from rootcause.columns import guesses
from rootcause.columns.outcomes import with_words
from rootcause.columns.reading import read_column
from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.variables import Column, Kind, Role, Variable

Form = Literal["shares", "rates", "values"]


def read_failures(
    cells: pd.Series,
    name: str,
    *,
    kind: str | None,
    failure: str | None,
    declared: Mapping[str, Variable],
    exposure: str | None,
) -> tuple[Column, Form]:
    """Read an outcome as numbers: 1 where it failed and 0 where not, a count, or a value.

    Raises
    ------
    VariableError
        When nothing was recorded, or its kind has no rate and no shift.
    ArgumentError
        When `failure` is none of its levels.
    """
    number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    asked = Kind.NOMINAL if failure is not None else kind
    known = declared.get(name)
    guess = Kind.NUMERIC if number and (known is None or exposure is not None) else None
    column = read_column(cells, name=name, kind=asked or guess, declared=known)
    if not column.present.any():
        raise VariableError(
            f"The outcome {name!r} was never recorded; there is nothing to compare."
        )
    if failure is not None:
        column = _one_level(column, failure)
    elif column.variable.kind is Kind.NUMERIC and asked is None and exposure is None:
        column = _if_yes_or_no(column)
    elif len(column.variable.levels) == 1:
        column = _always(column)
    if exposure is not None:
        return _counted(column), "rates"
    if column.variable.kind is Kind.BINARY:
        return _said(column), "shares"
    if column.variable.kind is Kind.NUMERIC:
        return _said(column), "values"
    raise VariableError(_why_not(column.variable))


def _said(column: Column) -> Column:
    variable = replace(with_words(column.variable), role=Role.OUTCOME, not_tested="")
    return replace(column, variable=variable)


def _one_level(column: Column, failure: str) -> Column:
    """Code one level as the failure, all others as not."""
    levels = {guesses.meaning(level): place for place, level in enumerate(column.variable.levels)}
    place = levels.get(guesses.meaning(str(failure)))
    if place is None:
        hint = did_you_mean(failure, column.variable.levels)
        raise ArgumentError(f"failure={failure!r} is no level of {column.name!r}.{hint}")
    level = column.variable.levels[place]
    others = [one for one in column.variable.levels if one != level]
    words = ("", "")
    if guesses.folded(level) in guesses.PLAIN_NO:
        called = column.variable.called
        words = guesses.negated(called), called
    variable = replace(
        column.variable,
        kind=Kind.BINARY,
        levels=(others[0] if len(others) == 1 else "others", level),
        happened=words[0],
        otherwise=words[1],
    )
    codes = np.where(column.present, column.values == place, np.nan)
    return Column(variable, codes)


def _if_yes_or_no(column: Column) -> Column:
    """Numbers that are all 0 or all 1 are a yes or no that never varied."""
    if np.isin(column.values[column.present], (0, 1)).all():
        variable = replace(column.variable, kind=Kind.BINARY, levels=("0", "1"), unit="")
        return Column(variable, column.values)
    return column


def _always(column: Column) -> Column:
    """One level throughout: it failed always, or never."""
    (level,) = column.variable.levels
    folded = guesses.folded(level)
    if folded in guesses.POSITIVE:
        pair, code = (guesses.negated(level), level), 1.0
    elif folded in guesses.NEGATIVE:
        pair, code = (level, "yes" if folded in guesses.PLAIN_NO else guesses.negated(level)), 0.0
    else:
        raise VariableError(
            f"The outcome {column.name!r} is always {level!r}; whether that is a failure is not "
            f"known. Say failure={level!r} if it is."
        )
    variable = replace(column.variable, kind=Kind.BINARY, levels=pair)
    return Column(variable, np.where(column.present, code, np.nan))


def _counted(column: Column) -> Column:
    values = column.values[column.present]
    if column.variable.levels and column.variable.kind is not Kind.BINARY:
        raise VariableError(_why_not(column.variable))
    if np.any(values < 0) or np.any(values != np.floor(values)):
        raise VariableError(
            f"With exposure= the outcome {column.name!r} counts failures, whole numbers from 0 up; "
            f"it holds {values[(values < 0) | (values != np.floor(values))][0]:g}."
        )
    variable = replace(column.variable, kind=Kind.NUMERIC, levels=(), role=Role.OUTCOME)
    return Column(variable, column.values)


def _why_not(variable: Variable) -> str:
    if variable.kind is Kind.TIME:
        return (
            f"The outcome {variable.name!r} is a time, which has no rate of failures. Make a "
            "number of it (a delay in minutes) or a yes or no (too late)."
        )
    known = ", ".join(map(repr, variable.levels[:5]))
    return (
        f"The outcome {variable.name!r} has {len(variable.levels)} levels ({known}), of which none "
        f"is known to be the failure. Say which: failure={variable.levels[-1]!r}."
    )
