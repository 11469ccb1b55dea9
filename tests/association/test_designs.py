"""Columns as what a model holds, and as what is tested."""

import numpy as np
from worlds import column

from rootcause.association.designs import design_of, indicators, over, views_of
from rootcause.variables import Kind


def test_indicators_pool_rare_levels_last():
    codes = np.array([0.0] * 3 + [1.0] * 5 + [2.0, 3.0])
    assert indicators(codes).sum(axis=0).tolist() == [5, 3, 2]
    assert indicators(np.array([4.0, 7.0])).sum(axis=0).tolist() == [1, 1]
    assert indicators(np.zeros(3)).tolist() == [[1], [1], [1]]


def test_design_is_intercept_curves_and_levels(rng):
    rows = np.arange(40) < 36
    x = column(Kind.NUMERIC, rng.normal(size=40), "x")
    g = column(Kind.NOMINAL, np.arange(40) % 3, "g")
    design = design_of([x, g], rows, 2)
    assert design.shape == (36, 1 + 2 + 2)
    assert (design[:, 0] == 1).all()
    assert set(np.unique(design[:, 3:])) == {0, 1}


def test_views_are_straight_and_bent_or_each_level(rng):
    straight, bent = views_of(rng.normal(size=50), True, 4)
    assert straight.columns.shape == (50, 1)
    assert bent.columns.shape == (50, 4)
    assert (bent.columns[:, :1] == straight.columns).all()
    assert len(views_of(np.repeat([0.0, 1.0], 25), True, 4)) == 1
    assert len(views_of(np.arange(50.0) % 2, False, 4)) == 1
    levels = views_of(np.arange(50.0) % 4, False, 4)
    assert [view.is_level for view in levels] == [True] * 4


def test_columns_of_some_rows_are_0_in_the_others():
    rows = np.array([True, False, True])
    assert over(np.array([[1.0], [2.0]]), rows).tolist() == [[1], [0], [2]]
