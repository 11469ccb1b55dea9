"""Candidates that are another's earlier values: what it was one or more observations before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.variables import Column, Kind


def check_lags(lags: object, *, time: str | None) -> None:
    """Refuse anything but numbers of observations from 1 up, and any without a time."""
    if lags is None:
        return
    steps = lags.values() if isinstance(lags, Mapping) else [lags]
    if not all(isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in steps):
        raise ArgumentError(
            f"lags={lags!r} doesn't say how many observations to look back; it takes a number "
            "from 1 up, or one by name of column: {'temperature': 2}."
        )
    if time is None:
        raise ArgumentError("lags need an order: name the column that says when, as time.")


def with_lags(
    candidates: Iterable[Column], lags: Mapping[str, int] | int, time: Column, unit: Column | None
) -> Iterator[Column]:
    """Each candidate, followed by its earlier values where these were asked for.

    Parameters
    ----------
    candidates
        Columns of the same observations.
    lags
        How many observations to look back: of each recorded candidate, or by name.
    time
        When each observation was made; those without a time have no earlier one.
    unit
        What was observed; only earlier observations of the same one count. None for one unit.

    Raises
    ------
    VariableError
        When a name is not that of a candidate which can be tested.
    """
    wanted = dict(lags) if isinstance(lags, Mapping) else {}
    known = []
    for column in candidates:
        yield column
        variable = column.variable
        if variable.derived_from or variable.not_tested or variable.kind is Kind.TIME:
            continue
        known.append(column.name)
        steps = wanted.pop(column.name, 0) if isinstance(lags, Mapping) else lags
        for step in range(1, steps + 1):
            yield lagged(column, time, unit, step)
    if wanted:
        name = next(iter(wanted))
        raise VariableError(f"lags: {name!r} is not a candidate.{did_you_mean(name, known)}")


def lagged(column: Column, time: Column, unit: Column | None, step: int) -> Column:
    """Values so many observations earlier, missing where there is none."""
    values = np.full(column.values.size, np.nan)
    for rows in _series(time, unit):
        values[rows[step:]] = column.values[rows[: max(0, rows.size - step)]]
    ago = "one observation before" if step == 1 else f"{step} observations before"
    variable = replace(
        column.variable,
        name=f"{column.name}: lag {step}",
        label=f"{column.variable.called} {ago}",
        derived_from=column.name,
        note="",
    )
    return Column(variable, values)


def _series(time: Column, unit: Column | None) -> list[NDArray[np.intp]]:
    """Rows of each unit in the order of time; those without a time belong to none."""
    rows = np.argsort(time.values, kind="stable")[: int(time.present.sum())]
    if unit is None:
        return [rows]
    rows = rows[unit.present[rows]]
    return [rows[unit.values[rows] == code] for code in np.unique(unit.values[rows])]
