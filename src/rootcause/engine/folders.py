"""Folders whose names say something of the rows in them, as plant=3/day=2026-01-05/part.parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from rootcause.errors import TableError

DAY = r"\d{4}-\d\d-\d\d"
NOTHING = "__HIVE_DEFAULT_PARTITION__"  # what Hive and Spark write for a missing value


def said_by(path: Path) -> dict[str, str | None]:
    """What the folders of a file say of its rows, by name of column."""
    pairs = [part.split("=", 1) for part in path.parts[:-1] if not part.startswith("=")]
    return {
        unquote(pair[0]): None if pair[1] == NOTHING else unquote(pair[1])
        for pair in pairs
        if len(pair) == 2
    }


def with_folders(frames: Sequence[pd.DataFrame], paths: Sequence[Path]) -> list[pd.DataFrame]:
    """Each file's rows with what its folders say of them, days as times.

    What a file says itself goes before.
    """
    said = pd.DataFrame([said_by(path) for path in paths], index=range(len(paths)))
    for name, values in said.items():
        if values.dropna().str.fullmatch(DAY).all() and values.notna().any():
            said[name] = pd.to_datetime(values)
    both = []
    for place, frame in enumerate(frames):
        new = [name for name in said.columns if name not in frame.columns]
        there = said.loc[[place] * len(frame), new].set_index(frame.index)
        both.append(pd.concat([frame, there], axis="columns"))
    return both


def columns_of_folders(paths: Sequence[Path]) -> list[str]:
    """Names of the columns that the folders of files say, if all of them say the same ones.

    Raises
    ------
    TableError
        When the folders of some say less than those of others.
    """
    first = said_by(paths[0])
    for path in paths[1:]:
        for name in first.keys() ^ said_by(path).keys():
            lacks, has = (path, paths[0]) if name in first else (paths[0], path)
            raise TableError(f"The folders of {lacks} don't say {name!r}, which those of {has} do.")
    return list(first)
