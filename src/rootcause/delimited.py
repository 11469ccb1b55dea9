"""Delimited text of any usual sort, as an Arrow table of the right width."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from rootcause.columns.spelling import shortened
from rootcause.columns.texts import MISSING_WORDS
from rootcause.errors import TableError

if TYPE_CHECKING:
    import pyarrow as pa

DELIMITERS = ",;\t|"
_BLOCK = 1 << 24
_NOT_TEXT = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"SQLite format 3": "an SQLite database",
    b"<!doctype html": "an HTML page",
    b"<html": "an HTML page",
    b"<?xml": "XML",
    b'{"': "JSON",
    b"[{": "JSON",
}
_QUOTED = re.compile(rb'"[^"]*"')


def read_delimited(path: Path, *, skip: bool) -> tuple[pa.Table, list[int]]:
    """Read a text file and list the lines that were skipped for having another width.

    Raises
    ------
    TableError
        When it is not text, has no header, or has a torn line and `skip` is false.
    """
    data = _utf8(path, path.read_bytes())
    delimiter = _delimiter(_header(path, data))
    if _ends_in_quotes(data, delimiter):
        raise TableError(f"{path} is cut off: a quote that opens a value is never closed.")
    torn: list[Any] = []
    table = _parsed(path, data, delimiter, torn)
    lines = _lines_of(data, delimiter, [row.number for row in torn])
    if torn and not skip:
        raise _torn(path, torn, lines)
    return _with_leading_zeros(table, path, data, delimiter), lines


class Described(NamedTuple):
    """How a text file is written, and what its columns hold, by its head."""

    schema: pa.Schema
    delimiter: str
    decimal_point: str


def describe(path: Path, size: int) -> Described:
    """Look at the whole lines among the first bytes of a text file.

    Raises
    ------
    TableError
        As `read_delimited`.
    """
    with path.open("rb") as file:
        head = file.read(size)
    if len(head) == size:
        head = head[: head.rfind(b"\n") + 1] or head
    data = _utf8(path, head)
    delimiter = _delimiter(_header(path, data))
    table = _with_leading_zeros(_parsed(path, data, delimiter, []), path, data, delimiter)
    return Described(table.schema, delimiter, _decimal_point(data, delimiter))


def _header(path: Path, data: bytes) -> bytes:
    header = data[: 1 << 20].strip(b"\r\n ").partition(b"\n")[0]
    if not header:
        raise TableError(f"{path} is empty. It takes a header and at least one row.")
    return header


def _utf8(path: Path, data: bytes) -> bytes:
    """Bring a file's text to UTF-8: from UTF-8, UTF-16 or, failing these, Windows' cp1252."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, called in _NOT_TEXT.items():
        if start.startswith(mark.lower()):
            raise TableError(f"{path} is not a table of text but {called}.")
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16").encode()
        if data[1:512:2].count(0) > len(data[1:512:2]) / 2:
            return data.decode("utf-16-le").encode()
        if b"\0" not in data:
            return _from_bytes(data)
    except UnicodeError:
        pass
    raise TableError(f"{path} is not a table but binary data.")


def _from_bytes(data: bytes) -> bytes:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _delimiter(header: bytes) -> str:
    bare = _QUOTED.sub(b"", header).decode("utf-8", "replace")
    return max(DELIMITERS, key=bare.count)


def _ends_in_quotes(data: bytes, delimiter: str) -> bool:
    if data.count(b'"') % 2 == 0:
        return False
    before, _, _ = _QUOTED.sub(b"", data).partition(b'"')
    return before[-1:] in (b"", b"\n", b"\r", delimiter.encode())


def _decimal_point(data: bytes, delimiter: str) -> str:
    """Tell the decimal point: a comma where fields are like 2,6 and none is like 2.6."""
    if delimiter == ",":
        return "."
    start, edge = data[:65_536], re.escape(delimiter).encode()
    field = rb"(?:^|%b)\s*[+-]?\d+%b\d+\s*(?=%b|$)"
    commas = re.search(field % (edge, b",", edge), start, re.MULTILINE)
    points = re.search(field % (edge, rb"\.", edge), start, re.MULTILINE)
    return "," if commas and not points else "."


def _parsed(path: Path, data: bytes, delimiter: str, torn: list[Any], **options: Any) -> pa.Table:
    """Parse it all; rows of another width go to `torn`."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    def note(row: Any) -> str:
        torn.append(row)
        return "skip"

    def parse(*, threads: bool) -> pa.Table:
        torn.clear()
        return arrow.read_csv(
            pa.BufferReader(data),
            read_options=arrow.ReadOptions(block_size=_BLOCK, use_threads=threads),
            parse_options=arrow.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in data, invalid_row_handler=note
            ),
            convert_options=arrow.ConvertOptions(
                null_values=sorted(MISSING_WORDS),
                decimal_point=_decimal_point(data, delimiter),
                **options,
            ),
        )

    try:
        table = parse(threads=True)
        return parse(threads=False) if torn else table  # without threads rows are numbered
    except pa.ArrowException as error:
        if "Empty CSV" in str(error):
            raise TableError(f"{path} has columns but no rows.") from None
        raise TableError(f"{path} can't be read as a table: {shortened(str(error), 120)}") from None


def _lines_of(data: bytes, delimiter: str, numbers: list[int]) -> list[int]:
    """Lines of the file on which these rows begin; rows count the header and no empty line."""
    if not numbers:
        return []
    csv.field_size_limit(max(csv.field_size_limit(), len(data) + 1))
    rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
    begins, last = [], 0
    for row in rows:
        if row:
            begins.append(last + 1)
        last = rows.line_num
    return [begins[min(number, len(begins)) - 1] for number in numbers]


def _torn(path: Path, torn: list[Any], lines: list[int]) -> TableError:
    first = torn[0]
    values = "1 value" if first.actual_columns == 1 else f"{first.actual_columns} values"
    more = f" (so have {len(torn) - 1} more lines)" if len(torn) > 1 else ""
    return TableError(
        f"{path}, line {lines[0]}: {shortened(first.text)!r} has {values} where the header has "
        f"{first.expected_columns}{more}. Mend it, or leave such lines out: "
        '--skip-bad-rows, or bad_rows="skip" in Python.'
    )


def _with_leading_zeros(table: pa.Table, path: Path, data: bytes, delimiter: str) -> pa.Table:
    """Read columns of numbers such as 007 again as the text that they are."""
    import pyarrow as pa

    if not _zero_before_digit(data, delimiter):
        return table
    whole = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    if not whole or len(set(table.column_names)) < len(table.column_names):
        return table
    texts = _parsed(
        path,
        data,
        delimiter,
        [],
        include_columns=whole,
        column_types=dict.fromkeys(whole, pa.string()),
    )
    for name in whole:
        zeros = pa.compute.match_substring_regex(texts[name], r"^\s*0\d+\s*$")
        if pa.compute.any(zeros).as_py():
            table = table.set_column(table.column_names.index(name), name, texts[name])
    return table


def _zero_before_digit(data: bytes, delimiter: str) -> bool:
    """Whether some field begins with a zero and another digit; fast, so not by a pattern."""
    bytes_ = np.frombuffer(data, dtype=np.uint8)
    zeros = np.flatnonzero(bytes_[1:-1] == ord("0")) + 1
    before, after = bytes_[zeros - 1], bytes_[zeros + 1]
    begins = np.isin(before, np.frombuffer(delimiter.encode() + b'"\r\n', dtype=np.uint8))
    return bool((begins & (after >= ord("0")) & (after <= ord("9"))).any())
