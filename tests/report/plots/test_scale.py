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


@pytest.mark.parametrize(
    ("values", "by_ratios"),
    [
        ([7.4, 8.9, 9.7, 10.1, 899.0], True),
        ([0.0, 8.9, 9.7, 10.1, 899.0], False),
        ([-7.4, 8.9, 9.7, 10.1, 899.0], False),
        ([1.0, 2.0, 3.0, 4.0, 20.0], False),
        ([5.0, 5.0], False),
    ],
)
def test_values_at_the_foot_of_a_long_axis_are_drawn_by_ratios(values, by_ratios):
    assert scale.by_ratios(np.array(values)) == by_ratios


def test_numbers_of_an_axis_of_ratios():
    assert scale.ratio_ticks(7.0, 900.0) == [10, 20, 50, 100, 200, 500]
    assert scale.ratio_ticks(0.5, 2e6) == [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
