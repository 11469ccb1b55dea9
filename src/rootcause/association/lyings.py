"""How the two groups of many tallies lie to each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rootcause.association.curves import Floats
from rootcause.association.laid import Laid, for_each
from rootcause.association.tallies import Tally


class Lyings(NamedTuple):
    """How the upper group of each tally lies to the lower.

    Attributes
    ----------
    superiority
        Chance that a value of the upper group exceeds one of the lower, ties counting half: the
        mean of the places of the upper values, each the share of the lower that it exceeds;
        shape (p,).
    squares
        Sums of squared deviations of the places of the upper and of the lower from their mean,
        shape (2, p).
    sizes
        Of the upper and of the lower group, shape (2, p).
    """

    superiority: Floats
    squares: Floats
    sizes: Floats

    @classmethod
    def of(cls, found: Floats) -> Lyings:
        """Of what `of_laid` finds."""
        return cls(found[0], found[1:3], found[3:])


def lyings(tallies: Sequence[Tally]) -> Lyings:
    """Of tallies with both groups."""
    return Lyings.of(for_each(tallies, of_laid))


def of_laid(laid: Laid) -> Floats:
    """Each of `Lyings`, one below the other, shape (5, p)."""
    return (_of_untied if laid.untied else _of_tied)(laid)


def _of_tied(laid: Laid) -> Floats:
    sizes = laid.m, laid.n - laid.m
    groups = laid.upper, laid.sizes - laid.upper
    means, squares = [], []
    for mine, others in ((0, 1), (1, 0)):
        before = np.cumsum(sizes[others]) - sizes[others]
        below = np.cumsum(groups[others]) - laid.spread(before) - groups[others] / 2
        share = below / laid.spread(sizes[others])
        means.append(laid.sums(groups[mine] * share) / sizes[mine])
        squares.append(laid.sums(groups[mine] * (share - laid.spread(means[-1])) ** 2))
    return np.array([means[0], *squares, *sizes])


def _of_untied(laid: Laid) -> Floats:
    """From the upper values alone, counted from the side that has less between."""
    m, k = laid.m, laid.n - laid.m
    nth = np.arange(laid.of.size) - laid.spread(laid.starts)
    between = laid.ranks - 1 - nth  # lower values below each upper one
    superiority = laid.sums(between) / (m * k)
    turned = superiority > 0.5
    way = laid.spread(np.where(turned, -1.0, 1.0))
    between = laid.spread(np.where(turned, k, 0.0)) + way * between
    beyond = laid.spread(np.where(turned, 1.0, 2 * m - 1)) - 2 * way * nth
    total = laid.sums(between)
    squares = laid.sums(between**2) - total**2 / m
    of_lower = laid.sums(beyond * between) - total**2 / k
    return np.array(
        [superiority, np.maximum(squares, 0) / k**2, np.maximum(of_lower, 0) / m**2, m, k]
    )
