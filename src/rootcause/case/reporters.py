"""Those who complained: their names stand in one place, everything else says "reporter 1"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling
from rootcause.case.said import ended
from rootcause.errors import CaseError, did_you_mean

FIELDS = ("name", "salutation", "address")


def join(handling: Handling, hand: Hand) -> Entry:
    """Write down that one more reporter belongs to the case."""
    label = f"reporter {len(handling.reporters) + 1}"
    return hand.writes("joined", f"{label.capitalize()} joined the case.", reporter=label)


def correct(
    handling: Handling, hand: Hand, reporter: str, *, fields: Sequence[str], why: str = ""
) -> Entry:
    """Write down that something about a reporter was corrected, without saying what it was.

    Parameters
    ----------
    handling, hand
        Where the case stands, and who corrects it when.
    reporter
        "reporter 1".
    fields
        Which of name, salutation and address.
    why
        A reason.
    """
    refuse_unknown_reporter(handling.reporters, reporter)
    because = f": {ended(why)}" if why.strip() else "."
    what = f"Corrected the {' and '.join(fields)} of {reporter}{because}"
    return hand.writes("corrected", what, reporter=reporter, fields=list(fields), why=why.strip())


def erase(
    handling: Handling, hand: Hand, reporter: str, *, why: str = "", left: Sequence[str] = ()
) -> Entry:
    """Write down that a reporter's name and address are gone, and where they are named still."""
    refuse_unknown_reporter(handling.reporters, reporter)
    because = f": {ended(why)}" if why.strip() else "."
    still = f" What was written names them still: {', '.join(left)}." if left else ""
    what = f"Erased who {reporter} is{because}{still}"
    return hand.writes("erased", what, reporter=reporter)


def refuse_unknown_reporter(known: Sequence[str], reporter: str) -> None:
    """Refuse a reporter whom the case doesn't have."""
    if reporter not in known:
        raise CaseError(f"The case has no {reporter!r}.{did_you_mean(reporter, known)}")


# What an entry adds.


def joined(handling: Handling, entry: Entry) -> Handling:
    """Take in one more reporter."""
    return replace(handling, reporters=(*handling.reporters, entry.details["reporter"]))
