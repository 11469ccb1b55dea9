"""The tail of a score where events are few: far from normal, and known but for a small error."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr

Floats = NDArray[np.float64]

HARDLY = 0.05  # share of a tail that may be wrong
STEPS = 60
CONVERGED = 1e-8
NOTHING = 1e-3  # standard deviations from what is expected: here the formula is 0 / 0
AT_THE_END = 1e-9  # of the span of a score: nearer to its greatest value than this, it is that


class _Score(NamedTuple):
    """A sum of independent events less what is expected, each with its factor; shapes (n,)."""

    factors: Floats
    risks: Floats
    log_odds: Floats

    def slopes(self, tilt: float) -> tuple[float, float]:
        """First and second derivative of the cumulant generating function."""
        tilted = expit(self.factors * tilt + self.log_odds)
        spread = self.factors**2 @ (tilted * (1 - tilted))
        return float(self.factors @ (tilted - self.risks)), float(spread)

    def cumulants(self, tilt: float) -> float:
        """The cumulant generating function."""
        logs = np.logaddexp(0, self.log_odds + self.factors * tilt) + np.log1p(-self.risks)
        return float(logs.sum() - tilt * (self.factors @ self.risks))


def is_normal(factors: Floats, risks: Floats, score: float) -> bool:
    """Whether a score is so nearly normal that its tail beyond `score` is, too.

    By the first terms that third and fourth cumulants add to the tail (Edgeworth); of
    observations beyond number they are nothing.
    """
    weights = risks * (1 - risks)
    squares = factors**2
    variance = float(squares @ weights)
    third = float((squares * factors) @ (weights * (1 - 2 * risks)))
    fourth = float(squares**2 @ weights)
    distance = max(abs(score) / variance**0.5, 1.0)
    added = abs(third) * distance**3 / (6 * variance**1.5)
    return bool(added + fourth * distance**4 / (24 * variance**2) < HARDLY)


def score_tail(factors: Floats, risks: Floats, score: float) -> float:
    """Two-sided p-value of a score: the chances to be as far from 0 on either side.

    Null hypothesis: events happen independently, each with its risk. The score is the sum over
    observations of `factors` times (0 or 1, minus `risks`).

    Parameters
    ----------
    factors, risks
        Shape (n,); risks above 0 and below 1.
    score
        What was observed.

    References
    ----------
    Dey, Schmidt, Abecasis & Lee (2017), Am. J. Hum. Genet. 101, 37: score tests of rare outcomes;
    Barndorff-Nielsen (1990), J. R. Stat. Soc. B 52, 485, for the tail.
    """
    distance = abs(score)
    log_odds = logit(risks)
    sides = (_Score(side * factors, risks, log_odds) for side in (1, -1))
    return min(1.0, sum(_upper(one, distance) for one in sides))


def _upper(score: _Score, at: float) -> float:
    """Chance of `at` or more, `at` not below 0."""
    factors, risks, _ = score
    positive = factors > 0
    greatest = float(factors[positive].sum() - factors @ risks)
    if at >= greatest - AT_THE_END * float(np.abs(factors).sum()):
        least_likely = np.log(np.where(positive, risks, np.where(factors < 0, 1 - risks, 1)))
        return float(np.exp(least_likely.sum())) if at <= greatest * (1 + 1e-6) else 0.0
    tilt = _tilt(score, at)
    far = np.sqrt(max(2 * (tilt * at - score.cumulants(tilt)), 0.0))
    if far < NOTHING:
        return 0.5
    steep = tilt * np.sqrt(score.slopes(tilt)[1])
    return float(ndtr(-(far + np.log(steep / far) / far)))


def _tilt(score: _Score, at: float) -> float:
    """Where the cumulant generating function has the slope `at`: by Newton, kept within bounds."""
    low, high = 0.0, np.inf
    tilt = at / score.slopes(0.0)[1]
    for _ in range(STEPS):
        slope, bend = score.slopes(tilt)
        low, high = (low, tilt) if slope > at else (tilt, high)
        following = tilt + (at - slope) / max(bend, 1e-300)
        if not low < following < high:
            following = (low + high) / 2 if np.isfinite(high) else 2 * tilt
        if abs(following - tilt) <= CONVERGED * tilt:
            return following
        tilt = following
    return tilt
