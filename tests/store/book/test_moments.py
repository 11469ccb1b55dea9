"""Moments are kept in the zone in which they were told."""

from datetime import date, datetime, timedelta, timezone

from rootcause.store.book.moments import told_at


def test_moments_keep_their_zone():
    assert told_at("2026-03-02T09:00:00+05:30") == "2026-03-02T09:00:00+05:30"
    assert told_at("2026-03-02").startswith("2026-03-02T00:00:00")
    assert datetime.fromisoformat(told_at(date(2026, 3, 2))).tzinfo is not None
    zone = timezone(timedelta(hours=-3))
    assert told_at(datetime(2026, 3, 2, 9, tzinfo=zone)) == "2026-03-02T09:00:00-03:00"
