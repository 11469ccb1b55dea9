"""The observations as written cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.columns.arrow import in_plain_pandas
from rootcause.report import numbers
from rootcause.report.parts import Span, Table
from rootcause.report.phrases import Words
from rootcause.results import Investigation
from rootcause.variables import Kind

MOST_ROWS = 2000
"""More observations than this are not written into a report."""

MOST_CELLS = 6000
"""Nor more values than this: a page is to stay small."""


def outcome_rows(investigation: Investigation) -> NDArray[np.intp]:
    """Place in `observations` of each value in `columns`: rows without an outcome are left out."""
    held = len(investigation.columns[investigation.outcome.name].values)
    told = investigation.observations
    if held == len(told):
        return np.arange(held)
    if investigation.kept is not None:
        return np.flatnonzero(investigation.kept)
    return np.flatnonzero(told[investigation.outcome.name].notna().to_numpy())


def cell(investigation: Investigation, name: str, at: int) -> Span:
    """One value of a column, written as people read it."""
    column = investigation.columns[name]
    value, variable = float(column.values[at]), column.variable
    if np.isnan(value):
        return Span(numbers.UNKNOWN)
    if variable.levels:
        return Span(variable.levels[int(value)])
    return Span(numbers.amount(value, variable.unit))


def outcome_cell(investigation: Investigation, at: int) -> Span:
    """The outcome of one observation: "● failed", "○ started", or its value."""
    column = investigation.columns[investigation.outcome.name]
    value, outcome = float(column.values[at]), column.variable
    if outcome.kind is not Kind.BINARY or np.isnan(value):
        return cell(investigation, outcome.name, at)
    happened = value == 1
    said = (outcome.happened if happened else outcome.otherwise) or outcome.levels[int(value)]
    return Span(f"{'●' if happened else '○'} {said}", hot=happened)


def observations(words: Words, investigation: Investigation, most: int = MOST_ROWS) -> Table:
    """All observations, or as many of the first ones, `most` at most, as leave the page small."""
    told = investigation.observations
    shown = told.head(min(most, MOST_CELLS // max(1, told.shape[1])))
    names = [str(name) for name in shown.columns]
    plain = [in_plain_pandas(held) for _, held in shown.items()]
    places = {row: at for at, row in enumerate(outcome_rows(investigation).tolist())}
    columns = [
        _outcome_column(investigation, len(shown), places)
        if name == investigation.outcome.name
        else [Span(written(value)) for value in held]
        for name, held in zip(names, plain, strict=True)
    ]
    counted = [Span(numbers.count(row + 1)) for row in range(len(shown))]
    numeric = tuple(
        pd.api.types.is_numeric_dtype(held) and not pd.api.types.is_bool_dtype(held)
        for held in plain
    )
    every = "All" if len(shown) == len(told) else f"The first {numbers.count(len(shown))} of"
    return Table(
        caption=f"{every} {words.so_many(len(told))}",
        heads=("#", *names),
        numeric=(True, *numeric),
        rows=tuple(zip(counted, *columns, strict=True)),
        note="" if every == "All" else "The rest are left out to keep the report small.",
    )


def _outcome_column(investigation: Investigation, rows: int, places: dict[int, int]) -> list[Span]:
    return [
        outcome_cell(investigation, places[row]) if row in places else Span(numbers.UNKNOWN)
        for row in range(rows)
    ]


def written(value: object) -> str:
    """One recorded value as text; what is missing is "–"."""
    if value is None or value is pd.NaT or value is pd.NA:
        return numbers.UNKNOWN
    if isinstance(value, pd.Timestamp):
        stamp = value.tz_localize(None)
        told = np.datetime_as_string(stamp.to_numpy(), "D" if stamp == stamp.normalize() else "m")
        return str(told).replace("T", " ")
    if isinstance(value, (float, np.floating)):
        return numbers.amount(float(value))
    return str(value)
