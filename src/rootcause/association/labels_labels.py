"""Labels on both sides, more than two on one: Cramér's V and the level that stands out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc

from rootcause.association.binary_binary import Fourfold, risk_differences
from rootcause.association.crossings import Crossings
from rootcause.association.curves import Floats
from rootcause.association.intervals import UNKNOWN, Interval, noncentral_chi2, stretched
from rootcause.association.measures import LABELS, Measure, Reading, each
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind

CRAMER = "Cramér's V"


def cramers_v(tables: Sequence[Floats], levels: Sequence[str] = ()) -> list[EffectSize]:
    """Cramér's V corrected for bias, interval by the noncentral chi-square.

    The interval is stretched to the variance of a table of such shares.

    References
    ----------
    Bergsma (2013), J. Korean Stat. Soc. 42:323; Smithson (2003), Confidence Intervals.
    """
    return _cramers(Crossings.of(tables), levels)


def _cramers(tables: Crossings, levels: Sequence[str]) -> list[EffectSize]:
    statistics, n = tables.chi_square, tables.sums(tables.counts)
    edges = noncentral_chi2(statistics, (tables.shapes - 1.0).prod(axis=1))
    facts = tables.shapes, n, statistics, tables.phi2_variance, np.stack(edges, axis=1)
    each = zip(*(one.tolist() for one in facts), strict=True)
    told = zip(each, levels or repeat(""), strict=False)
    return [EffectSize(CRAMER, *_cramers_v(*one), level) for one, level in told]


def _cramers_v(
    shape: Sequence[int], n: float, statistic: float, variance: float, edges: Sequence[float]
) -> tuple[float, float, float]:
    """Value, low and high of one table, given the interval of its noncentrality."""
    r, c = shape
    df = (r - 1) * (c - 1)
    room = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    if room <= 0:
        return math.nan, *UNKNOWN
    phi2 = max(0.0, statistic / n - df / (n - 1))
    value = min(1.0, math.sqrt(phi2 / room))
    supposed = Interval(*(min(1.0, math.sqrt(nc / n / (min(r, c) - 1))) for nc in edges))
    low, high = stretched(value, supposed, variance / ((2 * df + 4 * n * phi2) / n**2), n)
    return value, min(low, value), max(high, value)


def chi2_and_level(pairs: Sequence[Pair]) -> list[Reading]:
    """Pearson's chi-square; p from it and the level that stands out together."""
    tables = Crossings.of([pair.crossed.counts for pair in pairs])
    cells = _standouts(pairs, tables)
    levels = [_named(pair, cell) for pair, cell in zip(pairs, cells, strict=True)]
    down, across = tables.shapes.T
    looks = down * across / np.where(tables.shapes.min(axis=1) == 2, 2, 1)
    risks = risk_differences(_fourfolds(tables, cells), levels, looks)
    told = zip(tables.chi_square.tolist(), _cramers(tables, levels), risks, strict=True)
    return [Reading(statistic, effect, (risk,)) for statistic, effect, risk in told]


class Standout(NamedTuple):
    """The class of the outcome and the level of the candidate that depart most, as indices."""

    outcome: int
    candidate: int


def _standouts(pairs: Sequence[Pair], tables: Crossings) -> list[Standout]:
    """The cell of each that is told: of two classes or levels always the upper one."""
    departs = np.split(np.abs(tables.residuals), tables.starts[1:])
    found = []
    for pair, residuals, across in zip(pairs, departs, tables.shapes[:, 1].tolist(), strict=True):
        outcome, candidate = divmod(int(residuals.argmax()), across)
        binary = pair.outcome.variable.kind is Kind.BINARY
        found.append(Standout(1 if binary else outcome, candidate if across > 2 else 1))
    return found


def _named(pair: Pair, cell: Standout) -> str:
    crossed = pair.crossed
    named = len(crossed.levels) > 2
    return crossed.levels[cell.candidate] if named else crossed.classes[cell.outcome]


def _fourfolds(tables: Crossings, cells: Sequence[Standout]) -> Fourfold:
    """A cell of each against the rest of its table."""
    outcome, candidate = np.array(cells).T
    at = tables.starts + outcome * tables.shapes[:, 1] + candidate
    both, happened, with_it, n = (
        one[at] for one in (tables.counts, tables.in_row, tables.in_column, tables.n)
    )
    return Fourfold(both, with_it, happened - both, n - with_it)


def chi2(pair: Pair) -> Reading:
    """Pearson's chi-square with its large-sample p-value."""
    down, across = pair.crossed.counts.shape
    (found,) = chi2_and_level([pair])
    return found._replace(pvalue=float(chdtrc((down - 1) * (across - 1), found.statistic)))


NOMINAL = (Kind.NOMINAL,)
SOURCE = "Pearson 1900; Bergsma 2013; Smithson 2003"
ROWS = (
    Measure("chi2+level", LABELS, NOMINAL, chi2_and_level, CRAMER, True, SOURCE),
    Measure("chi2+level", NOMINAL, (Kind.BINARY,), chi2_and_level, CRAMER, True, SOURCE),
    Measure("chi2", LABELS, NOMINAL, each(chi2), CRAMER, False, SOURCE),
    Measure("chi2", NOMINAL, (Kind.BINARY,), each(chi2), CRAMER, False, SOURCE),
)
