"""Adjusted p-values of a whole family by one shared set of permuted outcomes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats
from rootcause.association.permutation import SAME, WORK, orders_of
from rootcause.association.prepare import Pair, paired, with_pooled
from rootcause.association.views import Curves, Levels, Scores, View, scores
from rootcause.errors import ArgumentError
from rootcause.variables import Column, Kind

DRAWS = (999, 9_999)  # the fewest and the most permutations
CHUNK = 4_000_000  # permuted values held at once


def westfall_young(
    outcome: Column, candidates: Sequence[Column], rng: np.random.Generator
) -> Floats:
    """p-values adjusted for multiplicity by the step-down maximum of all candidates' evidence.

    Null hypothesis: the outcome and all candidates not yet rejected are independent, together
    with whether they were recorded. Assumes exchangeable observations. The outcome is permuted
    against all candidates at once, so what these have in common is allowed for: copies of one
    candidate count as one.

    Parameters
    ----------
    outcome
        Without missing values.
    candidates
        Columns of the same observations.
    rng
        Draws the permutations.

    Returns
    -------
    ndarray
        Shape (candidates,); NaN where a candidate did not vary.

    Raises
    ------
    ArgumentError
        When the outcome has several classes and a candidate has missing values.

    References
    ----------
    Westfall & Young (1993), Resampling-Based Multiple Testing, algorithm 4.1.
    """
    pairs = [paired(outcome, candidate) for candidate in candidates]
    tested = np.flatnonzero([pair.varies for pair in pairs])
    adjusted = np.full(len(pairs), np.nan)
    if tested.size:
        evidence = _evidence(outcome, [pairs[place] for place in tested], rng)
        adjusted[tested] = step_down(evidence)
    return adjusted


def step_down(evidence: Floats) -> Floats:
    """Adjusted p-values from evidence, shape (1 + draws, k), the observed one in its first row."""
    order = np.argsort(-evidence[0], kind="stable")
    greatest = np.maximum.accumulate(evidence[:, order[::-1]], axis=1)[:, ::-1]
    adjusted = np.empty(order.size)
    adjusted[order] = np.maximum.accumulate(np.mean(greatest >= greatest[0] - SAME, axis=0))
    return adjusted


def _evidence(outcome: Column, pairs: Sequence[Pair], rng: np.random.Generator) -> Floats:
    """Evidence of each candidate, observed and with the outcome in each random order."""
    n = outcome.values.size
    whole = with_pooled(outcome)
    rows = scores(whole.values, whole.variable.kind)
    views = [(*one, _known(outcome, pairs[one[0][0]])) for one in _views(pairs)]
    draws = int(np.clip(WORK // n, *DRAWS))
    found = np.empty((draws + 1, len(pairs)))
    step = max(1, CHUNK // (n * len(rows.rows)))
    for start in range(0, draws + 1, step):
        size = min(step, draws + 1 - start)
        orders = orders_of(n, size, rng)
        if start == 0:
            orders[0] = np.arange(n)
        shuffled = rows.rows[:, orders]
        for places, view, known in views:
            found[start : start + size, places] = _of_view(shuffled, view, known, rows)
    return found


def _views(pairs: Sequence[Pair]) -> list[tuple[NDArray[np.intp], View]]:
    """Ordered candidates known on the same rows as one view, each nominal one as its own."""
    found: list[tuple[NDArray[np.intp], View]] = []
    together: dict[bytes, list[int]] = {}
    for place, pair in enumerate(pairs):
        if pair.candidate.variable.kind is Kind.NOMINAL:
            found.append((np.array([place]), Levels.of(pair.pooled[0])))
        else:
            together.setdefault(pair.rows.tobytes(), []).append(place)
    for places in together.values():
        view = Curves.of([pairs[place].candidate.values for place in places])
        found.append((np.array(places), view))
    return found


def _known(outcome: Column, pair: Pair) -> NDArray[np.bool_]:
    if pair.n_missing and outcome.variable.kind is Kind.NOMINAL:
        raise ArgumentError(
            "correction='westfall_young' takes no missing values beside an outcome of several "
            f"classes, and {pair.candidate.name!r} has {pair.n_missing}; use 'holm' instead."
        )
    return pair.rows


def _of_view(shuffled: Floats, view: View, known: NDArray[np.bool_], outcome: Scores) -> Floats:
    """Evidence of a view's candidates on the rows where they are known; shape (b, size)."""
    if not known.all():
        shuffled = shuffled[..., known]
        shuffled = shuffled - shuffled.mean(axis=-1, keepdims=True)
        norm = np.linalg.norm(shuffled, axis=-1, keepdims=True)
        shuffled = shuffled / np.where(norm > SAME, norm, np.inf)
    return view.evidence((shuffled @ view.columns.T).transpose(1, 0, 2), outcome)
