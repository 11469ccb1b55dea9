import numpy as np

from rootcause.report import sizes


def test_dots_fit_until_there_are_too_many():
    assert sizes.dots_fit(np.linspace(0, 1, sizes.DOTS))
    assert not sizes.dots_fit(np.linspace(0, 1, sizes.DOTS + 1))


def test_dots_do_not_fit_where_they_pile_up():
    assert sizes.dots_fit(np.zeros(sizes.STACK))
    assert not sizes.dots_fit(np.zeros(sizes.STACK + 1))


def test_rows_fit_until_one_is_too_long():
    assert sizes.rows_fit([3, sizes.DOTS_A_ROW])
    assert not sizes.rows_fit([3, sizes.DOTS_A_ROW + 1])
