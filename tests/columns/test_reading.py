"""Columns read at the door: their kind, their values, and a whole table."""

import io
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootcause.columns import read_column, read_columns, read_outcome
from rootcause.errors import RootcauseError, VariableError
from rootcause.variables import Kind, Role, Variable

# Rows of the church supper of Oswego, New York, 1940 (M. B. Gross; a CDC teaching case).
OSWEGO = """id,age,sex,meal.time,ill,onset.date,onset.time,vanilla.ice.cream,cakes
2,52,F,8:00 PM,Y,4/19,12:30 AM,Y,N
3,65,M,6:30 PM,Y,4/19,12:30 AM,Y,Y
4,59,F,6:30 PM,Y,4/19,12:30 AM,Y,Y
6,63,F,7:30 PM,Y,4/18,10:30 PM,Y,N
16,32,F,,Y,4/19,10:30 AM,Y,Y
17,62,F,,Y,4/19,12:30 AM,Y,N
1,11,M,,N,,,N,N
"""
# Rows of Lind's trial of 1747 (A treatise of the scurvy, 1753).
LIND = """study_id,treatment,gum_rot_d6,fit_for_duty_d6
001,cider,2_moderate,0_no
002,cider,2_moderate,0_no
003,dilute_sulfuric_acid,1_mild,0_no
009,citrus,1_mild,0_no
010,citrus,0_none,1_yes
"""


def read(values, name="x", **options):
    return read_column(pd.Series(values), name=name, **options)


def kinds(text):
    frame = pd.read_csv(io.StringIO(text))
    return {name: read_column(frame[name]).variable.kind.value for name in frame}


def test_oswego():
    assert kinds(OSWEGO) == {
        "id": "numeric",
        "age": "numeric",
        "sex": "binary",
        "meal.time": "numeric",
        "ill": "binary",
        "onset.date": "binary",
        "onset.time": "numeric",
        "vanilla.ice.cream": "binary",
        "cakes": "binary",
    }


def test_lind():
    assert kinds(LIND) == {
        "study_id": "numeric",
        "treatment": "nominal",
        "gum_rot_d6": "ordinal",
        "fit_for_duty_d6": "binary",
    }


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1.5, 2.5, 3.5], Kind.NUMERIC),
        ([1, 2, 2], Kind.BINARY),
        ([True, False], Kind.BINARY),
        (["a", "b", "a"], Kind.BINARY),
        (["a", "b", "c"], Kind.NOMINAL),
        (["Yes", "yes", "NO", "n"], Kind.BINARY),
        (["2,5", "3,5", "4"], Kind.NUMERIC),
        (["low", "high", "medium"], Kind.ORDINAL),
        (pd.Categorical(["a", "b", "c"]), Kind.NOMINAL),
        (pd.Categorical(["a", "b", "c"], ordered=True), Kind.ORDINAL),
        (pd.cut([1, 5, 9], 3), Kind.ORDINAL),
        (pd.Categorical(["1", "2", "3"]), Kind.NOMINAL),
        (pd.date_range("2026", periods=2), Kind.TIME),
        (["2026-03-01", "2026-03-02", "2026-03-03"], Kind.TIME),
        (pd.to_timedelta([1, 2, 3], unit="s"), Kind.NUMERIC),
    ],
)
def test_kind(values, kind):
    assert read(values).variable.kind is kind


def test_numbers_named_like_labels():
    note = "read as labels because of its name; declare it numeric if it is not"
    variable = read([101, 102, 103, 101], "batch").variable
    assert (variable.kind, variable.levels, variable.note) == (
        Kind.NOMINAL,
        ("101", "102", "103"),
        note,
    )
    assert read([101, 102, 103, 101], "batch_size").variable.kind is Kind.NUMERIC
    assert read([1.5, 2.5, 3.5, 1.5], "batch").variable.kind is Kind.NUMERIC
    assert read([101, 102, 103, 101], "batch", kind="numeric").variable.kind is Kind.NUMERIC


def test_notes():
    assert read(["low", "high", "medium"]).variable.note == (
        "read as ordered, low < medium < high; declare it nominal if it is not"
    )
    assert read([1.0, np.inf, 2.0, 3.0]).variable.note == "infinite and taken as missing: 1"
    assert (
        read(["Mint", "mint", "lemon"]).variable.note
        == "levels that differ only in case: 'Mint', 'mint'"
    )


