"""Tables laid end to end: each keeps to itself."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from rootcause.association.crossings import Crossings


@pytest.fixture
def tables(rng):
    return [rng.integers(1, 30, shape).astype(float) for shape in ((2, 3), (4, 4), (2, 2), (5, 2))]


def test_each_has_its_chi_square_and_residuals(tables):
    found = Crossings.of(tables)
    expected = [stats.chi2_contingency(one, correction=False).statistic for one in tables]
    assert_allclose(found.chi_square, expected, rtol=1e-12)
    for one, residuals in zip(tables, np.split(found.residuals, found.starts[1:]), strict=True):
        (row, column), cell = np.argwhere(one == one.max())[0], one.max()
        n, in_row, in_column = one.sum(), one[row].sum(), one[:, column].sum()
        spread = in_row * in_column * (1 - in_row / n) * (1 - in_column / n)
        adjusted = (cell - in_row * in_column / n) / np.sqrt(spread)
        assert_allclose(residuals.reshape(one.shape)[row, column], adjusted, rtol=1e-12)


def test_each_has_the_variance_that_it_has_alone(tables):
    alone = [Crossings.of([one]).phi2_variance[0] for one in tables]
    assert_allclose(Crossings.of(tables).phi2_variance, alone, rtol=1e-12)


def test_the_variance_is_that_of_many_tables(rng):
    shares = np.array([[5, 2, 1], [1, 2, 5]]) / 16
    drawn = rng.multinomial(200, shares.ravel(), 4000).reshape(-1, 2, 3)
    found = Crossings.of(list(drawn.astype(float))).chi_square / 200
    assert Crossings.of([shares * 200]).phi2_variance[0] == pytest.approx(np.var(found), rel=0.1)
