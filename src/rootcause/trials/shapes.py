"""Shapes: the ways in which a lever, or two together, may part the settings into cells.

A shape gives every bin of a lever a cell; the outcome's rate is free in each cell. Shapes come in
families, which share the weight of their hypothesis evenly.

References
----------
Chipman, H. A., George, E. I. & McCulloch, R. E. (1998). Bayesian CART model search. *JASA* 93,
935-948: priors on partitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
Family = list[Codes]

FEW_LEVELS = 6  # up to so many, all ways to part them into two groups are looked at


def of_nothing() -> list[Family]:
    """The one shape of a hypothesis in which no lever matters."""
    return [[np.zeros(1, dtype=np.intp)]]


def of_order(bins: int) -> list[Family]:
    """Shapes of ordered bins: one cut, two cuts with three free rates, a window."""
    place = np.arange(bins)
    cuts = [_codes(place >= cut) for cut in range(1, bins)]
    pairs = list(combinations(range(1, bins), 2))
    steps = [_codes(place >= low) + (place >= high) for low, high in pairs]
    windows = [_codes((place >= low) & (place < high)) for low, high in pairs]
    return _families(cuts, steps, windows)


def of_labels(levels: int) -> list[Family]:
    """Shapes of labels: one against the rest, two groups (while few), all free."""
    place = np.arange(levels)
    if levels == 2:
        return _families([place])
    singled = [_codes(place == level) for level in place]
    groups = [
        _codes(np.isin(place, (0, *others)))
        for size in range(1, levels - 2)
        for others in combinations(range(1, levels), size)
        if levels <= FEW_LEVELS
    ]
    return _families(singled, groups, [place] if levels > 1 else [])


def of_pair(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> list[Family]:
    """Shapes of two levers: one corner of four against the rest, all four free.

    Parameters
    ----------
    one, other
        How each lever may be halved, shape (ways, its bins). Cells are those of the bins of both,
        the other's bins running fastest.
    """
    corners, free = [], []
    for first in one:
        for second in other:
            quarter = 2 * _codes(first)[:, None] + second
            free.append(quarter.ravel())
            corners += [_codes(quarter == corner).ravel() for corner in range(4)]
    return _families(corners, free)


def halves_of_order(bins: int) -> NDArray[np.bool_]:
    """Every cut of ordered bins, shape (bins - 1, bins)."""
    return np.arange(1, bins)[:, None] <= np.arange(bins)


def halves_of_labels(levels: int) -> NDArray[np.bool_]:
    """Each level against the rest, shape (levels, levels); of two levels one way."""
    return np.eye(levels, dtype=bool)[: 1 if levels == 2 else levels]


def _codes(inside: NDArray[np.bool_]) -> Codes:
    return inside.astype(np.intp)


def _families(*families: Sequence[Codes]) -> list[Family]:
    return [list(family) for family in families if family]
