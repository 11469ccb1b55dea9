"""Every type and value that pandas knows comes back from the book as it went in."""

import datetime as dt
import io
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from rootcause.errors import CaseError, VariableError
from rootcause.store.observations import frames
from rootcause.store.observations.frames import from_parquet, to_arrow, to_parquet

BERLIN = ZoneInfo("Europe/Berlin")
WALL = pd.DatetimeIndex(["2026-01-01T01:02:03", None, "1970-01-02", "2026-03-29"])
MOMENTS = [
    dt.datetime(2026, 1, 1, tzinfo=BERLIN),
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    None,
    pd.Timestamp("2026-01-01T00:00:00.123456789+05:30"),
]


def category(values, **options):
    return pd.Series(pd.Categorical(values, **options))


def of_object(*values):
    return pd.Series(values, dtype=object)


def of_arrow(values, type_):
    return pd.Series(values, dtype=pd.ArrowDtype(type_))


# What Parquet by way of Arrow loses (the first six), and what it should not.
COLUMNS = {
    "categories of int": category([3, 1, None, 3], categories=[3, 1, 2]),
    "categories of bool": category([True, False, None, True]),
    "categories of float": category([1.5, 2.5, None, np.inf], ordered=True),
    "mixed objects": of_object(1, "a", 2.5, None),
    "complex": pd.Series([1 + 2j, np.nan, complex(np.inf, -0.0), 0]),
    "mixed offsets": of_object(*MOMENTS),
    **{
        f"intervals closed {side}": pd.Series(
            pd.IntervalIndex.from_tuples([(0, 1), (1, 2), np.nan, (3.5, 4)], closed=side)
        )
        for side in ("left", "right", "both", "neither")
    },
    "intervals of ints": pd.Series(pd.IntervalIndex.from_breaks([0, 1, 2, 3, 4])),
    "intervals of times": pd.Series(
        pd.interval_range(pd.Timestamp("2026", tz="Europe/Berlin"), periods=4)
    ),
    "cut": pd.Series(pd.cut([1, 2, 3, np.nan], 3)),
    **{name: pd.Series([1, 2, 3, 4], dtype=name) for name in ("int8", "int64", "uint8")},
    "uint64": pd.Series([1, 2, 3, 2**64 - 1], dtype="uint64"),
    **{
        name: pd.Series([1.5, np.nan, np.inf, -0.0], dtype=name)
        for name in ("float16", "float32", "float64")
    },
    "bool": pd.Series([True, False, True, True]),
    "boolean": pd.Series([True, None, False, True], dtype="boolean"),
    "Int64": pd.Series([2**62 + 1, None, 3, 4], dtype="Int64"),
    "Float32": pd.Series([1.5, None, 3, 4], dtype="Float32"),
    "text": pd.Series(["a", "b", None, ""]),
    "text in objects": of_object("a", None, "b", ""),
    "text beside nan": of_object("a", np.nan, "b", "c"),
    "text beside any nothing": of_object("a", pd.NA, None, np.nan),
    "string": pd.Series(["a", None, "b", "c"], dtype="string[python]"),
    "string of Arrow": pd.Series(["a", None, "b", "c"], dtype="string[pyarrow]"),
    **{f"times in {unit}": pd.Series(WALL.as_unit(unit)) for unit in ("s", "ms", "us", "ns")},
    **{
        f"zoned times in {unit}": pd.Series(WALL.as_unit(unit).tz_localize("Europe/Berlin"))
        for unit in ("s", "us")
    },
    "times of an offset": pd.Series(WALL.tz_localize("+05:30")),
    **{
        f"lengths in {unit}": pd.Series(pd.to_timedelta([1, None, 2, -3], unit="s").as_unit(unit))
        for unit in ("s", "ns")
    },
    "dates": of_object(dt.date(2026, 1, 1), None, dt.date(1, 1, 1), dt.date(9999, 12, 31)),
    "clock times": of_object(dt.time(1, 2), None, dt.time(3, tzinfo=dt.UTC), dt.time(4)),
    "decimals": of_object(Decimal("1.60"), None, Decimal("NaN"), Decimal("-0")),
    "truths in objects": of_object(True, None, False, np.nan),
    "nested": of_object([1, (2,)], {"a": None}, b"\xff\0", {1: "x"}),
    "nothing": of_object(None, None, None, None),
    "categories of text": category(["a", "b", None, "a"], categories=["b", "a", "c"]),
    "ordered categories": category(["a", "b", None, "a"], categories=["b", "a"], ordered=True),
    "categories of times": category(WALL.tz_localize("UTC")),
    "categories of anything": category([1, "a", None, 1]),
    "categories of periods": category(pd.period_range("2026", periods=4, freq="M")),
    "no categories": category([None] * 4),
    "periods": pd.Series(pd.PeriodIndex(["2026-01", "2026-02", None, "2026-01"], freq="M")),
    "weeks": pd.Series(pd.period_range("2026", periods=4, freq="W-TUE")),
    "sparse": pd.Series(pd.arrays.SparseArray([0, 0, 1, 0])),
    "sparse floats": pd.Series(pd.arrays.SparseArray([np.nan, 0, 1.5, np.nan])),
    "Arrow ints": of_arrow([1, None, 3, 4], pa.int64()),
    "Arrow lists": of_arrow([[1], None, [2, 3], []], pa.list_(pa.int32())),
    "Arrow seconds": of_arrow(list(WALL), pa.timestamp("s", "UTC")),
    "Arrow decimals": of_arrow([Decimal("1.50")] * 4, pa.decimal128(10, 2)),
}


