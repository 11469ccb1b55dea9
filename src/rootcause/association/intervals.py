"""Confidence intervals of effect sizes, each on its own scale; of many at once, by arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import chndtr, fdtr, ncfdtr, ndtri

from rootcause.association.arrays import stacked
from rootcause.association.curves import Floats

LEVEL = 0.95
CLOSE = 1e-10  # a relative step of the search, after which its error is far smaller
CLOSE_TO_SQUARE = 1e-7  # the same of Newton's, after which its error is about the square
STEPS = 80  # far more than any search has needed
LEAST = 0.5  # of the supposed variance, however even the values seen
STRETCH = (0.5, 6.0)  # a variance ratio outside is not believed
DOUBT = 2.4  # in n rows so many nths less of a variance below the supposed one is believed

Numbers = Floats | float
Counts = tuple[Numbers, Numbers]  # how often it happened, of how many


class Interval(NamedTuple):
    """From low to high."""

    low: float
    high: float


class Intervals(NamedTuple):
    """From low to high, of many; arrays of one shape."""

    low: Floats
    high: Floats

    def told(self, values: Floats) -> list[tuple[float, float, float]]:
        """Value, low and high of each."""
        return list(zip(values.tolist(), self.low.tolist(), self.high.tolist(), strict=True))


UNKNOWN = Interval(math.nan, math.nan)


def critical(level: float = LEVEL, looks: Numbers = 1) -> Floats:
    """Two-sided normal quantile; of several looks together, each is widened (Bonferroni)."""
    return np.asarray(-ndtri((1 - level) / (2 * np.asarray(looks))))


def superiority(
    value: Numbers,
    sizes: tuple[Numbers, Numbers],
    critical: Numbers,
    variance: Numbers = 0.0,
) -> Intervals:
    """Interval of a probability of superiority (AUC).

    Inverts the score statistic with the variance of Hanley & McNeil (1982), so that it neither
    collapses nor leaves [0, 1] where the groups are fully apart. Where the variance seen is
    another, as in groups of unequal spread, the supposed one is changed in proportion.

    Parameters
    ----------
    value
        The estimate.
    sizes
        Of the two groups.
    critical
        Quantile of the normal or of Student's distribution.
    variance
        Of the estimate as seen; 0 where nothing was.

    References
    ----------
    Newcombe (2006), Stat. Med. 25:559, method 5.
    """
    value = np.asarray(value)
    supposed = _supposed_variance(value, sizes)
    seen = np.maximum(LEAST, variance / np.where(supposed > 0, supposed, np.inf))
    other = np.where((supposed > 0) & (np.asarray(variance) > 0), seen, 1.0)

    def excess(theta: Floats) -> Floats:
        spread = np.sqrt(other * _supposed_variance(theta, sizes))
        return np.asarray(np.abs(value - theta) - critical * spread)

    return _edges(excess, value, 0.0, 1.0)


def spread_of_one(theta: Floats) -> Floats:
    """Variance of the place of one value among the other group (Hanley & McNeil 1982)."""
    both_ways = theta * (1 - theta)
    return np.asarray(both_ways * (1 + 2 * both_ways) / (4 + 2 * both_ways))


def _supposed_variance(theta: Floats, sizes: tuple[Numbers, Numbers]) -> Floats:
    both = theta * (1 - theta) + (sizes[0] + sizes[1] - 2) * spread_of_one(theta)
    return np.asarray(both / (sizes[0] * sizes[1]))


def correlation(value: float, variance: float, quantile: float | None = None) -> Interval:
    """Interval of a correlation from its variance on Fisher's z scale."""
    if not variance > 0 or not math.isfinite(variance):
        return UNKNOWN
    if abs(value) >= 1:
        value = math.copysign(1 - 1e-15, value)
    half = (critical() if quantile is None else quantile) * math.sqrt(variance)
    return Interval(math.tanh(math.atanh(value) - half), math.tanh(math.atanh(value) + half))


def noncentral_chi2(statistic: Numbers, df: Numbers) -> Intervals:
    """Interval of the noncentrality of a chi-square statistic (Steiger 2004)."""
    statistic = np.asarray(statistic, dtype=np.float64)
    most = statistic + 20 * np.sqrt(statistic + df) + 50
    return _noncentrality(lambda nc: np.asarray(chndtr(statistic, df, nc)), df, most)


