"""Groups that spread unequally: what lies between them by chance."""

import numpy as np
import pytest
from scipy import stats

from rootcause.association.several_groups import Sums, sums_of


def test_sums_are_those_of_the_ranks(rng):
    values, codes = rng.normal(size=40), np.arange(40.0) % 3
    groups = sums_of(stats.rankdata(values), codes)
    assert groups.n == 40
    of_each = [values[codes == code] for code in range(3)]
    assert groups.kruskal_wallis == pytest.approx(stats.kruskal(*of_each).statistic, rel=1e-9)


def test_groups_that_spread_alike_are_those_of_fisher():
    alike = Sums(np.array([4, 6, 10]), np.zeros(3), np.array([3.0, 5.0, 9.0]))
    assert alike.by_chance == pytest.approx((2, 17, 1))


@pytest.mark.parametrize("sizes", [(10, 10, 10), (5, 10, 30), (40, 8, 8)])
def test_by_chance_is_the_mean_and_variance_of_box(sizes):
    """Box (1954), theorem 3.1: a sum of chi-squares of 1, each times a latent root."""
    sizes = np.array(sizes)
    spread = np.array([1.0, 4.0, 0.5])
    groups = Sums(sizes, np.zeros(3), spread * (sizes - 1))
    share = sizes / sizes.sum()
    root = np.sqrt(share)
    apart = np.eye(3) - np.outer(root, root)
    usual = (sizes - 1) @ spread / (sizes.sum() - 3)
    roots = np.linalg.eigvalsh(apart @ np.diag(spread / usual) @ apart)
    df, rest, unit = groups.by_chance
    assert rest == sizes.sum() - 3
    assert unit * df == pytest.approx(roots.sum())
    assert unit**2 * df == pytest.approx(np.sum(roots**2))


def test_groups_without_any_spread():
    apart = Sums(np.array([2, 2]), np.array([-2.0, 2.0]), np.array([2.0, 2.0]))
    assert apart.by_chance == (1, 2, 1)
