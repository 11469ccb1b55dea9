"""A case taken out of one book, row by row, and put into another; both journals verify."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Table, insert, select

from rootcause.errors import CaseError
from rootcause.store.book.book import Book, open_book
from rootcause.store.book.journal import begin_chain
from rootcause.store.book.recording import Record
from rootcause.store.book.who import who_is
from rootcause.store.database.rows import put
from rootcause.store.database.schema import BOOK, cases, chains, journal
from rootcause.store.moving.moved import MOVED, Moved, Row, check


@contextmanager
def scratch_book() -> Iterator[Book]:
    """Give an empty book that is gone when the block ends."""
    with TemporaryDirectory(prefix="rootcause-") as folder:
        yield open_book(Path(folder) / "case.db", create=True)


def take_out(connection: Connection, case_id: str) -> Moved:
    """Read everything that a book holds of a case."""
    chain = connection.execute(select(chains).where(chains.c.case_id == case_id)).one_or_none()
    if chain is None or case_id == BOOK:
        raise CaseError(f"The book has no case {case_id!r}.")
    return Moved(
        chain.uid,
        chain.entries,
        tuple(_rows(connection, journal, case_id)),
        tuple(
            (name, row)
            for name, table in MOVED.items()
            for row in _rows(connection, table, case_id)
        ),
    )


def put_in(book: Book, moved: Moved, *, source: str, who: str | None = None) -> str:
    """Write a case into a book, under its own id or, where that is taken, the next free one.

    Parameters
    ----------
    book, moved
        Where to, and what.
    source
        Where it comes from, for the journal.
    who
        Who puts it there.

    Returns
    -------
    str
        Its id in this book.

    Raises
    ------
    CaseError
        When the book has it already, or when it isn't whole: nothing is written then.
    """
    check(moved)
    name = who_is(who)
    with book.writing() as connection:
        there = connection.execute(select(chains.c.case_id).where(chains.c.uid == moved.uid))
        known = there.scalar()
        if known is not None:
            raise CaseError(f"The book has this case already, as {known}.")
        case_id = _free_id(connection, moved.id)
        record = _written(connection, case_id, moved, name)
        renamed = f", where it was {moved.id}" if case_id != moved.id else ""
        record.say("arrived", f"Came from {source}{renamed}.", source=source, was=moved.id)
        of_book = Record(connection, BOOK, name)
        of_book.say("arrived", f"Case {case_id} came from {source}.", case=case_id, uid=moved.uid)
    return case_id


def _written(connection: Connection, case_id: str, moved: Moved, who: str) -> Record:
    chain = begin_chain(connection, case_id, moved.uid)
    if moved.journal:
        last = moved.journal[-1]
        moves = chains.update().where(chains.c.case_id == case_id)
        connection.execute(
            moves.values(entries=chain.entries + len(moved.journal), head=last["sha256"])
        )
        connection.execute(insert(journal), [{**row, "case_id": case_id} for row in moved.journal])
    record = Record(connection, case_id, who)
    for table, row in moved.rows:
        if table == cases.name:
            record.begin(**{**row, "id": case_id, "uid": moved.uid})
    for table, row in moved.rows:
        if table != cases.name:
            put(connection, MOVED[table], {**row, "case_id": case_id})
    return record


def _free_id(connection: Connection, wanted: str) -> str:
    taken = set(connection.execute(select(chains.c.case_id)).scalars())
    tries = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
    return next(one for one in tries if one not in taken)


def _rows(connection: Connection, table: Table, case_id: str) -> Iterator[Row]:
    mine = table.c.id == case_id if table is cases else table.c.case_id == case_id
    order = table.c.id if table is cases else table.c.n
    for row in connection.execute(select(table).where(mine).order_by(order)).mappings():
        yield {name: value for name, value in row.items() if name != "case_id"}
