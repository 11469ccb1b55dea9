"""Rows that have to be seen beside each other, and how many there are."""

import math

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.engine.drawing import drawn_beside
from rootcause.engine.sizing import A_CELL, LEAST, SHARE, Sizing
from rootcause.errors import VariableError

pytest.importorskip("duckdb")

N = 60_000
SIZE = 3_000


def readings(units, names=True):
    rng = np.random.default_rng(units)
    car = rng.integers(0, units, N)
    step = rng.permutation(N)
    return pd.DataFrame(
        {
            "car": [f"it's {one}" for one in car] if names else car + 5,
            "step": step,
            "when": pd.Timestamp("2026-01-01") + pd.to_timedelta(step * 10, "s"),
            "heat": rng.normal(size=N),
            "failed": rng.random(N) < 0.2,
        }
    )


@pytest.mark.parametrize("names", [True, False])
def test_all_rows_of_small_units_are_drawn(on_disk, names):
    frame = readings(6_000, names)
    drawn = drawn_beside(on_disk(frame), list(frame), SIZE, 3, unit="car")
    sizes = frame["car"].value_counts()
    found = drawn.rows["car"].value_counts()
    whole = found == sizes[found.index]
    assert 0.9 * SIZE < len(drawn.rows) < 1.1 * SIZE
    assert whole.all()
    assert drawn.how == f"all rows of {found.size:,} units"


def test_of_few_units_all_are_drawn_from(on_disk):
    frame = readings(10)
    drawn = drawn_beside(on_disk(frame), list(frame), SIZE, 3, unit="car")
    assert (len(drawn.rows), drawn.rows["car"].nunique()) == (SIZE, 10)
    assert drawn.how == "drawn at random from all 10 units"


def test_of_large_units_some_are_drawn_from(on_disk):
    frame = readings(600)
    drawn = drawn_beside(on_disk(frame), list(frame), SIZE, 3, unit="car")
    assert (len(drawn.rows), drawn.rows["car"].nunique()) == (SIZE, 150)
    assert drawn.how == "drawn at random from 150 units"


def test_stretches_of_time_keep_what_came_before_and_cover_all_of_it(on_disk):
    frame = readings(10)
    drawn = drawn_beside(on_disk(frame), list(frame), SIZE, 3, time="when")
    steps = np.sort(drawn.rows["step"])
    assert 0.7 * SIZE < steps.size < 1.4 * SIZE
    assert (np.diff(steps) == 1).sum() == steps.size - 20
    assert np.histogram(steps, 10, (0, N))[0].min() > 0.04 * steps.size
    assert drawn.how == "in 20 stretches of time"


def test_units_have_their_histories(on_disk):
    frame = readings(1_200)
    drawn = drawn_beside(on_disk(frame), list(frame), SIZE, 3, unit="car", time="when")
    assert drawn.how == f"all rows of {drawn.rows['car'].nunique():,} units"
    few = readings(10)
    drawn = drawn_beside(on_disk(few), list(few), SIZE, 3, unit="car", time="when")
    assert drawn.how == "in 20 stretches of time of all 10 units"


def test_the_same_seed_draws_the_same_rows(on_disk):
    frame = readings(6_000)
    source = on_disk(frame)
    one, same, other = (
        drawn_beside(source, list(frame), SIZE, seed, unit="car").rows for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, same)
    assert set(one["car"]) != set(other["car"])


def test_times_in_words_are_refused(on_disk):
    frame = readings(10).assign(when=lambda one: one["when"].dt.strftime("%d. %B %Y, %H:%M:%S"))
    with pytest.raises(VariableError) as error:
        drawn_beside(on_disk(frame), list(frame), SIZE, 3, time="when")
    assert str(error.value) == (
        "Column 'when': times written as text: beyond memory they have to be stored as times."
    )


def test_no_more_rows_than_there_are(on_disk):
    frame = readings(10)[:500]
    for asked in ({"unit": "car"}, {"time": "when"}, {"unit": "car", "time": "when"}):
        assert len(drawn_beside(on_disk(frame), list(frame), SIZE, 3, **asked).rows) == 500


def test_ranking_units_and_earlier_values_beyond_memory(on_disk):
    frame = readings(10)
    before = frame.sort_values("when")["heat"].shift(1).sort_index()
    frame["failed"] = np.random.default_rng(4).random(N) < 0.2 + 0.1 * (before > 0)
    found = rc.rank(on_disk(frame), "failed", time="when", lags=1, candidates=["heat"])
    assert found.candidates[0].name == "heat: lag 1"
    assert found.candidates[0].pvalue_adjusted < 1e-6
    (said,) = [one for one in found.candidates[0].cautions if one.startswith("Seen on")]
    assert said.endswith(f" of {N:,} rows, in 20 stretches of time.")


@pytest.mark.parametrize("candidates", [1, 30, 500])
def test_the_size_is_that_of_the_textbook(candidates):
    """Power of a correlation by Fisher's z, at Bonferroni's level."""
    sizing = Sizing(candidates, 0.05, 2**40)
    shown = 0.03 * math.sqrt(sizing.size - 3)
    level = sizing.reach - 1.2815515655446004
    power = 0.5 * math.erfc((level - shown) / math.sqrt(2))
    assert power > 0.899
    assert sizing.size == LEAST or power < 0.905


def test_the_size_keeps_to_its_room():
    sizing = Sizing(499, 0.05, 2**28)
    assert sizing.size * 500 * A_CELL * SHARE <= 2**28
    assert Sizing(10_000, 0.05, 2**28).size == LEAST // 10


def test_a_class_is_seen_apart_as_often_as_said():
    sizing = Sizing(30, 0.05, 2**40)
    rows = sizing.size
    few = sizing.of_class(rows)
    error = math.sqrt(1 / few + 1 / (rows - few))
    assert 0.1 / error == pytest.approx(sizing.reach, rel=0.01)