def test_unit_in_the_name():
    variable = read([1.0, 2.0, 3.0], "pressure [bar]").variable
    assert (variable.name, variable.called, variable.unit) == ("pressure [bar]", "pressure", "bar")
    declared = Variable("pressure [bar]", Kind.NUMERIC, label="leak test", unit="kPa")
    variable = read([1.0, 2.0, 3.0], "pressure [bar]", declared=declared).variable
    assert (variable.called, variable.unit) == ("leak test", "kPa")


@pytest.mark.parametrize(
    ("values", "kind", "message"),
    [
        (["1", "2,6 min", "3"], "numeric", "'x' is declared numeric, but row 2 holds '2,6 min'."),
        (["2026-03-01", "soon"], "time", "'x' is declared time, but row 2 holds 'soon'."),
        ([1841, 1842], "time", "'x' is declared time, but it holds numbers."),
        (
            pd.date_range("2026", periods=2),
            "numeric",
            "'x' is declared numeric, but it holds dates.",
        ),
        ([1, 2, 3], "binary", "'x' is declared binary ('1', '2'), but row 3 holds '3'."),
        ([1, 2], "nominel", "'nominel', said of 'x', is not a kind. Did you mean 'nominal'?"),
    ],
)
def test_kinds_that_cannot_be(values, kind, message):
    with pytest.raises(VariableError) as caught:
        read(values, kind=kind)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([True, False, None], "numeric", [1, 0, np.nan]),
        (["6:30 PM", "7:00 PM"], "numeric", [18.5, 19]),
        (pd.Categorical(["10", "20", None]), "numeric", [10, 20, np.nan]),
        ([3, 1, 2], "nominal", [2, 0, 1]),
        ([None, None], "time", [np.nan, np.nan]),
    ],
)
def test_kinds_that_were_said(values, kind, expected):
    np.testing.assert_array_equal(read(values, kind=kind).values, expected)


# A whole table ----------------------------------------------------------------------------------


@pytest.fixture
def trips(rng):
    n = 40
    no_start = pd.Series(rng.random(n) < 0.4).astype(object)
    no_start[[3, 17]] = None
    return pd.DataFrame(
        {
            "trip": range(n),
            "when": pd.date_range("2026-03-01 08:00", periods=n, freq="11h"),
            "flavor": rng.choice(["vanilla", "mint", "lemon"], n),
            "minutes": np.where(np.arange(n) < 8, np.nan, rng.normal(5, 1, n)),
            "tow_cost": rng.normal(100, 10, n),
            "car": rng.integers(1, 4, n),
            "no_start": no_start.to_numpy(),
        },
        index=rng.permutation(n),
    )


def test_read_columns(trips):
    read = read_columns(trips, "no_start", consequences=["tow_cost"], ignored=["car"])
    assert [one.name for one in read.candidates] == [
        *("trip", "when", "when: hour", "when: weekday", "when: order"),
        *("flavor", "minutes", "minutes: missing"),
    ]
    assert (read.n_missing, read.kept.sum(), len(read.kept)) == (2, 38, 40)
    assert not read.kept[[3, 17]].any()
    assert {len(one.values) for one in (read.outcome, *read.candidates)} == {38}
    assert read.outcome.present.all()
    minutes = trips["minutes"].to_numpy()[read.kept]
    np.testing.assert_array_equal(read.candidates[6].values, minutes)


def test_a_candidate_is_read_on_the_kept_rows_only(trips):
    trips["only"] = ["x" if missing else "y" for missing in trips["no_start"].isna()]
    read = read_columns(trips, "no_start", candidates=["only"])
    assert read.candidates[0].variable.not_tested == "constant: always 'y'"


