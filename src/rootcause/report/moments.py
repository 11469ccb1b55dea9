"""Moments and spans of time as people say them, no finer than observations were made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rootcause.report import numbers

HOUR, DAY = 3_600.0, 86_400.0
SPANS = (
    ("year", 365 * DAY, 366 * DAY),
    ("month", 27 * DAY, 32 * DAY),
    ("week", 7 * DAY, 7 * DAY),
    ("day", DAY, DAY),
    ("hour", HOUR, HOUR),
)
"""Names of the usual steps from one observation to the next, each between two lengths."""


def span(step: float) -> str:
    """What a step from one observation to the next is called; empty where it has no name."""
    return next((name for name, low, high in SPANS if low <= step <= high), "")


def moment(seconds: float, step: float) -> str:
    """Write a time on the wall clock: "June 1847", "3 June 2026", "3 June 2026, 14:05"."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    if span(step) == "year":
        return str(at.year)
    if span(step) == "month":
        return f"{numbers.MONTHS[at.month - 1]}{numbers.NBSP}{at.year}"
    day = numbers.day(at.date().isoformat())
    return day if seconds % DAY == 0 else f"{day}, {at:%H:%M}"


def then(seconds: float, step: float) -> str:
    """The same after a verb: "in June 1847", "on 3 June 2026"."""
    return f"{'in' if span(step) in ('year', 'month') else 'on'} {moment(seconds, step)}"


def apart(steps: int, step: float) -> str:
    """How far from it something else happened: "in the same month", "2 days later"."""
    name = span(step)
    if steps == 0:
        return (
            f"{'in' if name in ('year', 'month', 'week') else 'on'} the same {name}"
            if (name and name != "hour")
            else "at the same time"
        )
    what = (name or "observation") + ("s" if abs(steps) > 1 else "")
    return f"{numbers.count(abs(steps))} {what} {'later' if steps > 0 else 'earlier'}"
