"""Exact p-values of 2 x 2 tables, many at once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from rootcause.association.curves import Floats

WIDE, SPARE = 12, 60  # standard deviations, and counts, beyond what is seen, that add nothing
CHUNK = 1_000_000  # chances held at once
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
    tables = np.stack(np.broadcast_arrays(both, row, column, n)).astype(np.intp)
    span = np.ceil(2 * _reach(*tables)).astype(np.intp)
    order = np.argsort(-span)
    pvalue, resolution = np.empty(span.size), np.empty(span.size)
    start = 0
    while start < order.size:  # the widest first, so many at once as there is room for
        some = order[start : start + max(1, CHUNK // int(span[order[start]]))]
        pvalue[some], resolution[some] = _fisher(*tables[:, some, None])
        start += some.size
    return Exact(pvalue, resolution)


def _fisher(a: Places, r: Places, c: Places, total: Places) -> Exact:
    """Of tables held at once; shape (p, 1) each."""
    low, high = np.maximum(0, r + c - total), np.minimum(r, c)
    log = _log_factorials(int(total.max(initial=0)))
    margins = log[r] + log[total - r] + log[c] + log[total - c] - log[total]

    def chance_of(at: NDArray[np.intp]) -> Floats:
        cells = log[at] + log[r - at] + log[c - at] + log[total - r - c + at]
        return np.asarray(np.exp(margins - cells))

    mean, reach = r * (c / total), _reach(a, r, c, total)
    first = np.maximum(low, np.floor(mean - reach).astype(np.intp))
    last = np.minimum(high, np.ceil(mean + reach).astype(np.intp))
    span = first + np.arange((last - first).max(initial=0) + 1)
    possible = span <= last
    chance = np.where(possible, chance_of(np.minimum(span, last)), 0.0)
    observed = np.take_along_axis(chance, a - first, axis=1)
    rarest = np.minimum(chance_of(low), chance_of(high))
    resolution = np.maximum(_as_rare(chance, rarest, possible), rarest[:, 0])
    return Exact(_as_rare(chance, observed, possible), resolution)


def _reach(a: Places, r: Places, c: Places, n: Places) -> Floats:
    """How far from the mean all is that matters: other counts are too rare to add anything."""
    mean = r * (c / n)
    spread = np.sqrt(mean * ((n - r) / n) * ((n - c) / np.maximum(n - 1, 1)))
    return np.asarray(np.abs(a - mean) + WIDE * spread + SPARE)


@lru_cache(maxsize=1)
def _log_factorials_to(n: int) -> Floats:
    return np.asarray(gammaln(np.arange(n + 1) + 1.0))


def _log_factorials(n: int) -> Floats:
    """Logarithms of 0! to at least n!, made for a power of two so that they are made seldom."""
    return _log_factorials_to(1 << n.bit_length())


def _as_rare(chance: Floats, bar: Floats, possible: NDArray[np.bool_]) -> Floats:
    total = np.sum(chance, axis=1, where=possible & (chance <= bar * (1 + SLACK)))
    return np.asarray(np.minimum(total, 1.0))
