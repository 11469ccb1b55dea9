"""Columns as what a model holds, and as what is tested."""

import numpy as np

from rootcause.association.designs import among, columns_of, held_of, indicators, over, views_of
from rootcause.variables import Kind, Variable

NUMBER, LABEL = Variable("x", Kind.NUMERIC), Variable("g", Kind.NOMINAL)
HOUR = Variable("when: hour", Kind.NUMERIC, period=24.0)


def test_indicators_pool_rare_levels_last():
    codes = np.array([0.0] * 3 + [1.0] * 5 + [2.0, 3.0])
    assert indicators(codes).sum(axis=0).tolist() == [5, 3, 2]
    assert indicators(np.array([4.0, 7.0])).sum(axis=0).tolist() == [1, 1]
    assert indicators(np.zeros(3)).tolist() == [[1], [1], [1]]


def test_columns_are_curves_or_levels(rng):
    curved, levels = (
        columns_of(rng.normal(size=36), NUMBER, 2),
        columns_of(np.arange(36) % 3.0, LABEL, 2),
    )
    assert curved.shape == (36, 2)
    assert set(np.unique(levels)) == {0, 1}
    assert (held_of(curved, True) == curved).all()
    assert (held_of(levels, False) == levels[:, 1:]).all()


def views(values, variable):
    return views_of(columns_of(values, variable, 4), variable)


def test_views_are_straight_and_bent_or_each_level(rng):
    straight, bent = views(rng.normal(size=50), NUMBER)
    assert straight.columns.shape == (50, 1)
    assert bent.columns.shape == (50, 4)
    assert (bent.columns[:, :1] == straight.columns).all()
    assert len(views(np.repeat([0.0, 1.0], 25), NUMBER)) == 1
    assert len(views(np.arange(50.0) % 2, LABEL)) == 1
    levels = views(np.arange(50.0) % 4, LABEL)
    assert [view.is_level for view in levels] == [True] * 4


def test_views_of_hours_turn_once_and_twice_wherever_the_day_begins(rng):
    hours = rng.uniform(0, 24, 50)
    once, twice = views(hours, HOUR)
    assert (once.columns.shape, twice.columns.shape) == ((50, 2), (50, 4))
    assert (twice.columns[:, :2] == once.columns).all()
    later, _ = views((hours + 9) % 24, HOUR)
    np.testing.assert_allclose(*(one.columns @ one.columns.T for one in (once, later)), atol=1e-9)
    assert [view.columns.shape for view in views_of(columns_of(hours, HOUR, 1), HOUR)] == [(50, 2)]


def test_columns_of_some_rows_are_0_in_the_others():
    rows = np.array([True, False, True])
    assert over(np.array([[1.0], [2.0]]), rows).tolist() == [[1], [0], [2]]


def test_kept_rows_of_columns():
    columns = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert among(columns, np.array([True, False, True])).tolist() == [[1, 2], [5, 6]]
    assert among(columns, np.ones(3, dtype=bool)) is columns
