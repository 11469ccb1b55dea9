from itertools import permutations

import numpy as np
import pytest
from scipy import stats
from scipy.special import gammaincc

from rootcause.association.views import (
    Curves,
    Levels,
    cauchy,
    deviate,
    matched,
    scores,
    several,
)
from rootcause.variables import Kind


def sums(outcome, view):
    return outcome.rows @ view.columns.T


def test_direction_is_spearman(rng):
    x, y = rng.integers(0, 6, 30).astype(float), rng.normal(size=30)
    outcome, view = scores(y, Kind.NUMERIC), Curves.of([x])
    straight, _ = view.forms(sums(outcome, view))
    assert straight[0] == pytest.approx(stats.spearmanr(x, y).statistic ** 2, rel=1e-9)


def test_direction_of_a_binary_outcome_is_the_rank_sum(rng):
    x, y = rng.integers(0, 6, 40).astype(float), (rng.random(40) < 0.4).astype(float)
    outcome, view = scores(y, Kind.BINARY), Curves.of([x])
    straight, _ = view.forms(sums(outcome, view))
    expected = stats.kruskal(x[y == 1], x[y == 0]).statistic
    assert 39 * straight[0] == pytest.approx(expected, rel=1e-9)


def test_levels_together_are_kruskal_wallis(rng):
    codes, y = rng.integers(0, 4, 50).astype(float), np.round(rng.normal(size=50), 1)
    outcome, view = scores(y, Kind.NUMERIC), Levels.of(codes)
    expected = stats.kruskal(*(y[codes == code] for code in range(4))).statistic
    assert 49 * np.sum(sums(outcome, view) ** 2) == pytest.approx(expected, rel=1e-9)


def test_labels_on_both_sides_are_chi_square(rng):
    x, y = rng.integers(0, 4, 60).astype(float), rng.integers(0, 3, 60).astype(float)
    outcome, view = scores(y, Kind.NOMINAL), Levels.of(x)
    table = np.histogram2d(y, x, bins=(3, 4))[0]
    expected = stats.chi2_contingency(table).statistic * 59 / 60
    assert 59 * np.sum(sums(outcome, view) ** 2) == pytest.approx(expected, rel=1e-9)


def test_a_level_alone_is_the_chi_square_of_its_2_x_2_table(rng):
    x, y = rng.integers(0, 4, 60).astype(float), rng.integers(0, 3, 60).astype(float)
    outcome, view = scores(y, Kind.NOMINAL), Levels.of(x)
    table = np.histogram2d(y == 2, x == 1, bins=2)[0]
    expected = stats.chi2_contingency(table, correction=False).statistic * 59 / 60
    assert view.alone(sums(outcome, view), outcome)[2, 1] == pytest.approx(expected, rel=1e-9)


def test_a_level_alone_has_fishers_p(rng):
    x, y = rng.integers(0, 4, 60).astype(float), (rng.random(60) < 0.3).astype(float)
    outcome, view = scores(y, Kind.BINARY), Levels.of(x)
    chances = view.chances(sums(outcome, view), outcome)
    table = np.histogram2d(y, x == 2, bins=2)[0].astype(int)
    assert chances[2] == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


@pytest.mark.parametrize("kind", [Kind.NUMERIC, Kind.NOMINAL])
def test_matched_moments_are_those_of_all_permutations(kind):
    y = np.array([0.0, 0, 1, 2, 2, 2, 1])
    codes = np.array([0.0, 0, 0, 1, 1, 2, 2])
    outcome, view = scores(y, kind), Levels.of(codes)
    orders = np.array(list(permutations(range(7))))
    forms = np.sum((outcome.rows[:, orders].transpose(1, 0, 2) @ view.columns.T) ** 2, axis=(1, 2))
    mean, variance = forms.mean(), forms.var()
    leverage = np.array([np.sum(view.sizes * (1 / view.sizes - 1 / 7) ** 2)])
    found = matched(np.array([0.4]), outcome, np.array([2.0]), leverage, 7)
    assert found[0] == pytest.approx(gammaincc(mean**2 / variance, 0.4 * mean / variance))


def test_cauchy_rule():
    # Liu & Xie (2020), equation 1, written out for p of .01 and .4
    total = (np.tan(0.49 * np.pi) + np.tan(0.1 * np.pi)) / 2
    found = cauchy(np.array([[0.01], [0.4]]))
    assert found[0] == pytest.approx(0.5 - np.arctan(total) / np.pi, rel=1e-12)
    assert cauchy(np.array([[1e-40], [1.0]]))[0] == pytest.approx(2e-40)
    assert cauchy(np.array([[0.02], [1.0]]))[0] < 0.2


def test_several_counts_its_looks():
    assert several(0.01, 5) == pytest.approx(1 - 0.99**5, rel=1e-12)
    assert several(1e-30, 5) == pytest.approx(5e-30, rel=1e-12)
    assert several(1.0, 3) == pytest.approx(1)


def test_deviate_is_nearly_normal():
    for df in (1, 4, 20):
        bar = stats.chi2.isf([0.2, 0.01, 1e-4], df)
        np.testing.assert_allclose(stats.norm.sf(deviate(bar, df)), [0.2, 0.01, 1e-4], rtol=0.2)
