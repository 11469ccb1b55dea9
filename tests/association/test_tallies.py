import numpy as np
import pytest
from worlds import WAYS

from rootcause.association.curves import midranks
from rootcause.association.tallies import tallied


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def values(request, rng):
    return request.param(rng.normal(size=500))


def test_it_counts_what_sorting_counts(values, rng):
    upper = rng.random(values.size) < 0.3
    tally = tallied(values, upper)
    distinct, sizes = np.unique(values, return_counts=True)
    assert tally.around == tuple(distinct[tally.middle : tally.middle + 2])
    np.testing.assert_array_equal(tally.sizes, sizes)
    np.testing.assert_array_equal(tally.upper, [upper[values == one].sum() for one in distinct])
    assert (tally.n, tally.m) == (values.size, upper.sum())


def test_above_counts_both(values, rng):
    upper = rng.random(values.size) < 0.3
    tally = tallied(values, upper)
    for place in (0, tally.sizes.size // 2, tally.sizes.size - 1):
        beyond = values > np.unique(values)[place]
        assert tally.above(place) == ((beyond & upper).sum(), beyond.sum())


def test_ties_leave_less_variance(values):
    tally = tallied(values, values > 0)
    ranks = midranks(values[None])[0]
    n = values.size
    assert tally.ties == pytest.approx(12 * np.var(ranks) / n**2, rel=1e-9)
