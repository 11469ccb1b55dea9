"""Both sides can be ranked: rank correlations."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtr, stdtrit

from rootcause.association import jackknife
from rootcause.association.curves import Floats, midranks
from rootcause.association.grids import Grid, places_of
from rootcause.association.intervals import LEVEL, Interval, correlation
from rootcause.association.measures import ORDERED, Measure, Reading, each, finite, unit_of, widened
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind

FEWEST = 3  # observations that have no interval
LEAST = 0.5  # of the variance for normal columns, however alike the values seen
ROUNDING = 1e-12  # of 1 - r², for a correlation of 1
MOST_CELLS = 1_000_000


def product_moment(one: Floats, two: Floats) -> float:
    """Pearson's correlation; NaN where a side does not vary."""
    one, two = one - one.mean(), two - two.mean()
    norm = math.sqrt(float(one @ one)) * math.sqrt(float(two @ two))
    return float(np.clip(one @ two / norm, -1, 1)) if norm > 0 else math.nan


def rho(one: Floats, two: Floats) -> EffectSize:
    """Spearman's rank correlation.

    References
    ----------
    Croux & Dehon (2010), Stat. Methods Appl. 19:497, for its variance; Bonett & Wright (2000),
    Psychometrika 65:23, for the least that is believed.
    """
    value = product_moment(*midranks(np.stack([one, two])))
    if one.size <= FEWEST:
        return EffectSize("rho", value, math.nan, math.nan)
    supposed = (1 + value**2 / 2) / (one.size - 3)
    interval = _of_ranks(value, jackknife.of_rho(one, two), supposed, one.size)
    return EffectSize("rho", value, *interval)


def pearson_r(one: Floats, two: Floats) -> EffectSize:
    """Pearson's correlation, interval by Fisher's z (1921) and the jackknife; NaN of infinities."""
    if not finite(one, two):
        return EffectSize("r", math.nan, math.nan, math.nan)
    one, two = one / unit_of(one), two / unit_of(two)
    return r_of(product_moment(one, two), one, two, one.size)


def r_of(value: float, one: Floats, two: Floats, n: int) -> EffectSize:
    """The same where it is known of n observations, of which these are some."""
    if one.size <= FEWEST or math.isnan(value):
        return EffectSize("r", value, math.nan, math.nan)
    seen = jackknife.of_r(one, two)
    variance = max(seen.variance * one.size / n, LEAST / (n - 3))
    df = seen.df * (n - 3) / (one.size - 3)
    quantile = float(stdtrit(max(df, 1.0), (1 + LEVEL) / 2))
    low, high = correlation(value, variance, quantile)
    return EffectSize("r", value, min(low, value), max(high, value))


def tau_b(one: Floats, two: Floats) -> EffectSize:
    """Kendall's tau-b, interval by Fisher's z and the jackknife.

    References
    ----------
    Kendall (1945), Biometrika 33:239; Fieller, Hartley & Pearson (1957), Biometrika 44:470, for
    the least variance that is believed.
    """
    value = _tau_b(one, two)
    if one.size <= FEWEST + 1:
        return EffectSize("tau-b", value, math.nan, math.nan)
    interval = _of_ranks(value, jackknife.of_tau(one, two), 0.437 / (one.size - 4), one.size)
    return EffectSize("tau-b", value, *interval)


def _of_ranks(value: float, variance: float, supposed: float, n: int) -> Interval:
    """Interval of a rank correlation, also where the ranks agree in every pair."""
    most = 1 - 2 / n**2
    inside = math.copysign(min(abs(value), most), value)
    low, high = correlation(inside, max(variance, LEAST * supposed))
    return Interval(min(low, value), max(high, value))


def _tau_b(one: Floats, two: Floats) -> float:
    """From the table of the distinct values, if it has not many more cells than there are rows."""
    n = one.size
    left, right = (np.unique(side, return_inverse=True)[1] for side in (one, two))
    shape = int(left.max()) + 1, int(right.max()) + 1
    if shape[0] * shape[1] > MOST_CELLS + 8 * n:
        from scipy.stats import kendalltau

        return float(kendalltau(one, two).statistic)
    counts = np.bincount(left * shape[1] + right, minlength=shape[0] * shape[1]).reshape(shape)
    return tau_of(counts.astype(np.float64))


def tau_of(counts: Floats) -> float:
    """Kendall's tau-b of a table of counts, both sides in their order."""
    n = float(counts.sum())
    below = np.cumsum(np.cumsum(counts, axis=0), axis=1)
    concordant = float(np.sum(counts[1:, 1:] * below[:-1, :-1]))
    beside = np.cumsum(np.cumsum(counts[:, ::-1], axis=0), axis=1)[:, ::-1]
    discordant = float(np.sum(counts[1:, :-1] * beside[:-1, 1:]))
    pairs = n * (n - 1) / 2
    ties = [float(np.sum(side * (side - 1)) / 2) for side in (counts.sum(1), counts.sum(0))]
    return (concordant - discordant) / math.sqrt((pairs - ties[0]) * (pairs - ties[1]))


