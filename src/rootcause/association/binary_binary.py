"""A binary outcome and a binary candidate: the table of four counts."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from rootcause.association.intervals import Interval, critical, log_odds, risks
from rootcause.association.measures import Measure, Reading
from rootcause.association.prepare import Pair
from rootcause.results import EffectSize
from rootcause.variables import Kind


class Fourfold(NamedTuple):
    """How often the outcome happened with the candidate and without it."""

    happened_with: int
    with_it: int
    happened_without: int
    without: int

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """With it: happened, did not; without it: happened, did not."""
        a, n1, c, n0 = self
        return a, n1 - a, c, n0 - c


def fourfold(happened: np.ndarray, exposed: np.ndarray) -> Fourfold:
    """Count two boolean columns."""
    with_it, both = int(exposed.sum()), int((happened & exposed).sum())
    return Fourfold(both, with_it, int(happened.sum()) - both, exposed.size - with_it)


def risk_difference(table: Fourfold, level: str = "", looks: int = 1) -> EffectSize:
    """Share with the candidate less share without it, interval by its score."""
    a, n1, c, n0 = table
    interval = risks((a, n1), (c, n0), critical(looks=looks))
    return EffectSize("risk difference", a / n1 - c / n0, *interval, level=level)


def odds_ratio(table: Fourfold) -> EffectSize:
    """Odds ratio with a half added to each cell, so that it is finite; interval by its score.

    Where the score leaves an end open, the end is that of the logarithm.

    References
    ----------
    Gart (1966), Biometrika 53:301; Miettinen & Nurminen (1985), Stat. Med. 4:213.
    """
    a, b, c, d = (cell + 0.5 for cell in table.cells)
    log = math.log(a * d / (b * c))
    half = critical() * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    score = log_odds((table[0], table[1]), (table[2], table[3]), critical())
    low = score.low if math.isfinite(score.low) else log - half
    high = score.high if math.isfinite(score.high) else log + half
    interval = Interval(math.exp(min(low, log)), math.exp(max(high, log)))
    return EffectSize("odds ratio", math.exp(log), *interval, null=1.0)


def of_pair(pair: Pair) -> Fourfold:
    """The table of a pair of two-valued columns; the upper value is what is counted."""
    both, exposed, happened, n = pair.fourfold
    return Fourfold(both, exposed, happened - both, n - exposed)


def fisher(pair: Pair) -> Reading:
    """Fisher's exact test; the sample odds ratio is its statistic."""
    table = of_pair(pair)
    a, b, c, d = table.cells
    ratio = a * d / (b * c) if b * c else (math.inf if a * d else math.nan)
    return Reading(ratio, risk_difference(table), (odds_ratio(table),))


def chi2(pair: Pair) -> Reading:
    """Pearson's chi-square without correction for continuity."""
    from scipy.stats import chi2_contingency

    table = of_pair(pair)
    found = chi2_contingency(np.reshape(table.cells, (2, 2)), correction=False)
    return Reading(
        float(found.statistic), risk_difference(table), (odds_ratio(table),), float(found.pvalue)
    )


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
    Measure("chi2", BINARY, BINARY, chi2, "risk difference", False, "Pearson 1900"),
)
