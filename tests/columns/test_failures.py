import re

import pandas as pd
import pytest

from rootcause.columns.failures import read_failures
from rootcause.errors import ArgumentError, VariableError


def read(values, failure=None, kind=None, exposure=None):
    return read_failures(
        pd.Series(values, name="x"),
        "x",
        kind=kind,
        failure=failure,
        declared={},
        exposure=exposure,
    )


@pytest.mark.parametrize(
    ("values", "failure", "codes"),
    [
        ([True, False, True], None, [1, 0, 1]),
        ([False, False], None, [0, 0]),
        ([0, 0, 0], None, [0, 0, 0]),
        ([1, 1], None, [1, 1]),
        (["broken"] * 3, None, [1, 1, 1]),
        (["ok"] * 2, None, [0, 0]),
        (["yes", "no", "no"], "no", [0, 1, 1]),
        (["red", "green", "blue"], "Green", [0, 1, 0]),
        (["wobbly"] * 2, "wobbly", [1, 1]),
    ],
)
def test_failures_are_ones(values, failure, codes):
    column, form = read(values, failure)
    assert form == "shares"
    assert column.values.tolist() == codes


def test_the_words_say_what_failed():
    column, _ = read(["yes", "no", "no"], "no")
    assert (column.variable.happened, column.variable.otherwise) == ("not x", "x")


def test_numbers_are_measured_and_counted_over_an_exposure():
    assert read([1.5, 2.5, 9])[1] == "values"
    assert read([2, 3, 2])[1] == "values"
    column, form = read([0, 3, 0], exposure="hours")
    assert (form, column.values.tolist()) == ("rates", [0, 3, 0])
    assert read([0, 1, 0], kind="numeric")[1] == "values"


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (
            {"values": ["red", "green", "blue"] * 3},
            VariableError,
            "The outcome 'x' has 3 levels ('blue', 'green', 'red'), of which none is known to be "
            "the failure. Say which: failure='red'.",
        ),
        (
            {"values": ["wobbly"] * 3},
            VariableError,
            "The outcome 'x' is always 'wobbly'; whether that is a failure is not known. Say "
            "failure='wobbly' if it is.",
        ),
        (
            {"values": ["red", "green"], "failure": "gren"},
            ArgumentError,
            "failure='gren' is no level of 'x'. Did you mean 'green'?",
        ),
        (
            {"values": [None, None]},
            VariableError,
            "The outcome 'x' was never recorded; there is nothing to compare.",
        ),
        (
            {"values": [0, 1.5], "exposure": "hours"},
            VariableError,
            "With exposure= the outcome 'x' counts failures, whole numbers from 0 up; it holds "
            "1.5.",
        ),
        (
            {"values": pd.date_range("2026-01-01", periods=4)},
            VariableError,
            "The outcome 'x' is a time, which has no rate of failures. Make a number of it (a "
            "delay in minutes) or a yes or no (too late).",
        ),
    ],
)
def test_what_has_no_rate_is_refused(options, error, said):
    with pytest.raises(error, match=f"^{re.escape(said)}$"):
        read(**options)
