"""What the trials made so far say of the candidates' verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Association, Candidate, Lever, Trial, Verdict
from rootcause.trials.stopping import FEWEST
from rootcause.trials.weighing import PLANNED, Weighed, weigh
from rootcause.variables import Column

DOUBTFUL = 1 / 21  # weight of a lever below which the odds are 20 to 1 against it
CONTRADICTED = 2  # trials that came otherwise than it foretold
OPEN = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF, Verdict.NO_EVIDENCE)
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

    What the trials have settled on stands. Another lever with evidence that they speak against,
    20 to 1 and in both directions, is screened off by it; where they have settled on no lever, it
    is undetermined, however strong its association was where it was only seen.

    Parameters
    ----------
    candidates
        As the screening left them.
    levers, outcome, columns, deliberate
        As in `weigh`.
    given
        The association of a candidate given others, by name.
    """
    if not levers or not deliberate.any() or outcome.variable.kind not in PLANNED:
        return list(candidates)
    weighed = weigh(levers, outcome, columns, deliberate)
    shown = weighed.names[weighed.settled] if weighed.settled >= 0 else ()
    refuted = _refuted(weighed)
    return [_judged(one, shown, refuted, given) for one in candidates]


def _judged(one: Candidate, shown: tuple[str, ...], refuted: set[str], given: Given) -> Candidate:
    if one.name in shown:
        return (
            one
            if one.verdict is Verdict.STANDS
            else replace(one, verdict=Verdict.STANDS, given=(), odds=float("nan"), not_excluded=())
        )
    if one.name not in refuted or one.verdict not in OPEN:
        return one
    if shown:
        held = (given(one.name, shown), *one.conditionals)
        return replace(one, verdict=Verdict.SCREENED_OFF, given=shown, conditionals=held)
    return replace(one, verdict=Verdict.UNDETERMINED, cautions=(*one.cautions, ONLY_SEEN))


def _refuted(weighed: Weighed) -> set[str]:
    """Levers that the trials speak against."""
    if len(weighed.made) < FEWEST:
        return set()
    matters = weighed.matters()
    names = [part.lever.name for part in weighed.hypotheses.levers]
    doubtful = np.flatnonzero(matters < DOUBTFUL)
    return {names[at] for at in doubtful if _both_ways(weighed.made, (names[at],))}


def _both_ways(made: Sequence[Trial], rival: tuple[str, ...]) -> bool:
    """Whether trials came otherwise than it foretold, both below and above."""
    missed = [
        one.answer > said.value
        for one in made
        if (said := one.foretold(rival)) is not None and said.fits(one.answer) is False
    ]
    return len(missed) >= CONTRADICTED and 0 < sum(missed) < len(missed)
