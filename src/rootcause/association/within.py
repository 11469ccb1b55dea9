"""What a candidate still tells of the outcome within the places of another, in all observations.

The curve of the candidate alone says what it tells: the outcome's mean at each of its places.
What is left of that curve among observations alike in the other is one number, the share of it
that remains: 0 of a mere proxy, 1 of a candidate that the other has nothing to do with.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from rootcause.engine.crossing import Crossed

Floats = NDArray[np.float64]

LARGEST_COVARIANCE = 0.25  # of two variables that each stay within an interval of length 1


@dataclass(frozen=True, slots=True)
class Left:
    """Which share of what a candidate tells alone remains given another.

    Attributes
    ----------
    share
        Estimate; NaN where the other leaves too little of the candidate to be asked.
    error
        Its standard error.
    allowance
        How far the share of a mere proxy may lie from 0, because observations in one place of the
        other are not quite alike in it.
    n
        Observations with all three.
    """

    share: float
    error: float
    allowance: float
    n: int

    def interval(self, level: float) -> tuple[float, float]:
        """Within which the share lies but for `level`, whatever the places hide."""
        reach = float(-ndtri(level / 2)) * self.error + self.allowance
        return self.share - reach, self.share + reach

    @property
    def pvalue(self) -> float:
        """Of the null hypothesis that nothing is left but what the places hide."""
        beyond = max(abs(self.share) - self.allowance, 0.0)
        return float(2 * ndtr(-beyond / self.error)) if self.error > 0 else math.nan


def left_within(table: Crossed) -> Left:
    """Which share of a candidate's curve remains within the places of another.

    Parameters
    ----------
    table
        Outcome, candidate and the other.

    Notes
    -----
    With f the mean outcome at the candidate's place, minus its mean at the other's place, the share
    is the slope of the outcome, minus its own mean there, on f. Its error allows for unequal
    variances (White). Since f is estimated from the same rows, both sums hold the trace of its
    error, which is taken out. Two quantities that change by g and h from one place to the next
    have a covariance of at most g h / 4 inside one (Popoviciu): the allowance.

    References
    ----------
    White (1980), Econometrica 48:817. Popoviciu (1935), Mathematica 9:129.
    """
    counts = table.counts.astype(np.float64)
    both = counts.sum(axis=0)
    counts = counts[:, both.sum(axis=1) > 0][:, :, both.sum(axis=0) > 0]
    both = counts.sum(axis=0)
    one, other = both.sum(axis=1), both.sum(axis=0)
    n = other.sum()
    share_of = both / other
    moved = own = trace = hidden = 0.0
    score, square = np.zeros(counts.shape), np.zeros(both.shape)
    for values in table.scores.T:
        sums = np.tensordot(values, counts, 1)
        mean = sums.sum(axis=0) / other
        curve = sums.sum(axis=1) / one
        expected = curve @ share_of
        apart = curve[:, None] - expected
        spread = np.tensordot(values**2, counts, 1).sum(axis=0) / other - mean**2
        moved += float((apart * (sums - both * mean)).sum())
        own += float((both * apart**2).sum())
        trace += float((both / one[:, None] * (1 - share_of) * spread).sum())
        score += (values[:, None, None] - mean) * apart
        square += apart**2
        if not table.exact:
            hidden += float(other @ (_change(expected) * _change(mean)))
    kept = own - trace
    if n == 0 or kept <= 0:
        return Left(math.nan, math.inf, math.inf, int(n))
    share = (moved - trace) / kept
    error = math.sqrt(float((counts * (score - share * square) ** 2).sum())) / kept
    return Left(share, error, LARGEST_COVARIANCE * hidden / kept, int(n))


def _change(means: Floats) -> Floats:
    """How much a mean changes to the neighbour that is farther from it."""
    steps = np.abs(np.diff(means))
    return np.asarray(np.maximum(np.append(steps, 0.0), np.append(0.0, steps)))
