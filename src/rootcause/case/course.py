"""The course of a case: what each kind of entry holds, and where all of them leave the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

from rootcause.case import (
    actions,
    contacts,
    evidence,
    hypotheses,
    links,
    owners,
    reporters,
    statuses,
)
from rootcause.case.entries import Entry
from rootcause.case.handling import Handling
from rootcause.errors import CaseError, RootcauseError

DAYS = ("day", "until", "check_due", "useful_until")
Fold = Callable[[Handling, Entry], Handling]


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of entry.

    Attributes
    ----------
    takes_in
        Gives the handling after such an entry.
    needs, may
        Which details it has to have, and which it may have, with their types.
    """

    takes_in: Fold
    needs: Mapping[str, type] = field(default_factory=dict)
    may: Mapping[str, type] = field(default_factory=dict)


def _texts(*names: str) -> dict[str, type]:
    return dict.fromkeys(names, str)


STEPS: dict[str, Step] = {
    "registered": Step(owners.registered, {}, _texts("reporter", "owner", "channel")),
    "handed over": Step(owners.handed_over, _texts("to"), _texts("why")),
    "escalated": Step(owners.escalated, _texts("to", "why")),
    "due set": Step(owners.due_set, _texts("day"), _texts("why")),
    "prioritised": Step(owners.prioritised, {"urgency": int, **_texts("why")}),
    "promised": Step(owners.promised),
    "kept": Step(owners.kept, {"promise": int}),
    "moved": Step(statuses.moved, _texts("to"), {"again": bool, **_texts("why")}),
    "parked": Step(statuses.parked, _texts("until", "why")),
    "declined": Step(statuses.declined, _texts("by", "why")),
    "closed": Step(statuses.closed, {}, {"unexplained": bool, **_texts("answer", "why")}),
    "hypothesised": Step(
        hypotheses.hypothesised, _texts("statement", "predicts"), _texts("candidate")
    ),
    "judged": Step(
        hypotheses.judged,
        {"hypothesis": int, **_texts("to", "ground", "because")},
        {"fingerprint": str, "afterwards": bool},
    ),
    "acted": Step(
        actions.acted,
        _texts("action", "purpose"),
        {"hypothesis": int, **_texts("criterion", "owner", "check_due")},
    ),
    "done": Step(actions.done, {"action": int}),
    "checked": Step(actions.checked, {"action": int, "found": str}, {"failed": bool}),
    "contacted": Step(
        contacts.contacted,
        _texts("purpose", "reporter"),
        {"draft": bool, **_texts("channel", "words", "useful_until", "why")},
    ),
    "said": Step(contacts.said, {"contact": int}, _texts("why")),
    "budgeted": Step(contacts.budgeted, {"asks": int, "why": str}),
    "voiced": Step(
        contacts.voiced,
        _texts("reporter", "expected", "experienced"),
        _texts("interaction", "asked"),
    ),
    "linked": Step(links.linked, _texts("other", "why")),
    "merged": Step(links.merged, _texts("into", "why")),
    "took in": Step(links.took_in, _texts("other", "why")),
    "unlinked": Step(links.unlinked, _texts("other", "why")),
    "joined": Step(reporters.joined, _texts("reporter")),
    "saved": Step(
        evidence.saved,
        {"fingerprint": str, "seed": int, "answer": str},
        {"version": str, "options": dict, "verdicts": dict, "pvalues": dict},
    ),
}
"""Entries of any other kind are told in the journal and change nothing here."""


def add_up(entries: Iterable[Entry], start: Handling | None = None) -> Handling:
    """Work out where the entries leave a case.

    Parameters
    ----------
    entries
        Oldest first.
    start
        Where the case stood before the first of them.

    Raises
    ------
    CaseError
        When an entry lacks what its kind needs, or speaks of what there is not.
    """
    return reduce(take_in, entries, start or Handling())


def take_in(handling: Handling, entry: Entry) -> Handling:
    """Work out where one more entry leaves a case."""
    if not entry.kind and entry.due:
        _refuse_other_than_days(entry)
        return owners.promised(handling, entry)
    step = STEPS.get(entry.kind)
    if step is None:
        return handling
    _refuse_other_details(entry, step)
    _refuse_other_than_days(entry)
    try:
        return step.takes_in(handling, entry)
    except (RootcauseError, ValueError, StopIteration) as error:
        said = f": {error}" if str(error) else "."
        raise CaseError(f"{_which(entry)} does not fit what came before it{said}") from None


def _refuse_other_details(entry: Entry, step: Step) -> None:
    for name, wanted in {**step.needs, **step.may}.items():
        if name not in entry.details:
            if name in step.needs:
                raise CaseError(f"{_which(entry)} lacks {name!r} in its details.")
        elif not _is(wanted, entry.details[name]):
            raise CaseError(f"{_which(entry)} has a {name!r} of the wrong type.")


def _refuse_other_than_days(entry: Entry) -> None:
    said = {"due": entry.due, **{name: entry.details.get(name, "") for name in DAYS}}
    for name, day in said.items():
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError:
            raise CaseError(f"{_which(entry)} has a {name!r} that is no date.") from None


def _is(wanted: type, value: Any) -> bool:
    if wanted is int:
        return type(value) is int
    return isinstance(value, wanted)


def _which(entry: Entry) -> str:
    return f"The entry {entry.kind!r} of {entry.at[:40]}"
