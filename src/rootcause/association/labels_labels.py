"""Labels on both sides, more than two on one: Cramér's V and the level that stands out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc

from rootcause.association.binary_binary import Fourfold, risk_differences
from rootcause.association.curves import Floats
from rootcause.association.intervals import UNKNOWN, Interval, noncentral_chi2, stretched
from rootcause.association.jackknife import of_phi2
from rootcause.association.measures import LABELS, Measure, Reading, each
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind

CRAMER = "Cramér's V"


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


def cramers_v(tables: Sequence[Floats], levels: Sequence[str] = ()) -> list[EffectSize]:
    """Cramér's V corrected for bias, interval by the noncentral chi-square.

    The interval is stretched to the variance of a table of such shares.

    References
    ----------
    Bergsma (2013), J. Korean Stat. Soc. 42:323; Smithson (2003), Confidence Intervals.
    """
    statistics = np.array([chi_square(counts) for counts in tables])
    df = np.array([(counts.shape[0] - 1.0) * (counts.shape[1] - 1) for counts in tables])
    edges = zip(*(edge.tolist() for edge in noncentral_chi2(statistics, df)), strict=True)
    told = zip(tables, statistics.tolist(), edges, levels or repeat(""), strict=False)
    return [
        _cramers_v(counts, statistic, Interval(*nc), level) for counts, statistic, nc, level in told
    ]


def _cramers_v(counts: Floats, statistic: float, edges: Interval, level: str) -> EffectSize:
    n, (r, c) = float(counts.sum()), counts.shape
    df = (r - 1) * (c - 1)
    room = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    if room <= 0:
        return EffectSize(CRAMER, math.nan, *UNKNOWN, level=level)
    phi2 = max(0.0, statistic / n - df / (n - 1))
    value = min(1.0, math.sqrt(phi2 / room))
    supposed = Interval(*(min(1.0, math.sqrt(nc / n / (min(r, c) - 1))) for nc in edges))
    ratio = of_phi2(counts) / ((2 * df + 4 * n * phi2) / n**2)
    low, high = stretched(value, supposed, ratio)
    return EffectSize(CRAMER, value, min(low, value), max(high, value), level=level)


def chi2_and_level(pairs: Sequence[Pair]) -> list[Reading]:
    """Pearson's chi-square; p from it and the level that stands out together."""
    tables = [pair.crossed.counts for pair in pairs]
    cells = [_standout(pair) for pair in pairs]
    levels = [_named(pair, cell) for pair, cell in zip(pairs, cells, strict=True)]
    looks = [one.size // 2 if min(one.shape) == 2 else one.size for one in tables]
    fourfolds = np.array([_fourfold(*one) for one in zip(tables, cells, strict=True)])
    risks = risk_differences(Fourfold(*fourfolds.T), levels, np.array(looks))
    told = zip(tables, cramers_v(tables, levels), risks, strict=True)
    return [Reading(chi_square(counts), effect, (risk,)) for counts, effect, risk in told]


def _standout(pair: Pair) -> Standout:
    """The cell that is told: of two classes or levels always the upper one."""
    cell = standout(pair.crossed.counts)
    if pair.outcome.variable.kind is Kind.BINARY:
        cell = Standout(1, cell.candidate)
    return cell if len(pair.crossed.levels) > 2 else Standout(cell.outcome, 1)


def _named(pair: Pair, cell: Standout) -> str:
    _, classes, levels = pair.crossed
    return levels[cell.candidate] if len(levels) > 2 else classes[cell.outcome]


def _fourfold(counts: Floats, cell: Standout) -> tuple[float, ...]:
    both, happened = float(counts[cell]), float(counts[cell.outcome].sum())
    with_it = float(counts[:, cell.candidate].sum())
    return both, with_it, happened - both, float(counts.sum()) - with_it


def chi2(pair: Pair) -> Reading:
    """Pearson's chi-square with its large-sample p-value."""
    counts, _, _ = pair.crossed
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return chi2_and_level([pair])[0]._replace(pvalue=float(chdtrc(df, chi_square(counts))))


NOMINAL = (Kind.NOMINAL,)
SOURCE = "Pearson 1900; Bergsma 2013; Smithson 2003"
ROWS = (
    Measure("chi2+level", LABELS, NOMINAL, chi2_and_level, CRAMER, True, SOURCE),
    Measure("chi2+level", NOMINAL, (Kind.BINARY,), chi2_and_level, CRAMER, True, SOURCE),
    Measure("chi2", LABELS, NOMINAL, each(chi2), CRAMER, False, SOURCE),
    Measure("chi2", NOMINAL, (Kind.BINARY,), each(chi2), CRAMER, False, SOURCE),
)
