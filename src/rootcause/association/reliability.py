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

import numpy as np
from numpy.typing import NDArray

from rootcause.association.conditional import Conditional
from rootcause.association.null_models import normal_scores
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

SHRINKS = 0.6  # share of its squared correlation alone beyond which a candidate's isn't shrunk


def explaining_reliability(
    conditional: Conditional, candidate: Column, stronger: Column, beside: Sequence[Column]
) -> float:
    """Reliability of `stronger` at which it would explain all that `candidate` tells.

    Of a binary or ordered outcome, by correlations of what either alone foretells. 0 where
    `stronger` isn't the stronger, or `candidate` tells hardly less given it.

    Parameters
    ----------
    conditional
        The outcome, and how it is tested.
    candidate, stronger
        Of the same rows.
    beside
        Held for both.
    """
    rows = conditional.rows(candidate, stronger, *beside)
    outcome = conditional.outcome
    if outcome.variable.kind is Kind.NOMINAL or not rows.any():
        return 0.0
    values = outcome.values[rows]
    y = values if outcome.variable.kind is Kind.BINARY else normal_scores(values)
    basis = np.linalg.qr(conditional.design(beside, rows))[0]
    y = _without(basis, y)
    flexible = conditional.flexibility(rows)
    told = [
        _foretold(y, _without(basis, conditional.shapes([one], rows, flexible)[:, 1:]))
        for one in (candidate, stronger)
    ]
    r_cy, r_ty, r_ct = _correlation(told[0], y), _correlation(told[1], y), _correlation(*told)
    left = (r_cy - r_ct * r_ty) ** 2 / max((1 - r_ct**2) * (1 - r_ty**2), 1e-12)
    if r_cy <= 0 or r_ty <= r_cy or left > SHRINKS * r_cy**2:
        return 0.0
    return float(np.clip(r_ct * r_ty / r_cy, 0, 1))


def _without(basis: Floats, columns: Floats) -> Floats:
    left: Floats = columns - basis @ (basis.T @ columns)
    return left


def _foretold(y: Floats, columns: Floats) -> Floats:
    fitted: Floats = columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
    return fitted


def _correlation(one: Floats, other: Floats) -> float:
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 0 else 0.0