def there_and_back(frame):
    table, layout = to_arrow(frame)
    layout = json.loads(json.dumps(layout, allow_nan=False))
    return from_parquet(list(to_parquet(table)), layout)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_comes_back(name):
    column = COLUMNS[name].rename("x")
    back = there_and_back(column.to_frame())["x"]
    assert_series_equal(back, column, check_exact=True)
    if column.dtype == object:
        assert [type(one) for one in back] == [type(one) for one in column]


def test_a_whole_table_comes_back():
    frame = pd.DataFrame(COLUMNS)
    assert_frame_equal(there_and_back(frame), frame, check_exact=True)


def test_parts_are_put_together(monkeypatch):
    monkeypatch.setattr(frames, "PART", 3)
    frame = pd.concat([pd.DataFrame(COLUMNS)] * 2, ignore_index=True)
    table, layout = to_arrow(frame)
    parts = list(to_parquet(table))
    assert [length for length, _ in parts] == [3, 3, 2]
    assert_frame_equal(from_parquet(parts, layout), frame, check_exact=True)


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(st.characters(codec="utf-8")),
            st.integers(),
            st.floats(),
            st.booleans(),
            st.binary(max_size=9),
            st.datetimes(),
        ),
        min_size=1,
    )
)
def test_any_objects_come_back(values):
    column = pd.Series(values, dtype=object, name="x")
    assert_series_equal(there_and_back(column.to_frame())["x"], column, check_exact=True)


def test_names_stay_as_they_are():
    names = ["", "a b", "<script>", "x" * 500, "0", "ü\n"]
    frame = pd.DataFrame([[1] * len(names)], columns=names)
    assert list(there_and_back(frame).columns) == names


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pd.Series([1, 2], dtype="longdouble"), "'x' (float128) can't be kept: Unsupported"),
        (of_object({1, 2}, 1), "'x' (object) can't be kept: A set can't be kept as a value"),
        (of_object("\ud800", 1), "half of a surrogate pair"),
    ],
)
def test_what_cannot_be_kept_is_refused(column, said):
    with pytest.raises(VariableError) as raised:
        to_arrow(column.rename("x").to_frame())
    assert said in str(raised.value)


def bomb_of_texts():
    """A few kilobytes that stand for 250 GB: one long text in each of 250,000 rows."""
    sink = io.BytesIO()
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(250_000, "int32")), ["x" * 10**6])
    pq.write_table(pa.table({"0": words}), sink, compression="zstd")
    assert len(sink.getvalue()) < 10_000
    return sink.getvalue()


def packed_as(encoding, values):
    sink = io.BytesIO()
    pq.write_table(pa.table({"0": values}), sink, use_dictionary=False, column_encoding=encoding)
    return sink.getvalue()


TEXT = [{"name": "x", "form": "text", "columns": 1, "nothing": None}]


def bomb():
    sink = io.BytesIO()
    pq.write_table(pa.table({"0": np.zeros(400_000)}), sink, use_dictionary=False)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("length", "content", "layout"),
    [
        (1, b"nonsense", []),
        (1, bomb(), [{"name": "x", "form": "numbers", "columns": 1, "dtype": "float64"}]),
        (400_000, bomb(), [{"name": "x", "form": "numbers", "columns": 1, "dtype": "float64"}]),
        (250_000, bomb_of_texts(), TEXT),
        (2, packed_as("DELTA_BYTE_ARRAY", ["aa", "ab"]), TEXT),
        (1, None, [{"name": "x", "form": "pickle", "columns": 1}]),
        (1, None, [{"name": "x", "form": "category", "columns": 1}]),
        (1, None, [{"name": "x", "form": "numbers", "columns": 7, "dtype": "float64"}]),
        (1, None, [{"name": "x", "form": "numbers", "columns": 1, "dtype": "no type"}]),
    ],
)
def test_a_hostile_part_is_refused_in_a_sentence(length, content, layout):
    if content is None:
        ((length, content),) = to_parquet(to_arrow(pd.DataFrame({"x": [1.0]}))[0])
    with pytest.raises(CaseError, match=r"^Imported observations can't be read again: .+"):
        from_parquet([(length, content)], layout)
