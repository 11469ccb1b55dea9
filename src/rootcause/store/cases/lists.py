"""What a book owes: overdue things, and complaints without an answer."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, select

from rootcause.case.course import add_up
from rootcause.case.entries import Entry
from rootcause.case.handling import Handling, Status
from rootcause.case.owed import owed
from rootcause.case.records import Purpose
from rootcause.case.said import checked_day
from rootcause.store.book.book import Book
from rootcause.store.cases.stepping import TELLING, TOLD
from rootcause.store.database.schema import cases, journal

if TYPE_CHECKING:
    import pandas as pd


def overdue(book: Book, on: str | date | None = None) -> pd.DataFrame:
    """List what should have happened before a day, the longest overdue first.

    Parameters
    ----------
    book
        Which book.
    on
        The day; today, when left out.

    Returns
    -------
    pandas.DataFrame
        One row a thing owed: case, title, owner, what, due, days (overdue), reporter.
    """
    import pandas as pd

    day = checked_day(on or date.today(), "on")
    with book.reading() as connection:
        late = _handlings(connection, (cases.c.due != "") & (cases.c.due < day))
    rows = [
        (case.id, case.title, one.who, one.what, one.due, _days(one.due, day), one.reporter)
        for case, handling in late
        for one in owed(handling)
        if one.overdue(day)
    ]
    columns = ["case", "title", "owner", "what", "due", "days", "reporter"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["due", "case"], kind="stable", ignore_index=True)


def unanswered(book: Book) -> pd.DataFrame:
    """List who complained and was not told anything, the oldest complaint first.

    Returns
    -------
    pandas.DataFrame
        One row a reporter: case, title, status, owner, opened, reporter, acknowledged.
    """
    import pandas as pd

    with book.reading() as connection:
        waiting = _handlings(connection, cases.c.status != str(Status.CLOSED))
    rows = [
        (
            case.id,
            case.title,
            case.status,
            case.owner,
            case.opened,
            one,
            _acknowledged(handling, one),
        )
        for case, handling in waiting
        for one in handling.not_yet(Purpose.DECISION)
    ]
    columns = ["case", "title", "status", "owner", "opened", "reporter", "acknowledged"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["opened", "case"], kind="stable", ignore_index=True)


def _handlings(connection: Connection, which: ColumnElement[bool]) -> list[tuple[Any, Handling]]:
    """Read where some cases stand, in two queries however many they are."""
    rows = {row.id: row for row in connection.execute(select(cases).where(which))}
    told = select(journal.c.case_id, *TOLD).join(cases, cases.c.id == journal.c.case_id)
    entries = connection.execute(
        told.where(which, TELLING).order_by(journal.c.case_id, journal.c.n)
    )
    by_case = {
        case_id: [Entry(*row[1:]) for row in group]
        for case_id, group in groupby(entries, key=lambda row: row.case_id)
    }
    return [
        (row, add_up(by_case.get(case_id, ()), Handling(outcome=row.outcome)))
        for case_id, row in rows.items()
    ]


def _acknowledged(handling: Handling, reporter: str) -> bool:
    return bool(handling.said(Purpose.ACKNOWLEDGEMENT, reporter))


def _days(since: str, day: str) -> int:
    return (date.fromisoformat(day) - date.fromisoformat(since)).days
