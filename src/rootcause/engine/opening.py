"""Which observations are held in memory, and which are counted where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from glob import glob, has_magic
from pathlib import Path
from typing import Any

import pandas as pd

from rootcause.engine import sources
from rootcause.engine.alike import check_alike, read_as
from rootcause.engine.folders import columns_of_folders, with_folders
from rootcause.engine.producing import Engine
from rootcause.engine.sources import DATABASES, PARQUET, TEXT
from rootcause.errors import ArgumentError, TableError
from rootcause.tables import read_table

MEMORY = 2 * 2**30  # bytes that may be used where nothing is said
LEAST = 2**28  # bytes without which nothing can be done
POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}


def opened(table: Any, memory: int | str | None = None) -> Engine | Any:
    """Observations as an `Engine` where they are too many to hold; otherwise as a table to read.

    They are held in memory as long as 32 bytes a cell, or 8 bytes a byte of a text file, are not
    more than may be used. A Spark DataFrame is always counted where it is.

    Parameters
    ----------
    table
        What `rank` and `investigate` take.
    memory
        Bytes that may be used, or "500MB", "2GiB"; 2 GiB when None.

    Raises
    ------
    TableError, ArgumentError
        When files do not fit together or can't be read; when `memory` is no size.
    """
    limit = in_bytes(memory)
    if is_engine(table):
        return table
    if type(table).__module__.startswith("pyspark.sql"):
        from rootcause.engine.cluster import Cluster

        return Cluster(table)
    if type(table).__name__ == "DuckDBPyRelation":
        return _held(sources.of_relation(table), limit)
    return _of_path(table, limit) if isinstance(table, str | Path) else table


@contextmanager
def opening(table: Any, memory: int | str | None = None) -> Iterator[Engine | Any]:
    """The same, and what counts them is closed after."""
    source = opened(table, memory)
    with closing(source) if is_engine(source) else nullcontext():
        yield source


def _of_path(table: str | Path, limit: int) -> Engine | Any:
    """What a path names: one file, many, or a database."""
    path = Path(table).expanduser()
    if path.suffix.lower() in DATABASES and path.is_file():
        return _held(sources.of_database(path, limit), limit)
    if has_magic(str(path)) and not path.exists():
        return _many(str(path), limit)
    if path.suffix.lower() not in (*PARQUET, *TEXT) or not path.is_file():
        return table
    return sources.of_files([path], limit) if sources.weight([path]) > limit else table


def is_engine(found: Any) -> bool:
    """Whether observations are counted where they are."""
    return hasattr(type(found), "contingencies")  # a table may have a column of any name


def _held(engine: Engine, limit: int) -> Engine | pd.DataFrame:
    """The observations themselves, where they are not too many to hold."""
    if sources.A_CELL * engine.n * len(engine.names) > limit:
        return engine
    try:
        return engine.sample(engine.names, engine.n, 0)
    finally:
        engine.close()


def _many(pattern: str, limit: int) -> Engine | pd.DataFrame:
    """All files of a pattern, as one table."""
    paths = [Path(one) for one in sorted(glob(pattern, recursive=True)) if Path(one).is_file()]
    if not paths:
        raise TableError(f"There is no file {pattern}.")
    if sources.weight(paths) > limit:
        return sources.of_files(paths, limit)
    if {path.suffix.lower() for path in paths} <= set(PARQUET):
        sources.check_together(paths)
        columns_of_folders(paths)
        paths = [path for path in paths if sources.metadata(path).num_rows] or paths
        frames = with_folders([read_table(path) for path in paths], paths)
    else:
        frames = [read_table(path) for path in paths]
    for path, frame in zip(paths[1:], frames[1:], strict=True):
        for name in dict.fromkeys([*frames[0].columns, *frame.columns]):
            lacks, has = (path, paths[0]) if name in frames[0].columns else (paths[0], path)
            if name not in frame.columns or name not in frames[0].columns:
                raise TableError(f"{lacks} has no column {name!r}, which {has} has.")
        for name, column in frame.items():
            check_alike(str(name), (paths[0], read_as(frames[0][name])), (path, read_as(column)))
    return pd.concat(frames, ignore_index=True)


def in_bytes(memory: int | str | None) -> int:
    """A size as a number of bytes."""
    if memory is None:
        return MEMORY
    found = re.fullmatch(r"\s*(\d+\.?\d*)\s*([KMGT]?)(I?)B?\s*", str(memory).upper())
    if not found:
        raise ArgumentError(f"memory={memory!r} is no size, such as '2GB' or '500MB'.")
    size = int(float(found[1]) * (1024 if found[3] else 1000) ** POWERS[found[2]])
    if size < LEAST:
        raise ArgumentError(f"memory={memory!r} is too little: it takes 256 MiB at least.")
    return size
