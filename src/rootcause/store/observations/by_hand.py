"""Values as people type them: read as what their variable holds, checked, and typed again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rootcause.errors import RootcauseError
from rootcause.store.observations.entering import checked_values
from rootcause.store.observations.known import Known

TRUE, FALSE = ("true", "yes"), ("false", "no")


def value_of(text: str, known: Known | None) -> Any:
    """Read a value as what its variable holds, or else as what it most plainly is."""
    if not text:
        return None
    if known and (known.kind or known.levels or known.form == "text"):
        return text
    if text.casefold() in (*TRUE, *FALSE) and (known is None or known.form != "numbers"):
        return text.casefold() in TRUE
    return _number(text)


def fault_of(text: str, known: Known, *, sure: bool = False) -> str:
    """Say what is wrong with a typed value; nothing, when it can be recorded."""
    try:
        value = value_of(text, known)
        checked_values({known.name: value}, {known.name: known}, units={}, sure=sure)
    except RootcauseError as error:
        return str(error)
    return ""


def typeable(value: Any) -> str:
    """Write a value as it would be typed."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def last_typed(observed: pd.DataFrame) -> dict[str, str]:
    """Give the last value of each variable that has one, as it would be typed."""
    values = {str(name): observed[name].dropna() for name in observed.columns}
    return {name: typeable(one.iloc[-1]) for name, one in values.items() if len(one)}


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text) if "_" not in text else text
        except ValueError:
            continue
    return text
