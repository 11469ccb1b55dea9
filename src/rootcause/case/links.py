"""Cases beside each other: linked, merged, unlinked, told of a finding; each with its why."""

from __future__ import annotations

from dataclasses import replace

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, Status, earlier
from rootcause.case.records import Link, Relation
from rootcause.case.said import checked_text, ended
from rootcause.case.statuses import reopening
from rootcause.errors import CaseError


def link(
    handling: Handling, hand: Hand, other: str, why: str, *, other_registered: str = ""
) -> tuple[Entry, ...]:
    """Write down that another case is like this one.

    Parameters
    ----------
    handling, hand
        Where this case stands, and who links it when.
    other, why
        Id of the other case, and what they share.
    other_registered
        When the other complaint was registered. One that came after this case was closed opens it
        again: what was done did not hold.
    """
    _refuse_linked(handling, other)
    why = checked_text(why, "why", "what the cases share")
    entry = hand.writes("linked", f"Linked to {other}: {ended(why)}", other=other, why=why)
    return entry, *_came_again(handling, hand, other, other_registered)


def merge(handling: Handling, hand: Hand, into: str, why: str) -> Entry:
    """Write down that this complaint is answered in another case from now on."""
    if handling.status is Status.MERGED:
        raise CaseError(f"The case was merged into {handling.into} already; unlink it first.")
    why = checked_text(why, "why", "why it is the same complaint")
    return hand.writes("merged", f"Merged into {into}: {ended(why)}", into=into, why=why)


def take_in(
    handling: Handling, hand: Hand, other: str, why: str, *, other_registered: str = ""
) -> tuple[Entry, ...]:
    """Write down, in the case that goes on, that another one was merged into it."""
    if handling.status is Status.MERGED:
        raise CaseError(f"{handling.into} is where that case went on; merge into that one.")
    entry = hand.writes("took in", f"Took in {other}: {ended(why)}", other=other, why=why)
    return entry, *_came_again(handling, hand, other, other_registered)


def unlink(handling: Handling, hand: Hand, other: str, why: str) -> Entry:
    """Take a link or a merger back; the journal keeps both."""
    if not any(one.other == other for one in handling.links):
        raise CaseError(f"The case has no link to {other!r}.")
    why = checked_text(why, "why", "why the cases are apart after all")
    return hand.writes("unlinked", f"Unlinked from {other}: {ended(why)}", other=other, why=why)


def share(handling: Handling, hand: Hand, finding: str) -> Entry:
    """Write down, in the case where it was found, which others were told."""
    if not handling.links:
        raise CaseError("No case is linked to this one, so there is none to tell.")
    others = ", ".join(one.other for one in handling.links)
    return hand.writes("shared", f"Told {others} what was found: {ended(finding)}", finding=finding)


def hear(handling: Handling, hand: Hand, other: str, finding: str) -> Entry:
    """Write down, in this case, what was found in another."""
    finding = checked_text(finding, "finding", "what was found")
    what = f"Found in {other}: {ended(finding)}"
    return hand.writes("heard", what, other=other, finding=finding)


def _came_again(handling: Handling, hand: Hand, other: str, registered: str) -> tuple[Entry, ...]:
    """Open a closed case again when the other complaint came after it was closed."""
    if handling.status is not Status.CLOSED or not registered:
        return ()
    if not earlier(handling.since, registered):
        return ()
    again = reopening(handling, hand, f"the complaint came again as {other}")
    return (again,) if again else ()


def _refuse_linked(handling: Handling, other: str) -> None:
    if any(one.other == other for one in handling.links):
        raise CaseError(f"The case is linked to {other!r} already.")


# What an entry adds.


def _with(handling: Handling, entry: Entry, relation: Relation, other: str) -> Handling:
    new = Link(entry.at, entry.who, other, relation, entry.details["why"])
    kept = [one for one in handling.links if one.other != other]
    return replace(handling, links=(*kept, new))


def linked(handling: Handling, entry: Entry) -> Handling:
    """Take in a link."""
    return _with(handling, entry, Relation.SIMILAR, entry.details["other"])


def merged(handling: Handling, entry: Entry) -> Handling:
    """Take in that the case goes on elsewhere."""
    into = entry.details["into"]
    moved = replace(
        handling, status=Status.MERGED, since=entry.at, into=into, before=handling.status
    )
    return _with(moved, entry, Relation.MERGED_INTO, into)


def took_in(handling: Handling, entry: Entry) -> Handling:
    """Take in another case: one more time that the complaint came."""
    more = replace(handling, repeats=handling.repeats + 1)
    return _with(more, entry, Relation.TOOK_IN, entry.details["other"])


def unlinked(handling: Handling, entry: Entry) -> Handling:
    """Take a link back, and with a merger what it changed."""
    other = entry.details["other"]
    gone = next(one for one in handling.links if one.other == other)
    left = replace(handling, links=tuple(one for one in handling.links if one is not gone))
    if gone.relation is Relation.MERGED_INTO:
        return replace(left, status=handling.before, since=entry.at, into="")
    if gone.relation is Relation.TOOK_IN:
        return replace(left, repeats=handling.repeats - 1)
    return left
