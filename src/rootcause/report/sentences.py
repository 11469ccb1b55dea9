"""One sentence for each candidate, by its verdict; the same words in every form of the report."""

from __future__ import annotations

import math

from rootcause.report import numbers, together
from rootcause.report.parts import Span, Spans, plain
from rootcause.report.phrases import Words, bounded, called, contrasted, in_table
from rootcause.results import (
    IN_ALL,
    PAIR,
    Answer,
    Association,
    Candidate,
    Investigation,
    Provenance,
    Residue,
    Verdict,
)
from rootcause.variables import Variable

RESTATES = "It restates the outcome."
CONSEQUENCE = "declared a consequence: recorded after the outcome"
TWICE_AUC = "2 × AUC − 1".replace(" ", numbers.NBSP)
POINTS = ("risk difference",)
"""Effect sizes that are differences of shares, so that they can be said in percentage points."""


def sentence(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    """What is to be said of one candidate, statistics in brackets."""
    say = {
        Verdict.STANDS: _stands,
        Verdict.UNDETERMINED: _undetermined,
        Verdict.SCREENED_OFF: _screened_off,
        Verdict.NO_EVIDENCE: no_evidence,
        Verdict.RESTATES: _restates,
        Verdict.NOT_TESTED: _not_tested,
    }[candidate.verdict]
    said = say(words, investigation, candidate)
    turned = reversal(candidate)
    if turned is None or candidate.verdict is Verdict.SCREENED_OFF:
        return said
    return f"{said} The sign changes given {words.names(turned.given)}."


def bracket(association: Association, adjusted: float, family: int, of: str = "tests") -> str:
    """The p-value, corrected when more than one was worked out: "p = .003; corrected ..."."""
    alone = numbers.equals(association.pvalue, bounded(association))
    if family < 2 or math.isnan(adjusted):
        return alone
    if alone == numbers.equals(adjusted):
        return f"{alone}, also when corrected for {family} {of}"
    return f"{alone}; corrected for {family} {of}, {numbers.equals(adjusted)}"


def _corrected(association: Association, adjusted: float, provenance: Provenance) -> str:
    if association.measure == PAIR:
        return bracket(association, adjusted, provenance.pairs, "pairs")
    return bracket(association, adjusted, provenance.family)


def evidence(words: Words, investigation: Investigation, candidate: Candidate) -> Spans:
    """The groups and their p in one phrase; nothing for a candidate that was not tested."""
    association = candidate.association
    if association is None:
        return ()
    said = _corrected(association, candidate.pvalue_adjusted, investigation.provenance)
    if association.contrast is None:
        size = f"{effect_name(association)} {numbers.effect(association.effect.on_axis[0])}"
        return (Span(f"{size} over {words.so_many(association.n)} ({said})"),)
    return (*contrasted(words, candidate.variable, association.contrast), Span(f" ({said})"))


def effect_name(association: Association) -> str:
    """Name of the number that is shown, on the common axis."""
    name = association.effect.name
    return TWICE_AUC if name == "probability of superiority" else name


def worst(candidate: Candidate) -> Association | None:
    """The conditional association with the largest p-value; None when there is none."""
    tested = [one for one in candidate.conditionals if not math.isnan(one.pvalue)]
    return max(tested, key=lambda one: one.pvalue) if tested else None


def reversal(candidate: Candidate) -> Association | None:
    """The association given others whose sign is changed, both intervals being off zero."""
    if candidate.association is None:
        return None
    side = _side(candidate.association)
    return next((one for one in candidate.conditionals if side * _side(one) < 0), None)


def _side(association: Association) -> int:
    _, low, high = association.effect.on_axis
    return int(low > 0) - int(high < 0)


def never_varied(candidate: Candidate) -> bool:
    """Whether it never varied while those in `given` were held, so that nothing can be said."""
    return bool(candidate.conditionals) and all(
        math.isnan(one.pvalue) for one in candidate.conditionals
    )


def detectable(words: Words, candidate: Candidate) -> str:
    """The smallest effect that would have been seen; empty where it is not known."""
    association = candidate.association
    if association is None or not 0 < candidate.detectable < 1:
        return ""
    shown = f"{words.so_many(association.n)} would have shown"
    size = _size(association, candidate.detectable)
    return f"{shown} {size}; a smaller one may be missed."


def _size(association: Association, value: float) -> str:
    if association.effect.name in POINTS:
        return f"a difference of {numbers.points(value)}"
    return f"an effect size of {numbers.effect(value)} (0 is none, 1 complete)"


def not_excluded(words: Words, candidate: Candidate) -> str:
    """Who is not excluded as a rival of one that stands, and by how much it is preferred."""
    close = words.names(candidate.not_excluded)
    p = numbers.equals(candidate.pvalue_given)
    odds = numbers.to_one(candidate.odds)
    tested = worst(candidate)
    shared = (
        f", in {words.these(tested.n)} with both recorded" if tested and tested.n_missing else ""
    )
    return (
        f"No test excludes {close} in its place ({p} given that{shared}), "
        f"but the evidence speaks for {called(candidate.variable)}, {odds}."
    )


def _stands(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    if together.is_pair(candidate):
        two = numbers.capital(together.both(words, investigation, candidate))
        return f"{two} tell more together: {plain(evidence(words, investigation, candidate))}."
    given = worst(candidate)
    if candidate.pvalue_adjusted > investigation.provenance.alpha and given is not None:
        return _suppressed(words, investigation, candidate, given)
    said = (
        f"{_subject(words, candidate)} stands: {plain(evidence(words, investigation, candidate))}."
    )
    if given is None:
        return said
    if candidate.not_excluded:
        return f"{said} {not_excluded(words, candidate)}"
    return f"{said} Given the others it still stands ({numbers.equals(given.pvalue)} at worst)."


def _suppressed(
    words: Words, investigation: Investigation, candidate: Candidate, given: Association
) -> str:
    """One that appears only given another."""
    alone = plain(evidence(words, investigation, candidate))
    held = words.names(given.given) or "the others"
    return (
        f"{_subject(words, candidate)} stands, but only given {held} "
        f"({numbers.equals(given.pvalue)}): alone it shows nothing, {alone}."
    )


def _undetermined(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    said = f"{_subject(words, candidate)} is undetermined: "
    said += f"{plain(evidence(words, investigation, candidate))}"
    these = words.these(investigation.n)
    if not candidate.given:
        return f"{said}, and {these} cannot settle whether it stands."
    if never_varied(candidate):
        rivals = words.names(candidate.given, "or")
        return f"{said}, but {these} cannot tell it from {rivals}: they always changed together."
    left = left_open(words, candidate, investigation)
    return f"{said}; {left}." if may_add(candidate, investigation) else f"{said}, but {left}."


def left_open(words: Words, candidate: Candidate, investigation: Investigation) -> str:
    """Why the observations leave it undetermined, as a clause in which it is "it"."""
    p = "" if math.isnan(candidate.pvalue_given) else f" ({numbers.equals(candidate.pvalue_given)})"
    held = set(candidate.conditionals[0].given) if candidate.conditionals else set()
    given = words.names(candidate.given, "and" if held.issuperset(candidate.given) else "or")
    if candidate.late:
        return f"it looks like a consequence, the outcome standing between it and {given}"
    if candidate.residue is not None:
        beside = given if held == set(candidate.given) else "the others"
        proxy = _as_a_proxy(words, candidate.residue)
        return f"given {beside} it still adds something{p}, {proxy}"
    by = f"given {given} " if given else ""
    if may_add(candidate, investigation):
        return f"{by}it may still add something{p}, but {too_little(candidate, investigation)}"
    return f"{by}it is not shown to add anything, nor to add nothing{p}"


def may_add(candidate: Candidate, investigation: Investigation) -> bool:
    """Whether it may still add something, though not enough to stand."""
    doubted = candidate.late or candidate.residue is not None
    return not doubted and candidate.pvalue_given <= investigation.provenance.alpha


def too_little(candidate: Candidate, investigation: Investigation) -> str:
    """Why what it adds is not enough."""
    if candidate.on_a_scale:
        return "not on every scale"
    if candidate.conditionals[0].measure == IN_ALL:
        return "hardly among the rows drawn"
    rivals = investigation.answer is Answer.UNDETERMINED
    return "not clearly more than its rivals" if rivals else "too little to be sure"


def _as_a_proxy(words: Words, residue: Residue) -> str:
    below = numbers.effect(residue.reliability)
    return (
        f"as a mere proxy would if {words.named(residue.cause)} is measured "
        f"with a reliability below {below}"
    )


def _screened_off(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    groups = plain(evidence(words, investigation, candidate))
    said = f"{_subject(words, candidate)} is screened off: {groups}, "
    said += f"but given {words.names(candidate.given)}"
    turned = reversal(candidate)
    if turned is not None and turned.given == candidate.given:
        p = numbers.equals(candidate.pvalue_given)
        return f"{said} it points the other way: the sign changes ({p})."
    said = f"{said} {adds_nothing(words, investigation, candidate)}."
    if turned is None:
        return said
    given, p = words.names(turned.given), numbers.equals(turned.pvalue)
    return f"{said} Given only {given} it points the other way ({p})."


def looked_at(investigation: Investigation, candidate: Candidate) -> int:
    """On how many observations a candidate was held against those that its verdict names."""
    held = candidate.conditionals[0] if candidate.conditionals else None
    return max(investigation.provenance.screened, held.n + held.n_missing if held else 0)


def so_many_of(words: Words, investigation: Investigation, looked_at: int) -> str:
    """So many of the observations, or "these" where it is all."""
    these = words.these(investigation.n)
    return these if looked_at >= investigation.n else f"{numbers.count(looked_at)} of {these}"


def adds_nothing(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    """What is left of a screened-off candidate, said no stronger than it is."""
    these = so_many_of(words, investigation, looked_at(investigation, candidate))
    p = candidate.pvalue_given
    bracketed = "" if math.isnan(p) else f" ({numbers.equals(p)})"
    return f"it adds nothing {these} can show{bracketed}"


def no_evidence(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    """What was counted, and what would have been seen."""
    association = candidate.association
    if association is None:
        return f"{_subject(words, candidate)}: no evidence."
    alpha = investigation.provenance.alpha
    said = _corrected(association, candidate.pvalue_adjusted, investigation.provenance)
    start = (
        f"{_subject(words, candidate)}: {_against(words, candidate.variable, association)}, {said}."
    )
    if association.resolution > alpha:
        return f"{start} {too_few(words, association, alpha)}"
    return " ".join(filter(None, [start, detectable(words, candidate)]))


def _against(words: Words, variable: Variable, association: Association) -> str:
    contrast = association.contrast
    if contrast is None:
        size = numbers.effect(association.effect.on_axis[0])
        return f"{effect_name(association)} {size} over {words.so_many(association.n)}"
    sides = [
        f"{words.short(group)} ({in_table(variable, group.label, unit)})"
        for group, unit in ((contrast.first, True), (contrast.second, False))
    ]
    centre = "" if words.counts else f"{words.centre(contrast.first)} "
    return f"{centre}{sides[0]} against {sides[1]}"


def too_few(words: Words, association: Association, alpha: float, family: int = 1) -> str:
    """Why a small table can't reject anything."""
    several = numbers.capital(words.so_many(association.n))
    if association.resolution > numbers.ONE_P:
        these = words.these(association.n)
        return f"In whatever order the outcomes had fallen on {these}, p would have been 1."
    level, least = numbers.percent(alpha), numbers.probability(association.resolution)
    corrected = f" once corrected for {family} tests" if association.resolution <= alpha else ""
    return (
        f"{several} cannot reject anything at {level}{corrected}: "
        f"the smallest p they could give is {least}."
    )


def _restates(words: Words, _: Investigation, candidate: Candidate) -> str:
    reason = f": {candidate.reason.rstrip('.')}" if candidate.reason else ""
    return f"{_subject(words, candidate)} is set aside{reason}. {RESTATES}"


def _not_tested(words: Words, _: Investigation, candidate: Candidate) -> str:
    reason = (candidate.reason or candidate.variable.not_tested).rstrip(".").replace(": ", ", ")
    because = f": {reason}" if reason else ""
    return f"{_subject(words, candidate)} was not tested{because}."


def _subject(words: Words, candidate: Candidate) -> str:
    return numbers.capital(called(candidate.variable))
