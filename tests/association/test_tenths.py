"""Tenths of ranks, and how many rows of either group lie in each."""

import numpy as np
from numpy.testing import assert_array_equal
from worlds import WAYS

from rootcause.association.laid import for_each
from rootcause.association.tallies import tallied
from rootcause.association.tenths import in_tenths, of_laid, tenths


def test_tenths_are_those_of_ranks(rng):
    assert np.bincount(tenths(np.exp(5 * rng.normal(size=200)))).tolist() == [20] * 10
    assert set(tenths(np.repeat([1.0, 2.0], 50))) == {2, 7}
    assert in_tenths(rng.normal(size=80)).sum(axis=0).tolist() == [8] * 10


def test_many_columns_are_each_counted_by_the_tenths_of_their_rows(rng):
    drawn = [
        (way(rng.normal(size=n)), rng.random(n) < 0.3) for way in WAYS.values() for n in (95, 500)
    ]
    found = for_each([tallied(*one) for one in drawn], of_laid)
    for (values, upper), sizes in zip(drawn, found.T, strict=True):
        every = np.bincount(tenths(values), minlength=10)
        inside = np.bincount(tenths(values)[upper], minlength=10)
        assert_array_equal(sizes, [*every, *inside])
