import math

import numpy as np
import pytest
from scipy import stats
from scipy.special import xlogy
from statsmodels.stats.proportion import test_proportions_2indep as score_of

from rootcause.association.intervals import (
    Between,
    Interval,
    correlation,
    critical,
    log_odds,
    noncentral_chi2,
    risks,
    share_explained,
    stretched,
    superiority,
)

Z = critical()


def test_critical_value_widens_with_the_number_of_looks():
    assert critical() == pytest.approx(1.959963984540054, rel=1e-12)
    assert critical(looks=5) == pytest.approx(stats.norm.isf(0.005), rel=1e-12)


@pytest.mark.parametrize("table", [(9, 12, 2, 15), (56, 70, 48, 80), (7, 7, 0, 9), (0, 4, 0, 8)])
def test_risks_are_where_the_score_is_critical(table):
    a, m, c, k = table
    for gap in risks((a, m), (c, k), Z):
        if abs(gap) < 1:
            two = np.linspace(max(0, -gap), min(1, 1 - gap), 400_001)[1:-1]
            one = two + gap
            likely = xlogy(a, one) + xlogy(m - a, 1 - one) + xlogy(c, two) + xlogy(k - c, 1 - two)
            one, two = one[likely.argmax()], two[likely.argmax()]
            n = m + k
            error = np.sqrt((one * (1 - one) / m + two * (1 - two) / k) * n / (n - 1))
            assert abs(a / m - c / k - gap) / error == pytest.approx(Z, rel=1e-3)


def test_risks_published():
    # Newcombe (1998), Stat. Med. 17:873, table II, Miettinen-Nurminen: 56/70 - 48/80
    assert risks((56, 70), (48, 80), Z) == pytest.approx((0.0528, 0.3382), abs=5e-5)
    assert risks((10, 10), (0, 10), Z)[1] == 1.0


@pytest.mark.parametrize("table", [(9, 12, 2, 15), (56, 70, 48, 80), (3, 9, 4, 9)])
def test_log_odds_are_where_the_score_is_critical(table):
    a, m, c, k = table
    for log in log_odds((a, m), (c, k), Z):
        found = score_of(
            *table, compare="odds-ratio", value=math.exp(log), method="score", correction=True
        )
        assert abs(found.statistic) == pytest.approx(Z, rel=1e-6)


def test_edges_of_millions_keep_their_digits():
    # the equations of Miettinen & Nurminen solved with 60 digits by Python's decimal
    low, high = log_odds((11_224_021, 31_694_848), (1, 2), 4.5)
    assert low == pytest.approx(-4.34989472381932542525, rel=1e-11)
    assert high == pytest.approx(3.14800555251092753970, rel=1e-11)
    low, _ = log_odds((37_315_706, 37_315_706), (31, 32), 4.5)
    assert low == pytest.approx(10.96391201412563280368, rel=1e-11)
    n = 10_415_975
    low, _ = risks((n - 3, n - 3), (3, 3), 4.5)
    assert low == pytest.approx(-1 / (1 + (n - 3) * (n - 1) / (4.5**2 * n)), rel=1e-9)


def test_log_odds_without_an_end_are_infinite():
    assert log_odds((5, 5), (2, 5), Z)[1] == math.inf
    assert log_odds((0, 5), (2, 5), Z)[0] == -math.inf


def test_stretching_keeps_zero_and_one():
    assert stretched(0.3, Interval(0.0, 0.6), 0.5, 100) == pytest.approx((0.0, 0.6))
    assert stretched(0.9, Interval(0.5, 1.0), 4.0, 100)[1] == 1.0
    low, high = stretched(0.5, Interval(0.4, 0.6), 4.0, 100)
    assert np.arctanh([low, 0.5, high]) == pytest.approx(
        np.arctanh(0.5) + 2 * (np.arctanh([0.4, 0.5, 0.6]) - np.arctanh(0.5))
    )


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


def test_superiority_follows_the_variance_seen_but_not_below_half():
    usual = superiority(0.8, (20, 30), Z)
    wider, least = (superiority(0.8, (20, 30), Z, variance) for variance in (0.02, 1e-9))
    assert wider[0] < usual[0] < least[0] < 0.8 < least[1] < usual[1] < wider[1]


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


@pytest.mark.parametrize(
    ("share", "df", "n", "unit"),
    [(0.4, 3, 30, 1.0), (0.9, 1, 12, 1.0), (0.1, 5, 400, 1.0), (0.2, 1.4, 60, 1.7)],
)
def test_share_explained_leaves_a_fortieth_on_each_side(share, df, n, unit):
    rest = n - math.ceil(df) - 1
    f = share / (df * unit) / ((1 - share) / rest)
    low, high = share_explained(share, Between(df, rest, unit), n)
    for edge, tail in ((low, stats.ncf.sf), (high, stats.ncf.cdf)):
        if edge > 0:
            chance = tail(f, df, rest, n * edge / (1 - edge) / unit)
            # the noncentral F of older scipy is no more exact than this
            assert chance == pytest.approx(0.025, rel=2.5e-3)
    assert np.isnan(share_explained(0.5, Between(3, 0), 4)).all()


def test_share_explained_of_many_observations_is_known():
    # ncfdtr is NaN near these (scipy 1.17) or off by .0015 (1.12); this mixture of betas is exact
    for df, rest, f in ((3, 9654, 591.587), (4, 6034, 818.925), (3, 5334, 1091.383)):
        share = f * df / (f * df + rest)
        jumps = np.arange(10_000)
        mixed = stats.beta.cdf(share, df / 2 + jumps, rest / 2)
        edges = share_explained(share, Between(df, rest), rest + df + 1)
        for edge, expected in zip(edges, (0.975, 0.025), strict=True):
            half = (rest + df + 1) * edge / (1 - edge) / 2
            chance = stats.poisson.pmf(jumps, half) @ mixed
            assert chance == pytest.approx(expected, abs=2e-3)
