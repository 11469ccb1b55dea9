"""Which candidates are levers, and what each may be set to, as people declared it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rootcause.columns import read_column
from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.results import Lever
from rootcause.variables import Column, Kind, Variable

if TYPE_CHECKING:
    import pandas as pd

MOST_LEVERS = 12
MOST_LEVELS = 12
TRUTH = ({"no", "yes"}, {"0", "1"}, {"false", "true"})
Declared = Mapping[str, Any]


def levers_asked(levers: Any, declared: Mapping[str, Variable]) -> Declared:
    """Levers by name with what they may be set to: those of the case, then those asked for.

    Parameters
    ----------
    levers
        By name: a numeric range (low, high), a list of levels, or None for what was seen.
    declared
        Variables of the case, of which some say that they are levers.

    Raises
    ------
    ArgumentError
        When it doesn't say which levers there are, or says of too many.
    """
    if levers is not None and not isinstance(levers, Mapping):
        raise ArgumentError(
            f"levers={levers!r} doesn't say what can be set; it takes a range or None by name: "
            "{'shop_minutes': (1, 15), 'flavor': None}."
        )
    asked = {name: one.range for name, one in declared.items() if one.lever}
    asked |= dict(levers or {})
    if len(asked) > MOST_LEVERS:
        raise ArgumentError(
            f"{len(asked)} levers are too many to plan with; name the {MOST_LEVERS} most likely."
        )
    return asked


def kinds_of(asked: Declared, kinds: Mapping[str, Any] | None) -> dict[str, Any]:
    """Kinds by name: those that were said, and a number where a range was given."""
    ranged = {name: Kind.NUMERIC for name, span in asked.items() if _is_range(span)}
    return {**ranged, **(kinds or {})}


def read_levers(
    asked: Declared, columns: Mapping[str, Column], outcome: Column
) -> tuple[Lever, ...]:
    """Levers as they can be set.

    Parameters
    ----------
    asked
        What each may be set to, by name.
    columns
        By name, those that may be levers among them.
    outcome
        Which is none.

    Raises
    ------
    VariableError, ArgumentError
        When one is no candidate, or can't be set to what was said.
    """
    candidates = {name: one for name, one in columns.items() if name != outcome.name}
    return tuple(_lever(name, span, candidates) for name, span in asked.items())


def read_trials(
    frame: pd.DataFrame, marked: str | None, kept: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """True where the levers of a kept row were set on purpose; a missing mark counts as seen.

    Raises
    ------
    VariableError
        When the column is not there, or says anything but yes and no.
    """
    if marked is None:
        return np.zeros(int(kept.sum()), dtype=bool)
    if marked not in frame.columns:
        raise VariableError(
            f"The table has no column {marked!r}.{did_you_mean(marked, frame.columns)}"
        )
    cells = frame[marked]
    if not cells.notna().any():
        return np.zeros(int(kept.sum()), dtype=bool)
    column = read_column(cells, name=marked, kind=Kind.NOMINAL)
    levels = [level.casefold() for level in column.variable.levels]
    if not any(set(levels) <= truth for truth in TRUTH):
        shown = ", ".join(repr(level) for level in column.variable.levels[:3])
        raise VariableError(
            f"{marked!r} says which rows were trials, so it takes true or false; it holds {shown}."
        )
    set_on_purpose = [code for code, one in enumerate(levels) if one in ("yes", "1", "true")]
    marks: NDArray[np.bool_] = np.isin(column.values[kept], set_on_purpose)
    return marks


def _lever(name: str, span: Any, candidates: Mapping[str, Column]) -> Lever:
    column = candidates.get(name)
    if column is None:
        raise VariableError(
            f"No candidate is called {name!r}, so it can be no lever."
            f"{did_you_mean(name, candidates)}"
        )
    kind = column.variable.kind
    if kind is Kind.TIME:
        raise VariableError(f"{name!r} is a time, which nobody can set; it can be no lever.")
    return _of_numbers(column, span) if kind is Kind.NUMERIC else _of_labels(column, span)


def _of_numbers(column: Column, span: Any) -> Lever:
    name, values = column.name, column.values[column.present]
    if span is None:
        if not values.size or np.ptp(values) == 0:
            raise ArgumentError(
                f"{name!r} never varied, so its range is not known; say it: "
                f"levers={{{name!r}: (low, high)}}."
            )
        span = float(values.min()), float(values.max())
    if not _is_range(span):
        raise ArgumentError(
            f"{span!r} is no range for {name!r}, which holds numbers; it takes (low, high)."
        )
    low, high = map(float, span)
    if not low < high:
        raise ArgumentError(f"The range of {name!r} ends at {high:g}, not above its start {low:g}.")
    return Lever(column.variable, low, high)


def _of_labels(column: Column, span: Any) -> Lever:
    name, known = column.name, column.variable.levels
    if span is not None and (isinstance(span, str) or not isinstance(span, Sequence)):
        raise ArgumentError(f"{span!r} is no list of levels for {name!r}; it takes one, or None.")
    wanted = known if span is None else tuple(map(str, span))
    for level in wanted:
        if level not in known:
            raise ArgumentError(f"{level!r} is no level of {name!r}.{did_you_mean(level, known)}")
    if len(wanted) < 2:
        raise ArgumentError(f"{name!r} needs at least two levels to be set to; it has {wanted!r}.")
    if len(known) > MOST_LEVELS:
        raise ArgumentError(
            f"{name!r} has {len(known)} levels, too many to plan with; {MOST_LEVELS} at most."
        )
    return Lever(column.variable, levels=tuple(wanted))


def _is_range(span: Any) -> bool:
    return (
        isinstance(span, Sequence)
        and not isinstance(span, str)
        and len(span) == 2
        and all(
            isinstance(end, int | float | np.number)
            and not isinstance(end, bool)
            and math.isfinite(end)
            for end in span
        )
    )
