"""The table of measures, and how to look one up."""

from __future__ import annotations

from functools import lru_cache

from rootcause.association import (
    binary_binary,
    labels_labels,
    ordered_ordered,
    several_groups,
    two_groups,
)
from rootcause.association.measures import Measure
from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.variables import Kind

MEASURES: tuple[Measure, ...] = (
    *binary_binary.ROWS,
    *labels_labels.ROWS,
    *two_groups.ROWS,
    *ordered_ordered.ROWS,
    *several_groups.ROWS,
)


@lru_cache(maxsize=256)
def measure_for(outcome: Kind, candidate: Kind, name: str | None = None) -> Measure:
    """The default measure of a pair of kinds, or the one asked for by name.

    Raises
    ------
    VariableError
        When nothing measures this pair of kinds.
    ArgumentError
        When no measure has this name, or the one that has it takes other kinds.
    """
    suited = [row for row in MEASURES if row.takes(outcome, candidate)]
    if not suited:
        raise VariableError(
            f"Nothing measures a {outcome} outcome with a {candidate} candidate; "
            "take the hour, the weekday or the order of a time instead."
        )
    if name is None:
        return next(row for row in suited if row.default)
    for row in suited:
        if row.name == name:
            return row
    known = [row.name for row in suited]
    takes = f"takes no {outcome} outcome with a {candidate} candidate"
    what = takes if any(row.name == name for row in MEASURES) else "is not a measure"
    raise ArgumentError(f"measure={name!r} {what}.{did_you_mean(name, known)}")
