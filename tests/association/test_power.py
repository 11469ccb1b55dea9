"""Real associations are shown, beside the textbook's test, in the worlds of benchmarks/power.py."""

import numpy as np
import power
import pytest

PRICE = 0.03  # of looking at every shape, where the effect is the one that the textbook looks for
STRAIGHT = [one for one in power.WORLDS if one.shape in ("straight", "all levels")]
BENT = [one for one in power.WORLDS if one.shape in ("bowl", "window")]


def worlds(chosen):
    names = [f"{one.outcome} by {one.candidate}, {one.shape}" for one in chosen]
    return pytest.mark.parametrize("world", chosen, ids=names)


@worlds(BENT)
def test_what_the_textbook_does_not_see_is_seen(world):
    found = power.power(world, 200, 60)
    assert found.ours > found.textbook


@pytest.mark.slow
@worlds(power.WORLDS)
@pytest.mark.parametrize("n", [40, 200])
def test_power_is_not_far_below_the_textbook(world, n):
    draws = 1000
    found = power.power(world, n, draws)
    assert found.ours >= found.textbook - PRICE - 3 * np.sqrt(0.5 / draws)


@worlds(STRAIGHT)
def test_a_plain_effect_is_not_missed_for_the_others(world):
    found = power.power(world, 200, 60)
    assert found.ours > found.textbook / 2
