"""What a caller may pass: each wrong option is one sentence that says what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rootcause.errors import ArgumentError


def check_columns(*, outcome: Any, unit: Any, time: Any, kinds: Any, **lists: Any) -> None:
    """Refuse wrong types of everything that names columns."""
    check_names(**lists)
    check_name(outcome=outcome, unit=unit, time=time)
    check_kinds(kinds)


def check_names(**options: Any) -> None:
    """Refuse anything but sequences of column names, or None."""
    for option, names in options.items():
        if isinstance(names, str):
            raise ArgumentError(f"{option}={names!r} is one text; it takes a list: [{names!r}].")
        if names is not None and not isinstance(names, Sequence | set | frozenset):
            raise ArgumentError(f"{option}={names!r} is no list of column names.")


def check_name(**options: Any) -> None:
    """Refuse anything but the name of one column, or None."""
    for option, name in options.items():
        if name is not None and not isinstance(name, str):
            raise ArgumentError(f"{option}={name!r} is no column name; it takes one text.")


def check_roles(outcome: str, **options: Any) -> None:
    """Refuse an outcome that is to play another part as well."""
    for option, names in options.items():
        if outcome == names or (not isinstance(names, str) and outcome in (names or ())):
            raise ArgumentError(f"{outcome!r} is the outcome; it can't be in {option} as well.")


def check_level(alpha: Any) -> None:
    """Refuse a level that is none."""
    if isinstance(alpha, bool) or not isinstance(alpha, int | float) or not 0 < alpha < 1:
        raise ArgumentError(f"alpha={alpha!r} is not a level between 0 and 1, such as 0.05.")


def check_kinds(kinds: Any) -> None:
    """Refuse anything but kinds by name of column, or None."""
    if kinds is not None and not isinstance(kinds, Mapping):
        raise ArgumentError(
            f"kinds={kinds!r} doesn't say which column is what; it takes {{'batch': 'nominal'}}."
        )


def generator(rng: Any) -> np.random.Generator:
    """The generator of everything random, from a seed or another generator."""
    if isinstance(rng, np.random.Generator):
        return rng
    if rng is None or (isinstance(rng, int | np.integer) and rng >= 0):
        return np.random.default_rng(rng)
    raise ArgumentError(f"rng={rng!r} is neither a generator nor a seed: a number from 0 up.")
