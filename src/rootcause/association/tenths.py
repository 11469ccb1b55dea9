"""Ranks cut in tenths: which values lie in each, and how many rows of either group."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.association.arrays import gaps
from rootcause.association.curves import Floats, midranks
from rootcause.association.laid import Laid

TENTHS = 10

Codes = NDArray[np.intp]


def tenths(values: Floats) -> Codes:
    """The tenth of its ranks in which each value lies, 0 to 9; shape (n,), complete."""
    return tenth_of(midranks(values[None])[0], values.size)


def in_tenths(values: Floats) -> Floats:
    """One 0/1 column for each tenth, shape (n, 10); steps and windows are sums of them."""
    return np.eye(TENTHS)[tenths(values)]


def tenth_of(ranks: NDArray[Any], n: Floats | int) -> Codes:
    """The tenth in which a rank among so many lies."""
    return np.minimum((ranks - 0.5) * TENTHS / n, TENTHS - 1).astype(np.intp)


def of_laid(laid: Laid) -> Floats:
    """Rows of each tenth, then those of them in the upper group; shape (20, p)."""
    return (_of_untied if laid.untied else _of_tied)(laid)


def _of_tied(laid: Laid) -> Floats:
    p = laid.n.size
    code = tenth_of(laid.ranks, laid.spread(laid.n)) * p + laid.of
    counts = [np.bincount(code, one, TENTHS * p) for one in (laid.sizes, laid.upper)]
    return np.concatenate(counts).reshape(-1, p).astype(np.float64, copy=False)


def _of_untied(laid: Laid) -> Floats:
    """Where the ranks of the upper group are one row of numbers that rise throughout."""
    sizes = np.array([_untied(int(n)) for n in laid.n])
    before = np.cumsum(laid.n) - laid.n
    edges = np.concatenate([[0.0], sizes.cumsum()])
    upper = gaps(np.searchsorted(laid.ranks + laid.spread(before), edges, "right"))
    return np.concatenate([sizes.T, upper.reshape(sizes.shape).T.astype(np.float64)])


@lru_cache(maxsize=128)
def _untied(n: int) -> Floats:
    return np.bincount(tenth_of(np.arange(1.0, n + 1), n), minlength=TENTHS).astype(np.float64)
