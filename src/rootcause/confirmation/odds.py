"""How many to one observations speak for a change over none: may be looked at after each of them.

A Bayes factor is a running wager against "nothing changed": whoever stops at odds of 20 to 1 is
wrong in about 1 of 20 useless fixes at most, however often they looked (Ville 1939).
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc, betaincinv, betaln, ndtri

from rootcause.association.curves import midranks

Floats = NDArray[np.float64]

PRIOR = 0.5  # of each rate: Jeffreys' Beta(1/2, 1/2)
SCALE = math.sqrt(0.5)  # of a standardised shift (Rouder et al. 2009)
NODES = 200
NEAR = 8.0  # standard errors around the likeliest value that are looked at closely
MOST_LOG = 690.0


class Odds(NamedTuple):
    """Odds of a fall and of a rise since the fix, each over no change."""

    fall: float
    rise: float


def of_shares(before: tuple[float, float], after: tuple[float, float]) -> Odds:
    """Odds from failures among observations, each given as (happened, n).

    Null hypothesis: one rate, before and since. Both rates have Jeffreys' prior.

    References
    ----------
    Kass & Raftery (1995), J. Am. Stat. Assoc. 90:773; one-sided by Klugkist, Kato & Hoijtink
    (2005), Stat. Neerl. 59:57.
    """
    fall, rise = log_odds_of_shares(before, [after[0]], [after[1]])
    return Odds(_odds(fall[0]), _odds(rise[0]))


def log_odds_of_shares(
    before: tuple[float, float], happened: ArrayLike, n: ArrayLike
) -> tuple[Floats, Floats]:
    """The same for many possible results since, as logarithms, shape (results,)."""
    k0, m0 = before[0] + PRIOR, before[1] - before[0] + PRIOR
    k1: Floats = np.asarray(happened, dtype=np.float64) + PRIOR
    m1: Floats = np.asarray(n, dtype=np.float64) - k1 + 2 * PRIOR
    apart = betaln(k0, m0) + betaln(k1, m1) - 2 * betaln(PRIOR, PRIOR)
    alike = betaln(k0 + k1 - PRIOR, m0 + m1 - PRIOR) - betaln(PRIOR, PRIOR)
    log = np.asarray(apart - alike)
    with np.errstate(divide="ignore"):
        fall, rise = (np.log(2 * chance) for chance in _chances((k1, m1), (k0, m0)))
    return log + fall, log + rise


def _chances(one: tuple[Floats, Floats], other: tuple[float, float]) -> tuple[Floats, Floats]:
    """Chances that the first of two Beta variables is the smaller, and the larger.

    Shape (results,). Integrated over the one that is known more exactly, along which the other
    hardly changes; each chance by itself, since beside 1 a small one would be lost.
    """
    nodes, weights = _between_0_and_1()
    smaller, larger = np.empty(one[0].shape), np.empty(one[0].shape)
    wider = one[0] + one[1] < sum(other)
    at = betaincinv(*other, nodes)
    some = one[0][wider, None], one[1][wider, None]
    smaller[wider], larger[wider] = betainc(*some, at) @ weights, betaincc(*some, at) @ weights
    some = one[0][~wider, None], one[1][~wider, None]
    along = betaincinv(*some, nodes)
    smaller[~wider] = betaincc(*other, along) @ weights
    larger[~wider] = betainc(*other, along) @ weights
    return smaller, larger


def of_rates(before: tuple[float, float], after: tuple[float, float]) -> Odds:
    """Odds from failures over an exposure, each given as (happened, exposure).

    Null hypothesis: one rate, before and since; failures are Poisson. The common scale is free
    (Haar's prior), the share of the rate since in the sum of both is uniform.

    References
    ----------
    Przyborowski & Wilenski (1940), Biometrika 31:313; Hendriksen, de Heide & Grünwald (2021),
    Bayesian Anal. 16:961.
    """
    (k0, t0), (k1, t1) = before, after
    first, second = (k0 + 0.5) / t0, (k1 + 0.5) / t1
    likely = second / (first + second)
    error = likely * (1 - likely) * math.sqrt(1 / (k0 + 0.5) + 1 / (k1 + 0.5))

    def log_odds(low: float, high: float) -> float:
        share, weights = _along(low, high, likely, error)
        ratio = share / (1 - share)
        log = k1 * np.log(ratio) - (k0 + k1) * np.log((t0 + ratio * t1) / (t0 + t1))
        return _log_mean(log, 2 * weights)

    return Odds(_odds(log_odds(0.0, 0.5)), _odds(log_odds(0.5, 1.0)))


def of_values(before: Floats, after: Floats) -> Odds:
    """Odds of a shift of measured values, from their normal scores.

    Null hypothesis: one distribution, before and since. Values are ranked together and the ranks
    read as normal quantiles (van der Waerden), so that tails and units don't matter; the
    standardised shift has a half-Cauchy prior.

    References
    ----------
    Rouder et al. (2009), Psychon. Bull. Rev. 16:225; van Doorn et al. (2020), J. Appl. Stat.
    47:2984.
    """
    n0, n1 = before.size, after.size
    ranks = midranks(np.concatenate([before, after])[None, :])[0]
    scores = ndtri(ranks / (n0 + n1 + 1))
    variance = float(scores.var(ddof=1))
    if variance == 0:
        return Odds(1.0, 1.0)
    size = n0 * n1 / (n0 + n1)
    return _of_shift(
        float(scores[n0:].mean() - scores[:n0].mean()) * math.sqrt(size / variance), size
    )


def of_changes(changes: Floats) -> Odds:
    """Odds that units changed, from the signed normal scores of each one's change.

    Null hypothesis: a change is as likely up as down, and by as much. The standardised change has a
    half-Cauchy prior, as in `of_values`.

    References
    ----------
    van Doorn et al. (2020), J. Appl. Stat. 47:2984: signed ranks; Rouder et al. (2009), Psychon.
    Bull. Rev. 16:225.
    """
    ranks = midranks(np.abs(changes)[None, :])[0]
    scores = np.sign(changes) * ndtri(0.5 + ranks / (2 * (changes.size + 1)))
    square = float(scores @ scores)
    if square == 0:
        return Odds(1.0, 1.0)
    return _of_shift(float(scores.sum()) / math.sqrt(square), changes.size)


def _of_shift(z: float, size: float) -> Odds:
    """Odds from a standard normal deviate, which a shift by one spread moves by sqrt(size)."""
    scale = SCALE * math.sqrt(size)
    place, error = (2 / math.pi * math.atan(one / scale) for one in (abs(z), 1.0))

    def log_odds(towards: float) -> float:
        places, weights = _along(0.0, 1.0, place, error)
        shift = scale * np.tan(np.pi / 2 * places)
        return _log_mean(towards * shift - shift**2 / 2, weights)

    return Odds(_odds(log_odds(-z)), _odds(log_odds(z)))


def _log_mean(logs: Floats, weights: Floats) -> float:
    top = float(logs.max())
    return top + math.log(float(weights @ np.exp(logs - top)))


def _odds(log: float) -> float:
    return math.exp(min(log, MOST_LOG))


@cache
def _between_0_and_1() -> tuple[Floats, Floats]:
    nodes, weights = leggauss(NODES)
    return (nodes + 1) / 2, weights / 2


def _along(low: float, high: float, likely: float, error: float) -> tuple[Floats, Floats]:
    """Places and weights between two ends, most of them where it matters."""
    nodes, weights = _between_0_and_1()
    inner = [min(max(likely + step * error, low), high) for step in (-NEAR, 0, NEAR)]
    ends = np.unique([low, *inner, high])
    wide = np.diff(ends)[:, None]
    return (ends[:-1, None] + wide * nodes).ravel(), (wide * weights).ravel()