def spearman_and_curve(pair: Pair) -> Reading:
    """Spearman's rho; p from it and a curve of the candidate's ranks together."""
    if isinstance(pair, Grid):
        effect = grid_rho(pair)
        return Reading(effect.value, effect, pair.means)
    sides = pair.outcome.values, pair.candidate.values
    effect = rho(*sides)
    return Reading(effect.value, effect, (pearson_r(*sides),))


def kendall_and_curve(pair: Pair) -> Reading:
    """Kendall's tau-b; p from the rank correlation and a curve of the ranks together."""
    if isinstance(pair, Grid):
        effect = grid_tau(pair)
        return Reading(effect.value, effect, (grid_rho(pair),))
    sides = pair.outcome.values, pair.candidate.values
    effect = tau_b(*sides)
    return Reading(effect.value, effect, (rho(*sides),))


def grid_rho(grid: Grid) -> EffectSize:
    """Spearman's rho of counts; how far it varies is seen in some of the observations."""
    one, two = (places_of(sizes) - (grid.n + 1) / 2 for sizes in grid.sizes)
    norm = math.sqrt(float(one**2 @ grid.sizes[0])) * math.sqrt(float(two**2 @ grid.sizes[1]))
    value = float(np.clip(one @ grid.counts @ two / norm, -1, 1))
    share = grid.some[0].size / grid.n
    seen = jackknife.of_rho(*grid.some) * share if grid.some[0].size > FEWEST else 0.0
    supposed = (1 + value**2 / 2) / (grid.n - 3)
    return widened(EffectSize("rho", value, *_of_ranks(value, seen, supposed, grid.n)), grid.slack)


def grid_tau(grid: Grid) -> EffectSize:
    """Kendall's tau-b of counts; how far it varies is seen in some of the observations.

    Pairs of observations of one bin are left open: as many as the ties of bins.
    """
    value = tau_of(grid.counts.astype(np.float64))
    share = grid.some[0].size / grid.n
    seen = jackknife.of_tau(*grid.some) * share if grid.some[0].size > FEWEST else 0.0
    interval = _of_ranks(value, seen, 0.437 / (grid.n - 4), grid.n)
    return widened(EffectSize("tau-b", value, *interval), grid.tied_in_bins)


def spearman(pair: Pair) -> Reading:
    """Spearman's rho with the p-value of Student's t."""
    return _by_student(pair, rho(pair.outcome.values, pair.candidate.values))


def pearson(pair: Pair) -> Reading:
    """Pearson's r with the p-value of Student's t."""
    return _by_student(pair, pearson_r(pair.outcome.values, pair.candidate.values))


def _by_student(pair: Pair, effect: EffectSize) -> Reading:
    df = pair.n - 2
    room = 1 - effect.value**2
    t = abs(effect.value) * math.sqrt(df / room) if df > 0 and room > ROUNDING else math.inf
    return Reading(effect.value, effect, pvalue=float(2 * stdtr(df, -t)) if df > 0 else 1.0)


def kendall(pair: Pair) -> Reading:
    """Kendall's tau-b, its p-value exact where there are few rows and no ties."""
    from scipy.stats import kendalltau

    found = kendalltau(pair.outcome.values, pair.candidate.values)
    effect = tau_b(pair.outcome.values, pair.candidate.values)
    return Reading(effect.value, effect, pvalue=float(found.pvalue))


NUMERIC, ORDINAL = (Kind.NUMERIC,), (Kind.ORDINAL,)
KENDALL = "Kendall 1945; Fieller, Hartley & Pearson 1957"
ROWS = (
    Measure(
        "spearman+curve",
        NUMERIC,
        NUMERIC,
        each(spearman_and_curve),
        "rho",
        True,
        "Spearman 1904; Bonett & Wright 2000",
    ),
    Measure("kendall+curve", ORDINAL, ORDERED, each(kendall_and_curve), "tau-b", True, KENDALL),
    Measure("kendall+curve", NUMERIC, ORDINAL, each(kendall_and_curve), "tau-b", True, KENDALL),
    Measure("spearman", ORDERED, ORDERED, each(spearman), "rho", False, "Spearman 1904"),
    Measure("pearson", NUMERIC, NUMERIC, each(pearson), "r", False, "Pearson 1896; Fisher 1921"),
    Measure("kendall", ORDERED, ORDERED, each(kendall), "tau-b", False, KENDALL),
)
