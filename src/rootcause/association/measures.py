"""What a measure is: a row of the table MEASURES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from rootcause.association.curves import Floats
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind

HUGE = 1e100
LABELS = (Kind.BINARY, Kind.NOMINAL)
ORDERED = (Kind.ORDINAL, Kind.NUMERIC)


def unit_of(*columns: Floats) -> float:
    """What to divide columns by so that their squares can be held; 1 for any usual column."""
    most = max(float(np.max(np.abs(one), initial=0.0)) for one in columns)
    return most if most > HUGE or 0 < most < 1 / HUGE else 1.0


def finite(*columns: Floats) -> bool:
    """Whether means and squares mean anything: no value is infinite."""
    return all(bool(np.isfinite(one).all()) for one in columns)


def widened(effect: EffectSize, slack: float) -> EffectSize:
    """An effect size whose interval holds also what bins leave open, on its own scale."""
    if slack == 0:
        return effect
    least, most = 2 * effect.null - 1, 1.0
    return replace(effect, low=max(least, effect.low - slack), high=min(most, effect.high + slack))


class Reading(NamedTuple):
    """What a measure reads off a pair.

    Attributes
    ----------
    statistic, effect, also
        As in `Association`.
    pvalue
        None for a default measure, whose p-value is worked out for the whole family at once.
    method
        Of `pvalue`.
    """

    statistic: float
    effect: EffectSize
    also: tuple[EffectSize, ...] = ()
    pvalue: float | None = None
    method: str = "asymptotic"


Read = Callable[[Sequence[Pair]], list[Reading]]


def each(read: Callable[[Pair], Reading]) -> Read:
    """What reads one pair, for many: one after another."""
    return lambda pairs: [read(pair) for pair in pairs]


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to get an association: a test with its effect size.

    Attributes
    ----------
    name
        What to ask for it by.
    outcomes, candidates
        Kinds that it takes.
    read
        The function that does it, for many pairs at once.
    effect
        Name of its effect size.
    default
        Whether it is what these kinds get when nothing is asked for.
    reference
        Where it comes from.
    """

    name: str
    outcomes: tuple[Kind, ...]
    candidates: tuple[Kind, ...]
    read: Read
    effect: str
    default: bool
    reference: str

    def takes(self, outcome: Kind, candidate: Kind) -> bool:
        """Whether it suits these kinds."""
        return outcome in self.outcomes and candidate in self.candidates
