"""Whether files that belong together hold the same in a column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from rootcause.engine.batches import is_words
from rootcause.errors import TableError

HELD = {
    "empty": "nothing",
    "boolean": "true or false",
    "string": "text",
    "categorical": "text",
    "mixed": "text",
    "datetime64": "times",
    "datetime": "times",
    "date": "times",
}


def check_alike(name: str, one: tuple[Path, str], other: tuple[Path, str]) -> None:
    """Refuse a column that holds one thing in one file and something else in another."""
    if one[1] != other[1] and "nothing" not in (one[1], other[1]):
        raise TableError(
            f"{name!r} changes between files: {one[1]} in {one[0]}, {other[1]} in {other[0]}."
        )


def held_as(held: Any) -> str:
    """What a column of an Arrow type holds, in a word."""
    import pyarrow as pa

    if pa.types.is_null(held):
        return "nothing"
    if is_words(held):
        return "text"
    if pa.types.is_boolean(held):
        return "true or false"
    if pa.types.is_date(held) or pa.types.is_timestamp(held):
        return "times"
    return "numbers"


def read_as(column: pd.Series) -> str:
    """The same of a column that was read."""
    if column.isna().all():
        return "nothing"
    return HELD.get(pd.api.types.infer_dtype(column, skipna=True), "numbers")
