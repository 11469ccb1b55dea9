"""A case of a book, open: registered now, or found by its id."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from rootcause.case import Case
from rootcause.case.entries import journal_frame
from rootcause.errors import CaseError, did_you_mean
from rootcause.store.book.book import Book, open_book
from rootcause.store.book.journal import entries_of
from rootcause.store.book.moments import in_utc
from rootcause.store.cases.contacts import CaseContacts
from rootcause.store.cases.neighbours import Neighbours
from rootcause.store.cases.observations import CaseObservations
from rootcause.store.cases.registering import register
from rootcause.store.cases.saving import Saving
from rootcause.store.cases.snapshots import snapshot
from rootcause.store.cases.steps import CaseSteps
from rootcause.store.database.schema import cases, chains
from rootcause.store.moving.exporting import export_case

if TYPE_CHECKING:
    import pandas as pd

    from rootcause.lab.form import Form
    from rootcause.results import Investigation

DEFAULT = "cases.db"
AnyBook = Book | str | Path | None


class OpenCase(CaseObservations, CaseSteps, CaseContacts, Neighbours, Saving):
    """A case of a book, made by `new_case` or `open_case`.

    Every call that writes is durable when it returns, names who and when in the journal, and
    takes `who`: by default ``ROOTCAUSE_WHO``, or the user of this system.
    """

    def __init__(self, book: Book, case_id: str) -> None:
        self.book = book
        self.id = case_id

    def __repr__(self) -> str:
        return f"OpenCase({self.id!r}, book={self.book.name!r})"

    def form(self, *, who: str | None = None) -> Form:
        """Show a form in JupyterLab that records observations; it needs ``rootcause[notebook]``.

        Parameters
        ----------
        who
            Who observes.
        """
        from rootcause.lab.form import Form

        return Form(self, who=who)

    @property
    def journal(self) -> pd.DataFrame:
        """Everything that happened, oldest first: at, who, what, due and kind."""
        with self.book.reading() as connection:
            return journal_frame(entries_of(connection, self.id))

    @property
    def head(self) -> str:
        """Give the sha256 that ends the journal: another one as soon as anything is written."""
        with self.book.reading() as connection:
            mine = select(chains.c.head).where(chains.c.case_id == self.id)
            return str(connection.execute(mine).scalar_one())

    def snapshot(self, as_of: str | date | None = None) -> Case:
        """Give the case as it is, or as the book had it at a moment or at the end of a day."""
        until = None if as_of is None else in_utc(as_of)
        with self.book.reading() as connection:
            return snapshot(connection, self.id, until=until)

    def investigate(self, **options: Any) -> Investigation:
        """Work out the answer with the roles, kinds and levers that the case declares.

        Parameters
        ----------
        **options
            As in `rootcause.investigate`.
        """
        return self.snapshot().investigate(**options)

    def export(self, path: str | Path, *, redact: bool = False) -> Path:
        """Write the case to a folder of text, or to a file of its own for e-mail.

        Parameters
        ----------
        path
            Of a folder, new or holding an earlier export of this case; or of a new file that ends
            in .db or .sqlite, which becomes a book with this one case.
        redact
            Leave out who complained: names and addresses become "reporter 1", also in texts, as
            far as they are spelled as the case knows them. Who works on the case stays named, and
            so do people whom nobody recorded as a reporter. Only for a folder.

        Returns
        -------
        pathlib.Path
            What was written.
        """
        return export_case(self.book, self.id, path, redact=redact)


def new_case(
    *, title: str, complaint: str, outcome: str = "", book: AnyBook = None, **said: Any
) -> OpenCase:
    """Register a complaint as a new case.

    Parameters
    ----------
    title, complaint
        What it is filed under, and what was said, kept word for word.
    outcome
        Name of the variable that the complaint is about, when that is known.
    book
        A book, or the path or URL of one; by default the one that ``ROOTCAUSE_BOOK`` names, else
        ``cases.db`` in this folder, which is made if it isn't there.
    **said
        `who` registers it, `reporter` (name, salutation, address), `owner`, `channel`, `at` (when
        it came, if not now), `source`, `observation_word`.

    Returns
    -------
    OpenCase
        With its `id`.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import rootcause as rc
    >>> book = rc.open_book(pathlib.Path(tempfile.mkdtemp()) / "cases.db", create=True)
    >>> case = rc.new_case(
    ...     title="Allergic to vanilla",
    ...     complaint="It won't start when I buy vanilla ice cream.",
    ...     outcome="no_start",
    ...     book=book,
    ... )
    >>> case.observe(flavor="vanilla", shop_minutes=1.6, no_start=True)
    1
    >>> case.amend(1, shop_minutes=2.6, why="misread the watch")
    >>> case.observations
                no_start   flavor  shop_minutes
    observation
    1               True  vanilla           2.6
    """
    opened = book_at(book, create=book is None)
    return OpenCase(
        opened, register(opened, title=title, complaint=complaint, outcome=outcome, **said)
    )


def open_case(case_id: str, *, book: AnyBook = None) -> OpenCase:
    """Open a case of a book.

    Parameters
    ----------
    case_id
        As `new_case` gave it.
    book
        As in `new_case`; it must be there.

    Raises
    ------
    CaseError
        When there is no such book or no such case.
    """
    opened = book_at(book, create=False)
    with opened.reading() as connection:
        there = connection.execute(select(cases.c.id).where(cases.c.id == str(case_id))).scalar()
        if there is None:
            known = list(connection.execute(select(cases.c.id)).scalars())
            raise CaseError(
                f"{opened.name} has no case {str(case_id)[:40]!r}.{did_you_mean(case_id, known)}"
            )
    return OpenCase(opened, there)


def book_at(book: AnyBook, *, create: bool) -> Book:
    """Open the book that was named, the one of ``ROOTCAUSE_BOOK``, or ``cases.db`` here."""
    if isinstance(book, Book):
        return book
    return open_book(book or os.environ.get("ROOTCAUSE_BOOK") or DEFAULT, create=create)
