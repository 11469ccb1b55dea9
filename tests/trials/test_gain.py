import numpy as np
import pytest
from scipy import stats

from rootcause.trials.evidence import Foretold
from rootcause.trials.gain import gain_of_number, gain_of_yes_or_no


def test_gain_of_an_answer_is_the_information_by_enumeration():
    weights, chances = np.array([0.5, 0.3, 0.2]), np.array([0.9, 0.2, 0.5])
    brute = 0.0
    for answer in (0, 1):
        likelihood = chances if answer else 1 - chances
        total = weights @ likelihood
        posterior = weights * likelihood / total
        brute += total * np.sum(posterior * np.log(posterior / weights))
    found = gain_of_yes_or_no(weights[None], chances[None, :, None])
    assert found[0, 0] == pytest.approx(brute)


@pytest.mark.parametrize("chances", [[0.0, 1.0], [0.4, 0.4]])
def test_gain_is_all_or_nothing_at_the_ends(chances):
    found = gain_of_yes_or_no(np.array([[0.5, 0.5]]), np.array(chances)[None, :, None])[0, 0]
    assert found == pytest.approx(np.log(2) if chances[0] != chances[1] else 0, abs=1e-12)


def test_gain_of_a_number_is_close_to_the_integral():
    weights, mean, spread = (
        np.array([0.5, 0.3, 0.2]),
        np.array([-1, 0.8, 0]),
        np.array([0.5, 0.6, 1]),
    )
    grid = np.linspace(-8, 8, 8001)
    each = stats.norm.pdf(grid, mean[:, None], spread[:, None])
    total = weights @ each
    ratio = np.log(np.maximum(each, 1e-300) / np.maximum(total, 1e-300))
    brute = (weights @ (each * ratio)).sum() * (grid[1] - grid[0])
    foretold = Foretold(mean[None, :, None], spread[None, :, None] ** 2)
    found = gain_of_number(weights[None], foretold)[0, 0]
    assert 0.93 * brute < found <= brute + 1e-9
