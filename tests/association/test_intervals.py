import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from rootcause.association.intervals import (
    correlation,
    critical,
    newcombe,
    noncentral_chi2,
    share_explained,
    superiority,
    wilson,
)

Z = critical()


def test_critical_value_widens_with_the_number_of_looks():
    assert critical() == pytest.approx(1.959963984540054, rel=1e-12)
    assert critical(looks=5) == pytest.approx(stats.norm.isf(0.005), rel=1e-12)


def test_wilson():
    # Newcombe (1998), Stat. Med. 17:857, table I: 81 of 263
    assert wilson(81, 263, Z) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    expected = proportion_confint(3, 17, method="wilson")
    assert wilson(3, 17, Z) == pytest.approx(expected, rel=1e-9)


def test_newcombe():
    # Newcombe (1998), Stat. Med. 17:873, table II, method 10: 56/70 - 48/80 and 10/10 - 0/10
    assert newcombe((56, 70), (48, 80), Z) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe((10, 10), (0, 10), Z) == pytest.approx((0.6075, 1.0), abs=5e-5)
    expected = confint_proportions_2indep(9, 12, 2, 15, compare="diff", method="newcomb")
    assert newcombe((9, 12), (2, 15), Z) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("auc", "m", "k"), [(0.5, 8, 9), (0.8, 6, 30), (0.97, 12, 12)])
def test_superiority_is_where_the_score_statistic_is_critical(auc, m, k):
    for theta in superiority(auc, (m, k), Z):
        size = (m + k) / 2 - 1
        spread = 1 + size * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        error = math.sqrt(theta * (1 - theta) * spread / (m * k))
        assert abs(auc - theta) / error == pytest.approx(Z, rel=1e-9)


def test_superiority_of_groups_fully_apart_is_not_a_point():
    low, high = superiority(1.0, (6, 6), Z)
    assert 0.5 < low < 0.8
    assert high == 1.0
    assert superiority(0.0, (6, 6), Z) == pytest.approx((1 - high, 1 - low))


def test_superiority_widens_with_the_variance_seen():
    usual = superiority(0.8, (20, 30), Z)
    assert superiority(0.8, (20, 30), Z, variance=1e-9) == usual
    wider = superiority(0.8, (20, 30), Z, variance=0.02)
    assert wider[0] < usual[0] < usual[1] < wider[1]


def test_correlation_is_that_of_scipy(rng):
    x = rng.normal(size=30)
    y = x + rng.normal(size=30)
    found = stats.pearsonr(x, y)
    expected = found.confidence_interval()
    assert correlation(found.statistic, 1 / 27) == pytest.approx(tuple(expected), rel=1e-9)
    assert all(math.isnan(edge) for edge in correlation(0.3, math.nan))
    assert correlation(1.0, 0.1)[1] == pytest.approx(1)


@pytest.mark.parametrize(("statistic", "df"), [(12.0, 3), (80.0, 6), (900.0, 2)])
def test_noncentral_chi2_leaves_a_fortieth_on_each_side(statistic, df):
    low, high = noncentral_chi2(statistic, df)
    assert stats.ncx2.sf(statistic, df, low) == pytest.approx(0.025, rel=1e-6)
    assert stats.ncx2.cdf(statistic, df, high) == pytest.approx(0.025, rel=1e-6)


def test_noncentral_chi2_of_nothing_is_zero():
    assert noncentral_chi2(0.001, 3) == (0.0, 0.0)
    assert noncentral_chi2(3.0, 3)[0] == 0.0


@pytest.mark.parametrize(("share", "df", "n"), [(0.4, 3, 30), (0.9, 1, 12), (0.1, 5, 400)])
def test_share_explained_leaves_a_fortieth_on_each_side(share, df, n):
    f = share / df / ((1 - share) / (n - df - 1))
    low, high = share_explained(share, df, n)
    for edge, tail in ((low, stats.ncf.sf), (high, stats.ncf.cdf)):
        if edge > 0:
            chance = tail(f, df, n - df - 1, n * edge / (1 - edge))
            assert chance == pytest.approx(0.025, rel=1e-4)
    assert np.isnan(share_explained(0.5, 3, 4)).all()
