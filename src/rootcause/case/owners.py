"""One owner, calls for more, due dates, priority, promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, numbered, put
from rootcause.case.records import Escalation, Promise
from rootcause.case.said import checked_day, checked_text, ended
from rootcause.errors import ArgumentError, CaseError


def hand_over(handling: Handling, hand: Hand, to: str, *, why: str = "") -> Entry:
    """Give a case to its next owner."""
    to = checked_text(to, "to", "who owns the case from now on")
    if to == handling.owner:
        raise CaseError(f"{to} owns the case already.")
    because = f": {ended(why)}" if why.strip() else "."
    said = f"from {handling.owner} to {to}" if handling.owner else f"to {to}"
    return hand.writes("handed over", f"Handed over {said}{because}", to=to, why=why.strip())


def escalate(handling: Handling, hand: Hand, to: str, *, why: str) -> Entry:
    """Call for more than the owner can do; the owner stays."""
    to = checked_text(to, "to", "to whom it is escalated")
    why = checked_text(why, "why", "why it is escalated")
    return hand.writes("escalated", f"Escalated to {to}: {ended(why)}", to=to, why=why)


def set_due(handling: Handling, hand: Hand, due: str | date, *, why: str = "") -> Entry:
    """Say by when a case is to be answered."""
    day = checked_day(due, "due")
    because = f": {ended(why)}" if why.strip() else "."
    return hand.writes("due set", f"To be answered by {day}{because}", day=day, why=why.strip())


def prioritise(handling: Handling, hand: Hand, urgency: int, *, why: str) -> Entry:
    """Set the priority by hand; every repeat of the complaint still adds one."""
    if isinstance(urgency, bool) or not isinstance(urgency, int) or not 0 <= urgency <= 9:
        raise ArgumentError(f"urgency is a whole number from 0 to 9, not {urgency!r}.")
    why = checked_text(why, "why", "why the priority changes")
    what = f"Priority set to {urgency + handling.repeats}: {ended(why)}"
    return hand.writes("prioritised", what, urgency=urgency, why=why)


def promise(handling: Handling, hand: Hand, what: str, *, due: str | date) -> Entry:
    """Write down what is owed, and by when."""
    what = checked_text(what, "what", "what is owed")
    return hand.writes("promised", ended(what), checked_day(due, "due"))


def keep(handling: Handling, hand: Hand, number: int, *, note: str = "") -> Entry:
    """Write down that a promise was kept."""
    kept = numbered(handling.promises, number, "promise")
    if kept.kept:
        raise CaseError(f"Promise {number} was kept on {kept.kept[:10]} already.")
    said = f" {ended(note)}" if note.strip() else ""
    return hand.writes("kept", f"Kept promise {number}: {ended(kept.what)}{said}", promise=number)


# What an entry adds.


def registered(handling: Handling, entry: Entry) -> Handling:
    """Take in that the case begins here."""
    return replace(
        handling,
        registered=entry.at,
        since=entry.at,
        reporters=tuple(filter(None, [entry.details.get("reporter", "")])),
        owner=entry.details.get("owner", ""),
    )


def handed_over(handling: Handling, entry: Entry) -> Handling:
    """Take in the next owner."""
    return replace(handling, owner=entry.details["to"])


def escalated(handling: Handling, entry: Entry) -> Handling:
    """Take in a call for more."""
    new = Escalation(entry.at, entry.who, entry.details["to"], entry.details["why"])
    return replace(handling, escalations=(*handling.escalations, new))


def due_set(handling: Handling, entry: Entry) -> Handling:
    """Take in by when it is to be answered."""
    return replace(handling, due=entry.details["day"])


def prioritised(handling: Handling, entry: Entry) -> Handling:
    """Take in the priority set by hand."""
    return replace(handling, urgency=entry.details["urgency"])


def promised(handling: Handling, entry: Entry) -> Handling:
    """Take in something owed."""
    number = len(handling.promises) + 1
    new = Promise(number, entry.at, entry.who, entry.what, entry.due)
    return replace(handling, promises=(*handling.promises, new))


def kept(handling: Handling, entry: Entry) -> Handling:
    """Take in a promise kept."""
    one = numbered(handling.promises, entry.details["promise"], "promise")
    return replace(handling, promises=put(handling.promises, replace(one, kept=entry.at)))
