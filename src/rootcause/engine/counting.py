"""Candidates that were counted against the outcome, read as what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from rootcause.columns.derived import ENOUGH, MONTHS, WEEKDAYS, record_of
from rootcause.engine import digests
from rootcause.engine.laying import values_at
from rootcause.engine.looking import CALENDAR, MANY, Look, Planned
from rootcause.engine.outcomes import Outcome
from rootcause.engine.scales import Scale
from rootcause.engine.statistics import Contingency, Counts, Floats, Moments
from rootcause.variables import Kind, Variable

MOST_LEVELS = 100_000  # of labels; more are not held
NAMES = dict(zip(CALENDAR, (WEEKDAYS, MONTHS), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A candidate counted against the outcome, or one that can't be.

    Attributes
    ----------
    variable
        What it is; `not_tested` says why it was not counted.
    values
        Those that occur, rising, shape (c,).
    counts
        Rows at each place of the outcome with each of its values, shape (r, c).
    missing
        Rows with an outcome, but without it.
    begins
        Where its bins begin, shape (c,); None where every place is one value.
    scale, places
        How it was counted, and where on the scale its values are if each is a place.
    moments
        Of a numeric outcome: alone in both groups of a binary candidate, the lower first, or
        together with a numeric one.
    """

    variable: Variable
    values: Floats = field(default_factory=lambda: np.zeros(0))
    counts: Counts = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    missing: int = 0
    begins: Floats | None = None
    scale: Scale | None = None
    places: Floats | None = None
    moments: tuple[Moments, ...] = ()


def counted(
    look: Look, plans: list[Planned], tables: Mapping[Scale, Contingency], outcome: Outcome
) -> list[Counted]:
    """The candidates of one column: itself or its parts, and whether it was recorded."""
    found, missing = [], None
    for plan in plans:
        if plan.scale is None:
            found.append(Counted(plan.variable))
            continue
        table = outcome.aligned(tables[plan.scale])
        one = (
            _of_part(look, plan, table) if plan.variable.derived_from else _read(look, plan, table)
        )
        found += [one] if one else []
        missing = outcome.sizes - one.counts.sum(axis=1) if one else missing
    return [*found, *_recorded(plans[0].variable, missing, outcome)]


def _read(look: Look, plan: Planned, table: Contingency) -> Counted:
    """A column itself; where its values are known they say once more what it is."""
    scale, often = plan.scale, table.counts.sum(axis=0)
    there = often > 0
    values, counts = table.columns[there], table.counts[:, there]
    if scale is None or (look.holds_words and values.size > MOST_LEVELS):
        return Counted(replace(plan.variable, not_tested=MANY))
    values, begins = values_at(scale, values, look.facts)
    if begins is not None:
        return Counted(plan.variable, values, counts, table.n_missing, begins, scale)
    digest, firsts = digests.of_values(values, often[there], table.n_missing, look.cells)
    column = look.read(digest)
    codes = column.values[firsts]
    known = ~np.isnan(codes)
    found, at = np.unique(codes[known], return_inverse=True)
    gathered = np.zeros((len(counts), found.size), dtype=np.int64)
    np.add.at(gathered.T, at, counts.T[known])
    places = found if look.holds_words else values[known][np.argsort(codes[known])]
    if look.holds_words:
        scale = Scale(scale.column, codes=_pairs(values[known], codes[known]))
    missing = table.n_missing + int(counts[:, ~known].sum())
    return Counted(column.variable, found, gathered, missing, None, scale, places)


def _pairs(words: Floats, codes: Floats) -> tuple[tuple[str, float], ...]:
    return tuple(zip(words.tolist(), codes.tolist(), strict=True))


def _of_part(look: Look, plan: Planned, table: Contingency) -> Counted | None:
    """A part of a time; None where it does not vary enough after all."""
    often, scale = table.counts.sum(axis=0), plan.scale
    there = often > 0
    counts, places = table.counts[:, there], table.columns[there]
    if scale is None or there.sum() < 2:
        return None
    if scale.part in CALENDAR:
        if int((often >= ENOUGH).sum()) < 2:
            return None
        levels = tuple(NAMES[scale.part][int(place)] for place in places)
        variable = replace(plan.variable, levels=levels)
        codes = np.arange(len(levels), dtype=np.float64)
        return Counted(variable, codes, counts, table.n_missing, None, scale, places)
    values, begins = values_at(scale, places, look.facts)
    if not scale.part:  # the order of the time: ranks
        ends = np.cumsum(often[there])
        begins = ends - often[there] + 0.5
        values = (begins + ends + 0.5) / 2
    return Counted(plan.variable, values, counts, table.n_missing, begins, scale)


def _recorded(variable: Variable, missing: Counts | None, outcome: Outcome) -> list[Counted]:
    """Whether the value was recorded, where that varies enough."""
    if missing is None or not ENOUGH <= missing.sum() <= outcome.n - ENOUGH:
        return []
    counts = np.stack([outcome.sizes - missing, missing], axis=1)
    return [Counted(record_of(variable), np.array([0.0, 1.0]), counts)]


def wants_moments(outcome: Outcome, one: Counted) -> bool:
    """Whether means tell something of a candidate beside its counts."""
    numeric = outcome.column.variable.kind is Kind.NUMERIC and not outcome.scale.codes
    scale = one.scale
    if not numeric or scale is None or scale.part or scale.gone or outcome.scale.gone:
        return False
    if one.variable.kind is Kind.BINARY:
        return True
    return one.variable.kind is Kind.NUMERIC and not one.variable.derived_from and not scale.codes
