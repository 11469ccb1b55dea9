"""The fix that a case knows of: its last action that is done, with the criterion set for it."""

from __future__ import annotations

from typing import NamedTuple

from rootcause.case import Case
from rootcause.case.records import ActionKind
from rootcause.confirmation.criteria import readable
from rootcause.errors import ArgumentError


class Fix(NamedTuple):
    """Its action, when it was made, its criterion if that can be read, what to keep in mind."""

    number: int
    since: str
    criterion: str | None
    cautions: tuple[str, ...]


def last_fix(case: Case) -> Fix:
    """The corrective or preventive action that was done last.

    Raises
    ------
    ArgumentError
        When none is done.
    """
    done = [
        one for one in case.handling.actions if one.done and one.kind is not ActionKind.CONTAINMENT
    ]
    if not done:
        raise ArgumentError(
            f"Case {case.id!r} has no action that is done. Say when the fix was made: since=."
        )
    last = max(done, key=lambda one: (one.done, one.number))
    if readable(last.criterion):
        return Fix(last.number, last.done, last.criterion, ())
    said = f"the criterion of action {last.number} is for people to judge: {last.criterion}"
    return Fix(last.number, last.done, None, (said,) if last.criterion else ())
