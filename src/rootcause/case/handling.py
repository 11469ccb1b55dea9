"""Where the steps so far leave a case: who has it, what was supposed, done, said and promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from rootcause.case.records import (
    Action,
    Contact,
    Escalation,
    Evidence,
    Hypothesis,
    Link,
    Promise,
    Purpose,
    Relation,
    Standing,
    Voice,
)
from rootcause.errors import CaseError

ASKS = 3
"""How often a reporter may be asked before someone has to say why: ours to choose, a case may
choose otherwise; that goodwill does not grow back is the reason for having a number at all."""


class Status(StrEnum):
    """How far a case has come; the last three stand beside the path."""

    NEW = "new"
    TRIAGED = "triaged"
    INVESTIGATING = "investigating"
    CAUSE_FOUND = "cause found"
    FIXING = "fixing"
    VERIFYING = "verifying"
    CLOSED = "closed"
    PARKED = "parked"
    DECLINED = "declined"
    MERGED = "merged"


OVER = (Status.CLOSED, Status.DECLINED, Status.MERGED)
Numbered = TypeVar("Numbered", Hypothesis, Action, Contact, Promise, Evidence)


@dataclass(frozen=True, slots=True)
class Handling:
    """Where the steps so far leave a case.

    Attributes
    ----------
    outcome
        Name of the declared outcome; empty when none is declared.
    status, since
        How far it has come, and when it came there.
    registered
        When it was registered: ISO 8601 with its zone; empty where the journal doesn't tell.
    owner, due
        Who has it, and by when it is to be answered (an ISO date); empty when nobody said.
    reporters
        Who complained: "reporter 1", "reporter 2".
    asks
        How often each of them may be asked.
    urgency, repeats
        What was set by hand, and how often the complaint came again; both raise the priority.
    until, into, before
        Parked until when, merged into which case, and the status before that.
    answer, unexplained
        What it was closed with, and whether that was "unexplained".
    reason
        Why it was closed untold, parked, declined or opened again.
    reopened
        When it was last opened again: what was told before that has to be told anew.
    hypotheses, actions, contacts, voices, links, escalations, promises, evidence
        Oldest first.
    """

    outcome: str = ""
    status: Status = Status.NEW
    since: str = ""
    registered: str = ""
    owner: str = ""
    due: str = ""
    reporters: tuple[str, ...] = ()
    asks: int = ASKS
    urgency: int = 0
    repeats: int = 0
    until: str = ""
    into: str = ""
    before: Status = Status.NEW
    answer: str = ""
    unexplained: bool = False
    reason: str = ""
    reopened: str = ""
    hypotheses: tuple[Hypothesis, ...] = ()
    actions: tuple[Action, ...] = ()
    contacts: tuple[Contact, ...] = ()
    voices: tuple[Voice, ...] = ()
    links: tuple[Link, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    promises: tuple[Promise, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def priority(self) -> int:
        """What was set by hand, and one more for every time the complaint came again."""
        return self.urgency + self.repeats

    @property
    def over(self) -> bool:
        """Whether nobody works on it any more."""
        return self.status in OVER

    def standing(self, *standings: Standing) -> tuple[Hypothesis, ...]:
        """The hypotheses that stand so, oldest first."""
        return tuple(one for one in self.hypotheses if one.standing in standings)

    @property
    def found(self) -> str:
        """The cause as far as it is known: the confirmed hypotheses, else those supported."""
        known = self.standing(Standing.CONFIRMED) or self.standing(Standing.SUPPORTED)
        return " ".join(one.statement for one in known)

    def said(self, purpose: Purpose, reporter: str = "") -> tuple[Contact, ...]:
        """What was said for this purpose since the case was last opened, to one or to anyone."""
        return tuple(
            one
            for one in self.contacts
            if one.said
            and one.purpose is purpose
            and reporter in ("", one.reporter)
            and not (self.reopened and earlier(one.at, self.reopened))
        )

    def not_yet(self, purpose: Purpose) -> tuple[str, ...]:
        """The reporters to whom nothing was said for this purpose; "the reporter" if unnamed."""
        if not self.reporters:
            return () if self.said(purpose) else ("the reporter",)
        return tuple(one for one in self.reporters if not self.said(purpose, one))

    def linked(self, *relations: Relation) -> tuple[Link, ...]:
        """The links of these kinds, oldest first."""
        return tuple(one for one in self.links if one.relation in relations)


def earlier(one: str, other: str) -> bool:
    """Whether one moment (ISO 8601 with its zone) lies before another."""
    return datetime.fromisoformat(one) < datetime.fromisoformat(other)


def numbered(records: Sequence[Numbered], number: int, what: str) -> Numbered:
    """Return the record with this number; refuse a number that there is not."""
    if isinstance(number, int) and 1 <= number <= len(records):
        return records[number - 1]
    there = f"there are {len(records)}" if len(records) > 1 else "there is only 1"
    raise CaseError(
        f"There is no {what} {number!r}; {there if records else f'no {what} has been written yet'}."
    )


def put(records: tuple[Numbered, ...], changed: Numbered) -> tuple[Numbered, ...]:
    """Put a changed record in its old place."""
    after = list(records)
    after[changed.number - 1] = changed
    return tuple(after)
