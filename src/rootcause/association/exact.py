"""Exact p-values of 2 x 2 tables, many at once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from rootcause.association.curves import Floats

WIDE, SPARE = 40, 60  # standard deviations, and counts, beyond which tables are as good as none
SLACK = 1e-7  # relative: tables as probable as the observed one but for rounding (scipy, R)

Places = NDArray[np.intp]


class Exact(NamedTuple):
    """Two-sided exact p-values, and the smallest that tables with the same margins can give."""

    pvalue: Floats
    resolution: Floats


def fisher(both: Floats, row: Floats, column: Floats | float, n: Floats | float) -> Exact:
    """Fisher's exact test of many 2 x 2 tables.

    Parameters
    ----------
    both
        Observations with both, shape (p,).
    row, column
        Observations with the first and with the second, shape (p,); or one number for all.
    n
        All observations, shape (p,); or one number for all.

    References
    ----------
    Fisher (1935), J. R. Stat. Soc. 98:39. Two-sided by the probability of tables, as in R.
    """
    a, r, c, total = (_upright(part, np.size(row)) for part in (both, row, column, n))
    low, high = np.maximum(0, r + c - total), np.minimum(r, c)
    log = _log_factorials(int(total.max(initial=0)))
    margins = log[r] + log[total - r] + log[c] + log[total - c] - log[total]

    def chance_of(at: NDArray[np.intp]) -> Floats:
        cells = log[at] + log[r - at] + log[c - at] + log[total - r - c + at]
        return np.asarray(np.exp(margins - cells))

    first, last = _telling(a, r, c, total)
    first, last = np.maximum(low, first), np.minimum(high, last)
    span = first + np.arange((last - first).max(initial=0) + 1)
    possible = span <= last
    chance = np.where(possible, chance_of(np.minimum(span, last)), 0.0)
    observed = np.take_along_axis(chance, a - first, axis=1)
    rarest = np.minimum(chance_of(low), chance_of(high))
    resolution = np.maximum(_as_rare(chance, rarest, possible), rarest[:, 0])
    return Exact(_as_rare(chance, observed, possible), resolution)


def _telling(a: Places, r: Places, c: Places, n: Places) -> tuple[Places, Places]:
    """Between which counts all is that matters: the others are too rare to add anything."""
    mean = r * (c / n)
    spread = np.sqrt(mean * ((n - r) / n) * ((n - c) / np.maximum(n - 1, 1)))
    reach = np.abs(a - mean) + WIDE * spread + SPARE
    return np.floor(mean - reach).astype(np.intp), np.ceil(mean + reach).astype(np.intp)


@lru_cache(maxsize=1)
def _log_factorials_to(n: int) -> Floats:
    return np.asarray(gammaln(np.arange(n + 1) + 1.0))


def _log_factorials(n: int) -> Floats:
    """Logarithms of 0! to at least n!, made for a power of two so that they are made seldom."""
    return _log_factorials_to(1 << n.bit_length())


def _upright(part: Floats | Places | float, p: int) -> Places:
    return np.broadcast_to(np.asarray(part), p).astype(np.intp)[:, None]


def _as_rare(chance: Floats, bar: Floats, possible: NDArray[np.bool_]) -> Floats:
    total = np.sum(chance, axis=1, where=possible & (chance <= bar * (1 + SLACK)))
    return np.asarray(np.minimum(total, 1.0))
