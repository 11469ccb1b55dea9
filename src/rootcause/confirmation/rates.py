"""Failure rates: exact comparison, exact intervals, and what a run without a failure shows."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import betaincinv, betaln, gammaincinv

from rootcause.association.intervals import Interval, critical, risks
from rootcause.results import EffectSize

TABLES = 40_000  # tables that Boschloo's test goes through; beyond, Fisher's is as good
PRIOR = 0.5  # of the rate before: Jeffreys' Beta(1/2, 1/2)
LONGEST = 10**9  # runs that nobody would wait for

Share = tuple[int, int]
Rate = tuple[int, float]


class Compared(NamedTuple):
    """A one-sided p-value, by which test, and the effect size."""

    pvalue: float
    measure: str
    effect: EffectSize


def compare_shares(before: Share, after: Share) -> Compared:
    """Compare two shares of failures, each given as (happened, n).

    Null hypothesis: the rate since is no lower than the rate before. Assumes independent
    observations, and that n was not chosen by looking. Exact: the level is kept whatever the rate.

    References
    ----------
    Boschloo (1970), Stat. Neerl. 24:1; Fisher (1935) where there are very many observations.
    Interval: Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    from scipy.stats import boschloo_exact

    (a, m), (c, k) = before, after
    effect = difference(before, after)
    if not a + c:
        return Compared(1.0, "boschloo", effect)
    if (m + 1) * (k + 1) <= TABLES:
        found = boschloo_exact([[a, c], [m - a, k - c]], alternative="greater")
        return Compared(float(found.pvalue), "boschloo", effect)
    return Compared(by_arrangement(before, after), "fisher", effect)


def difference(before: Share, after: Share) -> EffectSize:
    """Share since less share before, interval by its score (Miettinen & Nurminen 1985)."""
    (a, m), (c, k) = before, after
    low, high = risks(after, before, critical())
    return EffectSize("risk difference", c / k - a / m, float(low), float(high))


def by_arrangement(before: Share, after: Share) -> float:
    """Chance of as few failures since, were they spread over all observations at random."""
    from scipy.stats import hypergeom

    (a, m), (c, k) = before, after
    return float(hypergeom.cdf(c, m + k, a + c, k))


def compare_rates(before: Rate, after: Rate) -> Compared:
    """Compare two rates of failures over an exposure, each given as (happened, exposure).

    Null hypothesis: the rate since is no lower than the rate before. Assumes that failures come
    independently of each other (Poisson), and that the exposure was not chosen by looking. Given
    their sum, failures since are binomial: exact whatever the rate.

    References
    ----------
    Przyborowski & Wilenski (1940), Biometrika 31:313; interval of the ratio by Clopper & Pearson
    (1934) of that share.
    """
    from scipy.special import bdtr

    (a, t0), (c, t1) = before, after
    share = t1 / (t0 + t1)
    low, high = share_limits((c, a + c)) if a + c else Interval(0.0, 1.0)

    def ratio(one: float) -> float:
        return one / (1 - one) * t0 / t1 if one < 1 else math.inf

    value = (c / t1) / (a / t0) if a else (math.inf if c else math.nan)
    effect = EffectSize("rate ratio", value, ratio(low), ratio(high), null=1.0)
    return Compared(float(bdtr(c, a + c, share)), "conditional binomial", effect)


def share_limits(share: Share, alpha: float = 0.05) -> Interval:
    """Exact interval of a share given as (happened, n) (Clopper & Pearson 1934)."""
    k, n = share
    if n == 0:
        return Interval(0.0, 1.0)
    low = float(betaincinv(k, n - k + 1, alpha / 2)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - alpha / 2)) if k < n else 1.0
    return Interval(low, high)


def rate_limits(rate: Rate, alpha: float = 0.05) -> Interval:
    """Exact interval of a Poisson rate given as (happened, exposure) (Garwood 1936)."""
    k, exposure = rate
    if exposure == 0:
        return Interval(0.0, math.inf)
    low = float(gammaincinv(k, alpha / 2)) / exposure if k else 0.0
    return Interval(low, float(gammaincinv(k + 1, 1 - alpha / 2)) / exposure)


def observations_needed(below: float, failures: int = 0, alpha: float = 0.05) -> int:
    """Observations that show a rate to be below, when so many of them may be failures.

    Without a failure: n = ceil(log(alpha) / log(1 - below)).

    References
    ----------
    Hanley & Lippman-Hand (1983), J. Am. Med. Assoc. 249:1743; Clopper & Pearson (1934).
    """
    if failures == 0:
        return math.ceil(math.log(alpha) / math.log1p(-below) - 1e-12)
    low, high = failures, math.ceil(exposure_needed(below, failures, alpha)) + failures + 10
    while high - low > 1:
        middle = (low + high) // 2
        shown = share_below(failures, middle, alpha) <= below
        low, high = (low, middle) if shown else (middle, high)
    return high


def exposure_needed(below: float, failures: int = 0, alpha: float = 0.05) -> float:
    """Exposure that shows a Poisson rate to be below, when so many failures may come."""
    return float(gammaincinv(failures + 1, 1 - alpha)) / below


def share_below(failures: float, n: float, alpha: float = 0.05) -> float:
    """One-sided upper limit of a share (Clopper & Pearson 1934)."""
    return float(betaincinv(failures + 1, n - failures, 1 - alpha)) if failures < n else 1.0


def failures_allowed(below: float, n: float, *, exposure: bool, alpha: float = 0.05) -> int:
    """Most failures among n observations (or over an exposure) that still show it; -1 if none."""
    allowed = -1
    while True:
        failures = allowed + 1
        needed = (exposure_needed if exposure else observations_needed)(below, failures, alpha)
        if needed > n * (1 + 1e-12):
            return allowed
        allowed = failures


def clean_by_luck(before: Share, alpha: float = 0.05) -> int | None:
    """Observations in a row without a failure that come by luck in less than 1 of 20 cases.

    The rate before is uncertain itself: predicted from Jeffreys' prior, Beta(1/2, 1/2).

    References
    ----------
    Aitchison & Dunsmore (1975), Statistical Prediction Analysis, table 2.3 (beta-binomial).
    """
    k, n = before[0] + PRIOR, before[1] - before[0] + PRIOR

    def chance(m: int) -> float:
        return math.exp(float(betaln(k, n + m) - betaln(k, n)))

    high = 1
    while chance(high) > alpha:
        high *= 2
        if high > LONGEST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if chance(middle) > alpha else (low, middle)
    return high


def exposure_by_luck(before: Rate, alpha: float = 0.05) -> float:
    """The same over an exposure: gamma prediction with Jeffreys' prior."""
    k, exposure = before[0] + PRIOR, before[1]
    return float(exposure * (alpha ** (-1 / k) - 1))