def test_said_and_declared(trips):
    declared = {
        "minutes": Variable("minutes", Kind.NUMERIC, label="minutes in the shop", unit="min"),
        "tow_cost": Variable("tow_cost", Kind.NUMERIC, role=Role.CONSEQUENCE),
    }
    read = read_columns(trips, "no_start", kinds={"car": "nominal"}, declared=declared)
    by_name = {one.name: one.variable for one in read.candidates}
    assert "tow_cost" not in by_name
    assert by_name["car"].kind is Kind.NOMINAL
    assert by_name["minutes"].called == "minutes in the shop"
    assert by_name["minutes: missing"].label == "record of minutes in the shop"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"candidates": ["flavour"]}, "The table has no column 'flavour'. Did you mean 'flavor'?"),
        ({"consequences": ["cost"]}, "The table has no column 'cost'. Did you mean 'tow_cost'?"),
        ({"ignored": ["cars"]}, "The table has no column 'cars'. Did you mean 'car'?"),
        ({"kinds": {"Car": "nominal"}}, "The table has no column 'Car'. Did you mean 'car'?"),
        (
            {"candidates": ["no_start"]},
            "'no_start' can't be a candidate: it was said to be the outcome.",
        ),
        (
            {"candidates": ["car"], "ignored": ["car"]},
            "'car' can't be a candidate: it was said to be a consequence or ignored.",
        ),
    ],
)
def test_names_that_cannot_be(trips, options, message):
    with pytest.raises(VariableError) as caught:
        read_columns(trips, "no_start", **options)
    assert str(caught.value) == message


def test_an_outcome_that_is_no_column(trips):
    with pytest.raises(VariableError) as caught:
        read_columns(trips, "nostart")
    assert str(caught.value) == "The table has no column 'nostart'. Did you mean 'no_start'?"


# Anything at all --------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.decimals(allow_nan=False),
    st.sampled_from(
        ["1", "2,5", "NA", "-", "yes", "6:30 PM", "2026-03-01", "1/2/2026", "low", "007"]
    ),
    st.lists(st.integers(), max_size=2),
    st.just(pd.NA),
    st.just(pd.NaT),
)
COLUMNS = st.one_of(
    st.lists(CELLS, max_size=30), *(st.lists(one, max_size=30) for one in CELLS.element_strategies)
)


@given(COLUMNS, st.sampled_from([None, *Kind]), st.text(max_size=9))
def test_any_column_is_read_or_refused_in_a_sentence(values, kind, name):
    series = pd.Series(values, dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for reader in (read_column, read_outcome):
            try:
                column = reader(series, name=name, kind=kind)
            except RootcauseError as error:
                assert kind or reader is read_outcome
                assert len(str(error)) < 500
                continue
            present = column.values[column.present]
            assert column.values.shape == (len(values),)
            assert np.isfinite(present).all()
            if column.variable.kind not in (Kind.NUMERIC, Kind.TIME):
                assert set(present) == set(range(len(column.variable.levels)))


@pytest.mark.parametrize("mark", [-999, 9999])
def test_a_number_that_stands_for_missing_is_missing(mark):
    column = read_column(pd.Series([20.5, 21.0, mark, 22.5, mark, 19.0]), name="heat")
    assert np.isnan(column.values).tolist() == [False, False, True, False, True, False]
    assert column.variable.note == f"{mark} in 2 rows, taken as missing"


def test_times_beyond_the_calendar_are_missing():
    seconds = np.array([0, 60, 10**15, 120], dtype="datetime64[s]")  # milliseconds, said as seconds
    column = read_column(pd.Series(seconds), name="when")
    np.testing.assert_array_equal(column.values, [0, 60, np.nan, 120])
    assert column.variable.note == "outside the years 1 to 9999 and taken as missing: 1"


def test_words_that_spell_no_reading_are_missing_too():
    words = ["20,5", "21", "-999", "22,5", "-999", "1e999"]
    column = read_column(pd.Series(words), name="heat")
    np.testing.assert_array_equal(column.values, [20.5, 21, np.nan, 22.5, np.nan, np.nan])
    assert column.variable.note == (
        "infinite and taken as missing: 1; -999 in 2 rows, taken as missing; "
        "commas read as decimal commas"
    )


@pytest.mark.parametrize(
    "values",
    [
        [-999, 20.5, 21.0, 22.5],  # once: a reading like any other
        [-999, -999, -800, -600, -700.5],  # not far from the others
        [-1, -1, 20.5, 21.0, 22.5],
    ],
)
def test_a_number_that_may_be_meant_is_kept(values):
    column = read_column(pd.Series(values), name="heat")
    assert column.values.tolist() == values
    assert column.variable.note == ""
