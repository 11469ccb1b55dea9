"""Which settings can be made, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.errors import ArgumentError, did_you_mean
from rootcause.results import Lever
from rootcause.trials.levers import Binned
from rootcause.variables import Kind

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Rows = NDArray[np.bool_]


def values_of(levers: Sequence[Binned], bins: Codes) -> Floats:
    """What each setting sets its levers to, as numbers, shape (settings, levers)."""
    return np.column_stack([lever.settings[bins[:, at]] for at, lever in enumerate(levers)])


def can_be_made(levers: Sequence[Lever], values: Floats, forbidden: Any) -> Rows:
    """Which settings no forbidden combination covers, shape (settings,).

    Parameters
    ----------
    levers
        In the order of the columns of `values`.
    values
        Shape (settings, levers).
    forbidden
        Combinations: each says, by name of lever, a level, a list of levels, a number or a range
        (low, high); a setting is covered when all of it fits.

    Raises
    ------
    ArgumentError
        When a combination names no lever, or something it can't be set to.
    """
    if isinstance(forbidden, Mapping | str) or not isinstance(forbidden, Sequence):
        raise ArgumentError(
            f"forbidden={forbidden!r} is no list of combinations; it takes "
            "[{'flavor': 'vanilla', 'shop_minutes': (10, 15)}]."
        )
    allowed = np.ones(len(values), dtype=bool)
    for combination in forbidden:
        allowed &= ~_covered(levers, values, combination)
    if not allowed.any():
        raise ArgumentError("Every setting of the levers is forbidden, so nothing can be tried.")
    return allowed


def costs_of(levers: Sequence[Lever], values: Floats, costs: Any) -> Floats:
    """What each setting costs, shape (settings,); 1 for an ordinary trial.

    Parameters
    ----------
    levers, values
        As in `can_be_made`.
    costs
        What comes on top, by name of lever: of a numeric one a number for each unit above the low
        end of its range, of others a number by level.

    Raises
    ------
    ArgumentError
        When a cost is no number from 0 up, or of no lever.
    """
    if costs is not None and not isinstance(costs, Mapping):
        raise ArgumentError(f"costs={costs!r} takes costs by name of lever: {{'flavor': ...}}.")
    total = np.ones(len(values))
    for name, cost in (costs or {}).items():
        at, lever = _named(levers, name, "costs")
        if lever.variable.kind is Kind.NUMERIC:
            total += _number(cost, name) * (values[:, at] - lever.low)
        else:
            by_level = _by_level(lever, cost)
            total += by_level[values[:, at].astype(np.intp)]
    return total


def _covered(levers: Sequence[Lever], values: Floats, combination: Any) -> Rows:
    if not isinstance(combination, Mapping) or not combination:
        raise ArgumentError(f"forbidden holds {combination!r}, which names no settings of levers.")
    covered = np.ones(len(values), dtype=bool)
    for name, wanted in combination.items():
        at, lever = _named(levers, name, "forbidden")
        covered &= _fits(lever, values[:, at], wanted)
    return covered


def _fits(lever: Lever, values: Floats, wanted: Any) -> Rows:
    several = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Sequence) else wanted
    if lever.variable.kind is Kind.NUMERIC:
        try:
            low, high = min(map(float, several)), max(map(float, several))
        except (TypeError, ValueError):
            raise ArgumentError(
                f"forbidden says {wanted!r} of {lever.name!r}; it takes a number or (low, high)."
            ) from None
        inside: Rows = (low <= values) & (values <= high)
        return inside
    known = lever.variable.levels
    for level in several:
        if str(level) not in known:
            raise ArgumentError(
                f"{level!r} is no level of {lever.name!r}.{did_you_mean(level, known)}"
            )
    codes = [known.index(str(level)) for level in several]
    return np.isin(values, codes)


def _named(levers: Sequence[Lever], name: Any, option: str) -> tuple[int, Lever]:
    names = [lever.name for lever in levers]
    if name not in names:
        raise ArgumentError(
            f"{option} names {name!r}, which is no lever.{did_you_mean(name, names)}"
        )
    return names.index(name), levers[names.index(name)]


def _by_level(lever: Lever, costs: Any) -> Floats:
    known = lever.variable.levels
    if not isinstance(costs, Mapping):
        raise ArgumentError(
            f"costs says {costs!r} of {lever.name!r}; it takes a cost by level, "
            f"such as {{{known[0]!r}: 1}}."
        )
    for level in costs:
        if str(level) not in known:
            raise ArgumentError(
                f"{level!r} is no level of {lever.name!r}.{did_you_mean(level, known)}"
            )
    told = {str(level): _number(cost, lever.name) for level, cost in costs.items()}
    return np.array([told.get(level, 0.0) for level in known])


def _number(cost: Any, name: str) -> float:
    if isinstance(cost, bool) or not isinstance(cost, int | float) or not 0 <= cost < np.inf:
        raise ArgumentError(f"costs says {cost!r} of {name!r}; it takes a number from 0 up.")
    return float(cost)
