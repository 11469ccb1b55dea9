"""What is different from an earlier investigation: how trials came out, which verdicts changed."""

from __future__ import annotations

from rootcause.report import numbers, plans
from rootcause.report.phrases import called, words
from rootcause.results import Candidate, Finding, Investigation, Plan, Verdict

NOW = {
    Verdict.STANDS: "now stands",
    Verdict.UNDETERMINED: "is now undetermined",
    Verdict.SCREENED_OFF: "is now screened off",
    Verdict.NO_EVIDENCE: "now shows no evidence",
    Verdict.RESTATES: "now restates the outcome",
    Verdict.NOT_TESTED: "is no longer tested",
}


def findings(later: Investigation, earlier: Investigation) -> tuple[Finding, ...]:
    """How the trials made since came out, then a sentence for each verdict that changed.

    Parameters
    ----------
    later, earlier
        Of the same complaint.
    """
    before = {one.name: one.verdict for one in earlier.candidates}
    changed = [
        one
        for one in later.candidates
        if one.name in before and before[one.name] is not one.verdict
    ]
    found = [*_trials(later, earlier), *(_change(one, before[one.name]) for one in changed)]
    if not changed:
        more = later.n - earlier.n
        observed = words(later).so_many(more).replace(" ", " more ", 1) if more > 0 else ""
        found.append(Finding(f"No verdict changed{f' with {observed}' if observed else ''}."))
    return tuple(found)


def _change(one: Candidate, before: Verdict) -> Finding:
    said = f"{numbers.capital(called(one.variable))} {NOW[one.verdict]}; it was: {before}."
    return Finding(said, (one.name, *one.given), one.verdict)


def _trials(later: Investigation, earlier: Investigation) -> list[Finding]:
    plan, known = later.plan, len(earlier.plan.made) if earlier.plan else 0
    if plan is None or len(plan.made) <= known:
        return []
    rival = plan.rival(*plan.told_apart) or plan.rivals[0]
    made = plan.made[known:]
    said = plans.as_predicted(plan, rival, made, more="more " if known else "")
    return [Finding(f"{said}.", rival.levers), *_shown(plan, earlier.plan)]


def _shown(plan: Plan, before: Plan | None) -> list[Finding]:
    """Whether the trials have settled it by now, or how far they have come."""
    settled = bool(before and (before.shown or before.ruled_out))
    if plan.shown and not settled:
        name = numbers.capital(plans.rival_called(plan, plan.shown))
        be = "are" if len(plan.shown) > 1 else "is"
        said = f"{name} {be} shown now: make no more trials, and see whether a fix works."
        return [Finding(said, plan.shown)]
    if plan.ruled_out and not settled:
        return [Finding("The trials now speak against every lever.")]
    rival = plan.rival(*plan.told_apart) if plan.told_apart and not plan.shown else None
    if rival is None:
        return []
    odds = numbers.to_one(rival.weight / plan.unrecorded)
    name = plans.rival_called(plan, rival.levers)
    return [
        Finding(f"Not shown yet: {odds} for {name} over chance; 300 to 1 shows it.", rival.levers)
    ]
