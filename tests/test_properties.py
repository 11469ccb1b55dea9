"""Any table gets an answer or one clear error.

What must not change an answer is in `association/test_invariances.py`, for every pair of kinds.
"""

import datetime
import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rootcause as rc

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=8),
    st.sampled_from(["", " ", "NA", "1,5", "1e400", "-", "0x10", "2024-13-45", "9999-12-31"]),
    st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31)),
    st.dates(),
    st.timedeltas(),
    st.binary(max_size=4),
    st.lists(st.integers(), max_size=2),
)


@st.composite
def malformed(draw):
    n = draw(st.integers(0, 14))
    names = draw(st.lists(st.one_of(st.text(max_size=6), st.integers()), max_size=4, unique=True))
    uniform = draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
    columns = {}
    for name, alike in zip(names, uniform, strict=True):
        cells = draw(st.sampled_from(CELLS_ALIKE)) if alike else CELLS
        columns[name] = pd.Series(draw(st.lists(cells, min_size=n, max_size=n)), dtype=object)
    columns["y"] = pd.Series(draw(st.lists(CELLS, min_size=n, max_size=n)), dtype=object)
    if draw(st.booleans()):
        columns["y"] = pd.Series([i % 2 == 0 for i in range(n)], dtype=object)
    return pd.DataFrame(columns)


CELLS_ALIKE = [
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=3),
    st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31)),
    st.sampled_from(["a", "b", None]),
]


@settings(
    max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(malformed())
def test_any_table_is_answered_or_refused_in_a_sentence(frame):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = rc.investigate(frame, "y")
        except rc.RootcauseError as error:
            assert str(error).strip()
            return
        assert str(found).strip()
        for one in found.candidates:
            if one.association is not None:
                assert 0 < one.association.pvalue <= 1
                assert not math.isnan(one.pvalue_adjusted)


@pytest.mark.parametrize(
    "values",
    [
        np.array([np.inf, -np.inf, np.nan] * 40),
        np.array([1e308, -1e308, 5e-324, 0.0] * 30),
        np.array([10**30 + i for i in range(120)], dtype=object),
        np.array([f"level {i}" for i in range(120)]),
        np.array([f"level {i % 59}" for i in range(120)]),
        np.array(["", " ", "\x00"] * 40),
        np.array([b"a", b"b"] * 60, dtype=object),
        np.array([complex(i, i) for i in range(120)]),
        pd.period_range("2024-01", periods=120, freq="M"),
        pd.to_datetime(["1700-01-01", "2200-01-01"] * 60),
        pd.interval_range(0, 120),
        pd.arrays.SparseArray(np.arange(120.0)),
    ],
    ids=lambda values: str(values[0])[:12],
)
def test_odd_columns_are_answered_or_refused_in_a_sentence(values):
    frame = pd.DataFrame({"odd": values, "y": np.arange(120) % 3 == 0})
    for outcome in ("y", "odd"):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                assert str(rc.investigate(frame, outcome)).strip()
            except rc.RootcauseError as error:
                assert str(error).strip()


def test_sparse_columns_of_different_fillings_are_answered():
    frame = pd.DataFrame(
        {
            "odd": pd.arrays.SparseArray([0, 1, 2] * 40, fill_value=0),
            "none": pd.arrays.SparseArray([np.nan, 1.0, 2.0] * 40),
            "y": np.arange(120) % 5 == 0,
        }
    )
    assert "40 values missing" in rc.investigate(frame, "y").to_markdown()


@pytest.mark.slow
def test_a_hundred_thousand_levels_are_answered():
    n = 150_000
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"batch": rng.integers(0, 100_000, n).astype(str), "y": rng.random(n) < 0.1}
    )
    assert str(rc.investigate(frame, "y", kinds={"batch": "nominal"})).strip()
