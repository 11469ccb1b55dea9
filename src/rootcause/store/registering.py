"""Registering a complaint: a case with its first words, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from rootcause.errors import ArgumentError
from rootcause.store.book import Book
from rootcause.store.journal import begin_chain
from rootcause.store.recording import Record
from rootcause.store.schema import BOOK, cases, reporters, variables
from rootcause.store.who import who_is
from rootcause.variables import Role

LONGEST = {"title": 1_000, "complaint": 1_000_000, "outcome": 200}


def register(
    book: Book,
    *,
    title: str,
    complaint: str,
    outcome: str = "",
    who: str | None = None,
    reporter: Mapping[str, Any] | None = None,
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
        Who complained: `name`, `salutation`, `address`. Everything else says "reporter 1".
    **facts
        More columns of the case: `source`, `observation_word`, `simulated`, `retold`, `due`...

    Returns
    -------
    str
        The id of the case: the year, and a number that counts up in the book.
    """
    for name, words in {"title": title, "complaint": complaint}.items():
        _refuse_wordless(name, words)
    _refuse_long("outcome", outcome)
    who = who_is(who)
    today = datetime.now().astimezone()
    with book.writing() as connection:
        case_id = _next_id(connection, today.year)
        uid = uuid4().hex
        begin_chain(connection, case_id, uid)
        record = Record(connection, case_id, who)
        record.begin(
            id=case_id,
            uid=uid,
            title=title,
            complaint=complaint,
            outcome=outcome,
            status="new",
            opened=today.date().isoformat(),
            reporter="reporter 1",
            **facts,
        )
        record.add(reporters, salt=token_hex(16), **(reporter or {}))
        if outcome:
            record.add(variables, name=outcome, role=str(Role.OUTCOME), since=1, declared={})
        record.say("registered", f"Registered: {title.strip()}", reporter="reporter 1")
        of_book = Record(connection, BOOK, who)
        of_book.say("registered", f"Case {case_id} registered.", case=case_id, uid=uid)
    return case_id


def _next_id(connection: Connection, year: int) -> str:
    """Count on from the last id of the year; ids that came with a folder don't count."""
    start = f"{year}-"
    mine = select(cases.c.id).where(cases.c.id.startswith(start))
    numbers = [one[len(start) :] for one in connection.execute(mine).scalars()]
    last = max((int(one) for one in numbers if one.isdecimal()), default=0)
    return f"{start}{last + 1:04d}"


def _refuse_wordless(name: str, words: object) -> None:
    if not isinstance(words, str) or not words.strip():
        raise ArgumentError(f"`{name}` is text and says something, not {str(words)[:40]!r}.")
    _refuse_long(name, words)


def _refuse_long(name: str, words: str) -> None:
    if len(words) > LONGEST[name]:
        raise ArgumentError(
            f"`{name}` has {len(words):,} characters; {LONGEST[name]:,} is the most it may have."
        )
