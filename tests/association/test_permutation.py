from itertools import permutations
from math import comb

import numpy as np
import pytest
from scipy.stats import ks_2samp

from rootcause.association.permutation import (
    LOOKS,
    Orders,
    _permuted_sums,
    all_arrangements,
    draws_for,
    tails,
)
from rootcause.association.views import Curves, Levels, scores
from rootcause.variables import Kind


def brute_force(outcome, view):
    """P by every order of the rows."""
    orders = np.array(list(permutations(range(outcome.rows.shape[1]))))
    permuted = outcome.rows[:, orders].transpose(1, 0, 2) @ view.columns.T
    found = view.evidence(permuted, outcome)
    observed = view.evidence(outcome.rows @ view.columns.T, outcome)
    return np.mean(found >= observed - 1e-9, axis=0)


@pytest.fixture
def few(rng):
    return np.array([0.0, 0, 0, 1, 1, 1, 0]), rng.integers(0, 4, 7).astype(float)


def test_every_arrangement_of_a_binary_outcome(few):
    outcome = scores(few[0], Kind.BINARY)
    every = all_arrangements(outcome)
    assert len(np.unique(every, axis=0)) == len(every) == comb(7, 3)
    np.testing.assert_allclose(np.sort(every, axis=1), np.sort(outcome.rows.repeat(len(every), 0)))


def test_exact_p_is_that_of_brute_force(few, rng):
    outcome = scores(few[0], Kind.BINARY)
    for view in (Curves.of([few[1], rng.normal(size=7)]), Levels.of(few[1])):
        found = tails(outcome, view, Orders(7, rng), 1999)
        assert [one.pvalue for one in found] == pytest.approx(brute_force(outcome, view))
        assert {one.method for one in found} == {"exact"}
        assert all(one.resolution <= one.pvalue for one in found)


def test_sampled_p_is_near_that_of_brute_force(few, rng):
    outcome = scores(rng.normal(size=7), Kind.NUMERIC)
    view = Curves.of([few[1], rng.normal(size=7)])
    found = tails(outcome, view, Orders(7, rng), 9999)
    expected = brute_force(outcome, view)
    for one, p in zip(found, expected, strict=True):
        assert one.pvalue == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / LOOKS[0]))
        assert one.method == "permutation"


def test_tables_of_labels_are_drawn_as_permuting_the_rows_would(rng):
    codes = np.repeat(np.arange(4.0), (3, 9, 12, 16))
    outcome = scores((rng.random(40) < 0.3).astype(float), Kind.BINARY)
    view, n = Levels.of(codes), 40_000
    (drawn,) = _permuted_sums(outcome, view, Orders(40, rng), 0, n)
    permuted = rng.permuted(np.tile(outcome.rows[0], (n, 1)), axis=1) @ view.columns.T
    assert drawn.shape == (n, 1, 4)
    for found, expected in zip(drawn[:, 0].T.round(9), permuted.T.round(9), strict=True):
        assert ks_2samp(found, expected).pvalue > 1e-3
    pairs = np.corrcoef(drawn[:, 0].T) - np.corrcoef(permuted.T)
    assert np.abs(pairs).max() < 5 * np.sqrt(2 / n)


def test_tables_are_the_same_under_other_names_and_beside_other_candidates(rng):
    codes = np.repeat(np.arange(4.0), (3, 9, 12, 16))
    outcome = scores((rng.random(40) < 0.3).astype(float), Kind.BINARY)
    found = tails(outcome, Levels.of(codes), Orders(40, np.random.default_rng(5)), 1999)
    orders = Orders(40, np.random.default_rng(5))
    tails(outcome, Curves.of([rng.normal(size=40)]), orders, 1999)
    assert tails(outcome, Levels.of(3 - codes), orders, 1999) == found


def test_a_strong_candidate_gets_as_many_draws_as_asked_for(rng):
    x = np.arange(40.0)
    outcome, view = scores(x, Kind.NUMERIC), Curves.of([x, rng.normal(size=40)])
    strong, weak = tails(outcome, view, Orders(40, rng), 9999)
    assert strong.pvalue == strong.resolution == 1 / 10_000
    assert weak.resolution >= 1 / (LOOKS[1] + 1)


def test_orders_of_fewer_rows_are_uniform(rng):
    orders = Orders(5, rng).of(3, 0, 12_000)
    assert orders.shape == (12_000, 3)
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert counts.size == 6
    assert np.all(np.abs(counts - 2000) < 4 * np.sqrt(2000 * 5 / 6))


def test_draws_grow_with_the_family_but_not_with_the_table():
    assert draws_for(1, 0.05, 20) == LOOKS[1]
    assert draws_for(12, 0.05, 20) == 4800
    assert draws_for(10_000, 0.05, 20) == 99_999
    assert draws_for(10_000, 0.05, 100_000) == LOOKS[1]
