"""Moments, as they are told and as the book sorts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from rootcause.errors import ArgumentError

Moment = str | date | None
AHEAD = timedelta(minutes=5)  # by which clocks may differ


def told_at(at: str | date) -> str:
    """Return a moment as told with its zone; a time without one is meant here."""
    try:
        moment = datetime.fromisoformat(at if isinstance(at, str) else at.isoformat())
    except (ValueError, AttributeError):
        raise ArgumentError(
            f"at is a time such as '2026-03-02T09:00:00+01:00' or a date, not {str(at)[:40]!r}."
        ) from None
    zoned = moment if moment.tzinfo else moment.astimezone()
    if zoned > datetime.now().astimezone() + AHEAD:
        raise ArgumentError(f"at can't lie in the future; {zoned.isoformat()} does.")
    return zoned.isoformat()


def in_utc(said: str | date) -> str:
    """Bring a moment to UTC; a day is meant to its end, and a time without a zone here.

    >>> in_utc("2026-03-02T09:00:00+01:00")
    '2026-03-02T08:00:00.000000+00:00'
    """
    try:
        moment = _moment(said)
    except (ValueError, AttributeError):
        raise ArgumentError(
            "A moment is a date or a time such as '2026-03-02T09:00:00+01:00', not "
            f"{str(said)[:40]!r}."
        ) from None
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(said: str | date) -> datetime:
    text = said if isinstance(said, str) else said.isoformat()
    if len(text) == len("2026-03-02"):
        return datetime.combine(date.fromisoformat(text), time.max)
    return datetime.fromisoformat(text)
