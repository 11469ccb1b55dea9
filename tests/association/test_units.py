"""Units taken out one by one: the same as a column for each."""

import numpy as np
import pytest

from rootcause.association.null_models import linear
from rootcause.association.units import Units

LABELS = np.array([3.0, 1, 3, 7, 1, 3, 7, 7, 1, 1, 9, 9])


def dummies(labels):
    return (labels[:, None] == np.unique(labels)).astype(float)


def test_sums_are_of_each_unit_in_the_order_of_labels():
    units = Units.of(LABELS)
    assert len(units) == 4
    assert units.sizes.tolist() == [4, 3, 3, 2]
    assert units.sums(np.arange(12.0)).tolist() == [22, 7, 16, 21]
    columns = np.arange(24.0).reshape(12, 2)
    assert units.sums(columns) == pytest.approx(dummies(LABELS).T @ columns)


def test_what_is_left_is_what_columns_for_units_leave(rng):
    columns, roots = rng.normal(size=(12, 3)), rng.uniform(0.2, 2, 12)
    basis, _ = np.linalg.qr(dummies(LABELS) * roots[:, None])
    left = columns - basis @ (basis.T @ columns)
    assert Units.of(LABELS).without(columns, roots) == pytest.approx(left)
    means = [columns[one == LABELS, 0].mean() for one in LABELS]
    assert Units.of(LABELS).less_means(columns[:, 0]) == pytest.approx(columns[:, 0] - means)


def test_a_column_that_is_constant_in_each_unit_leaves_nothing():
    assert not Units.of(LABELS).without(np.sqrt(LABELS)[:, None], np.ones(12)).any()


def test_units_without_a_kept_row_are_none():
    units = Units.of(LABELS)
    assert units.among(np.ones(12, dtype=bool)) is units
    kept = units.among(LABELS != 3)
    assert (len(kept), kept.sizes.tolist()) == (3, [4, 3, 2])


def test_least_squares_with_units_is_that_with_a_column_for_each(rng):
    x, z = rng.normal(size=(2, 12))
    y = x + LABELS + rng.normal(size=12)
    held = np.column_stack([np.ones(12), x])
    model = linear(y, held, Units.of(LABELS))
    plain = linear(y, np.column_stack([held, dummies(LABELS)[:, 1:]]))
    assert model.raw == pytest.approx(plain.raw)
    assert model.own(z[:, None]) == pytest.approx(plain.own(z[:, None]))
    assert model.spent == plain.spent == 5
    rows = np.arange(12) != 4
    assert model.among(rows).raw == pytest.approx(plain.among(rows).raw)
    assert model.of_distances().raw == pytest.approx(plain.of_distances().raw)
