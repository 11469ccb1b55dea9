"""Actions: their criterion comes first, their check later, and a failed one opens the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, numbered, put
from rootcause.case.records import Action, ActionKind, Check
from rootcause.case.said import checked_day, checked_text, chosen, ended
from rootcause.case.statuses import reopening
from rootcause.errors import ArgumentError, CaseError

if TYPE_CHECKING:
    from rootcause.results import Confirmation


def act(
    handling: Handling,
    hand: Hand,
    what: str,
    *,
    kind: ActionKind | str = ActionKind.CORRECTIVE,
    criterion: str = "",
    hypothesis: int = 0,
    owner: str = "",
    due: str | date = "",
    check_due: str | date = "",
) -> Entry:
    """Agree on an action; one that is to mend or prevent needs its criterion first."""
    what = checked_text(what, "what", "what is done")
    to = chosen(ActionKind, kind, "kind")
    if to is not ActionKind.CONTAINMENT and not criterion.strip():
        raise CaseError(
            f"A {to} action needs its criterion before it is agreed: what will be seen if it works."
        )
    if hypothesis:
        numbered(handling.hypotheses, hypothesis, "hypothesis")
    due, check_due = (
        checked_day(day, name) if day else ""
        for day, name in ((due, "due"), (check_due, "check_due"))
    )
    seen = f" It works if: {ended(criterion)}" if criterion.strip() else ""
    return hand.writes(
        "acted",
        f"Action {len(handling.actions) + 1} ({to}): {ended(what)}{seen}",
        action=what,
        purpose=str(to),
        criterion=criterion.strip(),
        hypothesis=hypothesis or None,
        owner=owner,
        due=due,
        check_due=check_due,
    )


def finish(handling: Handling, hand: Hand, number: int, *, note: str = "") -> Entry:
    """Say that an action is done."""
    action = numbered(handling.actions, number, "action")
    if action.done:
        raise CaseError(f"Action {number} was done on {action.done[:10]} already.")
    said = f" {ended(note)}" if note.strip() else ""
    return hand.writes("done", f"Action {number} is done.{said}", action=number)


def check(
    handling: Handling,
    hand: Hand,
    number: int,
    *,
    passed: bool | None = None,
    found: str | Confirmation = "",
) -> tuple[Entry, ...]:
    """Hold what was found against an action's criterion; a failed check opens the case again."""
    action = numbered(handling.actions, number, "action")
    if not isinstance(found, str):
        passed, found = _decided(passed, found)
    found = checked_text(found, "found", "what was seen")
    if not isinstance(passed, bool):
        raise ArgumentError("A check needs `passed`, True or False, beside what was found.")
    if not action.criterion:
        raise CaseError(f"Action {number} has no criterion to be checked against.")
    if not action.done:
        raise CaseError(f"Action {number} is not done yet, so it can't be checked.")
    word = "passed" if passed else "failed"
    entry = hand.writes(
        "checked",
        f"Action {number} {word} its check: {ended(found)}",
        action=number,
        failed=not passed,
        found=found,
    )
    again = None if passed else reopening(handling, hand, f"action {number} failed its check")
    return (entry,) if again is None else (entry, again)


def _decided(passed: bool | None, found: Confirmation) -> tuple[bool | None, str]:
    """Whether a confirmation passes the check, and its sentences; people judge what it can't."""
    said = " ".join(found.findings)
    if found.passed is None and passed is None:
        raise CaseError(f"That doesn't decide the check; say `passed` yourself, or wait. {said}")
    if passed is not None and found.passed not in (None, passed):
        word = "passes" if found.passed else "fails"
        raise CaseError(f"What was found {word} the check, whatever `passed` says. {said}")
    return (passed if found.passed is None else found.passed), said


# What an entry adds.


def acted(handling: Handling, entry: Entry) -> Handling:
    """Take in a new action."""
    said = entry.details
    texts = ("criterion", "owner", "check_due")
    new = Action(
        number=len(handling.actions) + 1,
        at=entry.at,
        who=entry.who,
        kind=ActionKind(said["purpose"]),
        what=said["action"],
        hypothesis=said.get("hypothesis", 0),
        due=entry.due,
        **{name: said.get(name, "") for name in texts},
    )
    return replace(handling, actions=(*handling.actions, new))


def done(handling: Handling, entry: Entry) -> Handling:
    """Take in that an action is done."""
    action = numbered(handling.actions, entry.details["action"], "action")
    return replace(handling, actions=put(handling.actions, replace(action, done=entry.at)))


def checked(handling: Handling, entry: Entry) -> Handling:
    """Take in the check of an action."""
    said = entry.details
    action = numbered(handling.actions, said["action"], "action")
    new = Check(entry.at, entry.who, not said.get("failed", False), said["found"])
    changed = replace(action, checks=(*action.checks, new))
    return replace(handling, actions=put(handling.actions, changed))