class Between(NamedTuple):
    """What a sum of squares between groups comes to by chance: so many times a chi-square.

    Attributes
    ----------
    df
        Degrees of freedom of the chi-square.
    rest
        Those of the mean square within groups.
    unit
        What the chi-square is multiplied by, in mean squares within groups; 1 where all groups
        spread alike.
    """

    df: float
    rest: int
    unit: float = 1.0


def share_explained(share: float, between: Between, n: int) -> Interval:
    """Interval of an R² with fixed groups, by the noncentral F (Steiger 2004)."""
    df, rest, unit = between
    if rest < 1:
        return UNKNOWN
    if share >= 1:
        return Interval(math.nan, 1.0)
    f = share / (df * unit) / ((1 - share) / rest)
    most = 4 * (f * df + df + 25) * (1 + 10 / math.sqrt(rest))
    edges = _noncentrality(lambda nc: _noncentral_f(df, rest, nc, f), df, np.asarray(most))
    return Interval(*(float(nc * unit / (nc * unit + n)) for nc in edges))


def _noncentral_f(df: float, rest: int, nc: Floats, f: float) -> Floats:
    """Chance of no more than f; by Patnaik (1949), Biometrika 36:202, where scipy gives none.

    It gives none of some noncentralities above 3,000, where Patnaik's errs by less than .0005.
    """
    chance = ncfdtr(df, rest, nc, f)
    if not np.isnan(chance).any():
        return np.asarray(chance)
    near = fdtr((df + nc) ** 2 / (df + 2 * nc), rest, f / (1 + nc / df))
    return np.where(np.isnan(chance), near, chance)


def _noncentrality(chance: Callable[[Floats], Floats], df: Numbers, most: Floats) -> Intervals:
    """Where the chance of no more than was seen, which falls, leaves a tail on either side.

    Sought on the root of the noncentrality and the degrees of freedom, where it is nearly a line.
    """
    tail = (1 - LEVEL) / 2
    tails = stacked(np.full(most.shape, 1 - tail), tail)
    most = np.where(chance(np.zeros(most.shape)) < tails, 0.0, most)
    normal = ndtri(tails)

    def noncentrality(root: Floats) -> Floats:
        return np.maximum(root * root - df, 0.0)

    def excess(root: Floats) -> Floats:
        chances = np.minimum(np.maximum(chance(noncentrality(root)), 1e-300), 1 - 1e-16)
        return np.asarray(normal - ndtri(chances))

    least = np.sqrt(df + np.zeros(tails.shape))
    found = noncentrality(_turns(excess, least, np.sqrt(most + df)))
    return Intervals(*np.where(most > 0, found, 0.0))


def stretched(value: float, interval: Interval, ratio: float, n: float) -> Interval:
    """An interval between 0 and 1 for a variance that is another than supposed, on the z scale.

    An interval that begins at 0 goes on doing so, and isn't made narrower.
    """
    wide = math.sqrt(min(max(ratio, STRETCH[0] + DOUBT / n), STRETCH[1]))
    centre, low, high = (math.atanh(min(one, 1 - 1e-15)) for one in (value, *interval))
    above = centre + (high - centre) * (wide if low > 0 else max(1.0, wide))
    below = centre - (centre - low) * wide if low > 0 else 0.0
    return Interval(math.tanh(max(below, 0.0)), math.tanh(above) if interval.high < 1 else 1.0)


