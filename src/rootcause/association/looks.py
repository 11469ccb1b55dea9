"""Looks beyond a smooth curve, each for a small share of the level.

A window or a step is looked for in every ordered candidate, and in an ordered outcome whether its
spread, rather than its level, goes with the candidate. Null hypothesis throughout: outcome and
candidate are independent, of exchangeable observations. The p-value of the curve pays a little
for each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rootcause.association.combining import SHARE, with_looks
from rootcause.association.curves import midranks, orthonormal
from rootcause.association.grids import Grid
from rootcause.association.independence import LOPSIDED, Tested, independence, needs_permutation
from rootcause.association.measures import ORDERED
from rootcause.association.on_grids import pvalue_of
from rootcause.association.prepare import Pair
from rootcause.association.views import Curves, Levels, Scores
from rootcause.association.windows import FEW, windows_of
from rootcause.variables import Kind


def every_look(
    pairs: Sequence[Pair], rng: np.random.Generator, alpha: float, family: int = 0
) -> list[Tested]:
    """`independence` of each pair, and the looks beyond the curve."""
    tested = independence(pairs, rng, alpha, family)
    looks: dict[int, list[float]] = {}
    bent = [place for place, pair in enumerate(pairs) if _may_bend(pair)]
    for place, window in zip(bent, windows_of([pairs[p] for p in bent]), strict=True):
        looks[place] = [window.pvalue]
    for place, pair in enumerate(pairs):
        if _may_spread(pair):
            looks.setdefault(place, []).append(spread_pvalue(pair))
    for count in {len(one) for one in looks.values()}:
        mine = [place for place, one in looks.items() if len(one) == count]
        further = np.array([looks[place] for place in mine]).T
        pvalues = with_looks(np.array([tested[place].pvalue for place in mine]), *further)
        for place, pvalue in zip(mine, pvalues.tolist(), strict=True):
            tested[place] = _together(tested[place], pvalue, 1 - SHARE * count)
    return tested


def _together(found: Tested, pvalue: float, rest: float) -> Tested:
    """With the p-value of all looks together, which leave the main one the rest of the level."""
    if pvalue < found.pvalue / rest:
        return Tested(pvalue, "asymptotic", 0.0)
    return Tested(pvalue, found.method, min(1.0, found.resolution / rest))


def _may_bend(pair: Pair) -> bool:
    ordered = pair.candidate.variable.kind in ORDERED
    return ordered and pair.n >= FEW and pair.varies and not pair.is_table


def _may_spread(pair: Pair) -> bool:
    return pair.outcome.variable.kind in ORDERED and pair.n >= FEW and pair.varies


def spread_pvalue(pair: Pair) -> float:
    """P-value that the spread of an ordered outcome goes with a candidate of any kind.

    The squared distances of its ranks from the middle one are tested like ranks (Mood 1954, *Ann.
    Math. Stat.* 25, 514).
    """
    if isinstance(pair, Grid):
        chance = (
            pvalue_of(pair, pair.spread_scores, LOPSIDED) if pair.spread_scores.rows.any() else 1.0
        )
        return 1.0 if chance is None else chance
    ranks = midranks(pair.outcome.values[None])
    rows = orthonormal(((ranks - ranks.mean()) ** 2)[None])[0]
    if not rows.any():
        return 1.0
    skewness = float(np.abs(np.mean(rows**3)) * pair.n**1.5)
    outcome = Scores(rows, 1, np.zeros(1), float(np.sum(rows**4)), skewness)
    nominal = pair.candidate.variable.kind is Kind.NOMINAL
    view = Levels.of(pair.pooled[0]) if nominal else Curves.of([pair.candidate.values])
    if needs_permutation(view, outcome)[0]:
        return 1.0
    return float(view.pvalues(rows @ view.columns.T, outcome)[0])
