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


def test_placements_are_shares_of_the_other_group(values, rng):
    upper = rng.random(values.size) < 0.3
    tally = tallied(values, upper)
    sides = (values[upper], values[~upper])
    for (share, often), (mine, theirs) in zip(
        tally.placements(),
        (sides, sides[::-1]),
        strict=True,
    ):
        expected = [np.mean(theirs < one) + np.mean(theirs == one) / 2 for one in np.sort(mine)]
        spread = share if often is None else np.repeat(share, often)
        np.testing.assert_allclose(spread, expected, rtol=1e-12)


def test_ties_leave_less_variance(values):
    tally = tallied(values, values > 0)
    ranks = midranks(values[None])[0]
    n = values.size
    assert tally.ties == pytest.approx(12 * np.var(ranks) / n**2, rel=1e-9)
