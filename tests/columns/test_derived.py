"""Candidates worked out from a column."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from rootcause.columns import derive, read_column
from rootcause.variables import Kind


def derived(values, name="printed_at"):
    column = read_column(pd.Series(values), name=name)
    return {one.name.removeprefix(f"{name}: "): one for one in derive(column)}


def named(column):
    return [column.variable.levels[int(code)] for code in column.values]


def test_parts_of_a_time(rng):
    stamps = pd.Series(pd.date_range("1999-12-27 08:30", periods=200, freq="31h"))
    stamps = stamps.sample(frac=1, random_state=1).reset_index(drop=True)
    parts = derived(stamps)
    assert list(parts) == ["hour", "weekday", "month", "order"]
    np.testing.assert_allclose(parts["hour"].values, stamps.dt.hour + stamps.dt.minute / 60)
    assert named(parts["weekday"]) == stamps.dt.day_name().tolist()
    assert named(parts["month"]) == stamps.dt.month_name().tolist()
    np.testing.assert_array_equal(parts["order"].values, rankdata(stamps))


def test_what_a_derived_variable_says():
    variables = {
        name: one.variable
        for name, one in derived(pd.date_range("2026", periods=99, freq="9h")).items()
    }
    assert {one.derived_from for one in variables.values()} == {"printed_at"}
    assert variables["weekday"].label == "weekday of printed at"
    assert variables["weekday"].kind is variables["month"].kind is Kind.NOMINAL
    assert variables["weekday"].levels[0] == "Monday"
    assert (variables["hour"].kind, variables["hour"].unit) == (Kind.NUMERIC, "h")
    assert variables["order"].label == "order of observation"


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        (pd.date_range("2026-03-01", periods=30), ["weekday", "order"]),
        (pd.date_range("2026-03-02 08:00", periods=9, freq="min"), ["hour"]),
        (pd.to_datetime(["2026-03-01"] * 9), []),
        (pd.to_datetime(["2026-03-01", "2026-03-02"] * 9), ["weekday"]),
        (pd.to_datetime([None] * 9), []),
        ([1.0, 2.0, 3.0] * 9, []),
    ],
)
def test_only_what_varies(values, parts):
    assert list(derived(values)) == parts


def test_missing_values():
    column = derived(["a", "b", "a", "b", None] * 5, "meal_time")["missing"]
    assert column.values.tolist() == [0, 0, 0, 0, 1] * 5
    assert column.variable.levels == ("recorded", "missing")
    assert column.variable.label == "record of meal time"
    assert column.variable.kind is Kind.BINARY


def test_missing_times_stay_missing_in_what_is_derived():
    stamps = pd.Series(pd.date_range("2026-03-01", periods=40, freq="7h")).mask(
        lambda s: s.index < 6
    )
    for part, column in derived(stamps).items():
        assert column.present.sum() == (40 if part == "missing" else 34)


@pytest.mark.parametrize("n_missing", [0, 4, 26, 30])
def test_too_few_missing_or_recorded(n_missing):
    values = ["a", "b"] * 15
    values[:n_missing] = [None] * n_missing
    assert derived(values) == {}


def test_dates_of_months_have_no_weekday():
    months = pd.date_range("2020-01-01", periods=40, freq="MS")
    assert list(derived(months, "month")) == ["order"]
    later = pd.date_range("2020-01-01", periods=99, freq="MS")
    assert list(derived(later, "month")) == ["month", "order"]
