import numpy as np
import pytest

from rootcause.association.curves import midranks, orthonormal, shapes
from rootcause.association.tallies import DF, tallied

WAYS = {
    "without ties": lambda x: x,
    "with ties": lambda x: np.round(x, 1),
    "of both signs and zeros": lambda x: np.where(np.abs(x) < 0.2, -0.0, np.round(5 * x)),
    "very small": lambda x: x * 1e-170,
    "very large": lambda x: x * 1e200,
    "a last digit apart": lambda x: 1 + np.round(2 * x) * np.finfo(float).eps,
}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def values(request, rng):
    return request.param(rng.normal(size=500))


def test_it_counts_what_sorting_counts(values, rng):
    upper = rng.random(values.size) < 0.3
    tally = tallied(values, upper)
    distinct, sizes = np.unique(values, return_counts=True)
    np.testing.assert_array_equal(tally.values, distinct)
    np.testing.assert_array_equal(tally.sizes, sizes)
    np.testing.assert_array_equal(tally.upper, [upper[values == one].sum() for one in distinct])
    assert (tally.n, tally.m) == (values.size, upper.sum())


def test_its_curve_is_that_of_the_rows(values, rng):
    upper = rng.random(values.size) < 0.3
    tally = tallied(values, upper)
    rows = orthonormal(shapes(midranks(values[None]), DF, rank_first=True))[:, 0]
    basis = tally.basis()
    np.testing.assert_allclose(basis.columns @ tally.upper, rows @ upper, atol=1e-9)
    assert basis.df == np.any(rows != 0, axis=1).sum()
    assert basis.leverage == pytest.approx(np.sum(np.sum(rows**2, axis=0) ** 2), rel=1e-9)
    assert basis.rank_leverage == pytest.approx(np.sum(rows[0] ** 4), rel=1e-9)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_its_groups_lie_to_each_other_as_placements_say(values, share, rng):
    upper = rng.random(values.size) < share
    sides = (values[upper], values[~upper])
    found = tallied(values, upper).lying()
    squares = []
    for mine, theirs in (sides, sides[::-1]):
        places = np.mean(theirs < mine[:, None], 1) + np.mean(theirs == mine[:, None], 1) / 2
        squares.append(np.sum((places - places.mean()) ** 2))
        if mine is sides[0]:
            assert found.superiority == pytest.approx(places.mean(), rel=1e-12)
    assert found[1:] == pytest.approx(squares, rel=1e-9)


@pytest.mark.parametrize("upper_first", [True, False])
def test_groups_fully_apart_have_no_squares(upper_first):
    values = np.arange(1000.0)
    found = tallied(values, (values < 300) == upper_first).lying()
    assert found == (0.0 if upper_first else 1.0, 0.0, 0.0)


def test_above_counts_both(values, rng):
    upper = rng.random(values.size) < 0.3
    tally = tallied(values, upper)
    for place in (0, tally.sizes.size // 2, tally.sizes.size - 1):
        beyond = values > tally.values[place]
        assert tally.above(place) == ((beyond & upper).sum(), beyond.sum())


def test_ties_leave_less_variance(values):
    tally = tallied(values, values > 0)
    ranks = midranks(values[None])[0]
    n = values.size
    assert tally.ties == pytest.approx(12 * np.var(ranks) / n**2, rel=1e-9)
