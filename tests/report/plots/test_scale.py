import numpy as np
import pytest

from rootcause.report.plots import scale


@pytest.mark.parametrize(
    "values",
    [[3.0], [0.0, 0.0], [-1e-12, 1e-12], [1e299, -1e299], [2020.0, 2021.0], [0.3, 0.31, 900.0]],
)
def test_limits_hold_every_value(values):
    low, high = scale.limits(np.array(values))
    assert np.isfinite([low, high]).all()
    assert low < high
    assert low <= min(values)
    assert high >= max(values)


def test_limits_take_the_round_number_next_door():
    assert scale.limits(np.array([1.2, 11.9])) == (0.0, 12.0)


def test_line_stands_beside_the_observations_that_lie_on_it():
    assert scale.between(np.array([0.0, 1.0, 2.0, 3.0]), 2.0) == 1.5
    assert scale.between(np.array([0.0, 1.0, 3.0]), 2.0) == 2.0
