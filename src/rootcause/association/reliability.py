"""How well a cause must be measured for another not to be its reading only.

A cause that is read with error leaves something for its proxies to explain, the more clearly the
more observations there are. If the outcome depends on what t reads, and c only goes with that, then
r(c, t) r(t, y) = reliability of t * r(c, y).

References
----------
Spearman, C. (1904). The proof and measurement of association between two things. *Am. J. Psychol.*
15, 72-101: attenuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from rootcause.association.conditional import Conditional
from rootcause.association.null_models import least_squares, normal_scores
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

SHRINKS = 0.6  # share of its squared correlation alone beyond which a candidate's isn't shrunk
NEARLY = 1 - 1e-9  # a correlation taken for complete


class Explaining(NamedTuple):
    """How one candidate would explain another away by being read with error.

    Attributes
    ----------
    reliability
        Of the stronger, at which it would explain all that the other tells; 0 where it can't.
    pvalue
        One-sided, that the stronger goes no more with the outcome than the other does.
    """

    reliability: float
    pvalue: float


NOT_AT_ALL = Explaining(0.0, 1.0)


def explaining(
    conditional: Conditional, candidate: Column, stronger: Column, beside: Sequence[Column]
) -> Explaining:
    """The reliability of `stronger` at which it would explain all that `candidate` tells.

    Of a binary or ordered outcome, by correlations of what either alone foretells. `NOT_AT_ALL`
    where `stronger` isn't the stronger, `candidate` tells hardly less given it, or the other way
    round: error of reading can hide part of what `stronger` explains, never make it explain too
    much. Null hypothesis of the p-value: both foretell the outcome equally well.

    Parameters
    ----------
    conditional
        The outcome, and how it is tested.
    candidate, stronger
        Of the same rows.
    beside
        Held for both.

    References
    ----------
    Meng, X.-L., Rosenthal, R. & Rubin, D. B. (1992). Comparing correlated correlation coefficients.
    *Psychological Bulletin* 111, 172-175.
    """
    rows = conditional.rows(candidate, stronger, *beside)
    outcome = conditional.outcome
    if outcome.variable.kind is Kind.NOMINAL or not rows.any():
        return NOT_AT_ALL
    values = outcome.values[rows]
    y = values if outcome.variable.kind is Kind.BINARY else normal_scores(values)
    units = conditional.dependence.units_of(rows)
    model = least_squares(y, conditional.design(beside, rows), units)
    y, flexible = model.raw, conditional.flexibility(rows)
    told = [
        _foretold(y, model.own(conditional.shapes([one], rows, flexible)[:, 1:]))
        for one in (candidate, stronger)
    ]
    r_cy, r_ty, r_ct = _correlation(told[0], y), _correlation(told[1], y), _correlation(*told)
    left = (r_cy - r_ct * r_ty) ** 2 / max((1 - r_ct**2) * (1 - r_ty**2), 1e-12)
    if r_cy <= 0 or r_ty <= r_cy or left > SHRINKS * r_cy**2:
        return NOT_AT_ALL
    needed = r_ct * r_ty / r_cy
    if not 0 <= needed <= 1:
        return NOT_AT_ALL
    return Explaining(needed, _no_stronger(r_ty, r_cy, r_ct, values.size - model.spent))


def _no_stronger(one: float, other: float, between: float, n: int) -> float:
    """One-sided p-value of two correlations with the same third, Meng et al. 1992, eq. 1."""
    mean = (one**2 + other**2) / 2
    f = min(1.0, (1 - between) / max(2 * (1 - mean), 1e-12))
    h = (1 - f * mean) / max(1 - mean, 1e-12)
    apart = np.arctanh(min(one, NEARLY)) - np.arctanh(min(other, NEARLY))
    z = apart * np.sqrt(max(n - 2, 1) / max(2 * (1 - between) * h, 1e-12))
    return float(ndtr(-z))


def _foretold(y: Floats, columns: Floats) -> Floats:
    fitted: Floats = columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
    return fitted


def _correlation(one: Floats, other: Floats) -> float:
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 0 else 0.0
