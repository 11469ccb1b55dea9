"""Counting in memory: a batch of observations, as numpy does it.

What every engine that hands out batches counts with; results of batches are merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.columns.cells import read_cells
from rootcause.engine.scales import Scale, part_of
from rootcause.engine.statistics import Contingency, Facts, Floats, Moments

Words = NDArray[Any]


def facts(batch: pd.DataFrame, names: Sequence[str]) -> dict[str, Facts]:
    """What each of some columns of a batch holds."""
    return {name: _facts(batch[name]) for name in names}


def _facts(column: pd.Series) -> Facts:
    if is_words(column):
        return Facts(len(column), int(column.isna().sum()))
    values = numbers(column)
    finite = values[np.isfinite(values)]
    return Facts(
        values.size,
        int(np.isnan(values).sum()),
        int(np.isinf(values).sum()),
        float(finite.min()) if finite.size else np.nan,
        float(finite.max()) if finite.size else np.nan,
        bool((finite == np.floor(finite)).all()),
    )


def contingencies(
    batch: pd.DataFrame, outcome: Scale, candidates: Sequence[Scale]
) -> list[Contingency]:
    """The outcome of a batch against each of some candidates, its rows with an outcome alone."""
    rows, down = _outcome(batch[outcome.column], outcome)
    return [_contingency(rows, down, batch[one.column], one) for one in candidates]


def _outcome(column: pd.Series, scale: Scale) -> tuple[Floats, Floats]:
    """Places of the outcome that may occur, and which of them each row has; -1 for none."""
    values = values_on(column, scale)
    if scale.is_binned:
        return np.arange(scale.size, dtype=np.float64), values
    known = ~np.isnan(values)
    rows, places = np.unique(values[known], return_inverse=True)
    down = np.full(values.size, np.nan)
    down[known] = places
    return rows, down


def _contingency(rows: Floats, down: Floats, column: pd.Series, scale: Scale) -> Contingency:
    if is_words(column) and not scale.codes:
        across, columns = _factorized(column)
    else:
        values = values_on(column, scale)
        across, columns = _placed(values, scale)
    kept = ~np.isnan(down)
    known = kept & (across >= 0)
    shape = rows.size, columns.size
    flat = down[known].astype(np.int64) * shape[1] + across[known]
    counts = np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape)
    missing = np.bincount(down[kept & (across < 0)].astype(np.int64), minlength=shape[0])
    return _trimmed(rows, columns, counts, missing)


def _trimmed(rows: Floats, columns: Words, counts: Words, missing: Words) -> Contingency:
    """Without places that don't occur."""
    down, across = counts.any(axis=1) | (missing > 0), counts.any(axis=0)
    return Contingency(rows[down], columns[across], counts[np.ix_(down, across)], missing[down])


def _placed(values: Floats, scale: Scale) -> tuple[NDArray[np.int64], Words]:
    """Which of some places each row has, -1 for none, and the places."""
    if scale.is_binned:
        across = np.where(np.isnan(values), -1, values).astype(np.int64)
        return across, np.arange(scale.size, dtype=np.float64)
    known = ~np.isnan(values)
    columns, places = np.unique(values[known], return_inverse=True)
    across = np.full(values.size, -1, dtype=np.int64)
    across[known] = places
    return across, columns


def _factorized(column: pd.Series) -> tuple[NDArray[np.int64], Words]:
    codes, found = pd.factorize(column, sort=True)
    return np.asarray(codes, dtype=np.int64), np.asarray(found, dtype=object)


def values_on(column: pd.Series, scale: Scale) -> Floats:
    """Values on a scale: places where it is binned or has codes; NaN where missing."""
    if scale.codes and is_words(column):
        return np.asarray(column.map(dict(scale.codes)), dtype=np.float64)
    values = numbers(column)
    values = np.where(np.isfinite(values) & ~np.isin(values, scale.gone), values, np.nan)
    if scale.part:
        values = part_of(values, scale.part)
    if not scale.is_binned:
        return values
    known = ~np.isnan(values)
    places = np.full(values.size, np.nan)
    places[known] = scale.places(values[known])
    return places


def moments(batch: pd.DataFrame, names: Sequence[str]) -> Moments:
    """Moments of numeric columns, of the rows of a batch that have them all."""
    columns = np.stack([numbers(batch[name]) for name in names])
    return Moments.of(columns[:, np.isfinite(columns).all(axis=0)])


def is_words(column: pd.Series) -> bool:
    """Whether a column of a batch holds words; numbers, truths and times are numbers."""
    dtype = column.dtype
    return not (pd.api.types.is_numeric_dtype(dtype) or dtype.kind in "mMb")


def numbers(column: pd.Series) -> Floats:
    """Values of a column that holds no words; true is 1, times are seconds since 1970."""
    return read_cells(column).values
