"""The ladder: four steps from associated to confirmed, and how far a case has come."""

from __future__ import annotations

import math

from rootcause.report import numbers, shown
from rootcause.report.parts import Step
from rootcause.report.sentences import worst
from rootcause.results import Answer, Investigation, Verdict


def ladder(investigation: Investigation) -> tuple[Step, ...]:
    """Four steps from associated to confirmed, and how far this case has come."""
    return (
        _associated(investigation),
        _stands(investigation),
        shown.by_trial(investigation),
        shown.fix(investigation),
    )


def _associated(investigation: Investigation) -> Step:
    name = "Associated"
    if investigation.answer is Answer.TOO_FEW:
        return Step(name, "too few to say", False)
    found = investigation.having(Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)
    if not found:
        least = min(
            (one.pvalue_adjusted for one in investigation.having(Verdict.NO_EVIDENCE)),
            default=math.nan,
        )
        text = "no" if math.isnan(least) else f"no: smallest corrected {numbers.equals(least)}"
        return Step(name, text, False)
    corrected = " corrected" if investigation.provenance.family > 1 else ""
    return Step(name, f"yes, {numbers.equals(found[0].pvalue_adjusted)}{corrected}", True)


def _stands(investigation: Investigation) -> Step:
    name = "Stands given the others"
    if investigation.answer is Answer.UNDETERMINED:
        rivals = len(investigation.having(Verdict.UNDETERMINED))
        several = f": {numbers.count(rivals)} rivals" if rivals > 1 else ""
        return Step(name, f"undetermined{several}", False)
    if investigation.answer is not Answer.STANDS:
        return Step(name, "nothing to test", False)
    given = [worst(one) for one in investigation.having(Verdict.STANDS)]
    tested = [one.pvalue for one in given if one is not None]
    if not tested:
        return Step(name, "yes: no other is associated", True)
    if close := [one for one in investigation.having(Verdict.STANDS) if one.not_excluded]:
        least = min(close, key=lambda one: one.odds)
        p = numbers.equals(least.pvalue_given)
        return Step(name, f"by the evidence, {numbers.to_one(least.odds)}; {p} given a rival", True)
    return Step(name, f"yes, {numbers.equals(max(tested))} at worst", True)
