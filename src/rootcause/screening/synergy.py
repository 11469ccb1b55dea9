"""Two that stand, and act only together: it fails with both, hardly more often with either alone.

Risks that multiply look like this too on the scale of odds, where pairs are scanned. On the scale
of risks there is no doubt: when more happens with both than with the first alone and with the
second alone taken together, some of it needs both.

References
----------
VanderWeele, T. J. & Robins, J. M. (2007). The identification of synergism in the sufficient-
component-cause framework. *Epidemiology* 18, 329-339.
Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general
approach. *Stat. Med.* 27, 1693-1702: limits of a sum of risks from those of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from rootcause.screening.pairs import SHARE, Half, Together, half
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

FEWEST = 5  # rows that each of the four cells needs
ALONE = 0.25  # share of what both do beyond which either alone may not do
FARTHEST = 40.0  # standard deviations beyond which p is 0 to rounding


def only_together(
    outcome: Column, standing: Sequence[Column], *, alpha: float, scanned: int = 0
) -> list[Together]:
    """Pairs of those that stand of which neither is shown to do much without the other.

    Null hypothesis of each p-value: no observation has the outcome only because of both. Assumes
    independent observations, nothing unrecorded behind both, and a binary outcome; of another
    there are no such pairs. The p-value is charged for all pairs looked at, as those scanned are.

    Parameters
    ----------
    outcome
        The outcome, whose event is 1.
    standing
        Candidates that stand, with the same rows.
    scanned
        How many pairs were looked at in another way, and are charged for too.
    """
    if outcome.variable.kind is not Kind.BINARY or len(standing) < 2:
        return []
    pairs = list(combinations([half(outcome, one) for one in standing], 2))
    charge = max(scanned, len(pairs), 1)
    found = []
    for one, other in pairs:
        cells = _cells(outcome, one, other)
        if cells is None or not _alone_little(*cells):
            continue
        pvalue = synergy_pvalue(*cells)
        if pvalue * charge <= SHARE * alpha:
            found.append(Together((one.column.name, other.column.name), pvalue, charge))
    return found


def synergy_pvalue(events: Floats, rows: Floats) -> float:
    """P-value that some of what happens needs both: risk of both over those of either together.

    Parameters
    ----------
    events, rows
        Of observations with neither, the second, the first, and both, shape (4,).
    """

    def lowest(deviate: float) -> float:
        low, high = wilson(events, rows, deviate)
        risks = events / rows
        short = (risks[3] - low[3]) ** 2 + ((high[1:3] - risks[1:3]) ** 2).sum()
        return float(risks[3] - risks[1] - risks[2] - np.sqrt(short))

    if lowest(1e-6) <= 0:
        return 1.0
    at = FARTHEST if lowest(FARTHEST) > 0 else brentq(lowest, 1e-6, FARTHEST)
    return float(2 * ndtr(-at))


def wilson(events: Floats, rows: Floats, deviate: float) -> tuple[Floats, Floats]:
    """Limits of each share, so many standard deviations off (Wilson 1927)."""
    square = deviate**2
    middle = (events + square / 2) / (rows + square)
    reach = deviate * np.sqrt(events * (rows - events) / rows + square / 4) / (rows + square)
    return middle - reach, middle + reach


def _alone_little(events: Floats, rows: Floats) -> bool:
    """Whether either alone is shown to do less than `ALONE` of what both do (90 % limits)."""
    risks = events / rows
    low, high = wilson(events, rows, float(ndtri(0.95)))
    reach = np.sqrt((high[1:3] - risks[1:3]) ** 2 + (risks[0] - low[0]) ** 2)
    return bool((risks[1:3] - risks[0] + reach <= ALONE * (risks[3] - risks[0])).all())


def _cells(outcome: Column, one: Half, other: Half) -> tuple[Floats, Floats] | None:
    """Events and rows with neither, the second, the first, and both; each on its worse side."""
    known = outcome.present & one.column.present & other.column.present
    happened = outcome.values[known] == 1
    sides = []
    for side in (one, other):
        upper = side.upper[known]
        if not upper.any() or upper.all():
            return None
        sides.append(upper if happened[upper].mean() >= happened[~upper].mean() else ~upper)
    place = 2 * sides[0] + sides[1]
    rows = np.bincount(place, minlength=4).astype(np.float64)
    events = np.bincount(place, happened, minlength=4).astype(np.float64)
    return (events, rows) if rows.min() >= FEWEST else None
