"""Candidates counted beside each other, in all observations: one within the places of another.

Such a table holds the Gram matrix of both candidates' places and of the outcome, and what a Gram
matrix lacks: how the three go together. Tables of parts add up as any counts do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.engine.counting import Counted
from rootcause.engine.outcomes import Outcome
from rootcause.engine.producing import Engine, Tell, untold
from rootcause.engine.scales import Scale, Together
from rootcause.engine.statistics import Counts, Floats
from rootcause.variables import Kind, Variable

TESTED = 16  # places of a candidate that is looked at within another
GIVEN = 512  # places of the other: rows in one of them are alike in it, but for what is allowed
SCORED = 8  # places of an outcome in order
CLASSES = 20  # classes of an outcome that is a label, beyond which nothing is crossed


@dataclass(frozen=True, slots=True)
class Coarse:
    """A column on few places.

    Attributes
    ----------
    scale
        Whose places are known before a row is seen.
    exact
        Whether each is one value.
    """

    scale: Scale
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """An outcome, a candidate and another, counted together.

    Attributes
    ----------
    counts
        Rows at each place of the outcome, of the candidate and of the other, shape (r, a, b).
    scores
        What a row at each place of the outcome counts for, one column a class, shape (r, d).
    exact
        Whether each place of the other is one value; if not, its places are in order.
    """

    counts: Counts
    scores: Floats
    exact: bool


def crossed(
    engine: Engine,
    outcome: Outcome,
    pairs: Sequence[tuple[Counted, Counted]],
    tell: Tell = untold,
) -> list[Crossed | None]:
    """Count each candidate within the places of another, in one pass over all observations.

    Parameters
    ----------
    engine
        The observations.
    outcome
        What was asked about.
    pairs
        The candidate that is looked at, and the other.
    tell
        Hears which share is done.

    Returns
    -------
    list of Crossed or None
        None where a candidate, or the outcome, has too many labels to be counted so.
    """
    scored = _of_outcome(outcome)
    if scored is None:
        return [None] * len(pairs)
    laid = [(_laid(one, TESTED, joins=True), _laid(other, GIVEN)) for one, other in pairs]
    wanted = {
        (one.scale, other.scale): Together(one.scale, other.scale)
        for one, other in laid
        if one and other
    }
    tables = engine.contingencies(scored.scale, list(wanted.values()), tell) if wanted else []
    by_scales = dict(zip(wanted, tables, strict=True))
    found: list[Crossed | None] = []
    for one, other in laid:
        if one is None or other is None:
            found.append(None)
            continue
        table = by_scales[one.scale, other.scale]
        shape = table.rows.size, one.scale.size, other.scale.size
        scores = _scores(outcome.variable, table.counts.sum(axis=1))
        found.append(Crossed(table.counts.reshape(shape), scores, other.exact))
    return found


def _of_outcome(outcome: Outcome) -> Coarse | None:
    variable, values = outcome.variable, outcome.column.values
    if variable.kind is Kind.NOMINAL and values.size > CLASSES:
        return None
    if variable.kind in (Kind.BINARY, Kind.NOMINAL):
        return Coarse(outcome.scale, exact=True)
    return coarse(
        outcome.scale, variable, values, outcome.sizes, begins=outcome.begins, most=SCORED
    )


def _scores(variable: Variable, sizes: Counts) -> Floats:
    """Each class for itself, in standard deviations; mean ranks of an outcome in order."""
    if variable.kind is Kind.NOMINAL:
        return np.diag(1 / np.sqrt(np.maximum(sizes, 1) / max(sizes.sum(), 1)))
    ends = np.cumsum(sizes)
    return np.asarray((ends - sizes / 2) / max(ends[-1], 1))[:, None]


def _laid(one: Counted, most: int, *, joins: bool = False) -> Coarse | None:
    if one.scale is None or (one.variable.derived_from and not one.scale.part):
        return None  # whether it was recorded, and the order of a time, lie on no scale
    raw = None if one.scale.codes else one.places
    places = one.values if raw is None else np.sort(raw)
    often = one.counts.sum(axis=0)
    return coarse(one.scale, one.variable, places, often, begins=one.begins, most=most, joins=joins)


def coarse(
    scale: Scale,
    variable: Variable,
    values: NDArray[Any],
    often: Counts,
    *,
    begins: Floats | None,
    most: int,
    joins: bool = False,
) -> Coarse | None:
    """A column on so many places at most, neighbours joined, about as many rows in each.

    Parameters
    ----------
    scale
        On which it was counted.
    variable
        What it is.
    values, often
        Where on the scale its values are, rising, and the rows of each.
    begins
        Where its bins begin; None where every place is one value.
    most
        Places at most.
    joins
        Whether labels that are too many may share a place, the rarest ones; None where they may
        not.
    """
    if values.size < 2:
        return None
    exact = begins is None and values.size <= most
    in_order = variable.has_order or begins is not None
    if not exact and not in_order and not joins:
        return None
    place = _joined(often, most) if in_order else _with_rest(often, most)
    if scale.codes:
        at = dict(zip(values.tolist(), place.tolist(), strict=True))
        codes = tuple((word, float(at[code])) for word, code in scale.codes if code in at)
        return Coarse(replace(scale, codes=codes), exact)
    if not in_order and not exact:
        return None  # labels that are numbers
    firsts = np.flatnonzero(np.diff(place)) + 1
    lows = (values if begins is None else begins)[firsts].astype(np.float64)
    if not scale.cells:
        return Coarse(replace(scale, edges=tuple(lows.tolist())), exact)
    cells = (lows - scale.low) * scale.per - (0.5 if begins is None else 0.0)
    starts = tuple(np.rint(cells).astype(int).tolist())
    return Coarse(replace(scale, starts=starts), exact)


def _joined(often: Counts, most: int) -> Counts:
    """The place of each value, neighbours sharing one."""
    if often.size <= most:
        return np.arange(often.size)
    ends = np.cumsum(often)
    middle = (ends - often / 2) / ends[-1]
    return np.unique((middle * most).astype(np.int64), return_inverse=True)[1]


def _with_rest(often: Counts, most: int) -> Counts:
    """The place of each label, the most frequent ones apart and the others together."""
    place = np.full(often.size, most - 1)
    frequent = np.argsort(-often, kind="stable")[: most - (often.size > most)]
    place[frequent] = np.arange(frequent.size)
    return place
