"""A record: rows written and changed in one transaction, told by entries of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select, update

from rootcause.case import Entry
from rootcause.case.entries import Hand
from rootcause.errors import CaseError
from rootcause.store.book.journal import Touched, chain_of, here, now, plain, row_hash
from rootcause.store.database.rows import put
from rootcause.store.database.schema import cases, reporters

PRIVATE = (reporters,)  # of these the journal keeps checksums, never values


class Record:
    """What is being written to one case; each row touched is told by an entry of its journal.

    Attributes
    ----------
    connection
        Of the transaction.
    case_id, recorded_at
        The case, and the system clock as the record began, in UTC.
    hand
        Who is writing, and that moment in the zone of this system.
    """

    def __init__(self, connection: Connection, case_id: str, who: str) -> None:
        self.connection = connection
        self.case_id = case_id
        self.recorded_at = now()
        self.hand = Hand(who, here(self.recorded_at))
        self._chain = chain_of(connection, case_id)
        self._before = self._chain.entries
        self._touched: Touched = []

    def begin(self, **columns: Any) -> None:
        """Add the row of the case itself."""
        row = _whole(cases, columns)
        put(self.connection, cases, row)
        self._touch(cases, 0, row)

    def add(self, table: Table, *, n: int | None = None, **columns: Any) -> int:
        """Add a row to a table of the case and give back its number.

        `who` and `recorded_at` are filled in where the table has them.
        """
        n = self.next_number(table) if n is None else n
        told = {"who": self.hand.who, "recorded_at": self.recorded_at, "n": n}
        row = _whole(table, {**told, **columns})
        put(self.connection, table, {**row, "case_id": self.case_id})
        self._touch(table, n, row)
        return n

    def change(self, table: Table, n: int = 0, **columns: Any) -> dict[str, list[Any]]:
        """Change the current state of a row; `cases` has one, so it takes no number.

        Returns
        -------
        dict
            Old and new value of each column that is different now.
        """
        mine = table.c.id == self.case_id if table is cases else table.c.case_id == self.case_id
        if table is not cases:
            mine &= table.c.n == n
        row = self.connection.execute(select(table).where(mine)).mappings().one_or_none()
        if row is None:
            raise CaseError(f"Case {self.case_id!r} has no {table.name} number {n}.")
        columns = _plain(columns)
        changed = {
            name: [row[name], value] for name, value in columns.items() if row[name] != value
        }
        if changed:
            self.connection.execute(update(table).where(mine).values(**columns))
            told: Any = sorted(changed) if table in PRIVATE else changed
            self._touch(table, n, {**row, **columns}, told)
        return changed

    def write(self, entry: Entry) -> None:
        """Write an entry of the journal, which speaks of the rows touched since the last one."""
        self._chain.append(self.connection, entry, self.recorded_at, self._touched)
        self._touched = []

    def say(self, kind: str, what: str, **details: Any) -> None:
        """Write an entry of now: its kind, a sentence for people, and its details."""
        self.write(self.hand.writes(kind, what, **details))

    @property
    def written(self) -> bool:
        """Whether every row touched has been told."""
        return not self._touched and self._chain.entries > self._before

    def next_number(self, table: Table) -> int:
        """Give the number that the next row of a table gets."""
        last = select(func.max(table.c.n)).where(table.c.case_id == self.case_id)
        return int(self.connection.execute(last).scalar() or 0) + 1

    def _touch(self, table: Table, n: int, row: Mapping[str, Any], changed: Any = None) -> None:
        noted = {"table": table.name, "n": n, "sha256": row_hash(row)}
        self._touched.append({**noted, "changed": changed} if changed else noted)


def _whole(table: Table, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Give every column a value, as it will be read again."""
    unknown = set(columns) - set(table.c.keys()) - {"n", "who", "recorded_at"}
    if unknown:
        raise TypeError(f"{table.name} has no column {sorted(unknown)[0]!r}")
    given = {name: value for name, value in columns.items() if name in table.c}
    return _plain({one.name: getattr(one.default, "arg", None) for one in table.c} | given)


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: plain(value) if isinstance(value, dict | list | tuple) else value
        for name, value in columns.items()
    }
