"""Answers change as they must, and not otherwise; any table gets an answer or one clear error."""

import datetime
import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rootcause as rc
from rootcause.association import associate

SMALL = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXACT = {"rel": 1e-6, "abs": 1e-9}
seeds = st.integers(0, 10**6)


def table(seed, n=120):
    """A cause, its proxy, labels and noise; large enough for p-values that aren't drawn."""
    rng = np.random.default_rng(seed)
    heat, load = np.round(rng.normal(size=(2, n)), 2)
    return pd.DataFrame(
        {
            "heat": heat,
            "load": load,
            "shift": rng.choice(["early", "late", "night"], n),
            "fan": rng.random(n) < 0.5,
            "failed": heat + rng.normal(size=n) > 0,
        }
    )


def told(ranking):
    """Of each candidate what must not depend on how the table is written."""
    return {
        one.name: (
            one.pvalue_adjusted,
            one.association.pvalue,
            one.association.statistic,
            one.association.effect.value,
            one.association.effect.low,
            one.association.effect.high,
        )
        for one in ranking.candidates
        if one.association
    }


def measured(table, name):
    """One candidate of a ranking."""
    ranking = rc.rank(table, "failed")
    return next(one for one in ranking.candidates if one.name == name)


def same(one, other):
    assert one.keys() == other.keys()
    for name, numbers in one.items():
        assert numbers == pytest.approx(other[name], nan_ok=True, **EXACT), name


@SMALL
@given(seeds)
def test_the_order_of_rows_and_columns_does_not_matter(seed):
    plain = table(seed)
    turned = plain.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    same(told(rc.rank(plain, "failed")), told(rc.rank(turned, "failed")))


@SMALL
@given(seeds, st.floats(1e-3, 1e3), st.integers(-1000, 1000))
def test_another_unit_of_measurement_does_not_matter_to_ranks(seed, scale, shift):
    plain = table(seed)
    scaled = plain.assign(heat=plain["heat"] * scale + shift)
    same(told(rc.rank(plain, "failed")), told(rc.rank(scaled, "failed")))


@SMALL
@given(seeds)
def test_turning_a_candidate_round_turns_its_effect(seed):
    plain = table(seed)
    turned = measured(plain.assign(heat=-plain["heat"]), "heat").association
    effect, other = measured(plain, "heat").association.effect, turned.effect
    assert (other.value, other.low, other.high) == pytest.approx(
        (1 - effect.value, 1 - effect.high, 1 - effect.low), **EXACT
    )


@SMALL
@given(seeds)
def test_other_names_of_levels_change_names_only(seed):
    plain = table(seed)
    names = {"early": "zinc", "late": "<b>", "night": "=1+1"}
    renamed = plain.assign(shift=plain["shift"].map(names))
    same(told(rc.rank(plain, "failed")), told(rc.rank(renamed, "failed")))
    levels = [measured(part, "shift").association.effect.level for part in (plain, renamed)]
    assert names[levels[0]] == levels[1]


@SMALL
@given(seeds, st.integers(1, 20))
def test_rows_without_a_value_are_only_counted(seed, more):
    plain = table(seed)
    empty = pd.DataFrame({"failed": [True, False] * more, "heat": np.nan})
    longer = pd.concat([plain[["heat", "failed"]], empty], ignore_index=True)
    one, other = (measured(part, "heat") for part in (plain[["heat", "failed"]], longer))
    assert other.association.pvalue == pytest.approx(one.association.pvalue)
    assert other.association.effect.value == pytest.approx(one.association.effect.value)
    assert other.association.n_missing == 2 * more


@SMALL
@given(seeds)
def test_an_added_column_of_noise_changes_only_the_correction(seed):
    plain = table(seed)
    wider = plain.assign(more=np.random.default_rng(seed).normal(size=len(plain)))
    one, other = told(rc.rank(plain, "failed")), told(rc.rank(wider, "failed"))
    for name, numbers in one.items():
        assert numbers[1:] == pytest.approx(other[name][1:], **EXACT)


@SMALL
@given(seeds, st.sampled_from(["spearman", "pearson", "kendall", "fisher", "chi2"]))
def test_symmetric_measures_do_not_mind_which_side_is_the_outcome(seed, measure):
    columns = table(seed)
    sides = ("fan", "failed") if measure in ("fisher", "chi2") else ("heat", "load")
    one, other = (
        associate(columns[a], columns[b], measure=None if measure == "fisher" else measure)
        for a, b in (sides, sides[::-1])
    )
    assert other.pvalue == pytest.approx(one.pvalue, **EXACT)
    assert other.statistic == pytest.approx(one.statistic, **EXACT)


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
