"""Exact p-values of 2 x 2 tables, many at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from rootcause.association.curves import Floats

SLACK = 1e-7  # relative: tables as probable as the observed one but for rounding (scipy, R)


class Exact(NamedTuple):
    """Two-sided exact p-values, and the smallest that tables with the same margins can give."""

    pvalue: Floats
    resolution: Floats


def fisher(both: ArrayLike, row: ArrayLike, column: ArrayLike, n: int) -> Exact:
    """Fisher's exact test of many 2 x 2 tables of the same n.

    Parameters
    ----------
    both
        Observations with both, shape (p,).
    row, column
        Observations with the first and with the second, shape (p,) each.
    n
        All observations.

    References
    ----------
    Fisher (1935), J. R. Stat. Soc. 98:39. Two-sided by the probability of tables, as in R.
    """
    both, row, column = np.atleast_1d(*np.broadcast_arrays(both, row, column))
    low = np.maximum(0, row + column - n).astype(np.intp)
    high = np.minimum(row, column).astype(np.intp)
    row, column, seen = (part.astype(np.intp)[:, None] for part in (row, column, both))
    inside = low[:, None] + np.arange((high - low).max(initial=0) + 1)
    possible = inside <= high[:, None]
    inside = np.minimum(inside, high[:, None])
    log = gammaln(np.arange(n + 1) + 1.0)
    logs = (log[row] + log[n - row] + log[column] + log[n - column] - log[n]) - (
        log[inside] + log[row - inside] + log[column - inside] + log[n - row - column + inside]
    )
    chance = np.where(possible, np.exp(logs), 0.0)
    observed = np.take_along_axis(chance, seen - low[:, None], axis=1)
    rarest = np.min(chance, axis=1, keepdims=True, where=possible, initial=1.0)
    return Exact(_as_rare(chance, observed), _as_rare(chance, rarest))


def _as_rare(chance: Floats, bar: Floats) -> Floats:
    total = np.sum(chance, axis=1, where=chance <= bar * (1 + SLACK))
    return np.asarray(np.minimum(total, 1.0))
