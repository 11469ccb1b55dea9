"""Reversals by level: what points one way in all points the other way within a level of another.

References
----------
Bickel, P. J., Hammel, E. A. & O'Connell, J. W. (1975). Sex bias in graduate admissions: data from
Berkeley. *Science* 187, 398-404.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rootcause.association import measure_pairs, paired
from rootcause.association.contrast import best_cut
from rootcause.association.curves import midranks
from rootcause.results import PAIR, Association, Candidate, Reversal, Verdict
from rootcause.variables import Column, Kind

MOST = 12  # levels of another within which a candidate is looked at
FEWEST = 10  # observations that a level must have
EVIDENCE = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)


def with_reversals(
    candidates: Sequence[Candidate],
    outcome: Column,
    columns: Mapping[str, Column],
    *,
    alpha: float,
    rng: np.random.Generator,
) -> tuple[Candidate, ...]:
    """Candidates with the levels of others within which they point the other way.

    Null hypothesis for each level: within it the outcome and the candidate are independent, or
    go the same way as in all. Looked at are those with evidence that have a direction, within
    the levels of those that they were held against; p is corrected (Bonferroni) for every level
    looked at. Assumes independent observations.

    Parameters
    ----------
    candidates
        With their verdicts and what they were held against.
    outcome, columns
        The observations as numbers.
    alpha
        Level of the tests.
    rng
        Of permutations.
    """
    if outcome.variable.kind is Kind.NOMINAL:
        return tuple(candidates)
    looked = {one.name: list(_levels(one, outcome, columns)) for one in candidates}
    looks = sum(map(len, looked.values()))
    found = []
    for one in candidates:
        within = [
            _reversal(one, *level, looks=looks, rng=rng)
            for level in looked[one.name]
            if _turns(one, level[2], level[3])
        ]
        shown = tuple(r for r in within if r is not None and r.pvalue_adjusted <= alpha)
        found.append(replace(one, reversals=shown) if shown else one)
    return tuple(found)


def _levels(
    candidate: Candidate, outcome: Column, columns: Mapping[str, Column]
) -> Iterator[tuple[str, str, Column, Column]]:
    """Given whom, the level, and the outcome and the candidate within it."""
    if candidate.verdict not in EVIDENCE or _side(candidate.association) == 0:
        return
    mine = columns[candidate.name]
    held = dict.fromkeys(name for one in candidate.conditionals for name in one.given)
    for name in held:
        other = columns[name]
        labelled = other.variable.kind in (Kind.BINARY, Kind.NOMINAL)
        if not labelled or len(other.variable.levels) > MOST:
            continue
        for code, level in enumerate(other.variable.levels):
            rows = (other.values == code) & mine.present
            if rows.sum() >= FEWEST:
                here = Column(outcome.variable, outcome.values[rows])
                yield name, level, here, Column(mine.variable, mine.values[rows])


def _side(association: Association | None) -> int:
    """Which way an association points: 1, -1, or 0 where its interval holds zero."""
    if association is None or association.measure == PAIR:
        return 0
    _, low, high = association.effect.on_axis
    has_way = association.effect.name in ("risk difference", "probability of superiority", "rho")
    return (int(low > 0) - int(high < 0)) if has_way else 0


def _turns(candidate: Candidate, outcome: Column, mine: Column) -> bool:
    """Whether the two go the other way here than in all, before that is tested."""
    here, there = (midranks(one.values[None])[0] for one in (outcome, mine))
    way = float((here - here.mean()) @ (there - there.mean()))
    association = candidate.association
    together = association.effect.on_axis[0] if association else 0.0
    return way * together < 0


def _reversal(
    candidate: Candidate,
    given: str,
    level: str,
    outcome: Column,
    mine: Column,
    *,
    looks: int,
    rng: np.random.Generator,
) -> Reversal | None:
    found = measure_pairs([paired(outcome, mine)], rng, 0.05)[0]
    if _side(found) * _side(candidate.association) >= 0:
        return None
    contrast = best_cut(outcome, mine) or found.contrast
    return Reversal(given, level, replace(found, contrast=contrast), min(1.0, found.pvalue * looks))
