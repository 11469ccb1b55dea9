"""How two groups lie to each other, by their placements."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from worlds import WAYS

from rootcause.association.lyings import lyings
from rootcause.association.tallies import tallied


def of_placements(values, upper):
    """Superiority and the squares of either group's places, from all pairs."""
    found = []
    for mine, theirs in ((values[upper], values[~upper]), (values[~upper], values[upper])):
        places = np.mean(theirs < mine[:, None], 1) + np.mean(theirs == mine[:, None], 1) / 2
        found += [places.mean(), np.sum((places - places.mean()) ** 2)]
    return found[0], found[1], found[3]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_many_are_each_as_placements_say(share, rng):
    drawn = [
        (way(rng.normal(size=n)), rng.random(n) < share)
        for way in WAYS.values()
        for n in (400, 500)
    ]
    found = lyings([tallied(*one) for one in drawn])
    expected = np.array([of_placements(*one) for one in drawn]).T
    assert_allclose(found.superiority, expected[0], rtol=1e-12)
    assert_allclose(found.squares, expected[1:], rtol=1e-9)
    assert_allclose(found.sizes, np.array([(up.sum(), (~up).sum()) for _, up in drawn]).T)


@pytest.mark.parametrize("upper_first", [True, False])
def test_groups_fully_apart_have_no_squares(upper_first):
    values = np.arange(1000.0)
    found = lyings([tallied(values, (values < 300) == upper_first)])
    assert found.superiority == (0.0 if upper_first else 1.0)
    assert not found.squares.any()
