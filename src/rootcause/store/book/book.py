"""A case book: where cases are kept, in one SQLite file or one PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from rootcause.errors import CaseError
from rootcause.store.book.recording import Record
from rootcause.store.book.versions import check_version, prepare
from rootcause.store.book.who import who_is
from rootcause.store.database.engine import called, engine_of
from rootcause.store.database.schema import BOOK, cases, chains
from rootcause.store.database.troubles import in_a_sentence
from rootcause.tables import BadRows

if TYPE_CHECKING:
    import pandas as pd


def open_book(address: str | Path, *, create: bool = False) -> Book:
    """Open a case book.

    Parameters
    ----------
    address
        Path of a file, or ``postgresql://user@host/database``.
    create
        Make the book if there is none. A new file is readable by its owner only.

    Returns
    -------
    Book
        Brought to this version if it was made by an earlier one.

    Raises
    ------
    CaseError
        When there is no such book, it is something else, it was made by a newer version, or it
        can't be opened.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import rootcause as rc
    >>> book = rc.open_book(pathlib.Path(tempfile.mkdtemp()) / "cases.db", create=True)
    >>> len(book.cases)
    0
    """
    engine = engine_of(address, create=create)
    prepare(engine, create=create)
    return Book(engine)


class Book:
    """A case book, opened by `open_book`.

    Any number of programs may read and write it at once: writers take turns, and what a call has
    written is on the disk when it returns.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __repr__(self) -> str:
        return f"Book({self.name!r})"

    @property
    def name(self) -> str:
        """Its path, or its URL without the password."""
        return called(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the book as it is at one moment."""
        options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        mode = options if self._engine.dialect.name == "postgresql" else {}
        with in_a_sentence(self.name), self._engine.connect() as connection:
            connection.execution_options(**mode)
            with connection.begin():
                check_version(connection, self.name)
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that has its turn to write; it is durable when the block ends.

        All or nothing: an exception in the block undoes what it wrote.
        """
        with in_a_sentence(self.name), self._engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                check_version(connection, self.name)
                turn = select(chains.c.entries).where(chains.c.case_id == BOOK)
                connection.execute(turn.with_for_update())
                yield connection

    @contextmanager
    def recording(self, case_id: str, who: str | None = None) -> Iterator[Record]:
        """Give a `Record` of a case: rows added and changed, and one entry of its journal."""
        who = who_is(who)
        with self.writing() as connection:
            record = Record(connection, case_id, who)
            yield record
            if not record.written:
                raise RuntimeError("a record must say() what it was before it ends")

    @property
    def cases(self) -> pd.DataFrame:
        """One row a case: id, title, status, owner, due, answer..., the newest last."""
        import pandas as pd

        shown = [
            cases.c[name]
            for name in (
                "id",
                "title",
                "status",
                "owner",
                "due",
                "answer",
                "outcome",
                "opened",
                "reporter",
                "priority",
                "parked_until",
                "merged_into",
            )
        ]
        with self.reading() as connection:
            rows = connection.execute(select(*shown).order_by(cases.c.opened, cases.c.id)).all()
        return pd.DataFrame(rows, columns=[one.name for one in shown])

    def verify(self, witness: str | Path | None = None) -> list[str]:
        """List what is wrong, one sentence each; empty when the book is whole.

        The chain of each journal, the checksum of each row and of each imported part, and what
        refers to what are worked out again, so a row that was altered, taken out or put in by
        another program is found. That takes as long as reading everything.

        Parameters
        ----------
        witness
            Path of a small file that remembers how far each journal had come, so that a book
            that was replaced by an older copy of itself is found; made when it is not there, and
            brought up to date when nothing is wrong. Keep it where others can't write.
        """
        from rootcause.store.book import verifying
        from rootcause.store.book import witness as witnesses

        path = None if witness is None else Path(witness).expanduser()
        seen = None if path is None else witnesses.recalled(path)
        try:
            with self.reading() as connection:
                problems = verifying.problems_in(connection)
                if seen is not None:
                    problems += witnesses.missing(connection, seen)
                if path is not None and not problems:
                    witnesses.remember(path, witnesses.look(connection))
                return problems
        except CaseError as error:
            return [str(error)]

    def overdue(self, on: str | date | None = None) -> pd.DataFrame:
        """List what should have happened before a day, today when left out.

        Returns
        -------
        pandas.DataFrame
            One row a thing owed, the longest overdue first: case, title, owner, what, due, days,
            reporter.
        """
        from rootcause.store.cases import lists

        return lists.overdue(self, on)

    @property
    def unanswered(self) -> pd.DataFrame:
        """Who complained and was told nothing: case, title, status, owner, opened, reporter..."""
        from rootcause.store.cases import lists

        return lists.unanswered(self)

    def similar(self, case_id: str, most: int = 5) -> pd.DataFrame:
        """Find the cases whose complaints share rare words with one case's.

        Returns
        -------
        pandas.DataFrame
            The most alike first: id, title, status, answer, score (a cosine, from 0 to 1), shared.
        """
        from rootcause.store.cases import neighbours

        return neighbours.similar(self, case_id, most)

    def import_case(
        self, path: str | Path, *, who: str | None = None, bad_rows: BadRows = "refuse"
    ) -> str:
        """Bring in a case from its folder, or from a book that holds only this one.

        Parameters
        ----------
        path
            Of a folder, exported or written by hand; or of a one-case file.
        who
            Who brings it.
        bad_rows
            What to do with rows of a folder written by hand that don't fit: "refuse" or "skip".

        Returns
        -------
        str
            Its id in this book.
        """
        from rootcause.store.moving import bringing

        return bringing.import_case(self, path, who=who, bad_rows=bad_rows)
