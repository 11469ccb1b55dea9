"""The outcome that trials are planned for: of several classes one against the rest; its reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rootcause.results import Candidate
from rootcause.variables import Column, Kind

PLANNED = (Kind.BINARY, Kind.NUMERIC, Kind.ORDINAL)
WHOLE = {"%": 100.0}  # the most of a unit that has one


def planned_for(outcome: Column, candidates: Sequence[Candidate]) -> Column | None:
    """The outcome as trials are planned for it; None where they can't be.

    Of several classes it is the one that goes with the foremost candidate, against the rest.

    Parameters
    ----------
    outcome
        As it was read.
    candidates
        With their associations, best first.
    """
    if outcome.variable.kind in PLANNED:
        return outcome
    contrasts = (one.association.contrast for one in candidates if one.association)
    classes = [one.outcome_level for one in contrasts if one and one.outcome_level]
    if not classes:
        return None
    levels = outcome.variable.levels
    happened = (outcome.values == levels.index(classes[0])).astype(np.float64)
    against = (f"not {classes[0]}", classes[0])
    variable = replace(
        outcome.variable,
        kind=Kind.BINARY,
        levels=against,
        happened=against[1],
        otherwise=against[0],
    )
    return Column(variable, np.where(outcome.present, happened, np.nan))


def reach_of(outcome: Column) -> tuple[float, float]:
    """The least and the most that an answer is taken to be able to be.

    What was declared of it, or else 0 where no reading lies below, and of a share 100 % where none
    lies above; never less than what was read. Of grades the first and the last.
    """
    variable, (_, lowest, highest) = outcome.variable, outcome.extent
    if variable.kind is Kind.ORDINAL:
        return 0.0, len(variable.levels) - 1.0
    low, high = variable.range or (0.0, WHOLE.get(variable.unit, math.inf))
    if variable.range:
        return min(low, lowest), max(high, highest)
    return (low if lowest >= low else -math.inf), (high if highest <= high else math.inf)
