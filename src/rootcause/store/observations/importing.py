"""Imports: a file or a table becomes one batch of observations, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, select

from rootcause.errors import CaseError, TableError
from rootcause.store.book.book import Book
from rootcause.store.book.moments import told_at
from rootcause.store.book.recording import Record
from rootcause.store.database.schema import batches, parts
from rootcause.store.observations.checking import Rejected, checked_table
from rootcause.store.observations.frames import Layout, to_arrow, to_parquet
from rootcause.store.observations.held import held_in
from rootcause.store.observations.known import check_name, known_variables, meet
from rootcause.store.observations.observing import next_observation
from rootcause.tables import BadRows, read_table

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
    """A table ready to be written."""

    name: str
    sha256: str
    layout: Layout
    parts: list[_Part]
    rejected: tuple[Rejected, ...]

    @property
    def length(self) -> int:
        return sum(one.length for one in self.parts)


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
    batch = _prepared(name, digest, frame, rejected, progress)
    learned = {one: _learned(frame[one], (units or {}).get(one, "")) for one in frame.columns}
    with book.recording(case_id, who) as record:
        _refuse_twice(record.connection, case_id, batch.sha256, name)
        told = told_at(observed_at) if observed_at is not None else None
        said = {"observed_at": told, "trial": bool(trial), "plan": plan, "note": note}
        return _written(record, batch, learned, said)


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


def _prepared(
    name: str,
    digest: str,
    frame: pd.DataFrame,
    rejected: tuple[Rejected, ...],
    progress: Progress | None,
) -> _Batch:
    table, layout = to_arrow(frame)
    made = []
    for length, content in to_parquet(table):
        made.append(_Part(length, content, sha256(content).hexdigest()))
        _tell(progress, "packing", sum(one.length for one in made) / len(frame))
    if not digest:
        digest = sha256(b"".join(bytes.fromhex(one.sha256) for one in made)).hexdigest()
    return _Batch(name, digest, layout, made, rejected)


def _written(
    record: Record, batch: _Batch, learned: Mapping[str, Mapping[str, str]], said: dict[str, Any]
) -> Imported:
    first = next_observation(record.connection, record.case_id)
    known = known_variables(record.connection, record.case_id)
    meet(record, learned, known, first, learned)
    number = record.add(
        batches,
        name=batch.name,
        sha256=batch.sha256,
        first=first,
        length=batch.length,
        layout=batch.layout,
        rejected=[{"line": one.line, "reason": one.reason} for one in batch.rejected[:_MOST_TOLD]],
        **said,
    )
    for part in batch.parts:
        record.add(parts, batch=number, **part._asdict())
    last = first + batch.length - 1
    left_out = f" {len(batch.rejected):,} rows were left out." if batch.rejected else ""
    record.say(
        "imported",
        f"Observations {first:,} to {last:,} imported from {batch.name}.{left_out}",
        batch=number,
        sha256=batch.sha256,
        rejected=len(batch.rejected),
    )
    return Imported(number, first, last, batch.sha256, batch.rejected)


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
