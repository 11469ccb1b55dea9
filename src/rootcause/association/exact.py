"""Exact p-values of 2 x 2 tables, many at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from rootcause.association.curves import Floats

SLACK = 1e-7  # relative: tables as probable as the observed one but for rounding (scipy, R)


class Exact(NamedTuple):
    """Two-sided exact p-values, and the smallest that tables with the same margins can give."""

    pvalue: Floats
    resolution: Floats


def fisher(both: Floats, row: Floats, column: Floats | float, n: int) -> Exact:
    """Fisher's exact test of many 2 x 2 tables of the same n.

    Parameters
    ----------
    both
        Observations with both, shape (p,).
    row, column
        Observations with the first and with the second, shape (p,); or one number for all.
    n
        All observations.

    References
    ----------
    Fisher (1935), J. R. Stat. Soc. 98:39. Two-sided by the probability of tables, as in R.
    """
    a, r, c = (_upright(part, np.size(row)) for part in (both, row, column))
    low, high = np.maximum(0, r + c - n), np.minimum(r, c)
    span = low + np.arange((high - low).max(initial=0) + 1)
    possible, inside = span <= high, np.minimum(span, high)
    log = gammaln(np.arange(n + 1) + 1.0)
    margins = log[r] + log[n - r] + log[c] + log[n - c] - log[n]
    cells = log[inside] + log[r - inside] + log[c - inside] + log[n - r - c + inside]
    chance = np.where(possible, np.exp(margins - cells), 0.0)
    observed = np.take_along_axis(chance, a - low, axis=1)
    rarest = np.min(chance, axis=1, keepdims=True, where=possible, initial=1.0)
    return Exact(_as_rare(chance, observed), _as_rare(chance, rarest))


def _upright(part: Floats | float, p: int) -> NDArray[np.intp]:
    return np.broadcast_to(np.asarray(part), p).astype(np.intp)[:, None]


def _as_rare(chance: Floats, bar: Floats) -> Floats:
    total = np.sum(chance, axis=1, where=chance <= bar * (1 + SLACK))
    return np.asarray(np.minimum(total, 1.0))
