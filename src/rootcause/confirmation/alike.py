"""How alike observations of one unit are, and so how many independent ones they are worth.

References
----------
Kish, L. (1965). *Survey Sampling*, section 5.4: the design effect of clusters. Donner, A. & Klar,
N. (2000). *Design and Analysis of Cluster Randomization Trials in Health Research*, chapter 5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from rootcause.confirmation.rows import Observed, Rows
from rootcause.confirmation.units import Means, design_effect, means
from rootcause.results import Criterion


@dataclass(frozen=True, slots=True)
class Alike:
    """Observations of some units, as many on each.

    Attributes
    ----------
    correlation
        Of two observations of one unit; of counts by how much their variance exceeds a Poisson
        count's for each one expected, times the rate.
    units
        How many there are; of unequal ones as many as would be worth the same.
    own
        What an observation shares with itself: 1, and 0 of an exposure, which has no pieces.
    """

    correlation: float = 0.0
    units: float = 1.0
    own: float = 1.0

    def worth(self, over: float) -> float:
        """How many independent observations so many are worth, or how much exposure."""
        return over / max(1.0, 1 + self.correlation * (over / self.units - self.own))

    def needed(self, independent: float) -> float:
        """How many are worth so many independent ones; infinity where no number is."""
        left = 1 - independent * self.correlation / self.units
        if left <= 0:
            return math.inf
        return max(independent, independent * (1 - self.correlation * self.own) / left)


INDEPENDENT = Alike()


def alike(observed: Observed, criterion: Criterion) -> Alike:
    """How alike observations of one unit were before the fix, over the units observed since.

    Parameters
    ----------
    observed
        Both periods, with units.
    criterion
        Of a measured outcome it says which values are failures.
    """
    rows = [_failures(one, criterion) for one in (observed.before, observed.after)]
    before, since = (means(one, observed.units) for one in rows)
    form = "rates" if observed.form == "rates" else "shares"
    own = 0.0 if form == "rates" else 1.0
    size = _size(before)
    more = design_effect(before, form) - 1
    correlation = more / (size - own) if size > own else 0.0
    since = since if since.seen.any() else before
    units = float(since.over.sum()) / _size(since)
    return Alike(correlation if form == "rates" else min(correlation, 1.0), units, own)


def _failures(rows: Rows, criterion: Criterion) -> Rows:
    """Values as failures or none, by the criterion's bound."""
    if criterion.bound is None or rows.values is None:
        return rows
    return replace(rows, values=criterion.failed(rows.values).astype(np.float64))


def _size(period: Means) -> float:
    """Observations of the unit of one drawn at random."""
    return float(np.sum(period.over**2) / np.sum(period.over))
