"""Score tests against outside values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import expit

from rootcause.association.curves import curve
from rootcause.association.null_models import linear, logistic
from rootcause.association.score_tests import View, added, counts


def test_score_test_is_that_of_statsmodels(rng):
    from statsmodels.api import GLM, families

    x, z = rng.normal(size=(2, 20_000))
    y = (rng.random(x.size) < expit(x - 1)).astype(float)
    z = z + 0.02 * y + 0.3 * x
    design = np.column_stack([np.ones(x.size), x])
    null = GLM(y, design, family=families.Binomial()).fit()
    expected = null.score_test(exog_extra=z[:, None])
    statistic, pvalue = added(logistic(y, design), View(z[:, None], is_level=False))
    assert statistic == pytest.approx(float(np.squeeze(expected[0])), rel=5e-3)
    assert pvalue == pytest.approx(float(np.squeeze(expected[1])), rel=2e-2)


@pytest.mark.parametrize("df", [1, 2, 4])
def test_partial_f_test_is_that_of_statsmodels(rng, df):
    from statsmodels.api import OLS

    x, z = rng.normal(size=(2, 40))
    y = x + z**2 + rng.normal(size=40)
    scores = stats.norm.ppf((stats.rankdata(y) - 0.5) / 40)
    design, more = np.hstack([np.ones((40, 1)), curve(x, 2)]), curve(z, df)
    full = OLS(scores, np.hstack([design, more])).fit()
    expected = full.compare_f_test(OLS(scores, design).fit())
    statistic, pvalue = added(linear(y, design), View(more, is_level=False))
    assert statistic == pytest.approx(expected[0], rel=1e-9)
    assert pvalue == pytest.approx(expected[1], rel=1e-9)


def test_score_test_without_given_is_pearsons_chi_square():
    # Agresti (2013), Categorical Data Analysis, section 5.2.3: the score test of a 2 x 2 table is
    # Pearson's chi-square; Firth's intercept adds half an observation to each side
    y = np.repeat([1.0, 0.0, 1.0, 0.0], [2400, 1600, 1800, 2200])
    x = np.repeat([1.0, 1.0, 0.0, 0.0], [2400, 1600, 1800, 2200])
    expected = stats.chi2_contingency([[2400, 1600], [1800, 2200]], correction=False)
    statistic, _ = added(logistic(y, np.ones((8000, 1))), View(x[:, None], is_level=True))
    assert statistic == pytest.approx(expected.statistic, rel=1e-3)


@settings(max_examples=30)
@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=9), st.data())
def test_counts_are_poisson_binomial(risks, data):
    # Wang (1993), Statistica Sinica 3:295, eq. 1: the sum over every set of events
    most = data.draw(st.integers(0, len(risks)))
    expected = np.zeros(len(risks) + 1)
    for happened in np.ndindex(*[2] * len(risks)):
        inside = np.array(happened, dtype=bool)
        expected[sum(happened)] += np.prod(np.where(inside, risks, 1 - np.array(risks)))
    assert counts(np.array(risks), most) == pytest.approx(expected[: most + 1], abs=1e-12)


def test_counts_of_equal_risks_are_binomial():
    found = counts(np.full(40_000, 1e-5), 6)
    assert found == pytest.approx(stats.binom.pmf(range(7), 40_000, 1e-5), rel=1e-9)


@pytest.mark.parametrize("turned", [False, True])
def test_sparse_level_is_judged_by_its_exact_tail(turned):
    # Lancaster (1961), JASA 56:223: the mid-p counts half of what was observed
    y = np.repeat([1.0, 0.0, 1.0, 0.0], [2, 1, 3, 194])
    level = np.repeat([1.0, 0.0], [3, 197])
    y, risk = (1 - y, 1 - 5.5 / 201) if turned else (y, 5.5 / 201)
    seen = 1 if turned else 2
    below, here = stats.binom.cdf(seen - 1, 3, risk), stats.binom.pmf(seen, 3, risk)
    expected = 2 * (here / 2 + min(below, 1 - below - here))
    statistic, pvalue = added(logistic(y, np.ones((200, 1))), View(level[:, None], is_level=True))
    assert pvalue == pytest.approx(expected, rel=1e-6)
    assert pvalue > 10 * stats.chi2.sf(statistic, 1)


@pytest.mark.parametrize("n", [5, 12])
def test_what_is_left_without_a_residual_is_no_less_probable_than_one_order_of_the_rows(n, rng):
    x, z = rng.normal(size=(2, n))
    design = np.column_stack([np.ones(n), z])
    statistic, pvalue = added(linear(x, design), View(curve(x, 1)))
    assert statistic > 1e11
    assert pvalue == pytest.approx(1 / math.factorial(n))
