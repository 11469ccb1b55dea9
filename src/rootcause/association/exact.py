"""Exact p-values of 2 x 2 tables, many at once, and the least that permuting could give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from rootcause.association.arrays import stacked
from rootcause.association.combining import TINY
from rootcause.association.curves import Floats

WIDE, SPARE = 9, 60  # standard deviations, and counts, beyond what is seen, that add nothing
CHUNK = 20_000  # chances held at once, so that they stay in the cache
LEAST = -800.0  # logarithm of a chance that is less
LOST = 1e-12  # of a p-value, by counts that are left out
SLACK = 1e-7  # relative: tables as probable as the observed one but for rounding (scipy, R)

Numbers = NDArray[np.intp] | Floats | float


class Margins(NamedTuple):
    """What is given of tables: rows with the first, with the second, and all; shape (p, 1) each."""

    row: Floats
    column: Floats
    n: Floats

    @property
    def mean(self) -> Floats:
        """Count of both that is expected."""
        return self.row * (self.column / self.n)

    @property
    def spread(self) -> Floats:
        """Its standard deviation."""
        rest = (self.n - self.row) / self.n * (self.n - self.column) / np.maximum(self.n - 1, 1)
        return np.sqrt(self.mean * rest)

    @property
    def likeliest(self) -> Floats:
        """The count of both that is the most probable."""
        return np.floor((self.row + 1) * ((self.column + 1) / (self.n + 2)))


@dataclass(frozen=True)
class Exact:
    """Two-sided exact p-values of tables with some margins, shape (p,)."""

    pvalue: Floats
    margins: Margins

    @property
    def resolution(self) -> Floats:
        """The smallest p-values that tables with the same margins can give.

        Of the rarest table, which lies at an end; and of the other end, where it is as rare.
        """
        ends = np.array(_ends(self.margins))
        chances = _chance(ends, self.margins)
        least = chances.min(axis=0)
        alike = (chances <= least * (1 + SLACK)) & (ends[0] < ends[1])
        both = least * np.where(alike.all(axis=0), 2, 1)
        return np.asarray(np.minimum(np.maximum(both, TINY), 1.0))


def fisher(both: Numbers, row: Numbers, column: Numbers, n: Numbers) -> Exact:
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
    a, *given = stacked(both, row, column, n)
    margins = Margins(*given)
    return Exact(_pvalues(a, margins), margins)


def least_by_permutation(outcome: Floats, candidate: Floats) -> float:
    """The least p-value that permuting could give where observations lie as these do.

    The chance of their own arrangement among all, given how often each value occurs; twice that
    where its mirror image is as probable.
    """
    _, one, rows = np.unique(outcome, return_inverse=True, return_counts=True)
    _, two, columns = np.unique(candidate, return_inverse=True, return_counts=True)
    cells = np.unique(one * columns.size + two, return_counts=True)[1]
    ways = [float(gammaln(counts + 1.0).sum()) for counts in (rows, columns, cells)]
    log = ways[0] + ways[1] - ways[2] - float(gammaln(outcome.size + 1))
    mirrored = any(np.array_equal(counts, counts[::-1]) for counts in (rows, columns))
    return float(np.clip((1 + mirrored) * np.exp(log), TINY, 1.0))


def _pvalues(a: Floats, margins: Margins) -> Floats:
    found = np.full(a.size, TINY)
    left, times = (~_beyond_numbers(a, margins)).nonzero()[0], 1
    while left.size:
        part = Margins(*(one[left] for one in margins))
        found[left], lacks = _within(a[left], part, times)
        left = left[lacks]  # lopsided: what is as rare on the other side lies further away
        times *= 2
    return found


def _within(a: Floats, margins: Margins, times: int) -> tuple[Floats, NDArray[np.bool_]]:
    """p-values by counts not far from the likeliest, and whether those beyond would add to them."""
    low, high = _ends(margins)
    top = margins.likeliest
    reach = times * (np.ceil(np.hypot(a - top, WIDE * margins.spread)) + SPARE)
    below, above = (np.minimum(reach, room + 1).astype(np.intp) for room in (top - low, high - top))
    reach = np.maximum(below, above)
    order = np.argsort(-reach)
    found, lacks = np.empty(a.size), np.empty(a.size, dtype=bool)
    start = 0
    while start < order.size:  # the widest first, so many at once as there is room for
        some = order[start : start + max(1, CHUNK // int(reach[order[start]]))]
        part = Margins(*(one[some, None] for one in margins))
        widths = int(below[some].max()), int(above[some].max())
        found[some], lacks[some] = _fisher(a[some, None], part, top[some, None], widths)
        start += some.size
    return found, lacks


def _beyond_numbers(a: Floats, margins: Margins) -> NDArray[np.bool_]:
    """Whether p is less than is told: by Hoeffding (1963), J. Am. Stat. Assoc. 58:13, theorem 4."""
    drawn = np.minimum(margins.row, margins.column)
    return np.asarray((a - margins.mean) ** 2 > -LEAST * np.maximum(drawn, 1) / 2)


def _fisher(
    a: Floats, margins: Margins, top: Floats, widths: tuple[int, int]
) -> tuple[Floats, NDArray[np.bool_]]:
    """p-values, from the chances of counts around the likeliest, and whether these are too few."""
    chances = _chances(margins, top, widths)
    seen = chances[np.arange(len(a)), (a - top + widths[0])[:, 0].astype(np.intp), None]
    rare = np.sum(chances, axis=1, where=chances <= seen * (1 + SLACK))
    pvalues = np.minimum(np.maximum(rare / chances.sum(axis=1), TINY), 1.0)
    return np.asarray(pvalues), _beyond(chances) > LOST * rare


def _beyond(chances: Floats) -> Floats:
    """The most that counts beyond both ends add: chances fall ever faster on the way out."""
    low, high = (
        outer * outer / np.maximum(inner - outer, TINY)
        for outer, inner in ((chances[:, 0], chances[:, 1]), (chances[:, -1], chances[:, -2]))
    )
    return np.asarray(low + high)


def _chances(margins: Margins, top: Floats, widths: tuple[int, int]) -> Floats:
    """Chances of the counts from so many below the likeliest to so many above, over its own."""
    row, column, n = margins
    below, above = widths
    up = top + np.arange(1, above + 1)
    down = top - np.arange(1, below + 1)
    chances = np.ones((top.size, below + 1 + above))
    rises = (row - up + 1) * (column - up + 1) / (up * (n - row - column + up))
    falls = (down + 1) * (n - row - column + down + 1) / ((row - down) * (column - down))
    np.cumprod(rises, axis=1, out=chances[:, below + 1 :])  # 0 from where no count can be
    np.cumprod(falls, axis=1, out=chances[:, :below][:, ::-1])
    return chances


def _ends(margins: Margins) -> tuple[Floats, Floats]:
    """The smallest and the greatest count of both."""
    row, column, n = margins
    return np.maximum(0.0, row + column - n), np.minimum(row, column)


def _chance(both: Floats, margins: Margins) -> Floats:
    row, column, n = margins
    ways = gammaln(row + 1) + gammaln(n - row + 1) + gammaln(column + 1) + gammaln(n - column + 1)
    cells = np.array([both, row - both, column - both, n - row - column + both])
    return np.asarray(np.exp(ways - gammaln(n + 1) - gammaln(cells + 1).sum(axis=0)))
