"""Every candidate with its verdict: alone, given the others, in pairs, by what trials settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rootcause.answering import in_order, tell
from rootcause.investigation.reading import Observed
from rootcause.ranking import ranked
from rootcause.results import Candidate, Verdict
from rootcause.screening.pairs import as_candidate, pairs_scanned, scan, scannable
from rootcause.screening.screening import ENOUGH, Screen, some_rows
from rootcause.screening.synergy import only_together
from rootcause.scrutiny.hinging import with_hinges
from rootcause.scrutiny.reversing import with_reversals
from rootcause.trials import learned
from rootcause.variables import Column


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of the candidates.

    Attributes
    ----------
    candidates
        Each with its verdict, best first.
    columns
        Outcome, candidates and reported pairs by name.
    measured
        Names of those that were tested.
    pairs
        How many pairs were scanned.
    screened
        How many observations conditional tests looked at.
    """

    candidates: tuple[Candidate, ...]
    columns: Mapping[str, Column]
    measured: frozenset[str]
    pairs: int
    screened: int


def judge(
    observed: Observed,
    *,
    alpha: float,
    correction: str,
    rng: np.random.Generator,
    enough: int = ENOUGH,
) -> Judged:
    """Rank the candidates, screen them, scan their pairs, and ask what a verdict hangs on.

    Conditional tests look at `enough` observations, if there are more.
    """
    alone = ranked(
        observed.outcome,
        observed.tested,
        alpha=alpha,
        correction=correction,
        rng=rng,
        dependence=observed.depends,
    )
    return judge_ranked(observed, alone, alpha=alpha, correction=correction, rng=rng, enough=enough)


def judge_ranked(
    observed: Observed,
    alone: Sequence[Candidate],
    *,
    alpha: float,
    rng: np.random.Generator,
    correction: str = "fdr_bh",
    enough: int = ENOUGH,
) -> Judged:
    """The same of candidates that were ranked already; all of them have columns."""
    outcome, columns, depends = observed.outcome, observed.columns, observed.depends
    rows = some_rows(outcome.values.size, depends, rng, enough)
    screen = Screen(outcome, columns, alone, alpha=alpha, dependence=depends, rows=rows)
    settled = learned(
        screen.verdicts(),
        observed.levers,
        outcome,
        columns,
        observed.deliberate,
        given=screen.given,
        before=lambda: _before_trials(observed, alpha, correction, rng.spawn(1)[0]),
    )
    told = tell(settled, outcome, columns, depends)
    measured = frozenset(one.name for one in alone if one.association)
    scanned = [screen.columns[one.name] for one in observed.tested if one.name in measured]
    looked_at = int(rows.sum())
    counted = pairs_scanned(scanned, looked_at) if scannable(screen.conditional) else 0
    found = scan(screen.conditional, scanned, alpha=alpha)
    if depends.independent and not found:
        standing = {one.name for one in told if one.verdict is Verdict.STANDS}
        held = [columns[one.name] for one in observed.tested if one.name in standing]
        found = only_together(outcome, held, alpha=alpha, scanned=counted)
        counted = max([counted, *(pair.scanned for pair in found)])
    pairs = [as_candidate(pair, outcome, columns, rng) for pair in found]
    columns |= {column.name: column for _, column in pairs}
    ordered = in_order([*told, *(one for one, _ in pairs), *observed.restated.values()])
    ordered = with_reversals(ordered, outcome, columns, alpha=alpha, rng=rng)
    ordered = with_hinges(
        ordered,
        screen.conditional,
        screen.columns,
        alpha=alpha,
        places=np.flatnonzero(observed.read.kept)[rows],
        rng=rng,
    )
    return Judged(ordered, columns, measured, counted, looked_at)


def _before_trials(
    observed: Observed, alpha: float, correction: str, rng: np.random.Generator
) -> list[Candidate]:
    """The verdicts that the observations alone give, without the trials."""
    seen = observed.only_seen()
    outcome, depends = seen.outcome, seen.depends
    alone = ranked(
        outcome, seen.tested, alpha=alpha, correction=correction, rng=rng, dependence=depends
    )
    rows = some_rows(outcome.values.size, depends, rng)
    screen = Screen(outcome, seen.columns, alone, alpha=alpha, dependence=depends, rows=rows)
    return screen.verdicts()
