"""Imports: a file or a table becomes one batch of observations, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, select

from rootcause.errors import CaseError, TableError
from rootcause.store.book.book import Book
from rootcause.store.book.moments import told_at
from rootcause.store.book.recording import Record
from rootcause.store.database.schema import batches, parts
from rootcause.store.observations.ahead import ahead
from rootcause.store.observations.checking import Rejected, checked_table
from rootcause.store.observations.frames import Layout, to_arrow, to_parquet
from rootcause.store.observations.held import held_in
from rootcause.store.observations.known import check_name, known_variables, meet
from rootcause.store.observations.observing import next_observation
from rootcause.tables import BadRows, read_table

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, float], None]
_BLOCK = 1 << 20
_MOST_TOLD = 1_000  # rejected rows that are listed one by one


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Attributes
    ----------
    batch
        Its number in the case.
    first, last
        Numbers of its observations.
    sha256
        Of the file, or of the table.
    rejected
        Rows left out, each with its line and the reason.
    """

    batch: int
    first: int
    last: int
    sha256: str
    rejected: tuple[Rejected, ...] = ()

    def __len__(self) -> int:
        return self.last - self.first + 1


class _Part(NamedTuple):
    """Some rows of a table, as Parquet."""

    length: int
    parquet: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """A table to be written: its name, the sha256 of its file ("" of a table), and its rows."""

    name: str
    sha256: str
    table: pa.Table
    layout: Layout
    rejected: tuple[Rejected, ...]


def import_table(
    book: Book,
    case_id: str,
    source: Any,
    *,
    who: str | None = None,
    observed_at: str | date | None = None,
    units: Mapping[str, str] | None = None,
    note: str = "",
    trial: bool = False,
    plan: int | None = None,
    bad_rows: BadRows = "refuse",
    sure: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import observations; see `OpenCase.observe`."""
    name, digest, frame = _opened(source, bad_rows, progress)
    with book.reading() as connection:
        known = known_variables(connection, case_id)
        _refuse_twice(connection, case_id, digest, name)
    for one in frame.columns:
        check_name(one)
    frame, rejected = checked_table(frame, known, units or {}, bad_rows=bad_rows, sure=sure)
    batch = _Batch(name, digest, *to_arrow(frame), rejected)
    learned = {one: _learned(frame[one], (units or {}).get(one, "")) for one in frame.columns}
    with book.recording(case_id, who) as record:
        told = told_at(observed_at) if observed_at is not None else None
        said = {"observed_at": told, "trial": bool(trial), "plan": plan, "note": note}
        return _written(record, batch, learned, said, progress)


def _opened(
    source: Any, bad_rows: BadRows, progress: Progress | None
) -> tuple[str, str, pd.DataFrame]:
    """Read the source: its name, the sha256 of a file ("" of a table), and its rows."""
    if not isinstance(source, str | Path):
        return "table", "", read_table(source)
    path = Path(source).expanduser()
    _tell(progress, "reading", 0.0)
    frame = read_table(path, bad_rows=bad_rows)
    digest = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror}.") from None
    return path.name, digest.hexdigest(), frame


def _written(
    record: Record,
    batch: _Batch,
    learned: Mapping[str, Mapping[str, str]],
    said: dict[str, Any],
    progress: Progress | None,
) -> Imported:
    first = next_observation(record.connection, record.case_id)
    known = known_variables(record.connection, record.case_id)
    meet(record, learned, known, first, learned)
    number, length = record.next_number(batches), batch.table.num_rows
    digests = _put_parts(record, number, batch.table, progress)
    digest = batch.sha256 or sha256(b"".join(map(bytes.fromhex, digests))).hexdigest()
    _refuse_twice(record.connection, record.case_id, digest, batch.name)
    record.add(
        batches,
        name=batch.name,
        sha256=digest,
        first=first,
        length=length,
        layout=batch.layout,
        rejected=[{"line": one.line, "reason": one.reason} for one in batch.rejected[:_MOST_TOLD]],
        **said,
    )
    last = first + length - 1
    left_out = f" {len(batch.rejected):,} rows were left out." if batch.rejected else ""
    record.say(
        "imported",
        f"Observations {first:,} to {last:,} imported from {batch.name}.{left_out}",
        batch=number,
        sha256=digest,
        rejected=len(batch.rejected),
    )
    return Imported(number, first, last, digest, batch.rejected)


def _put_parts(record: Record, batch: int, table: pa.Table, progress: Progress | None) -> list[str]:
    """Write the parts, each while the next one is packed, and give back their checksums."""
    digests, done = [], 0
    for part in ahead(_packed(table)):
        record.add(parts, batch=batch, **part._asdict())
        digests.append(part.sha256)
        done += part.length
        _tell(progress, "packing", done / table.num_rows)
    return digests


def _packed(table: pa.Table) -> Iterator[_Part]:
    for length, content in to_parquet(table):
        yield _Part(length, content, sha256(content).hexdigest())


def _learned(column: pd.Series, unit: str) -> dict[str, str]:
    told = {"form": held_in(column), "unit": unit}
    return {name: said for name, said in told.items() if said}


def _refuse_twice(connection: Connection, case_id: str, digest: str, name: str) -> None:
    mine = (batches.c.case_id == case_id) & (batches.c.sha256 == digest)
    found = select(batches.c.recorded_at, batches.c.who).where(mine)
    before = connection.execute(found).one_or_none()
    if before is not None:
        raise CaseError(
            f"{name} was imported already, on {before.recorded_at[:10]} by {before.who}; its "
            "content is the same."
        )


def _tell(progress: Progress | None, what: str, share: float) -> None:
    if progress is not None:
        progress(what, share)
