"""What the trials made so far say of the candidates' verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Association, Candidate, Lever, Trial, Verdict
from rootcause.trials.outcomes import planned_for
from rootcause.trials.weighing import Weighed, weigh
from rootcause.variables import Column

ODDS = 20  # to one, at which trials speak against a lever
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
) -> list[Candidate]:
    """Candidates with the verdicts that the trials leave them.

    What the trials have told apart stands. Another lever that they speak against, 20 to 1 and in
    both directions, is screened off by it. Where none of them matters, a lever with evidence is
    undetermined, however strong its association was where it was only seen.

    Parameters
    ----------
    candidates
        As the screening left them.
    levers, outcome, columns, deliberate
        As in `weigh`.
    given
        The association of a candidate given others, by name.
    """
    planned = planned_for(outcome, candidates)
    if not levers or not deliberate.any() or planned is None:
        return list(candidates)
    weighed = weigh(levers, planned, columns, deliberate)
    if weighed.told_apart < 0:
        return list(candidates)
    stands = weighed.names[weighed.told_apart]
    refuted = _refuted(weighed) if stands else {lever.name for lever in levers}
    return [_judged(one, stands, refuted, given) for one in candidates]


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
    weights = weighed.look.weights[0]
    return {
        names[0]
        for at, names in enumerate(weighed.names)
        if len(names) == 1
        and weights[at] * ODDS < weights[weighed.told_apart]
        and _both_ways(weighed.made, names)
    }


def _both_ways(made: Sequence[Trial], rival: tuple[str, ...]) -> bool:
    """Whether trials came otherwise than it foretold, both below and above."""
    missed = [
        one.answer > said.value
        for one in made
        if (said := one.foretold(rival)) is not None and said.fits(one.answer) is False
    ]
    return len(missed) >= CONTRADICTED and 0 < sum(missed) < len(missed)
