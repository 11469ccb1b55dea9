"""Whether a book is whole: its journals' chains, the checksums of its rows, what refers to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from rootcause.errors import CaseError
from rootcause.store.book.journal import entry_hash, row_hash
from rootcause.store.database.schema import (
    BOOK,
    OF_CASE,
    amendments,
    batches,
    cases,
    chains,
    journal,
    observations,
    parts,
)
from rootcause.store.database.triggers import unguarded

Key = tuple[str, str, int]  # case, table, number


def problems_in(connection: Connection) -> list[str]:
    """List what is wrong with a book, one sentence each; an empty list when nothing is."""
    told: dict[Key, str] = {}
    checks = (
        _damage(connection),
        _guards(connection),
        _chains(connection, told),
        _rows(connection, told),
        _contents(connection),
        _references(connection),
        _registered(connection),
    )
    found: list[str] = []
    for check in checks:
        try:
            found += check
        except (CaseError, ValueError) as error:
            found.append(f"The book can't be read to its end: {str(error).rstrip('.')}.")
    return found


def _damage(connection: Connection) -> Iterator[str]:
    """Ask SQLite whether its file is sound; PostgreSQL sees to its own."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA quick_check(5)"):
        if said != "ok":
            yield f"The file is damaged: {' '.join(str(said).split())[:160]}."
    pages, length = (
        int(connection.exec_driver_sql(f"PRAGMA {one}").scalar() or 0)
        for one in ("page_count", "page_size")
    )
    size = Path(str(connection.engine.url.database)).stat().st_size
    if size < pages * length:
        yield f"The file is cut off: it has {size:,} bytes of {pages * length:,}."


def _guards(connection: Connection) -> Iterator[str]:
    """Look whether every table that is only added to still refuses anything else."""
    for table in unguarded(connection):
        yield f"{table.capitalize()} can be changed: the triggers that refuse it are not there."


def _chains(connection: Connection, told: dict[Key, str]) -> Iterator[str]:
    """Follow each journal from its first entry, and note the last checksum told of each row."""
    heads = {row.case_id: row for row in connection.execute(select(chains))}
    entries = connection.execute(select(journal).order_by(journal.c.case_id, journal.c.n))
    seen = set()
    for case_id, group in groupby(entries.mappings(), key=lambda row: str(row["case_id"])):
        seen.add(case_id)
        if case_id not in heads:
            yield f"{_journal(case_id)} belongs to no case."
            continue
        yield from _chain(case_id, group, heads[case_id], told)
    for case_id in heads.keys() - seen:
        yield f"{_journal(case_id)} is gone."


def _chain(case_id: str, entries: Iterable[Any], head: Any, told: dict[Key, str]) -> Iterator[str]:
    previous, count = sha256(head.uid.encode()).hexdigest(), 0
    for entry in entries:
        number = entry["n"]
        if number != count + 1:
            yield f"{_journal(case_id)} lacks what stood between entry {count} and {number}."
        elif entry["previous"] != previous:
            yield f"{_journal(case_id)}: entry {number} does not follow the one before it."
        if entry_hash(entry) != entry["sha256"]:
            yield f"{_journal(case_id)}: entry {number} was altered."
        for row in entry["touched"]:
            told[case_id, row["table"], row["n"]] = row["sha256"]
        previous, count = entry["sha256"], number
    if (count, previous) != (head.entries, head.head):
        yield f"{_journal(case_id)} does not end where it did: at entry {head.entries}."


def _rows(connection: Connection, told: dict[Key, str]) -> Iterator[str]:
    """Hold each row against the last checksum that its journal tells."""
    left = dict(told)
    for table in (cases, *OF_CASE):
        for key, digest in _hashes(connection, table):
            before = left.pop(key, None)
            if before is None:
                yield f"{_row(key)} is told by no entry of the journal."
            elif before != digest:
                yield f"{_row(key)} was altered."
    yield from (f"{_row(key)} is gone." for key in left)


def _hashes(connection: Connection, table: Table) -> Iterator[tuple[Key, str]]:
    kept = [one for one in table.c if one is not parts.c.parquet]
    for row in connection.execute(select(*kept).order_by(*table.primary_key)).mappings():
        case_id = row["id"] if table is cases else row["case_id"]
        yield (case_id, table.name, row.get("n", 0)), row_hash(row)


def _contents(connection: Connection) -> Iterator[str]:
    """Work out the checksum of each Parquet again, and count the rows of each batch."""
    lengths: dict[tuple[str, int], int] = {}
    for part in connection.execute(select(parts).execution_options(yield_per=1)):
        if sha256(part.parquet).hexdigest() != part.sha256:
            yield f"{_row((part.case_id, 'parts', part.n))} was altered: its sha256 does not fit."
        key = (part.case_id, part.batch)
        lengths[key] = lengths.get(key, 0) + part.length
    for batch in connection.execute(select(batches)):
        if lengths.pop((batch.case_id, batch.n), 0) != batch.length:
            yield f"{_row((batch.case_id, 'batches', batch.n))} lacks some of its rows."
    for case_id, number in lengths:
        yield f"Parts of batch {number} of case {case_id} belong to no batch."


def _references(connection: Connection) -> Iterator[str]:
    """Look for rows of no case, and for amendments of no observation."""
    there = set(connection.execute(select(cases.c.id)).scalars())
    for table in OF_CASE:
        for case_id in connection.execute(select(table.c.case_id).distinct()).scalars():
            if case_id not in there:
                yield f"Rows of {table.name} belong to case {case_id}, which is not there."
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in connection.execute(select(batches.c.case_id, batches.c.first, batches.c.length)):
        spans.setdefault(row.case_id, []).append((row.first, row.first + row.length))
    made = select(observations.c.case_id, observations.c.n)
    by_hand = {(row.case_id, row.n) for row in connection.execute(made)}
    for row in connection.execute(select(amendments)):
        number = row.observation
        within = any(low <= number < high for low, high in spans.get(row.case_id, ()))
        if not within and (row.case_id, number) not in by_hand:
            yield f"{_row((row.case_id, 'amendments', row.n))} is of no observation."


def _registered(connection: Connection) -> Iterator[str]:
    """Hold the cases against those that the book's own journal tells of."""
    told = select(journal.c.details).where(journal.c.case_id == BOOK)
    known = {
        said["uid"]: said["case"] for said in connection.execute(told).scalars() if "uid" in said
    }
    there = {row.uid: row.id for row in connection.execute(select(cases.c.uid, cases.c.id))}
    yield from (f"Case {known[uid]} is gone." for uid in known.keys() - there.keys())
    for uid in there.keys() - known.keys():
        yield f"Case {there[uid]} was never registered."


def _journal(case_id: str) -> str:
    return f"The journal of case {case_id}" if case_id else "The journal of the book"


def _row(key: Key) -> str:
    case_id, table, number = key
    if table == cases.name:
        return f"Case {case_id}"
    return f"Case {case_id}: number {number} of {table}"
