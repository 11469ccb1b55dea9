"""Hypotheses: what they predict is written first; observations alone support, never confirm."""

from __future__ import annotations

from dataclasses import replace

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, earlier, numbered, put
from rootcause.case.records import Ground, Hypothesis, Judgement, Standing
from rootcause.case.said import checked_text, chosen, ended
from rootcause.errors import CaseError


def hypothesise(
    handling: Handling, hand: Hand, statement: str, *, predicts: str, candidate: str = ""
) -> Entry:
    """Write a hypothesis with what would be seen if it were true."""
    statement = checked_text(statement, "statement", "what might be the cause")
    predicts = checked_text(predicts, "predicts", "what would be seen if it were true")
    number = len(handling.hypotheses) + 1
    what = f"Hypothesis {number}: {ended(statement)} It predicts: {ended(predicts)}"
    return hand.writes(
        "hypothesised", what, statement=statement, predicts=predicts, candidate=candidate
    )


def judge(
    handling: Handling,
    hand: Hand,
    number: int,
    standing: Standing | str,
    *,
    because: str,
    ground: Ground | str = Ground.OBSERVATION,
    evidence: int = 0,
) -> Entry:
    """Say how far a hypothesis has come, what that rests on, and why.

    Observations alone can't confirm; an effectiveness check can once it passed.
    """
    judged = numbered(handling.hypotheses, number, "hypothesis")
    to = chosen(Standing, standing, "standing")
    by = chosen(Ground, ground, "ground")
    because = checked_text(because, "because", "why it is judged so")
    if to is Standing.CONFIRMED:
        _refuse_unconfirmed(handling, number, by)
    saved = numbered(handling.evidence, evidence, "evidence") if evidence else None
    what = f"Hypothesis {number} is {to} (by {by}): {ended(because)}"
    return hand.writes(
        "judged",
        what,
        hypothesis=number,
        to=str(to),
        ground=str(by),
        because=because,
        fingerprint=saved.fingerprint if saved else "",
        afterwards=saved is not None and earlier(saved.at, judged.at),
    )


def _refuse_unconfirmed(handling: Handling, number: int, by: Ground) -> None:
    if by is Ground.OBSERVATION:
        raise CaseError(
            "Observations alone support a hypothesis at most; to confirm it takes a trial, an "
            "inspection or a passed effectiveness check (ground)."
        )
    if by is Ground.CHECK and not any(
        one.passed and one.hypothesis == number for one in handling.actions
    ):
        raise CaseError(
            f"No action that follows from hypothesis {number} has passed its check; an "
            "effectiveness check can't confirm it yet."
        )


# What an entry adds.


def hypothesised(handling: Handling, entry: Entry) -> Handling:
    """Take in a new hypothesis."""
    new = Hypothesis(
        number=len(handling.hypotheses) + 1,
        at=entry.at,
        who=entry.who,
        statement=entry.details["statement"],
        predicts=entry.details["predicts"],
        candidate=entry.details.get("candidate", ""),
    )
    return replace(handling, hypotheses=(*handling.hypotheses, new))


def judged(handling: Handling, entry: Entry) -> Handling:
    """Take in a judgement."""
    said = entry.details
    one = numbered(handling.hypotheses, said["hypothesis"], "hypothesis")
    new = Judgement(
        at=entry.at,
        who=entry.who,
        standing=Standing(said["to"]),
        ground=Ground(said["ground"]),
        because=said["because"],
        fingerprint=said.get("fingerprint", ""),
        afterwards=said.get("afterwards", False),
    )
    changed = replace(one, judgements=(*one.judgements, new))
    return replace(handling, hypotheses=put(handling.hypotheses, changed))
