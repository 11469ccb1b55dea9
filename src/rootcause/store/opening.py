"""A case of a book, open: what is observed of it is kept the moment a call returns."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import select

from rootcause.case import Case
from rootcause.case.entries import journal_frame
from rootcause.errors import ArgumentError, CaseError, did_you_mean
from rootcause.store import importing, loading, observing
from rootcause.store.book import Book, open_book
from rootcause.store.case_contacts import CaseContacts
from rootcause.store.case_steps import CaseSteps
from rootcause.store.exporting import export_case
from rootcause.store.importing import Imported, Progress
from rootcause.store.journal import entries_of
from rootcause.store.known import Known, declare, known_variables
from rootcause.store.moments import in_utc
from rootcause.store.neighbours import Neighbours
from rootcause.store.registering import register
from rootcause.store.saving import Saving
from rootcause.store.schema import cases, chains
from rootcause.store.snapshots import snapshot
from rootcause.tables import BadRows
from rootcause.variables import Role

if TYPE_CHECKING:
    from rootcause.lab.form import Form
    from rootcause.results import Investigation

DEFAULT = "cases.db"
AnyBook = Book | str | Path | None


class OpenCase(CaseSteps, CaseContacts, Neighbours, Saving):
    """A case of a book, made by `new_case` or `open_case`.

    Every call that writes is durable when it returns, names who and when in the journal, and
    takes `who`: by default ``ROOTCAUSE_WHO``, or the user of this system.
    """

    def __init__(self, book: Book, case_id: str) -> None:
        self.book = book
        self.id = case_id

    def __repr__(self) -> str:
        return f"OpenCase({self.id!r}, book={self.book.name!r})"

    # Observations.

    def observe(
        self,
        values: Any = None,
        /,
        *,
        who: str | None = None,
        observed_at: str | date | None = None,
        units: Mapping[str, str] | None = None,
        missing: Mapping[str, str] | None = None,
        note: str = "",
        trial: bool = False,
        plan: int | None = None,
        bad_rows: BadRows = "refuse",
        sure: bool = False,
        progress: Progress | None = None,
        **named: Any,
    ) -> int | Imported:
        """Record an observation by its values, or many of them from a table or a file.

        Parameters
        ----------
        values
            A mapping of values, for variables whose names Python can't write; or a table, or the
            path of a CSV, Excel, Parquet or JSON file, which is imported whole or not at all.
        who
            Who observed it.
        observed_at
            When, if not now (a table may hold that in a column of its own).
        units
            Unit of measurement by variable. The first one holds: minutes and seconds don't mix.
        missing
            Why a value is missing, by variable: "not recorded", "refused", "instrument failed"
            or "below the limit".
        note
            Anything else, in words.
        trial
            Whether levers were set on purpose.
        plan
            Number of the plan that the trial belongs to.
        bad_rows
            What to do with rows of a table that don't fit what the case declares: "refuse" it,
            or "skip" them and list them in what is returned.
        sure
            Take a value that isn't plausible, or a name close to a known one, as it is.
        progress
            Called with what is being done and the share of it that is done.
        **named
            The values by name of variable.

        Returns
        -------
        int or Imported
            The number of the observation; of a table what became of it.

        Raises
        ------
        VariableError, TableError, CaseError, ArgumentError
            When it can't be taken so; nothing was written then.
        """
        said: dict[str, Any] = {
            "who": who,
            "observed_at": observed_at,
            "units": units,
            "note": note,
            "trial": trial,
            "plan": plan,
            "sure": sure,
        }
        if values is None or isinstance(values, Mapping):
            one = {**(values or {}), **named}
            return observing.observe_one(self.book, self.id, one, missing=missing, **said)
        if named or missing:
            raise ArgumentError("observe() takes a table or single values, not both at once.")
        return importing.import_table(
            self.book, self.id, values, bad_rows=bad_rows, progress=progress, **said
        )

    def amend(
        self,
        number: int,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        why: str,
        who: str | None = None,
        units: Mapping[str, str] | None = None,
        sure: bool = False,
        **named: Any,
    ) -> None:
        """Put other values over some of an observation's; the old ones stay in the journal.

        Parameters
        ----------
        number
            Of the observation, as in the index of `observations`.
        values, **named
            The new values by name of variable; None says that there is none.
        why
            The reason, in words.
        who, units, sure
            As in `observe`.
        """
        new = {**(values or {}), **named}
        observing.amend(self.book, self.id, number, new, why=why, who=who, units=units, sure=sure)

    def void(self, number: int, *, why: str, who: str | None = None) -> None:
        """Take an observation out of what is investigated; it stays in the book.

        Parameters
        ----------
        number
            Of the observation.
        why
            The reason, in words.
        who
            Who says so.
        """
        observing.void(self.book, self.id, number, why=why, who=who)

    def declare(self, name: str, *, who: str | None = None, **said: Any) -> None:
        """Say what a variable is; what is not said now stays as it was.

        Parameters
        ----------
        name
            Of the variable. A new one is missing from older observations as "added later".
        who
            Who says so.
        **said
            `kind`, `role`, `label`, `unit`, `levels`, `range`, `lever`, `source`, `happened`,
            `otherwise`, `note`, as in `Variable`.
        """
        with self.book.recording(self.id, who) as record:
            known = known_variables(record.connection, self.id)
            since = observing.next_observation(record.connection, self.id)
            declare(record, name, known, since, said)
            if said.get("role") == Role.OUTCOME:
                record.change(cases, outcome=name)
            told = ", ".join(f"{key} {value}" for key, value in said.items())
            record.say("declared", f"Variable {name!r} declared: {told[:400]}", variable=name)

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
    def variables(self) -> dict[str, Known]:
        """The variables that the case knows, by name, in their order."""
        with self.book.reading() as connection:
            return known_variables(connection, self.id)

    @property
    def observations(self) -> pd.DataFrame:
        """One row an observation, amended and without the voided ones; the index numbers them."""
        return self.observations_as_of(None)

    def observations_as_of(self, moment: str | date | None) -> pd.DataFrame:
        """Give the observations as the book had them at a moment, or at the end of a day."""
        until = None if moment is None else in_utc(moment)
        with self.book.reading() as connection:
            return loading.load_observations(connection, self.id, until=until)

    @property
    def provenance(self) -> pd.DataFrame:
        """Who recorded each observation, when and how, and whether it was amended or voided."""
        with self.book.reading() as connection:
            return loading.load_provenance(connection, self.id)

    @property
    def missing(self) -> pd.DataFrame:
        """How many values are missing, by variable and reason."""
        with self.book.reading() as connection:
            return loading.load_missing(connection, self.id)

    # The case.

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
            Leave out who complained, their names and addresses also where they stand in a text.

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
