"""Tables of counts: rows that stand for many observations, and outcomes counted of so many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.columns import read_column
from rootcause.errors import VariableError, did_you_mean
from rootcause.variables import Kind, Variable

MOST = 5_000_000  # observations that a table of counts may stand for

Floats = NDArray[np.float64]


def as_observations(
    frame: pd.DataFrame,
    outcome: str,
    declared: Mapping[str, Variable],
    *,
    counts: str | None,
    of: str | None,
) -> tuple[pd.DataFrame, dict[str, Variable]]:
    """A table of counts as one row an observation, its outcome as a share, and what they are.

    Parameters
    ----------
    frame
        As it was read.
    outcome
        Name of the outcome's column.
    declared
        Variables by name of column.
    counts
        Name of the column that says how many observations a row stands for, if any does.
    of
        Name of the column that says of how many the outcome was counted, if it was.
    """
    told = dict(declared)
    if counts:
        frame = unfolded(frame, counts)
    if of:
        frame = shares(frame, outcome, of)
        counted = told.get(outcome, Variable(outcome, Kind.NUMERIC))
        told[outcome] = as_share(counted, told.get(of, Variable(of, Kind.NUMERIC)))
    return frame, told


def unfolded(frame: pd.DataFrame, counts: str) -> pd.DataFrame:
    """One row an observation, of a table whose rows each stand for so many.

    Parameters
    ----------
    frame
        One row a combination.
    counts
        Name of the column that says how many observations a row stands for; it is left out.

    Raises
    ------
    VariableError
        When the column doesn't hold whole numbers from 0 up, or they are too many.
    """
    values = _numbers(frame, counts)
    whole = ~np.isnan(values) & (values >= 0) & (values == np.floor(values))
    if not whole.all():
        raise VariableError(
            f"{counts!r} is to say how many observations a row stands for, but in row "
            f"{_first(~whole)} it is {frame[counts].iloc[int(np.argmin(whole))]!r}; "
            "it takes whole numbers from 0 up."
        )
    if values.sum() > MOST:
        raise VariableError(
            f"{counts!r} adds up to {values.sum():,.0f} observations, and at most {MOST:,} "
            "can be told apart. Divide the counts, or take a sample."
        )
    rows = np.repeat(np.arange(len(frame)), values.astype(np.intp))
    return frame.drop(columns=counts).iloc[rows].reset_index(drop=True)


def shares(frame: pd.DataFrame, outcome: str, of: str) -> pd.DataFrame:
    """The table with its outcome as a share in %, where it was counted of so many.

    Parameters
    ----------
    frame
        One row an observation.
    outcome
        Name of the column that says how many had it.
    of
        Name of the column that says of how many; a row with none of them has no outcome.

    Raises
    ------
    VariableError
        When they don't hold numbers, or a count lies outside 0 and what it is counted of.
    """
    whole, had = _numbers(frame, of), _numbers(frame, outcome)
    wrong = (had < 0) | (had > whole)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise VariableError(
            f"{outcome!r} is to be counted of {of!r}, but row {row + 1} says "
            f"{had[row]:g} of {whole[row]:g}."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, 100 * had / whole, np.nan)
    return frame.assign(**{outcome: share})


def as_share(outcome: Variable, of: Variable) -> Variable:
    """What the outcome is when it is counted of so many: a number in %."""
    return replace(
        outcome,
        kind=Kind.NUMERIC,
        unit="%",
        levels=(),
        label=outcome.label or f"{outcome.called} of {of.called}",
        of=of.name,
    )


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    if name not in frame.columns:
        raise VariableError(f"The table has no column {name!r}.{did_you_mean(name, frame.columns)}")
    return read_column(frame[name], name=name, kind=Kind.NUMERIC).values


def _first(wrong: NDArray[np.bool_]) -> int:
    return int(np.argmax(wrong)) + 1
