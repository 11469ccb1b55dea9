import numpy as np
import pytest
from cars import hypotheses

from rootcause.trials.stopping import refuted, settled, told_apart

MADE, _ = hypotheses()  # none, flavour, minutes, both, something not recorded


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ([0.001, 0.001, 0.992, 0.005, 0.001], 2),
        ([0.002, 0.001, 0.990, 0.005, 0.002], -1),
        ([0.001, 0.001, 0.95, 0.047, 0.001], 2),
        ([0.001, 0.02, 0.97, 0.008, 0.001], -1),
        ([0.001, 0.001, 0.45, 0.547, 0.001], -1),
        ([0.001, 0.001, 0.73, 0.267, 0.001], -1),
        ([0.001, 0.001, 0.007, 0.99, 0.001], 3),
        ([0.002, 0.02, 0.02, 0.957, 0.001], -1),
        ([0.004, 0.001, 0.001, 0.001, 0.993], 4),
        ([0.997, 0.001, 0.001, 0.001, 0.0], 4),
        ([0.5, 0.0, 0.0, 0.0, 0.5], 4),
        ([0.02, 0.001, 0.96, 0.009, 0.01], -1),
    ],
)
def test_one_answer_must_be_left(weights, found):
    assert settled(MADE, np.array([weights]), np.array([9])).tolist() == [found]


def test_a_lever_is_told_apart_before_it_is_shown():
    weights = np.array([[0.02, 0.001, 0.96, 0.009, 0.01], [0.06, 0.001, 0.92, 0.009, 0.01]])
    made = np.array([4, 4])
    assert told_apart(MADE, weights, made).tolist() == [2, -1]
    assert settled(MADE, weights, made).tolist() == [-1, -1]


def test_nothing_is_settled_before_four_trials():
    weights = np.repeat([[0.001, 0.001, 0.992, 0.005, 0.001]], 2, axis=0)
    assert settled(MADE, weights, np.array([3, 4])).tolist() == [-1, 2]


def test_a_lever_that_may_act_in_a_pair_is_not_refuted():
    for pair, left in ((0.05, [True, False]), (0.07, [False, False])):
        weights = np.array([0.001, 0.001, 0.997 - pair, pair, 0.001])
        assert refuted(MADE, weights, 2).tolist() == left
