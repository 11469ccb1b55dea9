"""A witness: a small file, kept apart from the book, that says how far each journal had come.

A book that was replaced as a whole by an older copy of itself is whole; only what is kept
elsewhere can tell. What a witness saw once must be there for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from rootcause.errors import CaseError
from rootcause.store.database.schema import BOOK, chains, journal
from rootcause.store.whole import write

Seen = dict[str, Any]  # the uid of the book; by uid of a journal its case, its length and its hash


def look(connection: Connection) -> Seen:
    """Give what a witness sees of a book."""
    rows = connection.execute(select(chains).order_by(chains.c.case_id)).all()
    return {
        "book": next(row.uid for row in rows if row.case_id == BOOK),
        "journals": {row.uid: [row.case_id, row.entries, row.head] for row in rows},
    }


def missing(connection: Connection, seen: Seen) -> Iterator[str]:
    """Say what a witness saw that is not there any more."""
    there = look(connection)
    if there["book"] != seen["book"]:
        yield "This is another book than the witness saw."
        return
    for uid, (case_id, entries, head) in seen["journals"].items():
        now = there["journals"].get(uid)
        name = f"The journal of case {case_id}" if case_id else "The journal of the book"
        if now is None:
            yield f"{name} was seen by the witness and is gone."
        elif now[1] < entries:
            yield f"{name} had {entries} entries and has {now[1]}: this is an older copy."
        elif _hash_at(connection, now[0], entries) != head:
            yield f"{name} tells something else than the witness saw, up to entry {entries}."


def recalled(path: Path) -> Seen | None:
    """Read what a witness saw; None before it saw anything."""
    if not path.exists():
        return None
    try:
        said = json.loads(path.read_text("utf-8"))
        journals = {
            uid: [str(case_id), int(entries), str(head)]
            for uid, (case_id, entries, head) in said["journals"].items()
        }
        return {"book": str(said["book"]), "journals": journals}
    except OSError as error:
        raise CaseError(f"{path} can't be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CaseError(f"{path} is no witness of a book; give the path of a new file.") from None


def remember(path: Path, seen: Seen) -> None:
    """Write down what a witness sees, whole or not at all."""
    try:
        write(path, json.dumps(seen, indent=0).encode())
    except OSError as error:
        raise CaseError(f"{path} can't be written: {error.strerror}.") from None


def _hash_at(connection: Connection, case_id: str, entries: int) -> str | None:
    mine = (journal.c.case_id == case_id) & (journal.c.n == entries)
    return connection.execute(select(journal.c.sha256).where(mine)).scalar()
