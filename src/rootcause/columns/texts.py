"""What a word in a cell means: nothing, a number, a clock time or a date."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MISSING_WORDS = frozenset(
    {"", "NA", "N/A", "n/a", "NaN", "nan", "NaT", "<NA>", "null", "NULL", "-", "?"}
    | {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"}
)

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_LEADING_ZERO = re.compile(r"0\d+")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(?:([AaPp])\.?[Mm]\.?)?")
_DATE = re.compile(r"\d{1,4}[-/. ]+\w{1,9}[-/., ]+\d{1,4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}")
_OFFSET = re.compile(r"(:\d{2}(?:\.\d+)?)(?:Z|[+-]\d{2}(?::?\d{2})?)$")
_DATES = (
    *("%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d-%m-%Y", "%m/%d/%Y", "%d/%m/%Y"),
    *("%d.%m.%y", "%m/%d/%y", "%d/%m/%y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y"),
)
_PARTS = {"s": 1.0, "ms": 1e3, "us": 1e6}  # of a second
_FIRST, _END = -62_135_596_800, 253_402_300_800  # of the years 1 to 9999, in seconds
_TIMES_OF_DAY = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_FORMATS = tuple(day + time for day in _DATES for time in _TIMES_OF_DAY)


def missing_words(words: Collection[str]) -> frozenset[str]:
    """Words that stand for a missing value; a "-" beside a "+" is a level."""
    return MISSING_WORDS - {"-"} if "+" in words else MISSING_WORDS


def has_digits(words: Sequence[str]) -> bool:
    """Whether some word has a digit, without which nothing is a number, a time or a date."""
    return any(map(_DIGIT.search, words))


def has_leading_zeros(words: Sequence[str]) -> bool:
    """Whether some word is written like "007", which only a label is."""
    return any(map(_LEADING_ZERO.fullmatch, words))


def numbers(words: Sequence[str]) -> tuple[NDArray[np.float64], str]:
    """Numbers that words spell, NaN for those that spell none, and how commas were read."""
    plain, note = _with_points(words)
    values = [float(word) if _NUMBER.fullmatch(word) else math.nan for word in plain]
    fine = (word for word, value in zip(words, values, strict=True) if not math.isnan(value))
    told = note != "" and any("," in word for word in fine)
    return np.array(values, dtype=np.float64), note if told else ""


def clock_hours(words: Sequence[str]) -> tuple[NDArray[np.float64], str]:
    """Hours since midnight that clock times spell ("6:30 PM" is 18.5), NaN for other words."""
    hours = np.array([_hours(word) for word in words], dtype=np.float64)
    return hours, "clock times read as hours since midnight"


def timestamps(words: Sequence[str]) -> tuple[NDArray[np.float64], str]:
    """Seconds since 1970 of the dates that words spell, NaN for others, and a note if in doubt.

    Wall-clock time: an offset from UTC is left aside, so that 8 o'clock stays 8 o'clock.
    """
    dated = [word for word in words[:50] if _DATE.match(word)]
    if len(dated) < max(1, len(words[:50]) / 2):
        return np.full(len(words), np.nan), ""
    words, sample = ([_OFFSET.sub(r"\1", word) for word in part] for part in (words, dated))
    best = _best_format(sample)
    values = _parsed(words, best)
    if not best.startswith("%m/%d"):
        return values, ""
    day_first = _parsed(words, best.replace("%m/%d", "%d/%m"))
    balance = int(np.isfinite(day_first).sum()) - int(np.isfinite(values).sum())
    if balance == 0:
        return values, "dates read as month/day/year; they would fit day/month/year too"
    return (day_first if balance > 0 else values), ""


def seconds(stamps: pd.Series | pd.DatetimeIndex) -> NDArray[np.float64]:
    """Seconds since 1970 on the wall clock, NaN where missing, infinite beyond the calendar."""
    exact = stamps.to_numpy()
    unit = np.datetime_data(exact.dtype)[0]
    if unit not in _PARTS:
        exact, unit = exact.astype("datetime64[us]"), "us"
    values = exact.astype(np.int64) / _PARTS[unit]
    values[(values < _FIRST) | (values >= _END)] = np.inf
    values[np.isnat(exact)] = np.nan
    return values


def _with_points(words: Sequence[str]) -> tuple[Sequence[str], str]:
    with_commas = [word for word in words if "," in word]
    if not with_commas:
        return words, ""
    if all(map(_THOUSANDS.fullmatch, with_commas)):
        return [word.replace(",", "") for word in words], "commas read as thousands separators"
    plain = [
        word.replace(".", "").replace(",", ".") if "," in word else word  # 1.234,5
        for word in words
    ]
    return plain, "commas read as decimal commas"


def _hours(word: str) -> float:
    match = _CLOCK.fullmatch(word)
    if match is None:
        return np.nan
    hour, minute, second = int(match[1]), int(match[2]), float(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return np.nan
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second >= 60:
        return np.nan
    return hour + minute / 60 + second / 3600


def _best_format(sample: Sequence[str]) -> str:
    """Find the format in which most of some dates are written."""
    if 2 * np.isfinite(_parsed(sample, "ISO8601")).sum() >= len(sample):
        return "ISO8601"
    return max(_FORMATS, key=lambda form: sum(_fits(word, form) for word in sample[:10]))


def _fits(word: str, form: str) -> bool:
    try:
        datetime.strptime(word, form)
    except ValueError:
        return False
    return True


def _parsed(words: Sequence[str], form: str) -> NDArray[np.float64]:
    stamps = pd.to_datetime(pd.Series(words, dtype=object), format=form, errors="coerce", utc=True)
    return seconds(stamps.dt.tz_localize(None))
