"""What words spell: numbers, clock times, dates, nothing."""

import datetime as dt

import numpy as np
import pytest

from rootcause.columns import texts


@pytest.mark.parametrize(
    ("words", "expected", "note"),
    [
        (["1", "-2.5", "+3e2", ".5"], [1, -2.5, 300, 0.5], ""),
        (["2,6", "3", "1.234,5"], [2.6, 3, 1234.5], "commas read as decimal commas"),
        (["1,200", "12,000.5"], [1200, 12000.5], "commas read as thousands separators"),
        (["0,123", "1,456"], [0.123, 1.456], "commas read as decimal commas"),
        (["2,6 min", "3"], [np.nan, 3], ""),
        (["0x10", "1_000", "ten", "1e", "--1"], [np.nan] * 5, ""),
    ],
)
def test_numbers(words, expected, note):
    values, told = texts.numbers(words)
    np.testing.assert_array_equal(values, expected)
    assert told == note


@pytest.mark.parametrize(
    ("word", "hours"),
    [
        ("6:30 PM", 18.5),
        ("18:30", 18.5),
        ("12:15 AM", 0.25),
        ("12:00 p.m.", 12),
        ("7:00pm", 19),
        ("0:00:36", 0.01),
        ("25:00", np.nan),
        ("13:00 PM", np.nan),
        ("8:60", np.nan),
        ("noon", np.nan),
    ],
)
def test_clock_hours(word, hours):
    np.testing.assert_allclose(texts.clock_hours([word])[0], [hours])


def moments(*stamps):
    return [dt.datetime(*stamp, tzinfo=dt.UTC).timestamp() for stamp in stamps]


@pytest.mark.parametrize(
    "words",
    [
        ["2026-03-01", "2026-12-24"],
        ["2026/03/01", "2026/12/24"],
        ["01.03.2026", "24.12.2026"],
        ["1/3/2026", "24/12/2026"],
        ["3/1/2026", "12/24/2026"],
        ["3/1/26", "12/24/26"],
        ["1 Mar 2026", "24 Dec 2026"],
        ["March 1, 2026", "December 24, 2026"],
    ],
)
def test_dates(words):
    values, note = texts.timestamps(words)
    assert values.tolist() == moments((2026, 3, 1), (2026, 12, 24))
    assert note == ""


@pytest.mark.parametrize(
    "word",
    [
        "2026-03-01T08:30",
        "2026-03-01 08:30:00+02:00",
        "2026-03-01T08:30:00Z",
        "01.03.2026 08:30",
        "3/1/2026 8:30 AM",
    ],
)
def test_times_are_those_on_the_wall(word):
    assert texts.timestamps([word])[0].tolist() == moments((2026, 3, 1, 8, 30))


def test_a_date_that_could_be_two_is_said():
    values, note = texts.timestamps(["1/3/2026", "2/4/2026"])
    assert values.tolist() == moments((2026, 1, 3), (2026, 2, 4))
    assert note == "dates read as month/day/year; they would fit day/month/year too"


@pytest.mark.parametrize(
    "words", [["vanilla", "mint"], ["4/18", "4/19"], ["2026", "2027"], ["1-2"]]
)
def test_no_dates(words):
    assert np.isnan(texts.timestamps(words)[0]).all()


def test_missing_words():
    assert "-" in texts.missing_words(["-", "red"])
    assert "-" not in texts.missing_words(["-", "+"])
    assert "None" not in texts.missing_words(["None"])
