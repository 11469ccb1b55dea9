"""Rows as they were at an earlier moment: what the journal tells was changed since, taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from rootcause.store.database.schema import journal


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is different of a table's rows from what they were.

    Attributes
    ----------
    there
        Numbers of the rows that were there.
    old
        By number of a row, the values of columns that were changed since.
    """

    there: set[int] = field(default_factory=set)
    old: dict[int, dict[str, Any]] = field(default_factory=dict)

    def row(self, row: Row[Any]) -> dict[str, Any] | None:
        """Give a row as it was; None when it was not there."""
        now = dict(row._mapping)
        number = now.get("n", 0)
        return {**now, **self.old.get(number, {})} if number in self.there else None


def earlier(connection: Connection, case_id: str, table: Table, until: str) -> Earlier:
    """Read what the journal of a case tells of a table since a moment in UTC."""
    found = Earlier()
    told = select(journal.c.recorded_at, journal.c.touched).where(journal.c.case_id == case_id)
    for recorded_at, touched in connection.execute(told.order_by(journal.c.n)):
        for one in touched:
            if one["table"] != table.name:
                continue
            if recorded_at <= until:
                found.there.add(one["n"])
            else:
                old = {name: before for name, (before, _) in one.get("changed", {}).items()}
                found.old[one["n"]] = old | found.old.get(one["n"], {})
    return found
