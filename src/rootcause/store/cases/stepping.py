"""A step of a case, written to the book: its gate, its entry and where it leaves the case.

All in one transaction: the journal is read, the step asked, its entries written, and the row by
which lists are made brought up to date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from rootcause.case.course import STEPS, add_up, take_in
from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling
from rootcause.case.owed import Owed, owed
from rootcause.errors import ArgumentError, CaseError
from rootcause.store.book.book import Book
from rootcause.store.book.moments import Moment, told_at
from rootcause.store.book.recording import Record
from rootcause.store.database.column_types import canonical
from rootcause.store.database.schema import cases, journal

Step = Callable[[Handling, Hand], Entry | tuple[Entry, ...]]
TOLD = tuple(journal.c[name] for name in ("happened_at", "who", "what", "due", "kind", "details"))
TELLING = or_(journal.c.kind.in_(STEPS), and_(journal.c.kind == "", journal.c.due != ""))
LONGEST = 1_000_000


def take(
    book: Book, case_id: str, *steps: Step, who: str | None = None, at: Moment = None
) -> Handling:
    """Take steps of a case, all of them or none.

    Parameters
    ----------
    book, case_id
        Which case.
    *steps
        Each gets where the case stands and the hand that writes, and gives the entries to write.
    who
        Who takes them; by default ``ROOTCAUSE_WHO``, or the user of this system.
    at
        When it happened, if not now: a moment, or a date.

    Returns
    -------
    Handling
        Where they leave the case.
    """
    with book.recording(case_id, who) as record:
        return take_in_record(record, *steps, at=at)


def take_in_record(record: Record, *steps: Step, at: Moment = None) -> Handling:
    """Take steps of a case inside a transaction."""
    handling = handling_of(record.connection, record.case_id)
    hand = record.hand if at is None else Hand(record.hand.who, told_at(at))
    for step in steps:
        written = step(handling, hand)
        for entry in written if isinstance(written, tuple) else (written,):
            _refuse_huge(entry)
            handling = take_in(handling, entry)
            record.change(cases, **standing(handling))
            record.write(entry)
    return handling


def _refuse_huge(entry: Entry) -> None:
    size = len(entry.what) + len(canonical(entry.details))
    if size > LONGEST:
        raise ArgumentError(
            f"That has {size:,} characters; {LONGEST:,} is the most that one step may say."
        )


def handling_of(connection: Connection, case_id: str) -> Handling:
    """Read where a case stands."""
    outcome = connection.execute(select(cases.c.outcome).where(cases.c.id == case_id)).scalar()
    if outcome is None:
        raise CaseError(f"The book has no case {case_id!r}.")
    return add_up(steps_of(connection, case_id), Handling(outcome=outcome))


def steps_of(connection: Connection, case_id: str) -> tuple[Entry, ...]:
    """Read the entries that change where a case stands, oldest first."""
    mine = select(*TOLD).where(journal.c.case_id == case_id, TELLING).order_by(journal.c.n)
    return tuple(Entry(*row) for row in connection.execute(mine))


def standing(handling: Handling) -> dict[str, Any]:
    """Give the columns of the case's row that follow from where it stands."""
    coming = owed(handling)
    evidence = handling.evidence[-1].answer if handling.evidence else ""
    unexplained = "unexplained" if handling.unexplained else ""
    return {
        "status": str(handling.status),
        "owner": handling.owner,
        "due": coming[0].due if coming else "",
        "priority": handling.priority,
        "answer": handling.answer or unexplained or handling.found or evidence,
        "parked_until": handling.until,
        "merged_into": handling.into,
    }


class Stepping:
    """A case of a book that takes steps, each written with who and when or refused in a sentence.

    Every step takes `who`, by default ``ROOTCAUSE_WHO`` or the user of this system, and `at`,
    when it happened if that was not now.
    """

    book: Book
    id: str

    def _take(self, *steps: Step, who: str | None, at: Moment) -> Handling:
        return take(self.book, self.id, *steps, who=who, at=at)

    @property
    def handling(self) -> Handling:
        """Where the case stands: its status, hypotheses, actions, contacts and links."""
        with self.book.reading() as connection:
            return handling_of(connection, self.id)

    @property
    def owed(self) -> tuple[Owed, ...]:
        """What the case owes, to whom and by when, the first due first."""
        return owed(self.handling)
