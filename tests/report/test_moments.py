"""Moments and spans, no finer than observations were made."""

import pandas as pd
import pytest

from rootcause.report.moments import DAY, HOUR, apart, moment, span, then


def seconds(text):
    return pd.Timestamp(text).timestamp()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("at", "step", "said", "after"),
    [
        ("1847-06-01", 31 * DAY, "June 1847", "in June 1847"),
        ("1847-01-01", 365 * DAY, "1847", "in 1847"),
        ("2026-06-03", DAY, "3 June 2026", "on 3 June 2026"),
        ("2026-06-03 14:05", HOUR, "3 June 2026, 14:05", "on 3 June 2026, 14:05"),
        ("1753-12-31", DAY, "31 December 1753", "on 31 December 1753"),
    ],
)
def test_moments(at, step, said, after):
    assert plain(moment(seconds(at), step)) == said
    assert plain(then(seconds(at), step)) == after


@pytest.mark.parametrize(
    ("steps", "step", "said"),
    [
        (0, 31 * DAY, "in the same month"),
        (0, DAY, "on the same day"),
        (0, HOUR, "at the same time"),
        (0, 1234.0, "at the same time"),
        (1, 7 * DAY, "1 week later"),
        (-2, DAY, "2 days earlier"),
        (3, 1234.0, "3 observations later"),
    ],
)
def test_distances(steps, step, said):
    assert apart(steps, step) == said


def test_a_step_without_a_name():
    assert span(5 * DAY) == ""
