import numpy as np
import worlds

from rootcause.association.prepare import paired, pooled
from rootcause.variables import Kind


def test_rows_with_both_are_kept_and_the_others_counted():
    outcome = worlds.column(Kind.BINARY, [0, 1, np.nan, 1, 0])
    candidate = worlds.column(Kind.NUMERIC, [5, np.nan, 3, 2, 1])
    pair = paired(outcome, candidate)
    np.testing.assert_array_equal(pair.outcome.values, [0, 1, 0])
    np.testing.assert_array_equal(pair.candidate.values, [5, 2, 1])
    assert (pair.n, pair.n_missing) == (3, 2)
    assert pair.varies
    assert not pair.is_table


def test_a_constant_is_told_by_name():
    outcome = worlds.column(Kind.BINARY, [0, 1, 1], "failed")
    pair = paired(outcome, worlds.column(Kind.NUMERIC, [4, 4, 4], "shop_minutes"))
    assert not pair.varies
    assert pair.cautions == ("shop minutes never varied where both are known",)


def test_rare_levels_are_pooled():
    codes = np.repeat([0.0, 3, 4, 5], [60, 40, 4, 2])
    pool, names = pooled(codes, tuple("abcdef"))
    assert names == ("a", "d", "other")
    np.testing.assert_array_equal(np.bincount(pool.astype(int)), [60, 40, 6])


def test_levels_are_left_where_pooling_would_leave_one():
    pool, names = pooled(np.array([2.0, 2, 1, 1]), tuple("abc"))
    assert names == ("b", "c")
    np.testing.assert_array_equal(pool, [1, 1, 0, 0])


def test_one_rare_level_has_nobody_to_be_pooled_with():
    _, names = pooled(np.repeat([0.0, 1, 2], [60, 50, 1]), tuple("abc"))
    assert names == ("a", "b", "c")
