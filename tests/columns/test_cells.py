"""Cells of any type, read as numbers, times, words or labels."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rootcause.columns.cells import read_cells
from rootcause.errors import VariableError

NAN = np.nan


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.array([1, None, 3], dtype="Int64"), [1, NAN, 3]),
        (pd.array([1.5, None], dtype="Float64"), [1.5, NAN]),
        (pd.array([1, None], dtype=pd.ArrowDtype(pa.int64())), [1, NAN]),
        (pd.array([1, None], dtype=pd.ArrowDtype(pa.decimal128(5, 2))), [1, NAN]),
        (pd.arrays.SparseArray([0.0, NAN, 2.0]), [0, NAN, 2]),
        (np.array([2**64 - 1, 1], dtype=np.uint64), [2.0**64, 1]),
        (np.array([1.5, 2], dtype=np.float16), [1.5, 2]),
        ([10**30, 5], [1e30, 5]),
        ([Decimal("1.5"), None, Decimal(2)], [1.5, NAN, 2]),
        ([1, pd.NA, 2.5], [1, NAN, 2.5]),
    ],
)
def test_numbers(values, expected):
    dtype = object if isinstance(values, list) else None
    cells = read_cells(pd.Series(values, dtype=dtype))
    assert cells.form == "numbers"
    np.testing.assert_array_equal(cells.values, expected)


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([True, None, False], dtype="boolean"),
        pd.Series([True, None, False], dtype=object),
        pd.Series([True, None, False], dtype=pd.ArrowDtype(pa.bool_())),
        pd.Series(pd.Categorical([True, None, False])),
    ],
)
def test_truths(series):
    cells = read_cells(series)
    assert cells.truth
    np.testing.assert_array_equal(cells.values, [1, NAN, 0])


NOON = dt.datetime(2026, 3, 1, 12)
ABROAD = NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=5)))


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([NOON, None]),
        pd.Series([NOON, None]).dt.tz_localize("Asia/Tokyo"),
        pd.Series([NOON, pd.NaT], dtype=object),
        pd.Series([ABROAD, None], dtype=object),
        pd.Series([NOON, None], dtype=pd.ArrowDtype(pa.timestamp("us"))),
        pd.Series(pd.PeriodIndex(["2026-03-01 12:00", None], freq="h")),
    ],
)
def test_times_on_the_wall(series):
    cells = read_cells(series)
    assert cells.form == "times"
    np.testing.assert_array_equal(cells.values, [1772366400, NAN])


def test_dates_of_arrow_may_lie_beyond_the_calendar():
    days = pa.array([10**9, 20_000, None], pa.int32()).cast(pa.date32())
    cells = read_cells(pd.Series(days.to_pandas(types_mapper=pd.ArrowDtype)))
    np.testing.assert_array_equal(cells.values, [np.inf, 20_000 * 86_400, NAN])


@pytest.mark.parametrize("held", [dt.date, dt.datetime])
def test_dates_may_be_as_early_and_late_as_python_knows(held):
    cells = read_cells(pd.Series([held(1, 1, 1), held(9999, 12, 31), None], dtype=object))
    np.testing.assert_array_equal(cells.values, [-62135596800, 253402214400, NAN])


def test_a_number_that_signals_is_refused():
    with pytest.raises(VariableError) as caught:
        read_cells(pd.Series([Decimal("sNaN"), Decimal(2)], name="load", dtype=object))
    assert str(caught.value) == (
        "'load' holds Decimal('sNaN'), which nothing can be compared with. Put None in its place."
    )


def test_mixed_zones_keep_their_wall_clocks():
    cells = read_cells(pd.Series([ABROAD, NOON.replace(tzinfo=dt.UTC), NOON], dtype=object))
    assert cells.values.tolist() == [1772366400] * 3


def test_durations_and_clocks_have_units():
    cells = read_cells(pd.Series(pd.to_timedelta([1, None], unit="min")))
    assert (cells.unit, cells.values[0]) == ("s", 60)
    cells = read_cells(pd.Series([dt.time(8, 30), None], dtype=object))
    assert (cells.unit, cells.values[0]) == ("h", 8.5)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([" a", "b", "a ", None, "NA"], ("a", "b")),
        ([1, "a", 1.0, "1", None], ("1", "a")),
        ([[1], [2], [1], None], ("[1]", "[2]")),
        ([b"a", b"\xff", None], ("a", "\ufffd")),
        ([1 + 2j, None], ("(1+2j)",)),
        ([10**400, 5], ("1" + "0" * 400, "5")),
        (["<script>", "=1+1", "\ud800"], ("<script>", "=1+1", "\ud800")),
    ],
)
def test_all_else_becomes_words(values, words):
    cells = read_cells(pd.Series(values, dtype=object))
    assert (cells.form, cells.words) == ("words", words)


def test_a_categorical_is_not_expanded():
    many = pd.Categorical.from_codes([2, 0, -1], [f"c{place}" for place in range(10_000)])
    cells = read_cells(pd.Series(many))
    assert (cells.form, cells.words, cells.ordered) == ("labels", ("c0", "c2"), False)
    np.testing.assert_array_equal(cells.values, [1, 0, NAN])
