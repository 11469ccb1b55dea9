"""What a variable holds: numbers, times, true and false, or text; columns brought to that."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rootcause.store.observations.entering import FALSE, TRUE
from rootcause.store.observations.known import Known
from rootcause.variables import Kind

NEEDED = {
    "numbers": "a number is needed",
    "times": "a time is needed",
    "true or false": "true or false is needed",
    "text": "text is needed",
}


def held_by(one: Known) -> str:
    """Say what a variable holds: as its kind says, or else as its values have been so far."""
    by_kind = {Kind.NUMERIC: "numbers", Kind.TIME: "times"}
    if one.kind in by_kind:
        return by_kind[one.kind]
    return one.form if one.kind in (None, Kind.BINARY) and not one.levels else ""


def brought(column: pd.Series, held: str) -> pd.Series:
    """Bring a column to what its variable holds; what can't be is missing."""
    bring = {"numbers": _numbers, "times": _times, "true or false": _truths, "text": _texts}
    return bring[held](column) if held in bring else column


def held_in(column: pd.Series) -> str:
    """Say what a column holds; nothing where it holds nothing, or this and that."""
    if not column.notna().any():
        return ""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "true or false"
    if pd.api.types.is_numeric_dtype(column.dtype):
        return "numbers"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "times"
    found = pd.api.types.infer_dtype(column, skipna=True)
    return {"string": "text", "boolean": "true or false"}.get(found, "")


def _numbers(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    found: Any = pd.to_numeric(column.astype(object), errors="coerce")
    return pd.Series(found, index=column.index)


def _times(column: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return column
    return pd.to_datetime(column, errors="coerce", format="ISO8601")


def _truths(column: pd.Series) -> pd.Series:
    if held_in(column) in ("true or false", ""):
        return column
    words = column.astype(object).map(lambda one: str(one).casefold(), na_action="ignore")
    known = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
    return words.map(known).astype("boolean")


def _texts(column: pd.Series) -> pd.Series:
    """Whole numbers may be text, as of lots; other values are none."""
    if pd.api.types.is_integer_dtype(column.dtype):
        return column.astype("str")
    return column if held_in(column) in ("text", "") else column.where(column.isna())
