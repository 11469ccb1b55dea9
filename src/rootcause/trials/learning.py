"""What the trials made so far say of the candidates' verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Association, Candidate, Lever, Trial, Verdict
from rootcause.trials.outcomes import planned_for
from rootcause.trials.stopping import refuted
from rootcause.trials.weighing import Weighed, weigh
from rootcause.variables import Column

CONTRADICTED = 2  # trials that came otherwise than it foretold
WITH_EVIDENCE = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)
ONLY_SEEN = (
    "It goes with the outcome where it was only seen, but not in the trials, where it was set: "
    "something that was not recorded may drive both."
)

Given = Callable[[str, Sequence[str]], Association]


def learned(
    candidates: Sequence[Candidate],
    levers: Sequence[Lever],
    outcome: Column,
    columns: Mapping[str, Column],
    deliberate: NDArray[np.bool_],
    *,
    given: Given,
    before: Callable[[], Sequence[Candidate]],
) -> list[Candidate]:
    """Candidates with the verdicts that the trials leave them.

    What the trials have shown stands. Once they have told it from the other levers, those that they
    speak against, 15 to 1 and in both directions, are screened off by it, while it is undetermined
    itself as long as chance, or something that was not recorded, might have done the same. Where
    none of them matters, a lever with evidence is undetermined, however strong its association was
    where it was only seen.

    All others keep the verdicts that they had before the trials: p-values of a few trials more and
    more would name the wrong one sooner or later. One that stood is undetermined once the trials
    rather speak for none of the levers.

    Parameters
    ----------
    candidates
        As the screening left them.
    levers, outcome, columns, deliberate
        As in `weigh`.
    given
        The association of a candidate given others, by name.
    before
        Works out the candidates' verdicts without the trials.
    """
    planned = planned_for(outcome, candidates)
    if not levers or not deliberate.any() or planned is None:
        return list(candidates)
    weighed = weigh(levers, planned, columns, deliberate)
    if weighed.settled >= 0:
        shown = weighed.names[weighed.settled]
        against = _refuted(weighed) if shown else {lever.name for lever in levers}
        return [_judged(one, shown, against, given) for one in candidates]
    seen = outcome.values[~deliberate & outcome.present]
    varied = seen.size > 1 and np.ptp(seen) > 0
    left = _as_they_were(candidates, weighed, before() if varied else ())
    if weighed.told_apart < 0:
        return left
    told, against = weighed.names[weighed.told_apart], _refuted(weighed)
    return [
        _foremost(one, against.union(told))
        if one.name in told
        else _judged(one, told, against, given)
        for one in left
    ]


def _as_they_were(
    candidates: Sequence[Candidate], weighed: Weighed, before: Sequence[Candidate]
) -> list[Candidate]:
    """Levers with the verdicts they had before the trials; all else as it is."""
    levers = {part.lever.name for part in weighed.hypotheses.levers}
    earlier = {one.name: one for one in before if one.name in levers}
    doubted = _in_doubt(weighed)
    return [
        _as_before(one, earlier[one.name], doubted=one.name in doubted)
        if one.name in earlier
        else one
        for one in candidates
    ]


def _foremost(one: Candidate, beside: set[str]) -> Candidate:
    """One that the trials have told from the other levers: in question still, but not with them."""
    if one.verdict in (Verdict.SCREENED_OFF, Verdict.NO_EVIDENCE):
        return replace(one, verdict=Verdict.UNDETERMINED, given=())
    given, close = (
        tuple(name for name in names if name not in beside)
        for names in (one.given, one.not_excluded)
    )
    return replace(one, given=given, not_excluded=close)


def _as_before(one: Candidate, earlier: Candidate, *, doubted: bool) -> Candidate:
    kept = replace(
        one,
        verdict=earlier.verdict,
        given=earlier.given,
        odds=earlier.odds,
        not_excluded=earlier.not_excluded,
        conditionals=earlier.conditionals,
    )
    if doubted and kept.verdict is Verdict.STANDS:
        return replace(kept, verdict=Verdict.UNDETERMINED, cautions=(*one.cautions, ONLY_SEEN))
    return kept


def _in_doubt(weighed: Weighed) -> set[str]:
    """Levers against which none of them mattering has more weight."""
    weights = weighed.look.weights[0]
    none = weights[0] + weights[-1]
    singles = zip(weighed.names, weights, strict=True)
    return {names[0] for names, weight in singles if len(names) == 1 and weight < none}


def _judged(one: Candidate, stands: tuple[str, ...], refuted: set[str], given: Given) -> Candidate:
    if one.name in stands:
        return _standing(one)
    if one.name not in refuted:
        return one
    if stands and one.verdict in (*WITH_EVIDENCE, Verdict.NO_EVIDENCE):
        held = (given(one.name, stands), *one.conditionals)
        return replace(one, verdict=Verdict.SCREENED_OFF, given=stands, conditionals=held)
    if one.verdict in WITH_EVIDENCE:
        return replace(one, verdict=Verdict.UNDETERMINED, cautions=(*one.cautions, ONLY_SEEN))
    return one


def _standing(one: Candidate) -> Candidate:
    if one.verdict is Verdict.STANDS:
        return one
    return replace(one, verdict=Verdict.STANDS, given=(), odds=float("nan"), not_excluded=())


def _refuted(weighed: Weighed) -> set[str]:
    """Levers that the trials speak against, compared with what they have told apart."""
    against = refuted(weighed.hypotheses, weighed.look.weights[0], weighed.told_apart)
    names = [part.lever.name for part in weighed.hypotheses.levers]
    return {
        name
        for name, is_refuted in zip(names, against, strict=True)
        if is_refuted and _both_ways(weighed.made, (name,))
    }


def _both_ways(made: Sequence[Trial], rival: tuple[str, ...]) -> bool:
    """Whether trials came otherwise than it foretold, both below and above."""
    missed = [
        one.answer > said.value
        for one in made
        if (said := one.foretold(rival)) is not None and said.fits(one.answer) is False
    ]
    return len(missed) >= CONTRADICTED and 0 < sum(missed) < len(missed)
