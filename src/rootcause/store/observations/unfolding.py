"""The Parquet of a part, unfolded; one that would unfold to more than it may is not.

A few bytes of Parquet can stand for any number of rows, and for a long text in each of them: so
rows, bytes and texts are counted first, and only the encodings that `frames` writes are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

PART = 250_000  # rows of one Parquet
LARGEST = 2**31  # bytes that one part may unfold to
ENCODINGS = {"PLAIN", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED"}
DICTIONARIES = {"PLAIN_DICTIONARY", "RLE_DICTIONARY"}


def unfolded(length: int, content: bytes) -> pa.Table:
    """Read the Parquet of a part.

    Raises
    ------
    ValueError
        When it hasn't as many rows as it should have, or is too large.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(pa.BufferReader(content))
    _refuse_size(metadata, length)
    texts = sorted({name for one in _columns(metadata) for name in _texts(one)})
    file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
    table = file.read()
    room = LARGEST
    types = pq.read_schema(pa.BufferReader(content))
    for name in texts:
        column = table.column(name)
        room -= _size(column)
        if room < 0:
            raise ValueError(f"its texts have more than {LARGEST:,} bytes")
        plain = column.cast(types.field(name).type)
        table = table.set_column(table.column_names.index(name), name, plain)
    return table


def _refuse_size(metadata: Any, length: int) -> None:
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    size = sum(group.total_byte_size for group in groups)
    if metadata.num_rows != length or length > PART or size > LARGEST:
        raise ValueError(f"{metadata.num_rows:,} rows and {size:,} bytes in a part")


def _columns(metadata: Any) -> Iterator[Any]:
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            yield metadata.row_group(group).column(column)


def _texts(column: Any) -> list[str]:
    """Name a column that has a dictionary of texts; refuse what could stand for too much."""
    encodings = set(column.encodings)
    has_texts = column.physical_type == "BYTE_ARRAY" and "." not in column.path_in_schema
    if not encodings <= (ENCODINGS | DICTIONARIES if has_texts else ENCODINGS):
        raise ValueError(f"a column that is packed as {', '.join(sorted(encodings))}")
    if column.num_values > LARGEST // 8:
        raise ValueError(f"{column.num_values:,} values in a column")
    return [column.path_in_schema] if encodings & DICTIONARIES else []


def _size(column: Any) -> int:
    """Count the bytes of texts that stand in a dictionary."""
    import pyarrow.compute as pc

    compute: Any = pc
    lengths = (
        compute.sum(compute.binary_length(one.dictionary).take(one.indices)).as_py()
        for one in column.chunks
    )
    return sum(one or 0 for one in lengths)
