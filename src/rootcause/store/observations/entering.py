"""Values entered by hand, checked against what the case knows of each variable."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.store.observations.known import Known, check_name
from rootcause.store.observations.values import encoded
from rootcause.variables import Kind

REASONS = ("not recorded", "refused", "instrument failed", "below the limit")
ADDED_LATER = "added later"
TRUE = {"true", "yes", "y", "1"}
FALSE = {"false", "no", "n", "0"}
_WITH_UNIT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([^\d\s].{0,14}?)?\s*")
_FORMS = ((bool, "true or false"), (float, "numbers"), (str, "text"), (dt.date, "times"))


def checked_values(
    values: Mapping[str, Any],
    known: Mapping[str, Known],
    *,
    units: Mapping[str, str],
    sure: bool,
) -> dict[str, Any]:
    """Check one observation.

    Parameters
    ----------
    values
        By name of variable; None, NaN and NaT are missing.
    known
        The variables that the case knows.
    units
        Unit in which a value was measured, by name of variable.
    sure
        Whether a value outside its plausible range, or a name close to a known one, is meant.

    Returns
    -------
    dict
        The values as they are kept, without the missing ones.

    Raises
    ------
    VariableError
        When a value is in another unit, of another kind, no level, or not plausible.
    """
    found = {}
    for name, value in values.items():
        check_name(name)
        one = known.get(name)
        if one is None and not sure:
            _refuse_near_name(name, known)
        if _is_missing(value):
            continue
        found[name] = _checked(_plain(value), name, one, units.get(name, ""), sure=sure)
    return {name: encoded(value) for name, value in found.items()}


def checked_reasons(said: Mapping[str, str] | None, values: Mapping[str, Any]) -> dict[str, str]:
    """Check why values are missing, by name of variable."""
    for name, reason in (said or {}).items():
        if reason not in REASONS:
            raise ArgumentError(
                f"{name!r} can't be missing because of {str(reason)[:40]!r}."
                f"{did_you_mean(reason, REASONS)}"
            )
        if not _is_missing(values.get(name)):
            raise ArgumentError(f"{name!r} has a value, so it isn't missing: {reason}.")
    return dict(said or {})


def form_of(value: Any) -> str:
    """Say what a value is, in the plural: "numbers", "text"..."""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    shown = 0.0 if number else value
    return next((called for type_, called in _FORMS if isinstance(shown, type_)), "other values")


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.bool_ | np.number) else value


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or _is_nan(value)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _refuse_near_name(name: str, known: Mapping[str, Known]) -> None:
    hint = did_you_mean(name, known)
    if hint.startswith(" Did you mean"):
        raise VariableError(
            f"The case knows no variable {name!r} yet.{hint} A new one is declared first: "
            f"declare({name!r})."
        )


def _checked(value: Any, name: str, one: Known | None, unit: str, *, sure: bool) -> Any:
    if isinstance(value, float) and math.isinf(value):
        raise VariableError(f"{name!r} can't be infinite.")
    kind = one.kind if one else None
    known_unit = one.unit if one else ""
    if kind is Kind.NUMERIC or (known_unit and isinstance(value, str)):
        value, unit = _number(value, name, unit)
    _refuse_other_unit(name, unit, known_unit)
    if one is None:
        return value
    if kind is None:
        _refuse_other_form(value, one)
    elif kind is Kind.BINARY and not one.levels and one.form != "text":
        value = _truth(value)
    elif kind is Kind.TIME:
        value = _time(value, name)
    _refuse_other_level(value, one)
    if not sure:
        _refuse_implausible(value, one)
    return value


def _number(value: Any, name: str, unit: str) -> tuple[Any, str]:
    if isinstance(value, str):
        found = _WITH_UNIT.fullmatch(value)
        if found:
            digits = found[1]
            return (int(digits) if digits.lstrip("+-").isdecimal() else float(digits)), (
                found[2] or unit
            )
    elif form_of(value) == "numbers":
        return value, unit
    raise VariableError(f"{name!r} is numeric; {str(value)[:40]!r} is no number.")


def _truth(value: Any) -> Any:
    word = value.strip().casefold() if isinstance(value, str) else value
    return True if word in TRUE else False if word in FALSE else value


def _time(value: Any, name: str) -> Any:
    if isinstance(value, dt.date):
        return value
    try:
        return pd.Timestamp(value) if isinstance(value, str) else pd.Timestamp(str(value))
    except ValueError:
        raise VariableError(
            f"{name!r} is a time; {str(value)[:40]!r} is none. It looks like "
            "'2026-03-02T09:00:00+01:00'."
        ) from None


def _refuse_other_unit(name: str, unit: str, known: str) -> None:
    if unit and known and unit != known:
        raise VariableError(
            f"{name!r} is measured in {known}, and this value is in {unit[:20]}. Enter it in "
            f"{known}."
        )


def _refuse_other_form(value: Any, one: Known) -> None:
    held = one.declared.get("form")
    if held and form_of(value) != held:
        raise VariableError(
            f"{one.name!r} has held {held} so far, and {str(value)[:40]!r} is not. If both are "
            f"right, declare({one.name!r}, kind=...) says what it is."
        )


def _refuse_other_level(value: Any, one: Known) -> None:
    levels = one.declared.get("levels")
    if levels and str(value) not in levels:
        raise VariableError(
            f"{one.name!r} has no level {str(value)[:40]!r}.{did_you_mean(value, levels)}"
        )


def _refuse_implausible(value: Any, one: Known) -> None:
    low, high = one.declared.get("range") or (-math.inf, math.inf)
    if form_of(value) == "numbers" and not low <= value <= high:
        unit = f" {one.unit}" if one.unit else ""
        raise VariableError(
            f"{one.name!r} is {value}{unit}, and {low:g} to {high:g} is plausible. If it is "
            "right, say so with sure=True."
        )
