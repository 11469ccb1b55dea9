"""What the evidence hangs on: one observation, the scale of the outcome, or something unrecorded.

References
----------
Walsh, M. et al. (2014). The statistical significance of randomized controlled trial results is
frequently fragile. *J. Clinical Epidemiology* 67, 622-628: how few observations undo a p-value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from rootcause.association import measure_pairs, paired
from rootcause.association.conditional import Conditional
from rootcause.results import PAIR, Association, Candidate, Hinge, Unrecorded, Verdict
from rootcause.screening.scales import RANKS, Scales
from rootcause.scrutiny.unrecorded import unrecorded
from rootcause.variables import Column

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

LEADING = 3  # candidates that stand of which it is asked
MOST = 6  # candidates that are looked at on other scales
MANY = 1_000  # observations beyond which no single one is looked for
NEAR = 100.0  # times: an approximate p so far below the level is not worked out
TINY = 1e-12
CLEARLY = 5.0  # times: on one scale p is so far below the level, on another above it
OPEN = (Verdict.STANDS, Verdict.UNDETERMINED)


def with_hinges(
    candidates: Sequence[Candidate],
    conditional: Conditional,
    columns: Mapping[str, Column],
    *,
    alpha: float,
    places: Rows,
    rng: np.random.Generator,
) -> tuple[Candidate, ...]:
    """Candidates with what their evidence hangs on, and their E-values; in the same order.

    Of those that stand: whether leaving out the one observation that speaks most for it lets p
    rise above the level, alone or given the others. Of those and of the undetermined, where the
    outcome is numeric: whether they hold as recorded, on logarithms and on ranks alike.

    Parameters
    ----------
    candidates
        With their verdicts, best first.
    conditional
        Tests of the same outcome.
    columns
        Candidates as numbers, by name; of the rows that `conditional` looks at.
    alpha
        Level of the tests.
    places
        Place of each of these rows among the observations.
    rng
        Of permutations.
    """
    left_open = [one for one in candidates if one.verdict in OPEN and _single(one)]
    standing = [one for one in left_open if one.verdict is Verdict.STANDS][:LEADING]
    left_open = left_open[:MOST]
    scales = Scales(conditional)
    hinges: dict[str, list[Hinge]] = {one.name: [*one.hinges] for one in candidates}
    away: dict[str, Unrecorded | None] = {}
    for one in standing:
        hinges[one.name] += _on_one_row(
            one, conditional, columns, alpha=alpha, places=places, rng=rng
        )
        if one.association and one.pvalue_adjusted <= alpha:
            contrast = one.association.contrast
            away[one.name] = unrecorded(conditional.outcome, columns[one.name], contrast)
    for one in left_open if scales.values else []:
        if not one.hinges:
            others = [columns[other.name] for other in left_open if other is not one]
            hinges[one.name] += _on_the_scale(columns[one.name], others, scales, alpha)
    return tuple(
        replace(one, hinges=tuple(hinges[one.name]), unrecorded=away.get(one.name))
        for one in candidates
    )


def _single(candidate: Candidate) -> bool:
    """Whether it is one candidate, and not two that act together."""
    return candidate.association is not None and candidate.association.measure != PAIR


# One observation --------------------------------------------------------------------------------


def _on_one_row(
    candidate: Candidate,
    conditional: Conditional,
    columns: Mapping[str, Column],
    *,
    alpha: float,
    places: Rows,
    rng: np.random.Generator,
) -> list[Hinge]:
    column = columns[candidate.name]
    if column.values.size > MANY or conditional.dependence.constant_in_units(column):
        return []
    for held, level in _asked(candidate, alpha):
        given = [columns[name] for name in held.given]
        row, nearly = _most_telling(conditional, column, given)
        if held.pvalue > level or max(held.pvalue, nearly) * NEAR < level:
            continue
        values = column.values.copy()
        values[row] = np.nan
        after = _pvalue(conditional, Column(column.variable, values), given, rng)
        if after > level:
            times = alpha / level
            told = held.pvalue * times, min(1.0, after * times)
            return [Hinge("row", *told, held.given, row=int(places[row]))]
    return []


def _asked(candidate: Candidate, alpha: float) -> Iterator[tuple[Association, float]]:
    """Its association alone and the hardest one given others, each with the level for its p."""
    alone = candidate.association
    if alone is not None and alone.pvalue > 0:
        yield alone, alpha * min(1.0, alone.pvalue / candidate.pvalue_adjusted)
    if candidate.conditionals:
        yield max(candidate.conditionals, key=lambda one: one.pvalue), alpha


def _pvalue(
    conditional: Conditional, column: Column, given: Sequence[Column], rng: np.random.Generator
) -> float:
    """By the same test that gave its p to begin with."""
    if given or not conditional.dependence.independent:
        return conditional.pvalue(column, given)
    return measure_pairs([paired(conditional.outcome, column)], rng, 0.05)[0].pvalue


def _most_telling(
    conditional: Conditional, column: Column, given: Sequence[Column]
) -> tuple[int, float]:
    """The row that adds most to the strongest score, and about what p is left without it."""
    rows = conditional.rows(column, *given)
    best, row, left = -1.0, 0, 0.0
    for model in conditional.null_models(given, rows, column):
        for view in conditional.views(column, rows):
            own = model.own(view.columns[:, :1])[:, 0]
            told = own * model.residual
            told, size = told * np.sign(told.sum()), float(own @ own)
            shown = float(told.sum()) / max(size, TINY) ** 0.5
            if shown > best:
                best, most = shown, int(told.argmax())
                without = max(size - float(own[most]) ** 2, TINY) ** 0.5
                spread = float(np.sqrt(np.mean(model.residual**2))) if model.linear else 1.0
                row = int(np.flatnonzero(rows)[most])
                left = float(2 * ndtr(-(told.sum() - told[most]) / without / max(spread, TINY)))
    return row, left


# The scale --------------------------------------------------------------------------------------


def _on_the_scale(
    column: Column, others: Sequence[Column], scales: Scales, alpha: float
) -> list[Hinge]:
    """The one other given which the scale decides most, where it does."""
    worst: Hinge | None = None
    for given in ([], *([one] for one in others)):
        pvalues = {RANKS: scales.conditional.pvalue(column, given)}
        pvalues |= {name: scales.curved(name, column, given) for name in scales.values}
        least, most = min(pvalues, key=pvalues.__getitem__), max(pvalues, key=pvalues.__getitem__)
        if pvalues[least] * CLEARLY > alpha or pvalues[most] <= alpha:
            continue
        if worst is None or pvalues[most] > worst.otherwise:
            names = tuple(one.name for one in given)
            worst = Hinge(
                "scale", pvalues[least], pvalues[most], names, scale=least, other_scale=most
            )
    return [worst] if worst else []
