"""What was shown beyond what these observations say: by trials, or as the case records it."""

from __future__ import annotations

from textwrap import shorten

from rootcause.case.handling import Handling, earlier
from rootcause.case.records import Action, ActionKind, Ground, Hypothesis, Standing
from rootcause.case.said import ended
from rootcause.report import numbers, plans
from rootcause.report.parts import Step
from rootcause.results import Answer, Investigation

LONGEST = 160
"""Characters of what a check found that there is room for; the tables hold all of it."""

SHOWING = (Ground.TRIAL, Ground.INSPECTION)
"""Grounds that show a cause; a passed check is told by what it found."""


def sentence(investigation: Investigation) -> str:
    """What was shown, or that nothing was yet; empty where there is nothing to show."""
    plan, said = investigation.plan, recorded(investigation)
    found = investigation.answer in (Answer.STANDS, Answer.UNDETERMINED)
    if not said:
        return plans.shown(plan) if found else ""
    if plan is None or not plan.made:
        return said
    settled = plan.shown or plan.ruled_out
    return f"{said} {plans.shown(plan) if settled else numbers.capital(plans.learned(plan))}"


def recorded(investigation: Investigation) -> str:
    """What the case records as shown, in sentences; empty where it records nothing of the kind."""
    handling = _handling(investigation)
    said = [_judged(one) for one in _confirmed(handling, *SHOWING)]
    check = last_check(handling)
    if check is not None and check.passed and not _came_again(handling, check):
        said.append(_checked(check))
    return " ".join(said)


def by_trial(investigation: Investigation) -> Step:
    """Whether trials have shown it: those in the table, or one that the case records."""
    name, plan = "Shown by a trial", investigation.plan
    if plan and plan.made:
        return Step(name, plans.short(plan), bool(plan.shown))
    handling = _handling(investigation)
    if tried := _confirmed(handling, Ground.TRIAL):
        return Step(name, f"yes: {_numbered(tried)}, as the case records", True)
    if inspected := _confirmed(handling, Ground.INSPECTION):
        return Step(name, f"not by a trial: {_numbered(inspected)} confirmed by inspection", False)
    return Step(name, plans.short(plan), False)


def fix(investigation: Investigation) -> Step:
    """Whether the fix is confirmed, by the last check of an action against its criterion."""
    name, handling = "Fix confirmed", _handling(investigation)
    action = last_check(handling)
    if action is None:
        return Step(name, "not yet", False)
    found = _found(action)
    if not action.passed:
        return Step(name, f"no: action {action.number} failed its check: {found}", False)
    if _came_again(handling, action):
        again = numbers.day(handling.reopened)
        return Step(name, f"no: the case was opened again on {again}, after the check", False)
    return Step(name, f"yes: action {action.number} passed its check: {found}", True)


def last_check(handling: Handling) -> Action | None:
    """The action that was checked last; one that only limits the harm confirms nothing."""
    checked = [
        one for one in handling.actions if one.checks and one.kind is not ActionKind.CONTAINMENT
    ]
    return max(checked, key=lambda one: (one.checks[-1].at, one.number), default=None)


def _handling(investigation: Investigation) -> Handling:
    return investigation.case.handling if investigation.case else Handling()


def _came_again(handling: Handling, action: Action) -> bool:
    """Whether the case was opened again after the check."""
    return bool(handling.reopened) and earlier(action.checks[-1].at, handling.reopened)


def _confirmed(handling: Handling, *grounds: Ground) -> list[Hypothesis]:
    known = handling.standing(Standing.CONFIRMED)
    return [one for one in known if one.judgements[-1].ground in grounds]


def _numbered(supposed: list[Hypothesis]) -> str:
    said = numbers.listed([str(one.number) for one in supposed])
    return f"hypothesis {said}" if len(supposed) == 1 else f"hypotheses {said}"


def _judged(one: Hypothesis) -> str:
    last = one.judgements[-1]
    by = "a trial" if last.ground is Ground.TRIAL else "an inspection"
    return f"Confirmed by {by}: {ended(one.statement)} {numbers.capital(ended(last.because))}"


def _checked(action: Action) -> str:
    return f"The fix passed its check ({action.what}): {ended(_found(action))}"


def _found(action: Action) -> str:
    return shorten(action.checks[-1].found, LONGEST, placeholder=" …")
