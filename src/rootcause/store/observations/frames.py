"""A DataFrame as Parquet and back, every type and value as it was.

Parquet, by way of Arrow, forgets some of what pandas knows: categories of numbers, intervals,
complex numbers, cells of mixed type or of mixed offsets. So each column goes in by one of the
`FORMS`, and a layout, kept beside the Parquet, says by which.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pandas as pd

from rootcause.errors import CaseError, VariableError
from rootcause.store.observations.forms import FORMS
from rootcause.store.observations.unfolding import PART, unfolded

if TYPE_CHECKING:
    import pyarrow as pa

Layout = list[dict[str, Any]]
_UNREADABLE = (ArithmeticError, LookupError, TypeError, ValueError, OSError)


def to_arrow(frame: pd.DataFrame) -> tuple[pa.Table, Layout]:
    """Bring a table to Arrow; its index is left aside.

    Returns
    -------
    pyarrow.Table
        Its columns are numbered.
    list of dict
        For each column of the frame its name, its form, and what the form says of it.

    Raises
    ------
    VariableError
        When a column holds what can't be kept.
    """
    import pyarrow as pa

    layout: Layout = []
    arrays: list[Any] = []
    for place, name in enumerate(frame.columns):
        said, made = _there(frame.iloc[:, place], str(name))
        layout.append({"name": str(name), "columns": len(made), **said})
        arrays += made
    return pa.table(arrays, names=[str(place) for place in range(len(arrays))]), layout


def to_parquet(table: pa.Table) -> Iterator[tuple[int, bytes]]:
    """Write a table part by part: how many rows each has, and its Parquet.

    Numbers seldom repeat, so only texts get a dictionary; nobody looks for a row by statistics;
    LZ4 reads twice as fast as Snappy. All of it together halves the time, both ways.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [one.name for one in table.schema if pa.types.is_large_string(one.type)]
    whole = [
        one.name
        for one in table.schema
        if str(one.type) in ("int32", "int64") or pa.types.is_timestamp(one.type)
    ]
    for start in range(0, table.num_rows, PART):
        part, sink = table.slice(start, PART), io.BytesIO()
        pq.write_table(
            part,
            sink,
            use_dictionary=texts,
            column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED"),
            compression="lz4",
            write_statistics=False,
        )
        yield part.num_rows, sink.getvalue()


def from_parquet(parts: Iterable[tuple[int, bytes]], layout: Layout) -> pd.DataFrame:
    """Read a table again from its parts and its layout.

    A part is unfolded in a thread while the next one is brought.

    Raises
    ------
    CaseError
        When a part is no Parquet, or isn't what the layout and the number of rows say.
    """
    import pyarrow as pa

    try:
        with ThreadPoolExecutor(1) as pool:
            coming = [pool.submit(unfolded, length, content) for length, content in parts]
        return _frame(pa.concat_tables([one.result() for one in coming]), layout)
    except (
        pa.ArrowException,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        OSError,
    ) as error:
        said = str(error).partition("\n")[0][:120]
        raise CaseError(f"Imported observations can't be read again: {said}.") from None


def _there(column: pd.Series, name: str) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    form = next(one for one in FORMS.values() if one.suits(column))
    try:
        said, arrays = form.there(column)
    except (pa.ArrowException, TypeError, ValueError, VariableError) as error:
        said_why = str(error).partition("\n")[0].rstrip(".")[:120]
        raise VariableError(f"{name[:80]!r} ({column.dtype}) can't be kept: {said_why}.") from None
    return {"form": form.name, **said}, arrays


def _frame(table: pa.Table, layout: Layout) -> pd.DataFrame:
    if sum(said["columns"] for said in layout) != table.num_columns:
        raise ValueError(f"its layout is not that of {table.num_columns} columns")
    bulk = [place for place, said in _places(layout) if said["form"] == "numbers"]
    numbers = table.select(bulk).to_pandas(ignore_metadata=True) if bulk else pd.DataFrame()
    done: dict[int, Any] = {place: numbers.iloc[:, at] for at, place in enumerate(bulk)}
    columns = []
    for place, said in _places(layout):
        arrays = [table.column(place + more) for more in range(said["columns"])]
        if place not in done:
            done[place] = pd.Series(FORMS[said["form"]].back(said, arrays))
        columns.append(_typed(done[place], said))
    frame = pd.concat(columns, axis="columns") if columns else pd.DataFrame()
    return frame.set_axis(pd.Index([said["name"] for said in layout]), axis="columns")


def _places(layout: Layout) -> Iterator[tuple[int, dict[str, Any]]]:
    place = 0
    for said in layout:
        yield place, said
        place += said["columns"]


def _typed(column: pd.Series, said: dict[str, Any]) -> pd.Series:
    dtype = said.get("dtype")
    return column if dtype is None or str(column.dtype) == dtype else column.astype(dtype)
