from fractions import Fraction
from itertools import permutations
from math import comb

import numpy as np
import pytest
from scipy import stats

from rootcause.association.exact import fisher, least_by_permutation


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


@pytest.mark.parametrize(
    ("outcome", "candidate"),
    [
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ([0, 0, 1, 1, 1], [1, 2, 3, 4, 5]),
        ([0, 0, 0, 1, 1, 1], [1, 1, 2, 2, 2, 3]),
        ([0, 0, 0, 1, 2, 2], [0, 0, 0, 1, 1, 1]),
    ],
)
def test_the_least_p_is_that_of_all_permutations(outcome, candidate):
    outcome, candidate = np.array(outcome, dtype=float), np.array(candidate, dtype=float)
    every = [np.array(order) for order in permutations(range(outcome.size))]
    sums = np.abs([(outcome[order] - outcome.mean()) @ candidate for order in every])
    least = np.mean(sums >= sums.max() - 1e-9)
    assert least_by_permutation(outcome, candidate) == pytest.approx(least)


def test_a_p_too_small_for_a_number_is_told_as_the_least():
    assert of_table([[5000, 0], [0, 5000]]).pvalue[0] == 1e-300
    assert least_by_permutation(np.arange(500.0), np.arange(500.0)) == 1e-300


def in_whole_numbers(both, row, column, n):
    """Fisher's p-value without rounding; as probable is what is so within 1 in 10 million, as in R.

    From each table to the next by its ratio, since binomial coefficients take long.
    """
    low, high = max(0, row + column - n), min(row, column)
    ways = [comb(row, low) * comb(n - row, column - low)]
    for k in range(low, high):
        ways.append(ways[-1] * (row - k) * (column - k) // ((k + 1) * (n - row - column + k + 1)))
    most = ways[both - low] * (10**7 + 1)
    return float(Fraction(sum(one for one in ways if one * 10**7 <= most), sum(ways)))


@pytest.mark.parametrize(
    ("row", "column", "n"),
    [(1000, 9000, 40_000), (900, 1500, 6000), (300, 900, 2000), (400, 70, 900)],
)
def test_far_out_p_values_are_right_to_nine_digits(row, column, n):
    low, high = max(0, row + column - n), min(row, column)
    both = np.unique(np.linspace(low, high, 12).astype(int))
    expected = [in_whole_numbers(int(one), row, column, n) for one in both]
    found = [fisher(one, row, column, n).pvalue[0] for one in both[:, None]]
    assert found == pytest.approx(np.maximum(expected, 1e-300), rel=1e-9, abs=0)
    assert min(expected) < 1e-20
