import numpy as np
import pytest
from scipy import stats

from rootcause.association.views import Curves, Levels, scores
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
    assert chances[0, 2] == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


def test_a_class_and_level_alone_have_fishers_p(rng):
    x, y = rng.integers(0, 4, 60).astype(float), rng.integers(0, 3, 60).astype(float)
    outcome, view = scores(y, Kind.NOMINAL), Levels.of(x)
    chances = view.chances(sums(outcome, view), outcome)
    assert chances.shape == (3, 4)
    table = np.histogram2d(y == 1, x == 3, bins=2)[0].astype(int)
    assert chances[1, 3] == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


def test_skewness_is_that_of_scipy(rng):
    x = np.exp(rng.normal(size=50))
    view = Levels.of((x > 3).astype(float))
    expected = abs(stats.skew((x > 3).astype(float)))
    assert view.skewness[0] == pytest.approx(expected, rel=1e-9)
    outcome = scores((x > 3).astype(float), Kind.BINARY)
    assert outcome.skewness == pytest.approx(expected, rel=1e-9)
    assert outcome.rarest == np.sum(x > 3)
