"""What is said to those who complained, and who they are; nothing here sends anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, select

from rootcause.case import contacts
from rootcause.case import reporters as people
from rootcause.case.records import Purpose, Reporter
from rootcause.errors import ArgumentError
from rootcause.store.book.journal import entries_of
from rootcause.store.book.moments import Moment
from rootcause.store.book.recording import Record
from rootcause.store.cases.hiding import hiding, places
from rootcause.store.cases.stepping import Stepping, handling_of, take_in_record
from rootcause.store.database.schema import cases, reporters
from rootcause.store.observations.loading import load_observations


class CaseContacts(Stepping):
    """What is said in a case, and to whom."""

    def contact(
        self,
        purpose: Purpose | str,
        words: str = "",
        *,
        reporter: str = "",
        channel: str = "",
        useful_until: str | date = "",
        draft: bool = False,
        why: str = "",
        who: str | None = None,
        at: Moment = None,
    ) -> int:
        """Write down what was said to a reporter, or by one; returns its number. Sends nothing.

        Parameters
        ----------
        purpose
            "acknowledgement", "ask", "news", "decision" or "thanks"; "complaint" (the same,
            again) and "reply" come from the reporter.
        words
            What was said.
        reporter
            "reporter 2"; the first, when left out.
        channel
            "letter", "telephone"...
        useful_until
            The day after which the message is shown, not sent.
        draft
            Whether it was not said yet; `say` says so later.
        why
            Why a reporter is asked once more than the budget allows.
        """
        step = partial(
            contacts.contact,
            purpose=purpose,
            words=words,
            reporter=reporter,
            channel=channel,
            useful_until=useful_until,
            draft=draft,
            why=why,
        )
        return len(self._take(step, who=who, at=at).contacts)

    def say(self, number: int, *, why: str = "", who: str | None = None, at: Moment = None) -> None:
        """Write down that a draft was said; refused when it is past its useful date."""
        self._take(partial(contacts.say, number=number, why=why), who=who, at=at)

    def allow_asks(self, asks: int, *, why: str, who: str | None = None, at: Moment = None) -> None:
        """Set how often each reporter may be asked."""
        self._take(partial(contacts.allow_asks, asks=asks, why=why), who=who, at=at)

    def voice(
        self,
        *,
        expected: str,
        experienced: str,
        reporter: str = "",
        interaction: str | date = "",
        asked: str | date = "",
        who: str | None = None,
        at: Moment = None,
    ) -> None:
        """Write down what a reporter expected and what they experienced.

        Parameters
        ----------
        expected, experienced
            In the reporter's words.
        reporter
            "reporter 2"; the first, when left out.
        interaction, asked
            When it happened, and when they were asked; the sooner, the truer.
        """
        step = partial(
            contacts.voice,
            expected=expected,
            experienced=experienced,
            reporter=reporter,
            interaction=interaction,
            asked=asked,
        )
        self._take(step, who=who, at=at)

    # Who they are: the only place that holds names and addresses.

    @property
    def reporters(self) -> tuple[Reporter, ...]:
        """Those who complained, with their names; everything else calls them "reporter 1"."""
        with self.book.reading() as connection:
            return reporters_of(connection, self.id)

    def add_reporter(
        self,
        *,
        name: str = "",
        salutation: str = "",
        address: str = "",
        who: str | None = None,
        at: Moment = None,
    ) -> str:
        """Add one more who complained of the same; returns what to call them: "reporter 2"."""
        told = _told(name=name, salutation=salutation, address=address)
        with self.book.recording(self.id, who) as record:
            record.add(reporters, salt=token_hex(16), **told)
            return take_in_record(record, people.join, at=at).reporters[-1]

    def correct_reporter(
        self,
        reporter: str,
        *,
        name: str | None = None,
        salutation: str | None = None,
        address: str | None = None,
        why: str = "",
        who: str | None = None,
        at: Moment = None,
    ) -> None:
        """Correct what is known of a reporter; the journal says that, not what it was.

        Parameters
        ----------
        reporter
            "reporter 1".
        name, salutation, address
            What is right; what is left out stays as it is.
        why
            A reason.
        """
        new = _told(name=name, salutation=salutation, address=address)
        if not new:
            raise ArgumentError("Nothing to correct: give a name, a salutation or an address.")
        with self.book.recording(self.id, who) as record:
            before, after = _changed(record, reporter, new)
            why = hiding([*before, *after])(why)
            step = partial(people.correct, reporter=reporter, fields=tuple(new), why=why)
            take_in_record(record, step, at=at)

    def erase_reporter(
        self, reporter: str, *, why: str = "", who: str | None = None, at: Moment = None
    ) -> None:
        """Forget who a reporter is; the journal, which never named them, stays verifiable.

        What they and others wrote is kept word for word. Where it names them, the journal says so:
        once erased, nothing can hide them there any more, so take a redacted copy before.
        """
        gone = dict.fromkeys(("salt", *people.FIELDS))
        with self.book.recording(self.id, who) as record:
            before, _ = _changed(record, reporter, gone)
            left = _naming(
                record.connection, self.id, [one for one in before if one.label == reporter]
            )
            step = partial(people.erase, reporter=reporter, why=hiding(before)(why), left=left)
            take_in_record(record, step, at=at)


def reporters_of(connection: Connection, case_id: str) -> tuple[Reporter, ...]:
    """Read those who complained."""
    mine = select(reporters).where(reporters.c.case_id == case_id).order_by(reporters.c.n)
    return tuple(
        Reporter(f"reporter {row.n}", row.name or "", row.salutation or "", row.address or "")
        for row in connection.execute(mine)
    )


def _changed(
    record: Record, reporter: str, new: dict[str, Any]
) -> tuple[tuple[Reporter, ...], tuple[Reporter, ...]]:
    """Change what is known of a reporter; give those who complained as they were, and are."""
    before = reporters_of(record.connection, record.case_id)
    known = handling_of(record.connection, record.case_id).reporters
    people.refuse_unknown_reporter(known, reporter)
    record.change(reporters, known.index(reporter) + 1, **new)
    return before, reporters_of(record.connection, record.case_id)


def _naming(connection: Connection, case_id: str, known: Sequence[Reporter]) -> list[str]:
    """Say where what was written names a reporter."""
    said = select(cases.c.title, cases.c.complaint, cases.c.source).where(cases.c.id == case_id)
    texts = connection.execute(said).one()
    frame = load_observations(connection, case_id)
    return places(hiding(known), texts, entries_of(connection, case_id), frame)


def _told(**said: str | None) -> dict[str, Any]:
    """Leave out what was not said; refuse what is no text."""
    for name, value in said.items():
        if value is not None and not isinstance(value, str):
            raise ArgumentError(f"{name} is text, not {value!r}.")
    return {name: value for name, value in said.items() if value is not None}
