"""A case between two books: its journal and its rows, whole or refused with one sentence.

What comes from outside is checked before a row of it is written: tables, columns and types, and
that each entry of the journal holds the hash of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table

from rootcause.case.course import add_up
from rootcause.case.entries import Entry
from rootcause.case.handling import Handling
from rootcause.case.said import checked_day
from rootcause.errors import CaseError
from rootcause.store.book.journal import entry_hash, row_hash
from rootcause.store.database.column_types import Json
from rootcause.store.database.schema import OF_CASE, cases, journal, parts

MOVED: dict[str, Table] = {one.name: one for one in (cases, *OF_CASE)}
LONGEST = {"id": 200, "title": 1_000, "complaint": 1_000_000}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """A case between two books: its chain's uid and length, its journal, its rows by table."""

    uid: str
    entries: int
    journal: tuple[Row, ...]
    rows: tuple[tuple[str, Row], ...]

    @property
    def id(self) -> str:
        """Its id where it comes from."""
        return str(next(row["id"] for table, row in self.rows if table == cases.name))


def check(moved: Moved) -> None:
    """Refuse a case that isn't whole, with one sentence."""
    there = [table for table, _ in moved.rows].count(cases.name)
    if there != 1:
        raise CaseError(f"A case is described once; this one is {there} times.")
    for table, row in moved.rows:
        _check_row(MOVED[table], row)
        if table == cases.name:
            checked_day(row["opened"], "opened")
    for row in moved.journal:
        _check_row(journal, row)
        _check_entry(row)
    _check_chain(moved)
    _check_rows(moved)
    _check_parts(row for table, row in moved.rows if table == parts.name)
    entries = (Entry(*_told(row)) for row in moved.journal)
    add_up(entries, Handling())


def _check_row(table: Table, row: Row) -> None:
    wanted = {one.name: one for one in table.c if one.name != "case_id"}
    for name in row:
        if name not in wanted:
            raise CaseError(f"A row of {table.name} has an unknown column {str(name)[:40]!r}.")
    for name, column in wanted.items():
        if not _fits(column, row.get(name)):
            raise CaseError(
                f"A row of {table.name} has no {name!r} of the right type and length; it was "
                "changed by hand, or by a newer version of rootcause."
            )


def _fits(column: Column[Any], value: Any) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Json):
        return True
    if isinstance(column.type, Boolean):
        return isinstance(value, bool)
    if isinstance(column.type, Integer):
        return type(value) is int and abs(value) < 2**31
    if isinstance(column.type, LargeBinary):
        return isinstance(value, bytes)
    return isinstance(value, str) and len(value) <= LONGEST.get(column.name, LONGEST["complaint"])


def _check_entry(row: Row) -> None:
    try:
        zoned = datetime.fromisoformat(row["happened_at"]).tzinfo is not None
    except ValueError:
        zoned = False
    if not (zoned and isinstance(row["details"], dict) and _are_touched(row["touched"])):
        raise CaseError(f"Entry {row['n']} of the journal is not one that rootcause writes.")


def _are_touched(said: Any) -> bool:
    """Whether this names rows, each with its table, number and checksum."""
    names = {"table": str, "n": int, "sha256": str}
    return isinstance(said, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(key), names[key]) for key in names)
        for one in said
    )


def _check_chain(moved: Moved) -> None:
    head = sha256(moved.uid.encode()).hexdigest()
    for number, row in enumerate(moved.journal, start=1):
        if row["n"] != number or row["previous"] != head or row["sha256"] != entry_hash(row):
            raise CaseError(
                f"Entry {number} of the journal does not follow from the one before; it was "
                "changed, or one is missing."
            )
        head = row["sha256"]
    if len(moved.journal) != moved.entries:
        raise CaseError(
            f"The journal has {len(moved.journal)} entries of {moved.entries}; it was cut short."
        )


def _check_rows(moved: Moved) -> None:
    """Hold each row against the last checksum that the journal tells of it."""
    told = {
        (one["table"], one["n"]): one["sha256"] for row in moved.journal for one in row["touched"]
    }
    for table, row in moved.rows:
        key = (table, row.get("n", 0))
        if told.pop(key, None) != row_hash(row):
            raise CaseError(f"Number {key[1]} of {table} is not what the journal tells of it.")
    for table, number in told:
        raise CaseError(f"Number {number} of {table} is missing.")


def _check_parts(rows: Iterable[Row]) -> None:
    for row in rows:
        if sha256(row["parquet"]).hexdigest() != row["sha256"]:
            raise CaseError(f"Part {row['n']} of the imported observations was changed.")


def _told(row: Row) -> tuple[Any, ...]:
    names = ("happened_at", "who", "what", "due", "kind", "details")
    return tuple(row[name] for name in names)
