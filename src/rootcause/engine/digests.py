"""Digests: a few cells of which a column's kind is read as it would be of all its cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.columns import guesses
from rootcause.columns.cells import Cells
from rootcause.columns.doubts import ENOUGH_FOR_IDENTIFIER
from rootcause.columns.reading import MARKS
from rootcause.engine.statistics import Facts, Floats

CELLS = 20_000  # of a digest, at least
A_VALUE = 10  # cells for each distinct value, at least, if it occurs so often
NUMBER_OF_ROW = "an identifier: a different number on every row"


def of_values(
    values: NDArray[Any], often: NDArray[np.int64], n_missing: int, cells: Cells
) -> tuple[pd.Series, NDArray[np.intp]]:
    """Each distinct value about as often as it occurs, and where each comes first.

    Parameters
    ----------
    values, often
        Numbers or words, and how many rows have each, shape (k,).
    n_missing
        Rows with none.
    cells
        Of some rows, which say what the numbers are.
    """
    total = int(often.sum()) + n_missing
    share = min(1.0, max(CELLS, A_VALUE * values.size) / max(total, 1))
    times = np.maximum(np.rint(often * share), np.minimum(often, 2)).astype(np.intp)
    empty = int(np.ceil(n_missing * share))
    firsts = np.cumsum(times) - times
    return held_as(np.repeat(values, times), cells, empty), firsts


def of_some(some: Floats, facts: Facts, cells: Cells) -> pd.Series:
    """Values of some rows, with what they may have missed: the ends, and what is not whole."""
    ends = {facts.low, facts.high} if not np.isnan(facts.low) else set()
    missed = [
        end for end in sorted(ends) for _ in range(2 if end in MARKS else 1) if end not in some
    ]
    if not facts.whole and np.array_equal(some, np.floor(some)):
        missed.append(facts.low + 0.5)
    return held_as(np.append(some, missed), cells, min(1, facts.n_missing))


def held_as(values: NDArray[Any], cells: Cells, n_missing: int) -> pd.Series:
    """Values as cells of the form of others, and so many that are missing."""
    if cells.form == "times":
        stamps = (np.append(values, [np.nan] * n_missing) * 1e6).round()
        return pd.Series(stamps).astype("Int64").astype("datetime64[us]")
    told = [None] * n_missing
    if cells.truth:
        return pd.Series([*(values == 1), *told], dtype=object)
    if values.dtype == object:
        return pd.Series([*values, *told], dtype=object)
    return pd.Series(np.append(values, [np.nan] * n_missing))


def numbers_the_rows(name: str, facts: Facts, some: Floats) -> bool:
    """Whether numbers seem to be those of the rows: no two of those drawn the same.

    As `rootcause.columns.doubts` asks of all.
    """
    n = facts.n - facts.n_missing - facts.n_infinite
    if n < ENOUGH_FOR_IDENTIFIER or not facts.whole:
        return False
    counted = facts.low in (0, 1) and facts.high - facts.low == n - 1
    suspect = (counted and not guesses.says_order(name)) or guesses.says_identifier(name)
    return suspect and np.unique(some).size == some.size
