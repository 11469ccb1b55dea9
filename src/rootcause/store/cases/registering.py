"""Registering a complaint: a case with its first words, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from rootcause.case.course import take_in
from rootcause.case.entries import Hand
from rootcause.case.handling import Handling
from rootcause.case.reporters import FIELDS
from rootcause.errors import ArgumentError, did_you_mean
from rootcause.store.book.book import Book
from rootcause.store.book.journal import begin_chain
from rootcause.store.book.moments import Moment, told_at
from rootcause.store.book.recording import Record
from rootcause.store.book.who import who_is
from rootcause.store.cases.stepping import standing
from rootcause.store.database.schema import BOOK, cases, journal, reporters, variables
from rootcause.variables import Role

REGISTERED = "registered"
FACTS = ("source", "observation_word", "simulated", "retold")
LONGEST = {"title": 1_000, "complaint": 1_000_000, "outcome": 200}


def register(
    book: Book,
    *,
    title: str,
    complaint: str,
    outcome: str = "",
    who: str | None = None,
    reporter: Mapping[str, str] | str | None = None,
    owner: str = "",
    channel: str = "",
    at: Moment = None,
    **facts: Any,
) -> str:
    """Register a complaint.

    Parameters
    ----------
    book
        Where.
    title, complaint
        What it is filed under, and what was said, kept word for word.
    outcome
        Name of the variable that the complaint is about, when that is known.
    who
        Who registers it; by default ``ROOTCAUSE_WHO``, or the user of this system.
    reporter
        Who complained: a name, or `name`, `salutation` and `address`. Everything else says
        "reporter 1".
    owner, channel
        Who has it from now on, and by which way it came ("letter").
    at
        When it came, if not now: a moment, or a date.
    **facts
        `source`, `observation_word`, `simulated`, `retold`, as in `Case`.

    Returns
    -------
    str
        The id of the case: the year, and a number that counts up in the book.
    """
    for name, words in {"title": title, "complaint": complaint}.items():
        _refuse_wordless(name, words)
    _refuse_long("outcome", outcome)
    for name in facts:
        if name not in FACTS:
            raise ArgumentError(f"A case takes no {name!r}.{did_you_mean(name, FACTS)}")
    known = _known(reporter)
    who = who_is(who)
    with book.writing() as connection:
        case_id = _next_id(connection, datetime.now().year)
        uid = uuid4().hex
        begin_chain(connection, case_id, uid)
        record = Record(connection, case_id, who)
        hand = record.hand if at is None else Hand(who, told_at(at))
        entry = hand.writes(
            REGISTERED,
            f"Registered: {title.strip()}",
            reporter="reporter 1",
            owner=owner,
            channel=channel,
        )
        record.begin(
            id=case_id,
            uid=uid,
            title=title,
            complaint=complaint,
            outcome=outcome,
            opened=hand.day,
            reporter="reporter 1",
            **standing(take_in(Handling(outcome=outcome), entry)),
            **facts,
        )
        record.add(reporters, salt=token_hex(16), **known)
        if outcome:
            record.add(variables, name=outcome, role=str(Role.OUTCOME), since=1, declared={})
        record.write(entry)
        of_book = Record(connection, BOOK, who)
        of_book.say(REGISTERED, f"Case {case_id} registered.", case=case_id, uid=uid)
    return case_id


def _next_id(connection: Connection, year: int) -> str:
    """Count on from the case registered last, past ids that came with a folder."""
    told = select(journal.c.details).where(journal.c.case_id == BOOK, journal.c.kind == REGISTERED)
    last = connection.execute(told.order_by(journal.c.n.desc()).limit(1)).scalar() or {}
    before, _, number = str(last.get("case", "")).partition("-")
    following = int(number) + 1 if before == str(year) else 1
    while _is_taken(connection, case_id := f"{year}-{following:04d}"):
        following += 1
    return case_id


def _is_taken(connection: Connection, case_id: str) -> bool:
    there = select(cases.c.id).where(cases.c.id == case_id)
    return connection.execute(there).scalar() is not None


def _known(reporter: Mapping[str, str] | str | None) -> dict[str, Any]:
    """Check what is said of who complained."""
    said = {"name": reporter} if isinstance(reporter, str) else dict(reporter or {})
    for name, words in said.items():
        if name not in FIELDS or not isinstance(words, str):
            raise ArgumentError(
                f"`reporter` is a name, or texts for {', '.join(FIELDS)}; it can't take {name!r}."
            )
    return said


def _refuse_wordless(name: str, words: object) -> None:
    if not isinstance(words, str) or not words.strip():
        raise ArgumentError(f"`{name}` is text and says something, not {str(words)[:40]!r}.")
    _refuse_long(name, words)


def _refuse_long(name: str, words: str) -> None:
    if len(words) > LONGEST[name]:
        raise ArgumentError(
            f"`{name}` has {len(words):,} characters; {LONGEST[name]:,} is the most it may have."
        )
