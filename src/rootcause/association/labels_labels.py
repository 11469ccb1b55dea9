"""Labels on both sides, more than two on one: Cramér's V and the level that stands out."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc

from rootcause.association.binary_binary import Fourfold, risk_difference
from rootcause.association.curves import Floats
from rootcause.association.intervals import UNKNOWN, Interval, noncentral_chi2, stretched
from rootcause.association.jackknife import of_phi2
from rootcause.association.measures import LABELS, Measure, Reading
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind


class Standout(NamedTuple):
    """The class of the outcome and the level of the candidate that depart most, as indices."""

    outcome: int
    candidate: int


def chi_square(counts: Floats) -> float:
    """Pearson's statistic."""
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    return float(np.sum((counts - expected) ** 2 / expected))


def standout(counts: Floats) -> Standout:
    """The cell with the greatest adjusted residual (Haberman 1973)."""
    n = counts.sum()
    rows, columns = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True)
    residual = (counts - rows * columns / n) / np.sqrt(
        rows * columns * (1 - rows / n) * (1 - columns / n)
    )
    place = np.unravel_index(np.argmax(np.abs(residual)), counts.shape)
    return Standout(int(place[0]), int(place[1]))


def cramers_v(counts: Floats, level: str) -> EffectSize:
    """Cramér's V corrected for bias, interval by the noncentral chi-square.

    The interval is stretched to the variance of a table of such shares.

    References
    ----------
    Bergsma (2013), J. Korean Stat. Soc. 42:323; Smithson (2003), Confidence Intervals.
    """
    n, (r, c) = counts.sum(), counts.shape
    statistic, df = chi_square(counts), (r - 1) * (c - 1)
    room = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    phi2 = max(0.0, statistic / n - df / (n - 1))
    value = min(1.0, math.sqrt(phi2 / room)) if room > 0 else math.nan
    interval = UNKNOWN
    if not math.isnan(value):
        edges = noncentral_chi2(statistic, df)
        supposed = Interval(*(min(1.0, math.sqrt(nc / n / (min(r, c) - 1))) for nc in edges))
        ratio = of_phi2(counts) / ((2 * df + 4 * n * phi2) / n**2)
        low, high = stretched(value, supposed, ratio)
        interval = Interval(min(low, value), max(high, value))
    return EffectSize("Cramér's V", value, *interval, level=level)


def chi2_and_level(pair: Pair) -> Reading:
    """Pearson's chi-square; p from it and the level that stands out together."""
    counts, classes, levels = pair.crossed
    cell = standout(counts)
    if pair.outcome.variable.kind is Kind.BINARY:
        cell = Standout(1, cell.candidate)
    if len(levels) == 2:
        cell = Standout(cell.outcome, 1)
    level = levels[cell.candidate] if len(levels) > 2 else classes[cell.outcome]
    looks = counts.size // 2 if min(counts.shape) == 2 else counts.size
    both, happened = int(counts[cell]), int(counts[cell.outcome].sum())
    with_it = int(counts[:, cell.candidate].sum())
    table = Fourfold(both, with_it, happened - both, pair.n - with_it)
    risk = risk_difference(table, level, looks)
    return Reading(chi_square(counts), cramers_v(counts, level), (risk,))


def chi2(pair: Pair) -> Reading:
    """Pearson's chi-square with its large-sample p-value."""
    counts, _, _ = pair.crossed
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return chi2_and_level(pair)._replace(pvalue=float(chdtrc(df, chi_square(counts))))


NOMINAL = (Kind.NOMINAL,)
SOURCE = "Pearson 1900; Bergsma 2013; Smithson 2003"
ROWS = (
    Measure("chi2+level", LABELS, NOMINAL, chi2_and_level, "Cramér's V", True, SOURCE),
    Measure("chi2+level", NOMINAL, (Kind.BINARY,), chi2_and_level, "Cramér's V", True, SOURCE),
    Measure("chi2", LABELS, NOMINAL, chi2, "Cramér's V", False, SOURCE),
    Measure("chi2", NOMINAL, (Kind.BINARY,), chi2, "Cramér's V", False, SOURCE),
)
