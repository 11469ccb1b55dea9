"""Text files as Parquet files of a folder that is thrown away after: parsed once, by columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rootcause.columns.spelling import shortened
from rootcause.columns.texts import MISSING_WORDS
from rootcause.delimited import Described, describe
from rootcause.engine.alike import check_alike, held_as
from rootcause.errors import TableError

HEAD = 1 << 24  # bytes by which columns are told


def as_parquet(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Each text file as a Parquet file of its own.

    What a column holds is told by the head of the first file; where a later value is nothing of
    the kind the column is read once more, as text.

    Raises
    ------
    TableError
        When a file can't be parsed, or has other columns than the first.
    """
    described = describe(paths[0], HEAD)
    types = {field.name.strip(): _typed(field.type) for field in described.schema}
    for path in paths[1:]:
        names = [field.name.strip() for field in describe(path, 1 << 16).schema]
        for name in types.keys() ^ set(names):
            lacks, has = (path, paths[0]) if name in types else (paths[0], path)
            raise TableError(f"{lacks} has no column {name!r}, which {has} has.")
    targets = [folder / f"{place}.parquet" for place in range(len(paths))]
    left = list(zip(paths, targets, strict=True))
    while left:
        before = dict(types)
        odd = _write(*left[0], described, types)
        for name in types if left[0][0] != paths[0] else ():
            if types[name] != before[name]:
                check_alike(name, (paths[0], held_as(before[name])), (left[0][0], "text"))
        left = list(zip(paths, targets, strict=True)) if odd else left[1:]
    return targets


def _typed(held: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_integer(held):
        return pa.float64()  # a later one may be no whole number
    return pa.string() if pa.types.is_null(held) else held


def _write(path: Path, target: Path, described: Described, types: dict[str, Any]) -> bool:
    """Write a file as Parquet; true where a column turned out to be text, which is then noted."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import csv as arrow

    try:
        with arrow.open_csv(
            path,
            read_options=arrow.ReadOptions(block_size=HEAD),
            parse_options=arrow.ParseOptions(
                delimiter=described.delimiter, newlines_in_values=True
            ),
            convert_options=arrow.ConvertOptions(
                null_values=sorted(MISSING_WORDS),
                decimal_point=described.decimal_point,
                column_types=types,
            ),
        ) as reader:
            names = [name.strip() for name in reader.schema.names]
            schema = reader.schema
            with pq.ParquetWriter(target, schema.empty_table().rename_columns(names).schema) as to:
                for batch in reader:
                    to.write_batch(batch.rename_columns(names))
    except pa.ArrowInvalid as error:
        found = re.search(r"In CSV column #(\d+): (?:Row #\d+: )?CSV conversion", str(error))
        name = list(types)[int(found[1])] if found else ""
        if not found or types[name] == pa.string():
            raise TableError(
                f"{path} can't be read as a table: {shortened(str(error), 120)}"
            ) from None
        types[name] = pa.string()
        return True
    return False
