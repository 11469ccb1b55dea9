"""How far an effect size varies from sample to sample, by leaving out one observation at a time.

Holds where formulas that suppose normal columns don't: ties, skew, unequal spread. Of very many
observations, some at even distances are left out in turn.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rootcause.association.curves import Floats, midranks

ENOUGH = 2_000  # observations that tell the variance to some 5 %
PAIRED_OFF = 500  # the same where all pairs are looked at
BELIEVED = 3  # of a kurtosis less 1; Satterthwaite's 2 makes intervals of 12 rows too wide
WHOLE = 1e-12  # of 1 - r², for a correlation of 1


class Spread(NamedTuple):
    """A variance, and the degrees of freedom with which it is known."""

    variance: float
    df: float


def of_r(one: Floats, two: Floats) -> Spread:
    """Variance of Fisher's z of Pearson's r (Efron & Stein 1981).

    Where few observations make up most of it, as in heavy tails, it is known with fewer degrees
    of freedom, in inverse proportion to their kurtosis (after Satterthwaite 1946, Biometrics
    Bull. 2:110).
    """
    rows = _some(one.size, ENOUGH)
    x, y = one[rows] - one[rows].mean(), two[rows] - two[rows].mean()
    share = x.size / (x.size - 1)
    squares = (x @ x - share * x**2) * (y @ y - share * y**2)
    without = (x @ y - share * x * y) / np.sqrt(np.where(squares > 0, squares, np.inf))
    left = np.arctanh(np.clip(without, -1 + WHOLE, 1 - WHOLE))
    gaps = (left - left.mean()) ** 2
    kurtosis = rows.size * float(gaps @ gaps) / max(float(gaps.sum()) ** 2, WHOLE**2)
    df = min(1.0, BELIEVED / max(kurtosis - 1, WHOLE)) * (one.size - 3)
    return Spread(_variance(left) * (rows.size / one.size), df)


def of_rho(one: Floats, two: Floats) -> float:
    """Variance of Fisher's z of Spearman's rho, by its influence function.

    References
    ----------
    Croux & Dehon (2010), Stat. Methods Appl. 19:497.
    """
    rows = _some(one.size, ENOUGH)
    n = rows.size
    u, v = ranks = (midranks(np.stack([one[rows], two[rows]])) - (n + 1) / 2) / n
    spread = np.sqrt(np.mean(ranks**2, axis=1))
    if not spread.all():
        return 0.0
    value = float(np.mean(u * v) / spread.prod())
    both = u * v + _beyond(u, v) + _beyond(v, u)
    squares = [side**2 + 2 * _beyond(side, side) for side in ranks]
    influence = (both - both.mean()) / spread.prod()
    for square, width in zip(squares, spread, strict=True):
        influence -= value / 2 * (square - square.mean()) / width**2
    variance = float(influence @ influence) / n / (n - 3)
    return variance / max(1 - value**2, WHOLE) ** 2 * n / one.size


def of_tau(one: Floats, two: Floats) -> float:
    """Variance of Fisher's z of Kendall's tau-b."""
    rows = _some(one.size, PAIRED_OFF)
    ranks = midranks(np.stack([one[rows], two[rows]]))  # their differences never overflow
    x, y = np.sign(ranks[:, :, None] - ranks[:, None, :])
    agreement, in_one, in_two = (part.sum(axis=1) for part in (x * y, x != 0, y != 0))
    total, first, second = (part.sum() / 2 for part in (agreement, in_one, in_two))
    value = total / np.sqrt(first * second)
    pairs = (first - in_one) * (second - in_two)
    without = (total - agreement) / np.sqrt(np.where(pairs > 0, pairs, np.inf))
    scale = max(1 - value**2, WHOLE) ** 2
    return _variance(without) / float(scale) * (rows.size / one.size)


def of_share(ranks: Floats, codes: Floats) -> float:
    """Variance of the share of the ranks' variance that lies between groups."""
    rows = _some(ranks.size, ENOUGH)
    n, index = rows.size, codes[rows].astype(np.intp)
    mine = midranks(ranks[None, rows])[0]
    inside = np.eye(int(index.max()) + 1)[index]
    lower, upper = _places(mine)
    below = np.vstack([np.zeros(inside.shape[1]), np.cumsum(inside[np.argsort(mine)], axis=0)])
    moved = below[-1] - (below[lower] + below[upper]) / 2  # ranks that the rest lose, by group
    sums = mine @ inside - moved + inside / 2 - inside * mine[:, None]
    sizes = inside.sum(axis=0) - inside
    between = np.sum(sums**2 / np.where(sizes > 0, sizes, np.inf), axis=1) - (n - 1) * n**2 / 4
    tied = (upper - lower).astype(np.float64)
    ties = np.sum(tied**2 - 1) - 3 * tied * (tied - 1)
    total = ((n - 1) ** 3 - (n - 1) - ties) / 12
    return _variance(between / np.where(total > 0, total, np.inf)) * (n / ranks.size)


def of_share_of_values(values: Floats, codes: Floats) -> float:
    """Variance of the share of the values' variance that lies between groups."""
    rows = _some(values.size, ENOUGH)
    n, index = rows.size, codes[rows].astype(np.intp)
    mine = values[rows] - values[rows].mean()
    sums, sizes = np.bincount(index, mine), np.bincount(index)
    squares = sums**2 / np.maximum(sizes, 1)
    rest = np.maximum(sizes[index] - 1, 1)
    mean = mine**2 / (n - 1)  # of the others, squared, times their number
    between = squares.sum() - squares[index] + (sums[index] - mine) ** 2 / rest - mean
    total = mine @ mine - mine**2 - mean
    return _variance(between / np.where(total > 0, total, np.inf)) * (n / values.size)


def _variance(left: Floats) -> float:
    return float((left.size - 1) / left.size * np.sum((left - left.mean()) ** 2))


def _some(n: int, most: int) -> np.ndarray:
    return np.arange(n) if n <= most else np.linspace(0, n - 1, most).astype(np.intp)


def _places(values: Floats) -> tuple[np.ndarray, np.ndarray]:
    """How many values lie below each, and how many not above it."""
    ordered = np.sort(values)
    return np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")


def _beyond(values: Floats, others: Floats) -> Floats:
    """Mean, over all rows, of the others where the value is greater; ties count half."""
    lower, upper = _places(values)
    sums = np.append(0.0, np.cumsum(others[np.argsort(values)]))
    return np.asarray((sums[-1] - (sums[lower] + sums[upper]) / 2) / values.size)
