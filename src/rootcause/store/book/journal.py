"""The journal: entries that each hold the hash of the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from rootcause.case import Entry
from rootcause.errors import CaseError
from rootcause.store.database.column_types import canonical
from rootcause.store.database.schema import chains, journal

Touched = list[dict[str, Any]]
HASHED = tuple(one.name for one in journal.c if one.name not in ("case_id", "sha256"))


@dataclass(slots=True)
class Chain:
    """Where a journal stands: the case, the number of its last entry, and that entry's hash."""

    case_id: str
    entries: int
    head: str

    def append(
        self, connection: Connection, entry: Entry, recorded_at: str, touched: Touched
    ) -> None:
        """Write one more entry and move the head, in the caller's transaction.

        Parameters
        ----------
        connection
            Of `Book.writing`.
        entry, recorded_at
            The entry, and the system clock.
        touched
            The rows it speaks of, each as ``{table, n, sha256, changed}``.
        """
        row = {
            "n": self.entries + 1,
            "recorded_at": recorded_at,
            "happened_at": entry.at,
            "who": entry.who,
            "kind": entry.kind,
            "what": entry.what,
            "due": entry.due,
            "details": plain(entry.details),
            "touched": touched,
            "previous": self.head,
        }
        row["sha256"] = entry_hash(row)
        connection.execute(insert(journal).values(case_id=self.case_id, **row))
        self.entries, self.head = self.entries + 1, str(row["sha256"])
        moved = update(chains).where(chains.c.case_id == self.case_id)
        connection.execute(moved.values(entries=self.entries, head=self.head))


def entries_of(
    connection: Connection, case_id: str, *, until: str | None = None
) -> tuple[Entry, ...]:
    """Read the journal of a case, oldest first; as it was known at `until`, a moment in UTC."""
    names = ("happened_at", "who", "what", "due", "kind", "details")
    mine = select(*(journal.c[name] for name in names)).where(journal.c.case_id == case_id)
    if until is not None:
        mine = mine.where(journal.c.recorded_at <= until)
    return tuple(Entry(*row) for row in connection.execute(mine.order_by(journal.c.n)))


def chain_of(connection: Connection, case_id: str) -> Chain:
    """Read where the journal of a case stands."""
    row = connection.execute(select(chains).where(chains.c.case_id == case_id)).one_or_none()
    if row is None:
        raise CaseError(f"The book has no case {case_id!r}.")
    return Chain(case_id, row.entries, row.head)


def begin_chain(connection: Connection, case_id: str, uid: str) -> Chain:
    """Begin the journal of a new case, or of a new book."""
    head = sha256(uid.encode()).hexdigest()
    connection.execute(insert(chains).values(case_id=case_id, uid=uid, entries=0, head=head))
    return Chain(case_id, 0, head)


def entry_hash(row: Mapping[Any, Any]) -> str:
    """Work out the sha256 of an entry from its columns and the hash before it."""
    return sha256(canonical([row[name] for name in HASHED]).encode()).hexdigest()


def row_hash(row: Mapping[Any, Any]) -> str:
    """Work out the sha256 of a row, but for its case, its blob and what is NULL."""
    kept = {
        name: value
        for name, value in row.items()
        if value is not None and name != "case_id" and not isinstance(value, bytes)
    }
    return sha256(canonical(kept).encode()).hexdigest()


def now() -> str:
    """Tell the time by the system clock, in UTC to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def here(moment: str) -> str:
    """Tell a moment in the zone of this system, to the second."""
    return datetime.fromisoformat(moment).astimezone().isoformat(timespec="seconds")


def plain(value: Any) -> Any:
    """Bring a nested value to what JSON gives back."""
    return json.loads(canonical(value))