def risks(first: Counts, second: Counts, z: Numbers) -> Intervals:
    """Interval of a difference of proportions, each given as (happened, n), by its score.

    At an edge both proportions are pulled towards each other by one force (the multiplier of
    Lagrange) until their likeliest values lie z standard errors from what was seen. The square of
    that distance grows with the force ever faster, so that Newton's steps come down to it.

    References
    ----------
    Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    (a, m), (c, k) = first, second
    seen = _table(a, k - c, m - a, c)
    n = _table(m, k, m, k)
    edges = _likeliest_sum(seen, n, z**2 * (m + k) / (m + k - 1)) - 1
    return Intervals(edges[0], -edges[1])


def _table(*cells: Numbers) -> Floats:
    """Four numbers as two by two, for the low edge and for the high; shape (2, 2, ...)."""
    whole = stacked(*cells)
    return whole.reshape(2, 2, *whole.shape[1:])


def _likeliest_sum(seen: Floats, n: Floats, far: Numbers) -> Floats:
    """Sum of two proportions lowered until the square of their score is so far; shape (2, ...)."""
    share = seen / n
    free = share * (1 - share)
    sums, room, wide = seen.sum(axis=1), free.sum(axis=1), (free * n).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        straight = (far + sums) / share.sum(axis=1)
        curved = (far + np.sqrt(far**2 + 4 * far * wide)) / (2 * room)

        def step(force: Floats) -> Floats:
            share, root = _pulled(seen, n, force)
            flow = share * (1 - share) * force[:, None]
            slope = (flow / n + flow / root).sum(axis=1)
            return np.asarray(((flow / n).sum(axis=1) * force - far) / slope)

        force = _came_down(step, np.where(sums > 0, np.fmin(straight, curved), 0.0))
    return np.asarray(_pulled(seen, n, force)[0].sum(axis=1))


def _pulled(seen: Floats, n: Floats, force: Floats) -> tuple[Floats, Floats]:
    """The likeliest proportions under a force downwards, and the root that they are found by."""
    force = force[:, None]
    root = np.sqrt((force - n) ** 2 + 4 * force * (n - seen))
    return 2 * seen / (force + n + root), root


def log_odds(first: Counts, second: Counts, z: Numbers) -> Intervals:
    """Interval of a log odds ratio, the proportions as (happened, n), by its score.

    Infinite where no odds ratio, however extreme, is refused; NaN where all or none happened.
    Found by how many observations an edge moves from one diagonal of the table to the other.

    References
    ----------
    Cornfield (1956); Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    (a, m), (c, k) = first, second
    losing = _table(a, k - c, m - a, c)
    gaining = losing[::-1]
    far = z**2 * (m + k) / (m + k - 1)

    def step(moved: Floats) -> Floats:
        less, more = 1 / (losing - moved[:, None]), 1 / (gaining + moved[:, None])
        weight, growth = (less + more).sum(axis=1), (less**2 - more**2).sum(axis=1)
        slope = moved * (2 * weight + moved * growth)
        return np.asarray((moved**2 * weight - far) / slope)

    with np.errstate(divide="ignore", invalid="ignore"):
        most = (np.sqrt(far**2 + 4 * far * losing.min(axis=1)) - far) / 2
        moved = _came_down(step, np.minimum(most, np.sqrt(far * (m + k)) / 4))[:, None]
        logs = np.log((losing - moved) / (gaining + moved)).sum(axis=1)
    return Intervals(logs[0], -logs[1])


def _came_down(step: Callable[[Floats], Floats], start: Floats) -> Floats:
    """Where Newton's steps down end; what starts at 0 stays there."""
    at = start
    for _ in range(STEPS):
        down = np.where(start > 0, step(at), 0.0)
        at = at - down
        if (np.abs(down) <= CLOSE_TO_SQUARE * at).all():
            break
    return at


def _edges(
    excess: Callable[[Floats], Floats], inside: Floats, low: Numbers, high: Numbers
) -> Intervals:
    """Where functions turn positive on the way from inside to either side."""
    inside = stacked(inside, inside)
    outside = np.empty_like(inside)
    outside[0], outside[1] = low, high
    return Intervals(*_turns(excess, inside, outside))


def _turns(excess: Callable[[Floats], Floats], inside: Floats, outside: Floats) -> Floats:
    """Where functions turn positive on the way from inside to outside; outside if they don't.

    References
    ----------
    Anderson & Björck (1973), BIT 13:253: false position, the end that stays weighed down. The
    first guess is where a function of slope 1 would turn.
    """
    far, beyond = outside, excess(outside)
    last, before = inside, excess(inside)
    before = np.where(before < 0, before, -beyond)  # it may be 0 where it begins
    room = outside - inside
    settled = (beyond <= 0) | (room == 0)
    near = np.where(-before < np.abs(room), np.copysign(before, room), room / 2)
    at = np.where(settled, outside, inside + near)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(STEPS):
            found = excess(at)
            turned = (found > 0) != (before > 0)
            weight = 1 - found / before
            beyond = np.where(turned, before, beyond * np.where(weight > 0, weight, 0.5))
            far = np.where(turned, last, far)
            step = np.where(settled | (found == 0), 0.0, found * (far - at) / (found - beyond))
            last, before, at = at, found, at + step
            settled |= np.abs(step) <= CLOSE * np.abs(at)
            if settled.all():
                break
    return at
