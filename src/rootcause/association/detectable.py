"""What so few observations would have shown, so that "no evidence" is not read as "no effect"."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import chdtri, chndtr, ndtri

from rootcause.association.measures import LABELS
from rootcause.association.prepare import Pair, paired
from rootcause.variables import Column, Kind

POWER = 0.8


def detectable(outcome: Column, candidate: Column, alpha: float, power: float = POWER) -> float:
    """Smallest effect, on the axis from -1 to 1, that would have been shown with this power.

    Of the candidate's directional test alone at level `alpha`, not corrected for multiplicity:
    a risk difference, a probability of superiority as 2p - 1, a rank correlation, Cramér's V or
    epsilon-squared. Large-sample formulas; 1 where nothing smaller would do.

    Parameters
    ----------
    outcome, candidate
        Columns of the same observations.
    alpha
        Level of the test.
    power
        Chance of showing it.

    References
    ----------
    Noether (1987), J. Am. Stat. Assoc. 82:645; Cohen (1988), Statistical Power Analysis.
    """
    return detectable_in(paired(outcome, candidate), alpha, power)


def detectable_in(pair: Pair, alpha: float, power: float = POWER) -> float:
    """The same, of a pair."""
    if not pair.varies or pair.n < 4:
        return math.nan
    kinds = pair.outcome.variable.kind, pair.candidate.variable.kind
    quantile = float(ndtri(1 - alpha / 2) + ndtri(power))
    if Kind.NOMINAL in kinds:
        return _of_groups(pair, alpha, power)
    if Kind.BINARY in kinds:
        return _of_two(pair, quantile, both=kinds == (Kind.BINARY, Kind.BINARY))
    reach = math.tanh(quantile * math.sqrt(1.06 / (pair.n - 3)))
    return reach if Kind.ORDINAL not in kinds else 2 / math.pi * math.asin(reach)


def _of_two(pair: Pair, quantile: float, *, both: bool) -> float:
    if not both:
        tally = pair.tally
        rank_sum = (tally.n + 1) / (12 * tally.m * (tally.n - tally.m))
        return min(1.0, 2 * quantile * math.sqrt(rank_sum * tally.ties))
    _, exposed, happened, n = pair.fourfold
    spread = happened * (n - happened) / (n * exposed * (n - exposed))
    return min(1.0, quantile * math.sqrt(spread))


def _of_groups(pair: Pair, alpha: float, power: float) -> float:
    labelled = all(one.variable.kind in LABELS for one in (pair.outcome, pair.candidate))
    counts = _levels(pair.outcome), pair.crossed.seen if labelled else _levels(pair.candidate)
    needed = _noncentrality(math.prod(count - 1 for count in counts), alpha, power)
    if labelled:
        return min(1.0, math.sqrt(needed / pair.n / (min(counts) - 1)))
    return needed / (needed + pair.n)


def _levels(column: Column) -> int:
    """How many levels occur; of what is not nominal, the two sides of it."""
    nominal = column.variable.kind is Kind.NOMINAL
    return int(np.count_nonzero(np.bincount(column.values.astype(np.intp)))) if nominal else 2


@lru_cache(maxsize=256)
def _noncentrality(df: int, alpha: float, power: float) -> float:
    bar = float(chdtri(df, alpha))
    low, high = 0.0, 100.0 + 10 * df
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if chndtr(bar, df, middle) < 1 - power else (middle, high)
    return high
