"""Columns on few places, and two of them counted together."""

import numpy as np
import pandas as pd
import pytest

from rootcause.engine.crossing import GIVEN, TESTED, coarse, crossed
from rootcause.engine.scales import Scale
from rootcause.engine.sources import of_relation
from rootcause.engine.surveying import survey
from rootcause.variables import Kind, Variable

duckdb = pytest.importorskip("duckdb")

NUMERIC = Variable("x", Kind.NUMERIC)
LABEL = Variable("x", Kind.NOMINAL)


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(2)
    n = 30_000
    heat = rng.normal(20, 5, n)
    return pd.DataFrame(
        {
            "failed": np.where(rng.random(n) < 0.1, None, (rng.random(n) < 0.3) * 1.0),
            "heat": np.where(rng.random(n) < 0.1, np.nan, heat),
            "count": rng.integers(0, 40, n),
            "lot": rng.choice([f"lot {k}" for k in range(30)], n),
            "shift": rng.choice(["early", "late"], n),
            "when": pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 10**7, n), "s"),
        }
    )


@pytest.fixture(scope="module")
def surveyed(frame):
    engine = of_relation(duckdb.from_df(frame))
    found = survey(engine, "failed")
    return engine, found, {one.variable.name: one for one in found.candidates}


def of(surveyed, *names):
    engine, found, counted = surveyed
    pairs = [(counted[one], counted[other]) for one, other in names]
    return crossed(engine, found.outcome, pairs)


def test_counts_are_those_of_a_crosstab(surveyed, frame):
    (found,) = of(surveyed, ("shift", "count"))
    known = frame.dropna(subset="failed")
    expected = [
        pd.crosstab(known["shift"][known["failed"] == risk], known["count"]) for risk in (0, 1)
    ]
    np.testing.assert_array_equal(found.counts, expected)
    np.testing.assert_allclose(np.diff(found.scores[:, 0]), 0.5)
    assert found.exact


def test_rows_without_one_of_them_are_left_out(surveyed, frame):
    (found,) = of(surveyed, ("heat", "shift"))
    assert found.counts.sum() == len(frame.dropna(subset=["failed", "heat"]))
    assert found.counts.shape == (2, TESTED, 2)
    by_place = found.counts.sum(axis=(0, 2))
    assert by_place.max() < 1.2 * by_place.mean()


def test_places_of_one_in_order_are_even(surveyed):
    (found,) = of(surveyed, ("shift", "heat"))
    assert found.counts.shape == (2, 2, GIVEN)
    assert not found.exact


def test_the_rarest_labels_share_a_place_where_they_are_looked_at(surveyed, frame):
    one, other = of(surveyed, ("lot", "shift"), ("shift", "lot"))
    assert one.counts.shape == (2, TESTED, 2)
    assert other.counts.shape == (2, 2, 30)
    often = frame.dropna(subset="failed")["lot"].value_counts()
    np.testing.assert_array_equal(
        np.sort(one.counts.sum(axis=(0, 2)))[-1], often.iloc[TESTED - 1 :].sum()
    )


def test_parts_of_times_are_crossed_but_not_their_order(surveyed):
    hour, order = of(surveyed, ("shift", "when: hour"), ("shift", "when: order"))
    assert hour.counts.shape == (2, 2, GIVEN)
    assert order is None


def test_labels_that_are_too_many_are_not_given():
    values, often = np.arange(600.0), np.full(600, 5)
    words = tuple((f"w{k}", float(k)) for k in range(600))
    for scale in (Scale("x"), Scale("x", codes=words)):
        assert coarse(scale, LABEL, values, often, begins=None, most=GIVEN) is None


@pytest.mark.parametrize(
    "scale",
    [
        Scale("x", low=-0.5, cells=50),
        Scale("x", edges=tuple(range(1, 50))),
        Scale("x"),
    ],
)
def test_neighbours_are_joined_on_every_scale(scale):
    values = np.arange(50.0)
    begins = None if scale.cells or not scale.edges else values
    found = coarse(scale, NUMERIC, values, np.full(50, 7), begins=begins, most=10)
    places = found.scale.places(values)
    np.testing.assert_array_equal(places, np.arange(50) // 5)
    assert (found.scale.size, found.exact) == (10, False)


def test_what_does_not_vary_is_not_crossed():
    one = coarse(Scale("x"), NUMERIC, np.array([1.0]), np.array([9]), begins=None, most=5)
    assert one is None
