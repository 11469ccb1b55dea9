"""What is owed, to whom and by when: promises, answers, actions, checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rootcause.case.handling import Handling, Status
from rootcause.case.records import Purpose

ACKNOWLEDGED_WITHIN = timedelta(days=7)
"""Five working days: Housing Ombudsman (UK), Complaint Handling Code, 2024, 6.2."""
ANSWERED_WITHIN = timedelta(days=56)
"""Eight weeks: Financial Conduct Authority (UK), Handbook, DISP 1.6.2 R."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed.

    Attributes
    ----------
    what
        In a sentence.
    due
        By when: an ISO date.
    who
        Who owes it; empty when nobody took it on.
    reporter
        To whom, if to a reporter: "reporter 1".
    """

    what: str
    due: str
    who: str = ""
    reporter: str = ""

    def overdue(self, on: str) -> bool:
        """Whether it should have happened before this ISO date."""
        return self.due < on


def owed(handling: Handling) -> tuple[Owed, ...]:
    """Everything that a case owes, the first due first.

    Parameters
    ----------
    handling
        Where the case stands. What a reporter is owed follows from when the case was registered:
        to be acknowledged within a week, and told and thanked within eight weeks or by the day
        that was set. A case closed with a reason for not telling owes nobody that any more;
        who complained in a merged one still waits for an answer.
    """
    every = [*_promises(handling), *_actions(handling), *_answers(handling), *_waiting(handling)]
    return tuple(sorted(every, key=lambda one: (one.due, one.what)))


def _promises(handling: Handling) -> list[Owed]:
    return [
        Owed(one.what, one.due, handling.owner or one.who)
        for one in handling.promises
        if not one.kept
    ]


def _actions(handling: Handling) -> list[Owed]:
    todo = [
        Owed(f"Do action {one.number}: {one.what}", one.due, one.owner or handling.owner)
        for one in handling.actions
        if one.due and not one.done
    ]
    unchecked = [
        Owed(f"Check action {one.number}: {one.criterion}", one.check_due, handling.owner)
        for one in handling.actions
        if one.check_due and not one.checks
    ]
    return todo + unchecked


def _answers(handling: Handling) -> list[Owed]:
    if not handling.registered or handling.status is Status.CLOSED:
        return []
    acknowledge = _after(handling.registered, ACKNOWLEDGED_WITHIN)
    answer = handling.due or _after(handling.reopened or handling.registered, ANSWERED_WITHIN)
    waiting = [] if _answered_at_all(handling) else handling.not_yet(Purpose.ACKNOWLEDGEMENT)
    return [
        *(
            Owed(f"Acknowledge the complaint to {one}.", acknowledge, handling.owner, one)
            for one in waiting
        ),
        *(
            Owed(f"Tell {one} what was found or decided.", answer, handling.owner, one)
            for one in handling.not_yet(Purpose.DECISION)
        ),
        *(
            Owed(f"Thank {one}.", answer, handling.owner, one)
            for one in handling.not_yet(Purpose.THANKS)
        ),
    ]


def _answered_at_all(handling: Handling) -> bool:
    """Whether an acknowledgement would come too late to mean anything."""
    return bool(handling.reopened or handling.said(Purpose.DECISION))


def _waiting(handling: Handling) -> list[Owed]:
    if handling.status is not Status.PARKED:
        return []
    return [Owed("Take the parked case up again.", handling.until, handling.owner)]


def _after(moment: str, time: timedelta) -> str:
    return (date.fromisoformat(moment[:10]) + time).isoformat()
