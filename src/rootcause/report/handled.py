"""How a case was handled: what was supposed, done and said, and what is still owed."""

from __future__ import annotations

from rootcause.case import Case, Entry
from rootcause.case.handling import Handling
from rootcause.case.owed import Owed
from rootcause.case.records import Action, Hypothesis
from rootcause.report import numbers
from rootcause.report.parts import Span, Spans, Table

UNTOLD = ("observed", "amended", "voided", "declared")
"""Kinds of entry that the observations themselves show."""


def past(case: Case) -> tuple[tuple[str, str], ...]:
    """What happened, a date and a sentence each, oldest first; promises are told as owed."""
    promises = [one for one in case.entries if one.due and not one.kind]
    told = [one for one in case.entries if one.kind not in UNTOLD and one not in promises]
    return tuple((numbers.day(one.at), _sentence(one)) for one in told)


def _sentence(entry: Entry) -> str:
    words = str(entry.details.get("words", ""))
    return f"{entry.what} “{words}”" if words else entry.what


def due(owed: tuple[Owed, ...]) -> tuple[tuple[str, str], ...]:
    """What is owed, the first due first."""
    return tuple(("owed", f"{one.what.rstrip('.')}, by {numbers.day(one.due)}.") for one in owed)


def drafts(handling: Handling) -> tuple[tuple[str, str], ...]:
    """What was drafted and not said; what is past its useful date is shown, not sent."""
    return tuple(
        (
            "not sent",
            f"Draft for {one.reporter} ({one.purpose})"
            + (f", useful until {numbers.day(one.useful_until)}" if one.useful_until else "")
            + (f": “{one.words}”" if one.words else "."),
        )
        for one in handling.contacts
        if not one.said
    )


def tables(handling: Handling) -> tuple[Table, ...]:
    """The hypotheses and the actions, a row each, as they stand."""
    supposed = Table(
        "Hypotheses, written with what they predict before they were judged",
        ("Hypothesis", "Predicts", "Stands", "Because"),
        (False,) * 4,
        tuple(_cells(*_hypothesis(one)) for one in handling.hypotheses),
        note="Observations alone support a hypothesis; a trial, an inspection or a passed "
        "effectiveness check confirms it.",
    )
    acted = Table(
        "Actions, each with what shows that it works",
        ("Action", "For", "Works if", "Done", "Check"),
        (False,) * 5,
        tuple(_cells(*_action(one)) for one in handling.actions),
    )
    return tuple(one for one in (supposed, acted) if one.rows)


def _cells(*texts: str) -> Spans:
    return tuple(Span(text) for text in texts)


def _hypothesis(one: Hypothesis) -> tuple[str, str, str, str]:
    named = f"{one.number}. {one.statement}"
    if not one.judgements:
        return named, one.predicts, str(one.standing), "not judged yet"
    last = one.judgements[-1]
    seen = "; written after it was seen in these observations" if last.afterwards else ""
    return named, one.predicts, str(one.standing), f"{last.because} (by {last.ground}{seen})"


def _action(one: Action) -> tuple[str, str, str, str, str]:
    done = numbers.day(one.done) if one.done else "not yet"
    if one.checks:
        last = one.checks[-1]
        word = "passed" if last.passed else "failed"
        check = f"{word} on {numbers.day(last.at)}: {last.found}"
    else:
        check = f"due {numbers.day(one.check_due)}" if one.check_due else "none yet"
    return f"{one.number}. {one.what}", str(one.kind), one.criterion or "no criterion", done, check
