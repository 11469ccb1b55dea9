import numpy as np
import pytest
from scipy import stats

from rootcause.association.curves import curve, midranks, orthonormal, shapes


def test_midranks_are_those_of_scipy(rng):
    rows = np.stack([rng.normal(size=50), rng.integers(0, 4, 50), np.full(50, 3.0)])
    np.testing.assert_array_equal(midranks(rows), stats.rankdata(rows, axis=1))


def test_first_column_of_a_test_is_the_rank(rng):
    values = rng.integers(0, 9, 40).astype(float)
    basis = orthonormal(shapes(midranks(values[None]), 4, rank_first=True))
    assert abs(stats.spearmanr(basis[0, 0], values).statistic) == pytest.approx(1)
    assert np.corrcoef(basis[0, 0], stats.rankdata(values))[0, 1] == pytest.approx(1)


@pytest.mark.parametrize("df", [1, 2, 3, 4])
def test_curve_is_uncorrelated_and_zero_where_missing(df, rng):
    values = rng.normal(size=80)
    values[[3, 50]] = np.nan
    columns = curve(values, df)
    assert columns.shape == (80, df)
    assert not columns[[3, 50]].any()
    np.testing.assert_allclose(columns.T @ columns, 78 * np.eye(df), atol=1e-9)
    np.testing.assert_allclose(columns.mean(axis=0), 0, atol=1e-12)


def test_curve_does_not_change_under_a_monotone_map(rng):
    values = rng.normal(size=60)
    np.testing.assert_array_equal(curve(values, 4), curve(np.exp(3 * values), 4))


def test_curve_of_few_values_has_fewer_columns():
    assert curve(np.array([0.0, 1, 1, 0, 1]), 4).shape == (5, 1)
    assert curve(np.tile([0.0, 1, 2], 10), 4).shape == (30, 2)
    assert curve(np.full(9, 7.0), 4).shape == (9, 0)
    assert curve(np.full(9, np.nan), 2).shape == (9, 0)
