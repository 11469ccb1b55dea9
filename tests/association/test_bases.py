"""The curves of tallies are those of the observations themselves."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from worlds import WAYS

from rootcause.association.bases import DF, basis_of
from rootcause.association.curves import midranks, orthonormal, shapes
from rootcause.association.facts import facts_of
from rootcause.association.tallies import BLOCK, tallied


def of_rows(values, upper):
    """Degrees of freedom, leverages, skewness and sums over the upper group, row by row."""
    rows = orthonormal(shapes(midranks(values[None]), DF, rank_first=True))[:, 0]
    skewness = np.max(np.abs(np.sum(rows**3, axis=1))) * np.sqrt(values.size)
    leverages = np.sum(np.sum(rows**2, axis=0) ** 2), np.sum(rows[0] ** 4)
    return [np.any(rows != 0, axis=1).sum(), *leverages, skewness, *rows @ upper]


def test_many_curves_are_each_that_of_their_rows(rng):
    drawn = [
        (way(rng.normal(size=n)), rng.random(n) < 0.3) for way in WAYS.values() for n in (400, 500)
    ]
    found = facts_of([tallied(*one) for one in drawn]).curves
    expected = np.array([of_rows(*one) for one in drawn]).T
    assert_allclose(np.vstack([*found[:4], found.sums]), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("ties", [False, True])
def test_a_long_column_has_the_same_curve(ties, rng):
    values, upper = rng.normal(size=BLOCK + 10), rng.random(BLOCK + 10) < 0.1
    values = np.round(values, 3) if ties else values
    found = facts_of([tallied(values, upper)]).curves
    assert_allclose(np.vstack([*found[:4], found.sums])[:, 0], of_rows(values, upper), rtol=1e-9)


def test_a_basis_is_orthonormal_over_the_observations(rng):
    sizes = rng.integers(1, 30, 40).astype(float)
    basis = basis_of(sizes)
    assert basis.columns.shape == (DF, 40)
    assert_allclose((basis.columns * sizes) @ basis.columns.T, np.eye(DF), atol=1e-12)
    assert basis_of(np.array([7.0, 9.0])).df == 1
