"""What the evidence hangs on, in words: something unrecorded, one observation, the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rootcause.report import numbers
from rootcause.report.groups import contrast_of
from rootcause.report.parts import Section, plain
from rootcause.report.phrases import Words, called, contrasted, place
from rootcause.report.sentences import may_add
from rootcause.results import Answer, Candidate, Hinge, Investigation, Reversal, Verdict

KICKER = "How far to trust this"
HELD = 1.05
"""A needed ratio below which an interval's end says nothing: it holds no effect at all."""


def unrecorded(words: Words, candidate: Candidate) -> str:
    """What something unrecorded would have to be like to explain it away; empty if not asked."""
    away = candidate.unrecorded
    if away is None:
        return ""
    name = called(candidate.variable)
    here = place(candidate.variable, away.first)
    there = place(candidate.variable, away.second, unit=False)
    about = "about " if away.approximate else ""
    said = (
        f"To explain {name} away, something that nobody recorded would have to be "
        f"{about}{_times(away.needed)} as common {here} as {there}, and make "
        f"{_outcome(words, candidate)} {about}{_times(away.needed)} as likely"
    )
    if away.to_doubt < HELD:
        return f"{said}; to leave it in doubt, hardly anything is needed."
    return f"{said}; {_times(away.to_doubt)} each would leave it in doubt."


def _times(ratio: float) -> str:
    written = f"{ratio:.1f}" if ratio < 10 else numbers.count(round(min(ratio, 1e6)))
    return f"{written.removesuffix('.0')}{numbers.NBSP}times"


def _outcome(words: Words, candidate: Candidate) -> str:
    if candidate.unrecorded and candidate.unrecorded.approximate:
        return f"high values of {called(words.outcome)}"
    contrast = contrast_of(candidate)
    level = contrast.outcome_level if contrast else ""
    return "that outcome" if words.verb and not words.is_nominal(level) else words.event(level)


def hinge(words: Words, candidate: Candidate, one: Hinge) -> str:
    """What the evidence depends on, as one sentence."""
    name = numbers.capital(called(candidate.variable))
    given = f"given {words.names(one.given)}, " if one.given else ""
    if one.on == "row":
        pvalues = f"{numbers.equals(one.otherwise)} instead of {numbers.probability(one.pvalue)}"
        return (
            f"{name} depends on one observation: without row {numbers.count(one.row + 1)}, "
            f"{given or 'corrected '}{pvalues}."
        )
    return (
        f"{name} depends on the scale of {called(words.outcome)}: {given}"
        f"{numbers.equals(one.pvalue)} {_scale(one.scale)}, "
        f"but {numbers.equals(one.otherwise)} {_scale(one.other_scale)}."
    )


def _scale(scale: str) -> str:
    """A scale after its p: "on ranks", "as it was recorded", either by straight lines."""
    name, straight, _ = scale.partition(", straight")
    said = {"as recorded": "as it was recorded"}.get(name, f"on {name}")
    return f"by straight lines {said}" if straight else said


def reversal(words: Words, candidate: Candidate, one: Reversal) -> str:
    """A level within which it points the other way, with its counts."""
    name = numbers.capital(called(candidate.variable))
    within = f"within {words.named(one.given)} {one.level}"
    p = numbers.equals(one.pvalue_adjusted)
    contrast = one.association.contrast
    counts = f": {plain(contrasted(words, candidate.variable, contrast))}" if contrast else ""
    return f"{name} is reversed {within}{counts} (corrected {p})."


def cautions(words: Words, candidate: Candidate) -> list[str]:
    """What its evidence depends on, and where it is reversed, each a whole sentence."""
    return _of(words, candidate, candidate.hinges)


def _of(words: Words, candidate: Candidate, hinges: Sequence[Hinge]) -> list[str]:
    return [
        *(hinge(words, candidate, one) for one in hinges),
        *(reversal(words, candidate, one) for one in candidate.reversals),
    ]


def every(words: Words, investigation: Investigation) -> list[str]:
    """What the evidence hangs on, of all candidates."""
    return [said for one in investigation.candidates for said in cautions(words, one)]


def brief(words: Words, investigation: Investigation) -> list[str]:
    """The sentences that belong under the headline.

    That one left open beside what stands adds on a scale only was said with its verdict.
    """
    beside = investigation.answer is Answer.STANDS
    said = []
    for one in investigation.candidates:
        open_ = one.verdict is Verdict.UNDETERMINED and may_add(one, investigation)
        told = "scale" if beside and open_ else ""
        said += _of(words, one, [each for each in one.hinges if each.on != told])
    return said


def section(words: Words, investigation: Investigation) -> Section | None:
    """The section; None where nothing stands and nothing depends on a detail."""
    leaders = investigation.having(Verdict.STANDS)
    away = [said for one in leaders if (said := unrecorded(words, one))]
    hung = every(words, investigation)
    if not away and not hung:
        return None
    return Section(
        kicker=KICKER,
        heading=_heading(investigation, bool(hung)),
        paragraphs=(*hung, *away),
    )


def _heading(investigation: Investigation, hung: bool) -> str:
    on = {one.on for candidate in investigation.candidates for one in candidate.hinges}
    if "scale" in on:
        return "The answer depends on the scale"
    if "row" in on:
        return "The answer depends on one observation"
    if hung:
        return "What holds in all does not hold everywhere"
    return "What could still explain it away"


def as_dict(candidate: Candidate) -> dict[str, object]:
    """What the evidence of a candidate hangs on, as plain values."""
    away = candidate.unrecorded
    return {
        "e_value": away.needed if away else None,
        "e_value_low": away.to_doubt if away else None,
        "late": candidate.late,
        "residue": asdict(candidate.residue) if candidate.residue else None,
        "hinges": [
            {
                "on": one.on,
                "pvalue": one.pvalue,
                "otherwise": one.otherwise,
                "given": list(one.given),
                "row": one.row if one.on == "row" else None,
                "scale": one.scale,
                "other_scale": one.other_scale,
            }
            for one in candidate.hinges
        ],
        "reversals": [
            {
                "given": one.given,
                "level": one.level,
                "estimate": one.association.effect.value,
                "pvalue": one.association.pvalue,
                "pvalue_adjusted": one.pvalue_adjusted,
            }
            for one in candidate.reversals
        ],
    }
