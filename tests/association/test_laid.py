"""Tallies laid end to end: each keeps to itself, and the order is that given."""

import numpy as np
from numpy.testing import assert_allclose

from rootcause.association.laid import alone, for_each
from rootcause.association.tallies import BLOCK, tallied


def test_each_is_worked_out_as_it_is_alone_and_stays_in_its_place(rng):
    sizes = (50, BLOCK, 30, BLOCK // 2, 70)
    drawn = [(np.round(rng.normal(size=n), 9 * (n % 20 > 0)), rng.random(n) < 0.4) for n in sizes]
    tallies = [tallied(*one) for one in drawn]
    blocks = []

    def work(laid):
        blocks.append(laid.n.sum())
        return np.stack([laid.n, laid.m, laid.over_upper(laid.ranks)])

    found = for_each(tallies, work)
    assert max(blocks) <= BLOCK
    assert len(blocks) < len(sizes)
    assert_allclose(found[:2], [[one.n for one in tallies], [one.m for one in tallies]])
    one_by_one = [for_each([one], work)[2, 0] for one in tallies]
    assert_allclose(found[2], one_by_one, rtol=1e-12)


def test_spread_and_sums_are_of_each_tally(rng):
    tallies = [
        tallied(np.repeat([1.0, 2.0, 5.0], times), rng.random(3 * times) < 0.5) for times in (9, 20)
    ]
    (spread,) = for_each(tallies, lambda laid: laid.sums(laid.spread(laid.n) * laid.sizes)[None])
    assert_allclose(spread, [27**2, 60**2])


def test_values_alone_are_ranked_by_how_often_they_occur():
    laid = alone(np.array([2.0, 1.0, 3.0]))
    assert_allclose(laid.ranks, [1.5, 3, 5])
    assert_allclose(laid.sums(laid.sizes), 6)
