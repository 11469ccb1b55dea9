import numpy as np
import pytest
from scipy import stats

from rootcause.association.exact import fisher


def of_table(table):
    table = np.asarray(table)
    return fisher(table[0, :1], table[0].sum(), table[:, 0].sum(), int(table.sum()))


def test_published():
    # R, ?fisher.test: Fisher's tea drinker (Agresti 1990, p. 61) and Dizygotic/Monozygotic
    # convictions (Fisher 1962); two-sided p as printed by R 4
    assert of_table([[3, 1], [1, 3]]).pvalue[0] == pytest.approx(0.4857, abs=5e-5)
    assert of_table([[2, 10], [15, 3]]).pvalue[0] == pytest.approx(0.0005367, abs=5e-8)


def test_many_tables_at_once_are_as_scipy_one_by_one(rng):
    n, event = 40, 13
    happened = np.arange(n) < event
    exposed = rng.random((200, n)) < rng.random((200, 1))
    found = fisher((exposed & happened).sum(1), exposed.sum(1), event, n)
    for row, p in zip(exposed, found.pvalue, strict=True):
        table = [
            [np.sum(row & happened), np.sum(row & ~happened)],
            [np.sum(~row & happened), np.sum(~row & ~happened)],
        ]
        assert p == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


def test_resolution_is_the_smallest_p_of_all_tables_with_these_margins():
    found = of_table([[3, 1], [1, 3]])
    attainable = [of_table([[k, 4 - k], [4 - k, k]]).pvalue[0] for k in range(5)]
    assert found.resolution[0] == pytest.approx(min(attainable))


def test_large_counts_keep_their_digits():
    table = [[20_310, 4_690], [19_690, 5_310]]
    expected = stats.fisher_exact(table).pvalue
    assert of_table(table).pvalue[0] == pytest.approx(expected, rel=1e-8)
