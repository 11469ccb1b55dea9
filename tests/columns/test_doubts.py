"""Columns that can't be tested, and why."""

import numpy as np
import pandas as pd
import pytest

from rootcause.columns import read_column


def reason(values, name="x", **options):
    return read_column(pd.Series(values), name=name, **options).variable.not_tested


WORDS = [f"u{place}" for place in range(30)]


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ([None, None], "x", "nothing recorded: every value is missing"),
        ([np.inf, np.nan], "x", "nothing recorded: every value is missing"),
        (["a", "a", None], "x", "constant: always 'a'"),
        ([50, 50], "x", "constant: always 50"),
        ([True, True], "x", "constant: always 'yes'"),
        (pd.to_datetime(["2026-03-01"] * 2), "x", "constant: always 2026-03-01 00:00:00"),
        (pd.date_range("2026", periods=9), "x", "a time: only what is derived from it is tested"),
        (WORDS, "x", "an identifier: a different value on every row"),
        ([*WORDS[:28], "u0", "u0"], "x", "an identifier: 28 different values on 30 rows"),
        (["001", "002", "003", "004", "005"], "x", "an identifier: a different value on every row"),
        (range(1, 31), "x", "an identifier: a different number on every row"),
        ([7, 3, 12, 99, 4], "car_id", "an identifier: a different number on every row"),
        ([f"it will not start, try {k}" for k in range(9)], "x",
         "free text: hardly any two rows say the same"),
        (["a", "b", "c"], "x", "no value occurs twice"),
    ],
)  # fmt: skip
def test_not_tested(values, name, expected):
    assert reason(values, name) == expected


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (np.linspace(0, 1, 30) ** 2, "minutes"),
        (np.linspace(0, 1, 30) ** 2, "id"),
        (range(1841, 1850), "year"),
        (range(1, 31), "run_order"),
        ([7, 3, 12, 99, 4], "minutes"),
        ([7, 3, 7, 99, 4], "car_id"),
        ([*WORDS[:20], *WORDS[:10]], "x"),
        (["two lemons and an orange", "half a pint daily"] * 6, "x"),
    ],
)
def test_tested(values, name):
    assert reason(values, name) == ""


def test_declared_numbers_are_numbers():
    assert reason(range(1, 31), kind="numeric") == ""
    assert reason(WORDS, kind="nominal") == "an identifier: a different value on every row"
