from itertools import permutations

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import gammaincc

from rootcause.association.combining import (
    HEADSTART,
    TOGETHER,
    cauchy,
    deviate,
    labels_pvalues,
    matched,
    nested,
    several,
)
from rootcause.association.views import Levels, scores
from rootcause.variables import Kind


@pytest.mark.parametrize("kind", [Kind.NUMERIC, Kind.NOMINAL])
def test_matched_moments_are_those_of_all_permutations(kind):
    y = np.array([0.0, 0, 1, 2, 2, 2, 1])
    outcome, view = scores(y, kind), Levels.of(np.array([0.0, 0, 0, 1, 1, 2, 2]))
    orders = np.array(list(permutations(range(7))))
    forms = np.sum((outcome.rows[:, orders].transpose(1, 0, 2) @ view.columns.T) ** 2, axis=(1, 2))
    mean, variance = forms.mean(), forms.var()
    leverage = np.array([np.sum(view.sizes * (1 / view.sizes - 1 / 7) ** 2)])
    found = matched(np.array([0.4]), (np.array([2.0]), outcome.df), (leverage, outcome.leverage), 7)
    assert found[0] == pytest.approx(gammaincc(mean**2 / variance, 0.4 * mean / variance))


@pytest.mark.parametrize("df_part", [1, 3])
@pytest.mark.parametrize("smaller", [0.3, 0.01, 1e-6, 1e-30])
def test_nested_is_the_integral(df_part, smaller):
    df = df_part * 4
    rarer = stats.norm.sf(stats.norm.isf(smaller) + HEADSTART)
    bar, edge = stats.chi2.isf(rarer, df), stats.chi2.isf(smaller, df_part)
    part, rest = stats.chi2(df_part), stats.chi2(df - df_part)
    added, _ = integrate.quad(
        lambda z: 2 * z * part.pdf(z * z) * rest.sf(bar - z * z), 0, np.sqrt(edge), epsabs=0
    )
    found = nested(np.array([smaller]), np.array([0.9]), df_part, np.array([float(df)]))
    assert found[0] == pytest.approx(smaller + added, rel=1e-6)


def test_nested_rejects_as_often_as_it_says():
    rng = np.random.default_rng(0)
    straight, rest = rng.chisquare(1, 100_000), rng.chisquare(3, 100_000)
    part, whole = stats.chi2.sf(straight, 1), stats.chi2.sf(straight + rest, 4)
    found = nested(part, whole, 1, np.full(100_000, 4.0))
    for level in (0.1, 0.05, 0.01):
        assert stats.binomtest(int(np.sum(found <= level)), found.size, level).pvalue > 0.001


def test_nested_of_one_test_is_that_test():
    assert nested(np.array([0.04]), np.array([0.04]), 1, np.array([1.0]))[0] == 0.04


def test_several_counts_its_looks():
    assert several(0.01, 5) == pytest.approx(1 - 0.99**5, rel=1e-12)
    assert several(1e-30, 5) == pytest.approx(5e-30, rel=1e-12)
    assert several(1.0, 3) == pytest.approx(1)


def test_deviate_is_nearly_normal():
    for df in (1, 4, 20):
        bar = stats.chi2.isf([0.2, 0.01, 0.001], df)
        np.testing.assert_allclose(stats.norm.sf(deviate(bar, df)), [0.2, 0.01, 0.001], rtol=0.3)


def test_cauchy_rule():
    # Liu & Xie (2020), equation 1, written out for p of .01 and .4
    total = (np.tan(0.49 * np.pi) + np.tan(0.1 * np.pi)) / 2
    assert cauchy(np.array([0.01, 0.4])) == pytest.approx(0.5 - np.arctan(total) / np.pi, rel=1e-12)
    assert cauchy(np.array([0.03, 0.03])) == pytest.approx(0.03)
    assert cauchy(np.array([1e-40, 1.0])) == pytest.approx(2e-40)


def test_labels_together_have_the_greater_share():
    total = TOGETHER * np.tan(0.49 * np.pi) + (1 - TOGETHER) * np.tan(0.1 * np.pi)
    found = labels_pvalues(np.array([0.01, 1e-40, 0.4]), np.array([0.4, 1.0, 0.01]))
    assert found[0] == pytest.approx(0.5 - np.arctan(total) / np.pi, rel=1e-12)
    assert found[1] == pytest.approx(1e-40 / TOGETHER)
    assert found[0] < found[2]


def test_cauchy_rule_is_not_undone_by_a_p_of_one():
    assert cauchy(np.array([0.001, 1.0])) < 0.0025
