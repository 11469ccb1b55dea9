"""One value as JSON, and back as it was: what JSON has no word for carries its type.

>>> from rootcause.store.observations.values import decoded, encoded
>>> encoded(1.5), encoded(complex(1, 2))
(1.5, {'complex': [1.0, 2.0]})
>>> decoded({'complex': [1.0, 2.0]})
(1+2j)
"""

from __future__ import annotations

import base64
import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from rootcause.errors import CaseError, VariableError
from rootcause.store.database.column_types import is_unicode

DEEPEST = 20


class _Tag(NamedTuple):
    """A type that JSON lacks: its tag, and the way there and back."""

    type: type
    name: str
    there: Callable[[Any], Any]
    back: Callable[[Any], Any]


def encoded(value: Any, depth: int = 0) -> Any:
    """Bring a value to what JSON holds.

    Raises
    ------
    VariableError
        When it is of a type that can't be kept.
    """
    if isinstance(value, str) and not is_unicode(value):
        raise VariableError(f"{value[:40]!r} holds half of a surrogate pair, which can't be kept.")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.generic) and not isinstance(value, float | complex):
        return encoded(_from_numpy(value), depth)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    if isinstance(value, list | tuple | dict) and depth < DEEPEST:
        return _nested(value, depth + 1)
    for tag in _TAGS:
        if isinstance(value, tag.type):
            return {tag.name: tag.there(value)}
    raise VariableError(
        f"A {type(value).__name__} can't be kept as a value; numbers, text, true, false and "
        "times can."
    )


def decoded(value: Any) -> Any:
    """Give a value back as it was.

    Raises
    ------
    CaseError
        When it was not written by `encoded`.
    """
    if not isinstance(value, dict):
        return value
    try:
        ((name, content),) = value.items()
        return _BACK[name](content)
    except (ArithmeticError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaseError(f"A value of the book can't be read: {error}.") from None


def _nested(value: Any, depth: int) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"dict": [[encoded(key, depth), encoded(one, depth)] for key, one in value.items()]}
    return {type(value).__name__: [encoded(one, depth) for one in value]}


def _from_numpy(value: Any) -> Any:
    if isinstance(value, np.datetime64):
        return pd.Timestamp(value)
    if isinstance(value, np.timedelta64):
        return pd.Timedelta(value)
    return value.item()


# Times ------------------------------------------------------------------------------------------


def _moment(value: Any) -> dict[str, Any]:
    key = getattr(value.tzinfo, "key", None)
    return {"iso": value.isoformat(), **({"zone": key} if key else {})}


def _stamp(value: Any) -> dict[str, Any]:
    return {**_moment(value), "unit": value.unit}


def _stamp_back(said: dict[str, Any]) -> Any:
    stamp = pd.Timestamp(said["iso"])
    return _in_zone(stamp, said, stamp.tz_convert).as_unit(said["unit"])


def _moment_back(said: dict[str, Any]) -> Any:
    moment = dt.datetime.fromisoformat(said["iso"])
    return _in_zone(moment, said, moment.astimezone)


def _in_zone(moment: Any, said: dict[str, Any], to: Callable[[Any], Any]) -> Any:
    try:
        return to(ZoneInfo(said["zone"])) if "zone" in said else moment
    except ZoneInfoNotFoundError:
        return moment


def _length(value: Any) -> list[Any]:
    return [int(value.asm8.astype("int64")), value.unit]


def _length_back(said: list[Any]) -> Any:
    return pd.Timedelta(np.timedelta64(said[0], said[1])).as_unit(said[1])


_TAGS = (  # a subclass before its base
    _Tag(type(pd.NaT), "NaT", lambda value: 0, lambda said: pd.NaT),
    _Tag(type(pd.NA), "NA", lambda value: 0, lambda said: pd.NA),
    _Tag(float, "float", repr, float),
    _Tag(
        complex,
        "complex",
        lambda value: [encoded(value.real), encoded(value.imag)],
        lambda said: complex(decoded(said[0]), decoded(said[1])),
    ),
    _Tag(Decimal, "decimal", str, Decimal),
    _Tag(pd.Timestamp, "timestamp", _stamp, _stamp_back),
    _Tag(dt.datetime, "datetime", _moment, _moment_back),
    _Tag(dt.date, "date", dt.date.isoformat, dt.date.fromisoformat),
    _Tag(dt.time, "time", dt.time.isoformat, dt.time.fromisoformat),
    _Tag(pd.Timedelta, "length", _length, _length_back),
    _Tag(
        dt.timedelta,
        "timedelta",
        lambda value: [value.days, value.seconds, value.microseconds],
        lambda said: dt.timedelta(*said),
    ),
    _Tag(
        pd.Interval,
        "interval",
        lambda value: [encoded(value.left), encoded(value.right), value.closed],
        lambda said: pd.Interval(decoded(said[0]), decoded(said[1]), said[2]),
    ),
    _Tag(
        pd.Period,
        "period",
        lambda value: [value.ordinal, value.freqstr],
        lambda said: pd.Period(ordinal=said[0], freq=said[1]),
    ),
    _Tag(
        bytes,
        "bytes",
        lambda value: base64.b64encode(value).decode(),
        lambda said: base64.b64decode(said, validate=True),
    ),
)
_BACK: dict[str, Callable[[Any], Any]] = {
    **{tag.name: tag.back for tag in _TAGS},
    "list": lambda said: [decoded(one) for one in said],
    "tuple": lambda said: tuple(decoded(one) for one in said),
    "dict": lambda said: {decoded(key): decoded(one) for key, one in said},
}
