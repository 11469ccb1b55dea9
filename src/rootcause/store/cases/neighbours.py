"""Cases beside each other: found alike, linked, merged, told of what was found in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from rootcause.case import links
from rootcause.case.likeness import alike, words_of
from rootcause.case.records import Purpose
from rootcause.case.said import checked_text
from rootcause.errors import ArgumentError, CaseError, did_you_mean
from rootcause.store.book.book import Book
from rootcause.store.book.moments import Moment
from rootcause.store.book.recording import Record
from rootcause.store.book.who import who_is
from rootcause.store.cases.stepping import Stepping, handling_of, take_in_record
from rootcause.store.database.schema import cases, variables

if TYPE_CHECKING:
    import pandas as pd


class Neighbours(Stepping):
    """A case and those beside it."""

    def link(self, other: str, why: str, *, who: str | None = None, at: Moment = None) -> None:
        """Link another case that is like this one; both journals say so.

        A complaint that came after the other was closed opens that one again.

        Parameters
        ----------
        other
            Its id.
        why
            What they share.
        """
        with both(self.book, self.id, other, who) as (mine, theirs):
            came, went = (handling_of(one.connection, one.case_id) for one in (mine, theirs))
            link = partial(links.link, why=why)
            there = partial(link, other=other, other_registered=went.registered)
            back = partial(link, other=self.id, other_registered=came.registered)
            take_in_record(mine, there, at=at)
            take_in_record(theirs, back, at=at)

    def merge(self, into: str, why: str, *, who: str | None = None, at: Moment = None) -> None:
        """Answer this complaint in another case from now on; that one counts one more repeat."""
        with both(self.book, self.id, into, who) as (mine, theirs):
            came = handling_of(mine.connection, self.id).registered
            take_in_record(mine, partial(links.merge, into=into, why=why), at=at)
            take_in = partial(links.take_in, other=self.id, why=why, other_registered=came)
            take_in_record(theirs, take_in, at=at)

    def unlink(self, other: str, why: str, *, who: str | None = None, at: Moment = None) -> None:
        """Take a link or a merger back, in both cases."""
        with both(self.book, self.id, other, who) as (mine, theirs):
            take_in_record(mine, partial(links.unlink, other=other, why=why), at=at)
            take_in_record(theirs, partial(links.unlink, other=self.id, why=why), at=at)

    def share(
        self, finding: str = "", *, who: str | None = None, at: Moment = None
    ) -> pd.DataFrame:
        """Tell the cases beside this one what was found.

        Parameters
        ----------
        finding
            What was found; else the answer, or the confirmed or supported hypotheses, say it.

        Returns
        -------
        pandas.DataFrame
            Who should hear of it, as `should_hear`.
        """
        name = who_is(who)
        with self.book.writing() as connection:
            mine = handling_of(connection, self.id)
            words = finding or mine.answer or mine.found
            said = checked_text(words, "finding", "what was found")
            take_in_record(
                Record(connection, self.id, name), partial(links.share, finding=said), at=at
            )
            for one in mine.links:
                hear = partial(links.hear, other=self.id, finding=said)
                take_in_record(Record(connection, one.other, name), hear, at=at)
        return self.should_hear

    @property
    def should_hear(self) -> pd.DataFrame:
        """Reporters, of this case and those beside it, to whom nothing was told: case, reporter."""
        import pandas as pd

        with self.book.reading() as connection:
            mine = handling_of(connection, self.id)
            near = {one.other: handling_of(connection, one.other) for one in mine.links}
        rows = [
            (case_id, reporter)
            for case_id, handling in {self.id: mine, **near}.items()
            for reporter in handling.not_yet(Purpose.DECISION)
        ]
        return pd.DataFrame(rows, columns=["case", "reporter"], dtype=object)

    def similar(self, most: int = 5) -> pd.DataFrame:
        """Cases whose complaints share rare words with this one's, as `Book.similar`."""
        return similar(self.book, self.id, most)


def similar(book: Book, case_id: str, most: int = 5) -> pd.DataFrame:
    """Find the cases whose titles, complaints and variables share rare words with one case's.

    Parameters
    ----------
    book, case_id
        Which case.
    most
        How many to give.

    Returns
    -------
    pandas.DataFrame
        The most alike first: id, title, status, answer, score (a cosine, from 0 to 1) and the
        words shared.
    """
    import pandas as pd

    with book.reading() as connection:
        told = connection.execute(
            select(cases.c.id, cases.c.title, cases.c.complaint, cases.c.status, cases.c.answer)
        ).all()
        named = connection.execute(select(variables.c.case_id, variables.c.name)).all()
    words = {row.id: [*words_of(row.title, row.complaint)] for row in told}
    for owner, name in named:
        words[owner] += words_of(name.replace("_", " "))
    if case_id not in words:
        raise CaseError(f"The book has no case {case_id!r}.{did_you_mean(case_id, words)}")
    rows = {row.id: row for row in told}
    found = alike(words.pop(case_id), words)[:most]
    return pd.DataFrame(
        [
            (
                one.id,
                rows[one.id].title,
                rows[one.id].status,
                rows[one.id].answer,
                one.score,
                ", ".join(one.shared),
            )
            for one in found
        ],
        columns=["id", "title", "status", "answer", "score", "shared"],
    )


@contextmanager
def both(book: Book, one: str, other: str, who: str | None) -> Iterator[tuple[Record, Record]]:
    """Give the records of two cases in one transaction."""
    if one == other:
        raise ArgumentError(f"{one} is the case itself; name another one.")
    name = who_is(who)
    with book.writing() as connection:
        yield Record(connection, one, name), Record(connection, other, name)
