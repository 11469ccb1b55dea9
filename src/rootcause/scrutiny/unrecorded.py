"""How strong something unrecorded would have to be to explain a candidate away: the E-value.

References
----------
VanderWeele, T. J. & Ding, P. (2017). Sensitivity analysis in observational research: introducing
the E-value. *Annals of Internal Medicine* 167, 268-274.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rootcause.association.contrast import round_between
from rootcause.association.measures import finite, unit_of
from rootcause.results import ABOVE, Contrast, Unrecorded
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

Z = float(ndtri(0.975))
PER_DEVIATION, PER_ERROR = 0.91, 1.78  # log risk ratio for a standardised difference (their table)
FARTHEST = 100.0  # standard deviations, beyond which a ratio is past all telling
FEWEST = 2  # observations that a group of numbers must have


class _Groups(NamedTuple):
    """Outcomes of two groups, with their labels."""

    labels: tuple[str, str]
    values: tuple[Floats, Floats]

    def swapped(self) -> _Groups:
        return _Groups(self.labels[::-1], self.values[::-1])


def unrecorded(outcome: Column, candidate: Column, contrast: Contrast | None) -> Unrecorded | None:
    """The risk ratio of a candidate, from which its E-value follows; None where there is none.

    Labels are compared as in `contrast`; an ordered candidate's lower half with its upper half,
    for a cut that was fitted would flatter. A numeric outcome's standardised difference of means
    stands for a ratio by the approximation of VanderWeele & Ding. Assumes independent
    observations; it is the association alone, not given others.

    Parameters
    ----------
    outcome
        Binary, nominal (the class that `contrast` counts) or numeric.
    candidate
        Of the same rows.
    contrast
        The groups that the candidate is told by.
    """
    known = outcome.present & candidate.present
    if contrast is None or outcome.variable.kind is Kind.ORDINAL:
        return None
    inside, labels = _parted(candidate, contrast)
    inside = inside & known
    groups = _Groups(labels, (outcome.values[inside], outcome.values[known & ~inside]))
    if min(one.size for one in groups.values) < FEWEST:
        return None
    if outcome.variable.kind is Kind.NUMERIC:
        return _of_means(groups)
    wanted = 1
    if outcome.variable.kind is Kind.NOMINAL:
        wanted = outcome.variable.levels.index(contrast.outcome_level)
    one, other = ((values == wanted).astype(np.float64) for values in groups.values)
    return _of_risks(groups._replace(values=(one, other)))


def _parted(candidate: Column, contrast: Contrast) -> tuple[NDArray[np.bool_], tuple[str, str]]:
    """Rows of the first of two groups, and what both are called."""
    values, variable = candidate.values, candidate.variable
    if variable.levels and variable.kind is not Kind.ORDINAL:
        first, second = contrast.first.label, contrast.second.label
        return contrast.inside(candidate, first), (first, second)
    middle = float(np.nanmedian(values))
    if not (values < middle).any():
        middle = float(values[values > middle].min())
    cut = round_between(float(values[values < middle].max()), float(values[values >= middle].min()))
    if variable.levels:
        name = variable.levels[int(np.ceil(cut))]
        return values < cut, (f"below {name}", f"{name}{ABOVE}")
    return values < cut, (f"under {cut:.10g}", f"{cut:.10g} or more")


def _of_risks(groups: _Groups) -> Unrecorded:
    """Interval of the log ratio by Katz et al. (1978), *Biometrics* 34, 469-474."""
    if groups.values[0].mean() < groups.values[1].mean():
        groups = groups.swapped()
    (a, n), (c, m) = ((float(one.sum()), float(one.size)) for one in groups.values)
    if c == 0:  # half an observation more on either side, so that there is a ratio
        a, n, c, m = a + 0.5, n + 0.5, c + 0.5, m + 0.5
    ratio = (a / n) / (c / m)
    error = np.sqrt(max(1 / a - 1 / n + 1 / c - 1 / m, 0.0))
    return Unrecorded(*groups.labels, ratio, max(1.0, float(ratio * np.exp(-Z * error))))


def _of_means(groups: _Groups) -> Unrecorded | None:
    if groups.values[0].mean() < groups.values[1].mean():
        groups = groups.swapped()
    if not finite(*groups.values):
        return None
    unit = unit_of(*groups.values)
    one, other = (values / unit for values in groups.values)
    n, m = one.size, other.size
    pooled = np.sqrt(((n - 1) * one.var(ddof=1) + (m - 1) * other.var(ddof=1)) / (n + m - 2))
    if pooled == 0:
        return None
    d = min(float((one.mean() - other.mean()) / pooled), FARTHEST)
    error = np.sqrt((n + m) / (n * m) + d**2 / (2 * (n + m)))
    low = float(np.exp(PER_DEVIATION * d - PER_ERROR * error))
    ratio = float(np.exp(PER_DEVIATION * d))
    return Unrecorded(*groups.labels, ratio, max(1.0, low), approximate=True)
