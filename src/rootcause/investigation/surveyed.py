"""Observations too many to hold: ranked by counts of all, held against each other on some.

Rows are drawn at random. Where the outcome's rarest class would hardly be among them more of it is
drawn: who goes with the outcome given others is the same within rows chosen by the outcome
(Prentice & Pyke 1979, Biometrika 66:403, for the odds); shares in them are not, and are not told
as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rootcause.answering import in_order
from rootcause.engine.drawing import seen_beside
from rootcause.engine.producing import Engine
from rootcause.engine.sizing import Sizing
from rootcause.engine.surveying import Survey, drawn_columns, enriched, seed_of, survey
from rootcause.engine.telling import telling
from rootcause.investigation.asking import outcome_name
from rootcause.investigation.judging import Judged, judge, judge_ranked
from rootcause.investigation.reading import Observed
from rootcause.investigation.settling import settled_by_all
from rootcause.ranking import ranked_counts, refuse_rows
from rootcause.results import Candidate, Investigation, Verdict
from rootcause.variables import Column

UNSEEN = "It hardly varies among the rows drawn, so that it can't be held against the others."
CHOSEN = (
    "Rows with a rare outcome were drawn more often than others: what is told of it given others "
    "is of those rows, and risks given others are higher there than in all."
)


@dataclass(frozen=True, slots=True, eq=False)
class Surveyed:
    """Observations of which some were drawn.

    Attributes
    ----------
    found
        All of them, counted; None where they have to be seen beside each other.
    drawn
        Those that were drawn.
    kinds
        Kinds by name of column, where they were said or the rows drawn would not tell them.
    caution
        What the drawing means for the candidates; empty if nothing.
    """

    found: Survey | None
    drawn: pd.DataFrame
    kinds: Mapping[str, Any]
    caution: str

    def told_of_all(self, investigation: Investigation) -> Investigation:
        """An investigation of the rows drawn as one of all that were counted."""
        if self.found is None:
            return investigation
        outcome = self.found.outcome
        return replace(
            investigation,
            n=outcome.n,
            n_missing=outcome.n_missing,
            in_all=tuple(outcome.sizes.tolist()) if outcome.variable.levels else (),
        )


def surveyed(
    engine: Engine,
    outcome: str | None,
    *,
    candidates: Sequence[str] | None,
    consequences: Sequence[str],
    ignored: Sequence[str],
    kinds: Mapping[str, Any] | None,
    unit: str | None,
    time: str | None,
    trial: str | None,
    refused: Mapping[str, Any],
    alpha: float,
    room: int,
    rng: np.random.Generator,
) -> Surveyed:
    """Count all observations, and draw some.

    Where observations have to be seen beside each other, as those of a unit or in time, some are
    drawn, and only these are looked at. `refused` are options that need all observations
    themselves, by name; `room` is how many bytes may be used.
    """
    with telling(engine) as tell:
        refuse_rows(**refused)
        outcome = outcome_name(outcome, engine.names)
        named = candidates or [one for one in engine.names if one not in (*consequences, *ignored)]
        sizing = Sizing(len(named), alpha, room)
        if unit or time or trial:
            drawn, told = seen_beside(engine, sizing, seed_of(rng), unit=unit, time=time)
            return Surveyed(None, drawn, kinds or {}, told)
        found = survey(
            engine,
            outcome,
            candidates=candidates,
            left_out=[*consequences, *ignored],
            kinds=kinds,
            beside=consequences,
            size=sizing.size,
            seed=seed_of(rng),
            tell=tell,
        )
        more = enriched(engine, found, sizing, seed_of(rng))
        drawn, caution = (found.drawn, "") if more is None else (more, CHOSEN)
        return Surveyed(found, drawn, found.kinds, caution)


def judge_surveyed(
    engine: Engine,
    few: Surveyed,
    observed: Observed,
    *,
    alpha: float,
    correction: str,
    rng: np.random.Generator,
) -> Judged:
    """Rank by the counts of all observations, and hold against each other on those drawn.

    What these leave open is asked of all, see `settled_by_all`.
    """
    if few.found is None:
        judged = judge(observed, alpha=alpha, correction=correction, rng=rng, enough=len(few.drawn))
        return replace(judged, candidates=_cautioned(judged.candidates, few.caution, alone=True))
    found = few.found
    restated = {name: one for name, one in observed.restated.items() if _restates(found, name)}
    observed = replace(observed, restated=restated)
    counted = tuple(one for one in found.candidates if one.variable.name not in restated)
    alone, cuts = ranked_counts(
        replace(found, candidates=counted), drawn_columns(found), alpha=alpha, correction=correction
    )
    here, aside = _parted(alone, observed.columns, alpha)
    judged = judge_ranked(observed, here, alpha=alpha, rng=rng, enough=len(few.drawn))
    told = _cautioned(judged.candidates, few.caution, alone=False)
    settled = settled_by_all(engine, found, told, alpha=alpha)
    ordered = in_order([*(_with_cut(one, cuts) for one in settled), *aside])
    measured = frozenset(one.name for one in alone if one.association)
    return replace(judged, candidates=ordered, measured=measured & observed.columns.keys())


def _parted(
    alone: Sequence[Candidate], columns: Mapping[str, Column], alpha: float
) -> tuple[list[Candidate], list[Candidate]]:
    """Candidates that vary among the rows drawn, and those that don't, with what can be said."""
    here, aside = [], []
    for one in alone:
        column = columns.get(one.name)
        if one.verdict is Verdict.NOT_TESTED:
            aside.append(one)
        elif column is None or column.variable.not_tested:
            aside.append(replace(one, cautions=(*one.cautions, UNSEEN)))
        else:
            here.append(one)
    return here, aside


def _restates(found: Survey, name: str) -> bool:
    """Whether a candidate that restates the outcome in the rows drawn does so in all.

    One that puts rows in the outcome's order does; a value that goes with one class alone must do
    so everywhere.
    """
    if found.outcome.sizes.size > len(found.outcome.variable.levels or ()):
        return True
    one = next((one for one in found.candidates if one.variable.name == name), None)
    if one is None or not one.counts.size:
        return False
    missing = found.outcome.sizes - one.counts.sum(axis=1)
    recorded = bool(((missing == 0) | (missing == found.outcome.sizes)).all() and missing.any())
    return recorded or bool(((one.counts > 0).sum(axis=0) == 1).all())


def _with_cut(one: Candidate, cuts: Mapping[str, Any]) -> Candidate:
    """A candidate told by the cut that parts all observations best."""
    cut = cuts.get(one.name)
    if one.association is None or cut is None or one.verdict is Verdict.NO_EVIDENCE:
        return one
    return replace(one, association=replace(one.association, contrast=cut))


def _cautioned(
    candidates: Sequence[Candidate], caution: str, *, alone: bool
) -> tuple[Candidate, ...]:
    """Candidates with a caution: those that were tested alone, or given others."""
    return tuple(
        replace(one, cautions=(*one.cautions, caution))
        if caution and (one.association if alone else one.conditionals)
        else one
        for one in candidates
    )
