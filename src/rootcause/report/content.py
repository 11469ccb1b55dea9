"""The whole report as decided words, and the findings; renderers dress what is built here."""

from __future__ import annotations

from rootcause.case import Case
from rootcause.report import (
    answer,
    changing,
    comparing,
    evidence,
    numbers,
    others,
    shown,
    tables,
    trust,
    trying,
    working,
)
from rootcause.report.parts import Complaint, Masthead, Report
from rootcause.report.phrases import Words, called, words
from rootcause.report.sentences import CONSEQUENCE, sentence
from rootcause.results import Answer, Candidate, Finding, Investigation, Verdict

__all__ = ["build", "findings"]

READ = ("changing", "others", "comparing", "trust", "trying", "done")
RIVALS_FIRST = ("changing", "trying", "others", "comparing", "trust", "done")
"""Of rivals, what would tell them apart matters more than why they can't be told apart."""


def build(investigation: Investigation) -> Report:
    """Decide every word, number and picture of the report.

    Parameters
    ----------
    investigation
        With or without a case.
    """
    case, said = investigation.case, words(investigation)
    return Report(
        title=title(investigation),
        masthead=masthead(case),
        complaint=complaint(case),
        answer=answer.reply(said, investigation),
        evidence=evidence.table(said, investigation),
        others=others.section(said, investigation),
        changing=changing.section(said, investigation),
        comparing=comparing.section(said, investigation),
        trust=trust.section(said, investigation),
        trying=trying.section(investigation.plan),
        done=working.done(case),
        working=working.working(said, investigation),
        observations=tables.observations(said, investigation),
        footer=footer(investigation),
        order=RIVALS_FIRST if investigation.answer is Answer.UNDETERMINED else READ,
    )


def title(investigation: Investigation) -> str:
    """Title of the page: the case's, or the question asked of the table."""
    if investigation.case is not None:
        return investigation.case.title
    return f"What goes with {called(investigation.outcome)}?"


def masthead(case: Case | None) -> Masthead | None:
    """Id, status and owner; when it was opened."""
    if case is None:
        return None
    owner = f"owner: {case.owner}" if case.owner else ""
    left = tuple(one for one in (case.id, case.status, owner) if one)
    return Masthead(left, f"opened {numbers.day(case.opened)}" if case.opened else "")


def complaint(case: Case | None) -> Complaint | None:
    """What was said, unedited or retold, and by whom."""
    if case is None:
        return None
    when = [one for one in (case.reporter, numbers.day(case.opened)) if one]
    said = f"{', '.join(when)}. " if when else ""
    told = "Retold, not in their own words." if case.retold else "Unedited."
    return Complaint(case.title, case.complaint.strip(), f"{said}{told}")


def footer(investigation: Investigation) -> str:
    """What made the page."""
    version = investigation.provenance.versions.get("rootcause", "")
    simulated = investigation.case is not None and investigation.case.simulated
    return (
        f"Made by rootcause {version}".rstrip()
        + "; the same observations give the same page. It asks the network for nothing."
        + (" The data are simulated." if simulated else "")
    )


def findings(investigation: Investigation) -> tuple[Finding, ...]:
    """The answer in sentences, strongest first.

    Parameters
    ----------
    investigation
        With or without a case.

    Returns
    -------
    tuple of Finding
        The headline; when the outcome changed and what changed with it; a sentence for each
        candidate; what the evidence hangs on; what differs from the closest good observations;
        what was not tested; what is not yet shown.
    """
    said = words(investigation)
    found = [_headline(said, investigation), *_changed(said, investigation)]
    found += [
        Finding(sentence(said, investigation, one), (one.name, *one.given), one.verdict)
        for one in investigation.candidates
    ]
    found += _hanging(said, investigation)
    found += [_consequence(said, name) for name in investigation.consequences]
    proof = shown.sentence(investigation)
    if proof:
        found.append(Finding(proof))
    return tuple(found)


def _headline(said: Words, investigation: Investigation) -> Finding:
    verdict = {
        Answer.STANDS: Verdict.STANDS,
        Answer.UNDETERMINED: Verdict.UNDETERMINED,
        Answer.NOTHING: Verdict.NO_EVIDENCE,
        Answer.TOO_FEW: Verdict.NO_EVIDENCE,
    }[investigation.answer]
    about: tuple[Candidate, ...] = ()
    if verdict is not Verdict.NO_EVIDENCE:
        about = investigation.having(verdict)
    headline = answer.headline(said, investigation)
    return Finding(headline, tuple(one.name for one in about), verdict)


def _changed(said: Words, investigation: Investigation) -> list[Finding]:
    changes, told = investigation.changes, changing.sentence(said, investigation)
    together = changes.together if changes and changes.shown else ()
    return [Finding(told, tuple(one.change.name for one in together))] if told else []


def _hanging(said: Words, investigation: Investigation) -> list[Finding]:
    """What the evidence hangs on, and what differs from the closest ones."""
    found = [
        Finding(told, (one.name,))
        for one in investigation.candidates
        for told in (*trust.cautions(said, one), trust.unrecorded(said, one))
        if told
    ]
    if told := comparing.sentence(said, investigation):
        found.append(Finding(told, (comparing.first(investigation),)))
    return found


def _consequence(said: Words, name: str) -> Finding:
    subject = numbers.capital(said.named(name))
    return Finding(f"{subject} was not tested: {CONSEQUENCE.replace(': ', ', ')}.", (name,))
