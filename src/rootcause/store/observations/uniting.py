"""Columns put together from pieces: typed as narrowly as all of their values allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd


def typed(values: Sequence[Any], index: pd.Index) -> pd.Series:
    """Make a column of values entered by hand, None where missing."""
    column = pd.Series(values, index=index, dtype=object)
    there = column[column.notna()]
    if there.empty:
        return column.astype("float64")
    narrow = there.infer_objects()
    return narrow if len(there) == len(column) else spread(narrow, index)


def spread(column: pd.Series, index: pd.Index) -> pd.Series:
    """Put a column where it belongs among more rows; true and false stay so beside nothing."""
    if column.dtype == bool and len(column) < len(index):
        column = column.astype("boolean")
    return column.reindex(index)


def united(pieces: Sequence[pd.Series], index: pd.Index) -> pd.Series:
    """Put pieces of one column together, in the order of the index."""
    pieces = [one for one in pieces if len(one)]
    if not pieces:
        return pd.Series(float("nan"), index=index)
    if any(str(one.dtype) == "boolean" for one in pieces):
        pieces = [one.astype("boolean") if one.dtype == bool else one for one in pieces]
    if all(isinstance(one.dtype, pd.CategoricalDtype) for one in pieces):
        pieces = _same_categories(pieces)
    if len(pieces) == 1:
        return spread(pieces[0], index)
    return spread(pd.concat(pieces), index)


def _same_categories(pieces: Sequence[pd.Series]) -> list[pd.Series]:
    """Give categoricals one set of categories, where they have no order or the same one."""
    first: Any = pieces[0].dtype
    if any(one.dtype != first for one in pieces) and not any(one.cat.ordered for one in pieces):
        every = pd.api.types.union_categoricals([one.array for one in pieces]).categories
        return [one.cat.set_categories(every) for one in pieces]
    return list(pieces)
