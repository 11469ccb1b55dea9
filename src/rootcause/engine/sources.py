"""What DuckDB reads: files that belong together, a database, a relation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rootcause.engine.alike import check_alike, held_as
from rootcause.engine.batches import is_words
from rootcause.engine.disk import NUMBERED, VIEW, Disk, in_one_sentence, in_sentence, quoted, text
from rootcause.engine.folders import columns_of_folders
from rootcause.engine.texts import as_parquet
from rootcause.errors import ArgumentError, TableError

PARQUET = (".parquet", ".pq")
TEXT = (".csv", ".tsv", ".txt")
DATABASES = (".duckdb", ".ddb")
A_CELL = 32  # bytes in memory of a cell at most, what is worked out of it included
OF_TEXT = 8  # bytes in memory of a byte of a text file, likewise
OWN_SHARE = 3  # of the memory, DuckDB may use one part in so many; numpy needs the rest
AHEAD = re.compile(r"([+-])(\d\d):?(\d\d)")  # a zone that is so far from UTC all the year
FILE, ROW = "rootcause file", "rootcause row"


def weight(paths: Sequence[Path]) -> int:
    """Bytes that files would need in memory, at most."""
    found = 0
    for path in paths:
        if path.suffix.lower() in PARQUET:
            described = metadata(path)
            found += A_CELL * described.num_rows * described.num_columns
        elif path.suffix.lower() in TEXT:
            found += OF_TEXT * path.stat().st_size
    return found


def of_files(paths: Sequence[Path], memory: int) -> Disk:
    """Parquet or text files of the same columns."""
    endings = {path.suffix.lower() for path in paths}
    said = columns_of_folders(paths) if endings <= set(PARQUET) else []
    with ExitStack() as held:
        connection = connected(held, memory)
        if endings <= set(TEXT):
            folder = Path(held.enter_context(TemporaryDirectory(prefix="rootcause-")))
            paths = as_parquet(paths, folder)
        elif not endings <= set(PARQUET):
            known = ", ".join((*PARQUET, *TEXT))
            raise TableError(f"Files read together are all Parquet or all text ({known}).")
        names = {**dict.fromkeys(said), **check_together(paths)}
        listed = ", ".join(text(str(path)) for path in paths)
        own = f"filename AS {quoted(FILE)}, file_row_number AS {quoted(ROW)}"
        columns = ", ".join(map(_on_the_wall, names.items()))
        query = (
            f"SELECT {columns}, {own} FROM read_parquet([{listed}], "
            f"union_by_name = {len(paths) > 1}, hive_partitioning = {bool(said)}, "
            "filename = true, file_row_number = true)"
        )
        rows = (quoted(FILE), quoted(ROW)) if len(paths) > 1 else (quoted(ROW),)
        types = _seen(connection, query, names)
        return Disk(connection.sql, types, rows, held.pop_all(), levels_in_order(paths))


def of_database(path: Path, memory: int) -> Disk:
    """The one table of a DuckDB file."""
    with ExitStack() as held:
        connection = connected(held, memory)
        with in_one_sentence():
            connection.execute(f"ATTACH {text(str(path))} AS book (READ_ONLY)")
        found = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'book'"
        ).fetchall()
        if len(found) != 1:
            names = ", ".join(repr(name) for _, name in found) or "none"
            raise TableError(
                f"{path} is to hold one table, and it holds {names}. "
                "Pass the relation instead: duckdb.connect(path).table(name)."
            )
        table = ".".join(map(quoted, ("book", *found[0])))
        names = connection.sql(f"FROM {table}").columns
        types = _seen(connection, f"SELECT *, rowid AS {quoted(ROW)} FROM {table}", names)
        return Disk(connection.sql, types, (quoted(ROW),), held.pop_all())


def of_relation(relation: Any) -> Disk:
    """A relation of somebody's own connection, whose memory is their affair."""
    types = _types(relation, relation.columns)
    return Disk(partial(relation.query, VIEW), types, NUMBERED, ExitStack())


