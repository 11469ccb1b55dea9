"""How a case moves on: each status has a gate that says in one sentence what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, Status
from rootcause.case.records import Purpose
from rootcause.case.said import checked_day, checked_text, ended
from rootcause.errors import ArgumentError, CaseError, did_you_mean


@dataclass(frozen=True, slots=True)
class Gate:
    """What a status asks for: whether it is there, and what to say when it is not."""

    open: Callable[[Handling], bool]
    missing: str


PATH: dict[Status, Gate | None] = {
    Status.NEW: None,
    Status.TRIAGED: Gate(
        lambda handling: bool(handling.owner),
        "it has no owner; hand it over to somebody.",
    ),
    Status.INVESTIGATING: Gate(
        lambda handling: bool(handling.outcome),
        "it declares no outcome; declare the variable that the complaint is about.",
    ),
    Status.CAUSE_FOUND: Gate(
        lambda handling: bool(handling.found),
        "no hypothesis is supported; write one with what it predicts, and judge it.",
    ),
    Status.FIXING: Gate(
        lambda handling: any(one.criterion for one in handling.actions),
        "no action has its criterion; agree on an action and on what will show that it works.",
    ),
    Status.VERIFYING: Gate(
        lambda handling: any(one.done and one.criterion for one in handling.actions),
        "no action with a criterion is done; say so when it is.",
    ),
}
"""A status asks for what its gate asks for, and for all that the gates before it do."""

ELSEWHERE = {
    Status.CLOSED: "close(...)",
    Status.PARKED: "park(until, why)",
    Status.DECLINED: "decline(why, by)",
    Status.MERGED: "merge(into, why)",
}


def move(handling: Handling, hand: Hand, to: Status | str, *, why: str = "") -> Entry:
    """Take a case a step along its path, or back.

    Raises
    ------
    CaseError
        When a gate on the way is not open: one sentence says what is missing.
    """
    status = _status(to)
    if status in ELSEWHERE:
        raise ArgumentError(f"{ELSEWHERE[status]} takes a case to {str(status)!r}, not a move.")
    _refuse_same(handling, status)
    if handling.status is Status.MERGED:
        raise CaseError(f"The case was merged into {handling.into}; unlink it first.")
    if handling.over and not why.strip():
        raise CaseError(f"The case is {handling.status}; opening it again needs a reason (why).")
    _refuse_closed_gate(handling, status)
    because = f": {ended(why)}" if why.strip() else "."
    again = "Opened again, " if handling.over else "Moved "
    what = f"{again}from {handling.status} to {status}{because}"
    return hand.writes("moved", what, to=str(status), why=why.strip())


def _refuse_closed_gate(handling: Handling, status: Status) -> None:
    """Refuse a status whose gate, or one before it, is not open."""
    missing = _missing(handling, status)
    if missing:
        raise CaseError(f"The case can't move to {str(status)!r} yet: {missing}")


def _missing(handling: Handling, status: Status) -> str:
    """Say what the first gate on the way lacks; nothing when all are open."""
    on_the_way = list(PATH)[: list(PATH).index(status) + 1]
    gates = filter(None, map(PATH.get, on_the_way))
    return next((gate.missing for gate in gates if not gate.open(handling)), "")


def park(handling: Handling, hand: Hand, *, until: str | date, why: str) -> Entry:
    """Lay a case aside until a day, with a reason."""
    _refuse_over(handling, "parked")
    day = checked_day(until, "until")
    if day <= hand.day:
        raise ArgumentError(f"until lies in the future; {day} does not.")
    why = checked_text(why, "why", "why the case waits")
    return hand.writes("parked", f"Parked until {day}: {ended(why)}", until=day, why=why)


def decline(handling: Handling, hand: Hand, *, why: str, by: str = "") -> Entry:
    """Decline a case; `by` is the person who answers for that, else whoever writes it."""
    _refuse_over(handling, "declined")
    name = checked_text(by or hand.who, "by", "which person declines the case")
    why = checked_text(why, "why", "why the case is declined")
    return hand.writes("declined", f"Declined by {name}: {ended(why)}", by=name, why=why)


def close(
    handling: Handling, hand: Hand, *, answer: str = "", unexplained: bool = False, why: str = ""
) -> Entry:
    """Close a case once those who complained were told and thanked."""
    _refuse_over(handling, "closed")
    why = why.strip()
    if not why:
        _refuse_untold(handling)
    answer = answer.strip() or ("" if unexplained else handling.found)
    unexplained = unexplained or not answer
    said = ["Closed as unexplained." if unexplained else "Closed."]
    said += [ended(one) for one in (answer, why) if one]
    return hand.writes("closed", " ".join(said), answer=answer, unexplained=unexplained, why=why)


def reopen(handling: Handling, hand: Hand, *, why: str) -> Entry:
    """Open a case again that was settled: those who were told have to be told anew."""
    why = checked_text(why, "why", "why the case is opened again")
    again = reopening(handling, hand, why)
    if again is None:
        raise CaseError(f"The case is {handling.status}; there is nothing to open again.")
    return again


def reopening(handling: Handling, hand: Hand, why: str) -> Entry | None:
    """Return the entry that opens a case again, or None when it is still being looked into."""
    if handling.status in (Status.NEW, Status.TRIAGED, Status.INVESTIGATING, Status.MERGED):
        return None
    back = (Status.INVESTIGATING, Status.TRIAGED, Status.NEW)
    to = next(one for one in back if not _missing(handling, one))
    return hand.writes("moved", f"Opened again: {ended(why)}", to=str(to), why=why, again=True)


def _refuse_untold(handling: Handling) -> None:
    for purpose, said in ((Purpose.DECISION, "told"), (Purpose.THANKS, "thanked")):
        missing = handling.not_yet(purpose)
        if missing:
            more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
            raise CaseError(
                f"The case can't be closed yet: {missing[0]}{more} was not {said}; record the "
                f"{purpose}, or give a reason (why)."
            )


def _refuse_over(handling: Handling, wanted: str) -> None:
    _refuse_same(handling, Status(wanted))
    if handling.over:
        raise CaseError(f"The case is {handling.status}; open it again before it is {wanted}.")


def _refuse_same(handling: Handling, status: Status) -> None:
    """Refuse a move to where the case is."""
    if handling.status is status:
        raise CaseError(f"The case is {status} already.")


def _status(said: Status | str) -> Status:
    try:
        return Status(str(said).replace("_", " ").casefold())
    except ValueError:
        raise ArgumentError(f"There is no status {said!r}.{did_you_mean(said, Status)}") from None


# What an entry adds.


def moved(handling: Handling, entry: Entry) -> Handling:
    """Take in a move along the path, or back."""
    again = handling.over or bool(entry.details.get("again"))
    return replace(
        handling,
        status=Status(entry.details["to"]),
        since=entry.at,
        reason=entry.details.get("why", ""),
        reopened=entry.at if again else handling.reopened,
        until="",
    )


def parked(handling: Handling, entry: Entry) -> Handling:
    """Take in that it waits."""
    return replace(
        handling,
        status=Status.PARKED,
        since=entry.at,
        before=handling.status,
        until=entry.details["until"],
        reason=entry.details["why"],
    )


def declined(handling: Handling, entry: Entry) -> Handling:
    """Take in that it was declined."""
    return replace(
        handling,
        status=Status.DECLINED,
        since=entry.at,
        before=handling.status,
        reason=entry.details["why"],
    )


def closed(handling: Handling, entry: Entry) -> Handling:
    """Take in that it was closed, with what."""
    return replace(
        handling,
        status=Status.CLOSED,
        since=entry.at,
        answer=entry.details.get("answer", ""),
        unexplained=bool(entry.details.get("unexplained")),
        reason=entry.details.get("why", ""),
    )
