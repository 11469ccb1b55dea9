"""The outcome that trials are planned for: of several classes, one against the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rootcause.results import Candidate
from rootcause.variables import Column, Kind

PLANNED = (Kind.BINARY, Kind.NUMERIC, Kind.ORDINAL)


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
