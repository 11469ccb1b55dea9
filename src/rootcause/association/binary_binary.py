"""A binary outcome and a binary candidate: the table of four counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np

from rootcause.association.curves import Floats
from rootcause.association.intervals import Intervals, Numbers, critical, log_odds, risks
from rootcause.association.measures import Measure, Reading, each
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind


class Fourfold(NamedTuple):
    """How often the outcome happened with a candidate and without it, of many; shape (p,) each."""

    happened_with: Floats
    with_it: Floats
    happened_without: Floats
    without: Floats

    @property
    def cells(self) -> tuple[Floats, Floats, Floats, Floats]:
        """With it: happened, did not; without it: happened, did not."""
        a, n1, c, n0 = self
        return a, n1 - a, c, n0 - c


def risk_differences(
    tables: Fourfold, levels: Sequence[str] = (), looks: Numbers = 1
) -> list[EffectSize]:
    """Share with the candidate less share without it, interval by its score."""
    a, n1, c, n0 = tables
    told = risks((a, n1), (c, n0), critical(looks=looks)).told(a / n1 - c / n0)
    return [
        EffectSize("risk difference", *one, level)
        for one, level in zip(told, levels or repeat(""), strict=False)
    ]


def odds_ratios(tables: Fourfold) -> list[EffectSize]:
    """Odds ratio with a half added to each cell, so that it is finite; interval by its score.

    Where the score leaves an end open, the end is that of the logarithm.

    References
    ----------
    Gart (1966), Biometrika 53:301; Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    a, b, c, d = (cell + 0.5 for cell in tables.cells)
    log = np.log(a * d / (b * c))
    half = critical() * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    score = log_odds((tables[0], tables[1]), (tables[2], tables[3]), critical())
    low = np.where(np.isfinite(score.low), score.low, log - half)
    high = np.where(np.isfinite(score.high), score.high, log + half)
    interval = Intervals(np.exp(np.minimum(low, log)), np.exp(np.maximum(high, log)))
    return [EffectSize("odds ratio", *one, null=1.0) for one in interval.told(np.exp(log))]


def tables_of(pairs: Sequence[Pair]) -> Fourfold:
    """The tables of pairs of two-valued columns; the upper value is what is counted."""
    both, exposed, happened, n = np.array([pair.fourfold for pair in pairs], dtype=np.float64).T
    return Fourfold(both, exposed, happened - both, n - exposed)


def fisher(pairs: Sequence[Pair]) -> list[Reading]:
    """Fisher's exact test; the sample odds ratio is its statistic."""
    tables = tables_of(pairs)
    a, b, c, d = tables.cells
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = (a * d / (b * c)).tolist()
    told = zip(ratios, risk_differences(tables), odds_ratios(tables), strict=True)
    return [Reading(ratio, risk, (odds,)) for ratio, risk, odds in told]


def chi2(pair: Pair) -> Reading:
    """Pearson's chi-square without correction for continuity."""
    from scipy.stats import chi2_contingency

    cells = np.array(tables_of([pair]).cells).reshape(2, 2)
    found = chi2_contingency(cells, correction=False)
    return fisher([pair])[0]._replace(statistic=float(found.statistic), pvalue=float(found.pvalue))


BINARY = (Kind.BINARY,)
SOURCE = "Fisher 1935; Miettinen & Nurminen 1985"
ROWS = (
    Measure(
        "fisher",
        BINARY,
        BINARY,
        fisher,
        "risk difference",
        True,
        "Fisher 1935; Miettinen & Nurminen 1985",
    ),
    Measure("chi2", BINARY, BINARY, each(chi2), "risk difference", False, "Pearson 1900"),
)
