"""Candidates that an engine counted, as grids: what measures read."""

from __future__ import annotations

import math

import numpy as np

from rootcause.association.curves import Floats
from rootcause.association.grids import Grid
from rootcause.association.ordered_ordered import r_of
from rootcause.association.two_groups import apart, scale_of
from rootcause.engine.counting import Counted
from rootcause.engine.outcomes import Outcome
from rootcause.engine.statistics import Moments
from rootcause.results import EffectSize
from rootcause.variables import Column, Kind


def grid_of(outcome: Outcome, one: Counted, some: tuple[Column, Column] | None) -> Grid:
    """A candidate that was counted.

    Parameters
    ----------
    outcome
        What it was counted against.
    one
        The candidate.
    some
        Outcome and candidate in some of the observations.
    """
    down = one.counts.sum(axis=1) > 0
    across = one.counts.sum(axis=0) > 0
    drawn = _complete(some)
    return Grid(
        Column(outcome.column.variable, outcome.column.values[down]),
        Column(one.variable, one.values[across]),
        np.ones(0, dtype=bool),
        counts=one.counts[np.ix_(down, across)],
        missing=one.missing,
        begins=None if one.begins is None else one.begins[across],
        outcome_begins=None if outcome.begins is None else outcome.begins[down],
        some=drawn,
        means=_means(one, drawn),
    )


def _complete(some: tuple[Column, Column] | None) -> tuple[Floats, Floats]:
    """Values of both where both are known."""
    if some is None:
        return np.zeros(0), np.zeros(0)
    known = some[0].present & some[1].present
    return some[0].values[known], some[1].values[known]


def _means(one: Counted, some: tuple[Floats, Floats]) -> tuple[EffectSize, ...]:
    """Effect sizes of a numeric outcome's means."""
    if not one.moments:
        return ()
    if one.variable.kind is Kind.BINARY:
        lower, upper = one.moments
        if not (lower.n and upper.n):
            return ()
        variances = [_variance(part) for part in (upper, lower)]
        gap = float(upper.mean[0] - lower.mean[0])
        return (apart(gap, scale_of([upper.n, lower.n], variances)),)
    (both,) = one.moments
    spread = math.sqrt(both.products[0, 0]) * math.sqrt(both.products[1, 1])
    value = float(np.clip(both.products[0, 1] / spread, -1, 1)) if spread > 0 else math.nan
    return (r_of(value, *some, both.n),)


def _variance(part: Moments) -> float:
    return float(part.products[0, 0]) / (part.n - 1) if part.n > 1 else math.nan