def _seen(connection: Any, query: str, names: Iterable[str]) -> dict[str, str]:
    """The types of some columns of a query, which from now on is the view of the observations.

    Asking a relation would bind all of its columns several times a question.
    """
    with in_one_sentence():
        connection.execute(f"CREATE TEMP VIEW {VIEW} AS {query}")
        return _types(connection.table(VIEW), names)


def _types(relation: Any, names: Iterable[str]) -> dict[str, str]:
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    return {name: types[name] for name in names}


def connected(held: ExitStack, memory: int) -> Any:
    """A connection of our own that keeps to its memory, and leaves nothing behind."""
    try:
        import duckdb
    except ImportError:
        raise ArgumentError(
            "Observations beyond memory need DuckDB; pip install 'rootcause[scale]' brings it."
        ) from None
    folder = held.enter_context(TemporaryDirectory(prefix="rootcause-"))
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory // OWN_SHARE}B",
            "temp_directory": folder,
            "preserve_insertion_order": "false",
        }
    )
    held.callback(connection.close)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("LOAD parquet")
    connection.execute("SET disable_parquet_prefetching = true")  # of all columns of a row group
    return connection


def metadata(path: Path) -> Any:
    """What a Parquet file says of itself."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise TableError(f"{path} can't be read as Parquet: {in_sentence(error)}.") from None


def check_together(paths: Sequence[Path]) -> Mapping[str, Any]:
    """Columns of Parquet files, by name with their Arrow type, if all files have the same.

    Raises
    ------
    TableError
        When a file lacks a column, or holds something else in it.
    """
    first = _columns(paths[0])
    _check_case(list(first), paths[0])
    for path in paths[1:]:
        found = _columns(path)
        for one, other, lacking in ((paths[0], path, first), (path, paths[0], found)):
            lost = next((name for name in lacking if name not in _columns(other)), None)
            if lost is not None:
                raise TableError(f"{other} has no column {lost!r}, which {one} has.")
        for name, held in found.items():
            check_alike(name, (paths[0], held_as(first[name])), (path, held_as(held)))
            if held_as(first[name]) == "nothing":
                first[name] = held
    return first


def levels_in_order(paths: Sequence[Path]) -> dict[str, list[str]]:
    """Levels of columns that hold words in an order, the same wherever there are rows."""
    parts = [part for path in paths for part in _ordered(path)]
    first = parts[0] if parts else {}
    return {
        name: levels
        for name, levels in first.items()
        if all(part.get(name) == levels for part in parts)
    }


def _ordered(path: Path) -> Iterator[dict[str, list[str]]]:
    """Of each row group of a Parquet file, the columns that say their words are in an order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names = [
            field.name
            for field in file.schema_arrow
            if pa.types.is_dictionary(field.type)
            and field.type.ordered
            and is_words(field.type.value_type)
        ]
        for place in range(file.num_row_groups if names else 0):
            for rows in islice(file.iter_batches(1, row_groups=[place], columns=names), 1):
                yield {name: rows.column(name).dictionary.to_pylist() for name in names}


def _check_case(names: Sequence[str], path: Path) -> None:
    """Refuse names that differ in case alone."""
    folded: dict[str, str] = {}
    for name in names:
        other = folded.setdefault(name.lower(), name)
        if other != name:
            raise TableError(
                f"{path} has columns {other!r} and {name!r}, which DuckDB does not tell apart. "
                "Rename one of them."
            )


def _columns(path: Path) -> dict[str, Any]:
    schema = metadata(path).schema.to_arrow_schema()
    return {field.name: field.type for field in schema}


def _on_the_wall(column: tuple[str, Any]) -> str:
    """A column of a query; times on the clock of their own zone."""
    name, held = column
    zone = getattr(held, "tz", None)
    if zone is None or zone == "UTC":
        return quoted(name)
    ahead = AHEAD.fullmatch(zone)
    if ahead:  # of which DuckDB knows none by name
        sign, hours, minutes = ahead.groups()
        gap = f"to_minutes({sign}{int(hours) * 60 + int(minutes)})"
        return f"timezone('UTC', {quoted(name)}) + {gap} AS {quoted(name)}"
    return f"timezone({text(zone)}, {quoted(name)}) AS {quoted(name)}"
