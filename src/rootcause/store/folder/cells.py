"""Cells of a CSV that a spreadsheet would run are made harmless, and brought back.

A text that begins as a formula does gets an apostrophe before it, and so does one that begins
with an apostrophe, and the empty text, which is not the same as nothing (OWASP, CSV Injection).

>>> harmless("=1+1"), harmless("'tis"), harmless("plain")
("'=1+1", "''tis", 'plain')
>>> restored("'=1+1"), restored("''tis"), restored("plain")
('=1+1', "'tis", 'plain')
"""

from __future__ import annotations

from typing import Any

import pandas as pd

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def harmless(text: str) -> str:
    """Make a text one that no spreadsheet runs."""
    return f"'{text}" if not text or text.startswith(RUNS) else text


def restored(text: str) -> str:
    """Bring a text back to what it was before `harmless`."""
    return text.removeprefix("'")


def harmless_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Make every text of a table harmless, the names of its columns too."""
    return _each(frame, harmless)


def restored_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring every text of a table back."""
    return _each(frame, restored)


def _each(frame: pd.DataFrame, change: Any) -> pd.DataFrame:
    done = {
        change(str(name)): column.map(lambda cell: change(cell) if isinstance(cell, str) else cell)
        if _holds_text(column)
        else column
        for name, column in frame.items()
    }
    return pd.DataFrame(done, index=frame.index)


def _holds_text(column: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(column.dtype) and not (
        pd.api.types.is_datetime64_any_dtype(column.dtype)
    )
