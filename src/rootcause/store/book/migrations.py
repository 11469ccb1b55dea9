"""How a book of an earlier version becomes one of this version.

A new book is made as `schema` says, at version ``VERSION``. Each migration brings a book from
the version before it to its own, inside the transaction in which it is called; it is never
edited once released, only followed by another, and a column that it adds may be NULL.

>>> from rootcause.store.book.migrations import MIGRATIONS, VERSION
>>> [one.number for one in MIGRATIONS] == list(range(2, VERSION + 1))
True
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version it leads to, what it does in a few words, and how."""

    number: int
    name: str
    apply: Callable[[Connection], None]


MIGRATIONS: tuple[Migration, ...] = ()
VERSION = 1 + len(MIGRATIONS)

__all__ = ["MIGRATIONS", "VERSION", "Migration"]
