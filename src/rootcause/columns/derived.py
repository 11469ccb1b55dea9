"""Candidates worked out from a column: parts of a time, and whether a value is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rootcause.variables import Column, Extent, Kind, Variable

ENOUGH = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAY = 86_400
HOURS = 24.0  # after which a day begins anew


def derive(column: Column, n_min: int = ENOUGH) -> list[Column]:
    """Candidates that follow from a column: those that vary, named and labelled after it.

    Parameters
    ----------
    column
        Of any kind; a time gives its hour, weekday, month and order of observation.
    n_min
        Rows that each of at least two groups must have: weekdays, months, missing and recorded.
    """
    found = _of_time(column, n_min) if column.variable.kind is Kind.TIME else []
    if n_min <= column.extent.n_missing <= len(column.values) - n_min:
        found.append(_missing(column))
    return found


def _of_time(column: Column, n_min: int) -> list[Column]:
    """Derive what varies of a time on the wall clock."""
    present = column.values[column.present]
    days, seconds = np.divmod(present, _DAY)
    stamps = present.astype("datetime64[s]")
    months = stamps.astype("datetime64[M]").astype(np.int64) % 12
    called = column.variable.called
    found = []
    if len(np.unique(seconds)) > 1:
        hour = _variable(column, "hour", Kind.NUMERIC, f"hour of {called}", unit="h")
        hour = replace(hour, period=HOURS)
        found.append(_spread(column, hour, seconds / 3600))
    for part, codes, names in (
        ("weekday", (days + 3) % 7, WEEKDAYS),  # 1970-01-01 was a Thursday
        ("month", months, MONTHS),
    ):
        if _groups(codes, n_min) and not (part == "weekday" and _by_month(stamps)):
            variable = _variable(column, part, Kind.NOMINAL, f"{part} of {called}")
            found.append(_levelled(column, variable, codes, names))
    moments, ranks = np.unique(present, return_inverse=True)
    if len(moments) > 2 and days.min() < days.max():  # within one day the hour says the same
        order = _variable(column, "order", Kind.NUMERIC, "order of observation")
        found.append(_spread(column, order, _midranks(ranks)))
    return found


def _by_month(stamps: NDArray[np.datetime64]) -> bool:
    """Whether all are of the same day of different months, so that weekdays mean nothing."""
    months = stamps.astype("datetime64[M]")
    days = stamps.astype("datetime64[D]") - months.astype("datetime64[D]")
    return bool((days == days[0]).all() and (months != months[0]).any())


def record_of(variable: Variable) -> Variable:
    """Whether a variable was recorded: what stands for its missing values."""
    return Variable(
        f"{variable.name}: missing",
        Kind.BINARY,
        label=f"record of {variable.called}",
        levels=("recorded", "missing"),
        derived_from=variable.name,
    )


def _missing(column: Column) -> Column:
    variable = record_of(column.variable)
    return Column(variable, (~column.present).astype(np.float64), Extent(0, 0.0, 1.0))


def _variable(
    column: Column,
    part: str,
    kind: Kind,
    label: str,
    *,
    unit: str = "",
) -> Variable:
    return Variable(
        f"{column.name}: {part}",
        kind,
        label=label,
        unit=unit,
        derived_from=column.name,
    )


def _spread(column: Column, variable: Variable, values: NDArray[np.float64]) -> Column:
    """Values of the present rows as a column of all rows."""
    whole = np.full(len(column.values), np.nan)
    whole[column.present] = values
    return Column(variable, whole)


def _levelled(
    column: Column, variable: Variable, codes: NDArray[np.generic], names: tuple[str, ...]
) -> Column:
    """Codes of names as codes of the names that occur."""
    used, places = np.unique(codes.astype(np.intp), return_inverse=True)
    levels = tuple(names[place] for place in used)
    return _spread(column, replace(variable, levels=levels), places.astype(np.float64))


def _groups(codes: NDArray[np.generic], n_min: int) -> bool:
    """Whether at least two groups are large enough."""
    return int((np.unique(codes, return_counts=True)[1] >= n_min).sum()) > 1


def _midranks(places: NDArray[np.intp]) -> NDArray[np.float64]:
    """Rank of each value from 1, ties sharing the middle of theirs."""
    counts = np.bincount(places)
    ranks: NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return ranks
