"""The effect that is left of a candidate once others are given: one-step estimates.

Each is the score of the candidate divided by what it could have moved, so that its interval
excludes "none" just where the score test rejects. It is on the scale of the marginal effect size
and says what remains among observations alike in those given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

from rootcause.association.curves import midranks
from rootcause.association.null_models import NullModel
from rootcause.results import EffectSize
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
UPPER = (1 + CONFIDENCE) / 2
NOTHING_OF_ITS_OWN = 1e-9
SUPERIORITY = "probability of superiority"


def remaining_effect(
    model: NullModel, candidate: Column, rows: NDArray[np.bool_], level: str = ""
) -> EffectSize:
    """Effect of `candidate` beside what `model` already holds.

    Parameters
    ----------
    model
        The outcome explained by those given, fitted on `rows`.
    candidate
        The candidate; an ordered one by its ranks, others by one level against the rest.
    level
        That level; of a nominal candidate the one that departs most when it is not named.
    """
    values = candidate.values[rows]
    if candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        ranks = midranks(values[None])[0] / values.size
        return _rho(model, ranks) if model.linear else _superiority(model, ranks)
    label, code = _level(candidate, values, model, level)
    indicator = (values == code).astype(np.float64)
    return (_rank_shift if model.linear else _risk_difference)(model, indicator, label)


def _level(candidate: Column, values: Floats, model: NullModel, level: str) -> tuple[str, float]:
    """Label and code of the level to set against the rest."""
    levels = candidate.variable.levels
    if candidate.variable.kind is Kind.BINARY:
        return "", 1.0
    if level in levels:
        return level, float(levels.index(level))
    codes, counts = np.unique(values, return_counts=True)
    sums = np.array([model.raw[values == code].sum() for code in codes])
    most = float(codes[np.argmax(np.abs(sums) / np.sqrt(counts))])
    return (levels[int(most)] if levels else ""), most


def _superiority(model: NullModel, ranks: Floats) -> EffectSize:
    """Of a 0/1 outcome: the difference in mean rank between alike observations, doubled."""
    own = model.own(ranks[:, None])[:, 0]
    variance = float((model.root_weights**2).sum())
    value = 2 * float(ranks @ model.raw) / variance
    reach = 2 * float(np.sqrt(own @ own)) / variance * float(ndtri(UPPER))
    middle, low, high = (1 + np.clip([value, value - reach, value + reach], -1, 1)) / 2
    return EffectSize(SUPERIORITY, float(middle), float(low), float(high), null=0.5)


def _risk_difference(model: NullModel, indicator: Floats, label: str) -> EffectSize:
    """Average change in risk over the observations, were the level present rather than absent.

    The log odds ratio after one step, times the mean derivative of the risk.
    """
    own = model.own(indicator[:, None])[:, 0]
    room = float(own @ own)
    if room <= NOTHING_OF_ITS_OWN:
        return EffectSize("risk difference", np.nan, np.nan, np.nan, label)
    slope = float((model.root_weights**2).mean())
    value = slope * float(own @ model.residual) / room
    reach = slope * float(ndtri(UPPER)) / np.sqrt(room)
    middle, low, high = np.clip([value, value - reach, value + reach], -1, 1)
    return EffectSize("risk difference", float(middle), float(low), float(high), label)


def _rho(model: NullModel, ranks: Floats) -> EffectSize:
    """Partial correlation of normal scores with ranks, its interval by Fisher's z."""
    own = model.own((ranks - ranks.mean())[:, None])[:, 0]
    size = float(np.sqrt((own @ own) * (model.raw @ model.raw)))
    value = float(own @ model.raw) / size if size > NOTHING_OF_ITS_OWN else 0.0
    freedom = max(model.raw.size - model.basis.shape[1] - 2, 1)
    reach = float(ndtri(UPPER)) / np.sqrt(freedom)
    z = np.arctanh(np.clip(value, -0.999999, 0.999999))
    return EffectSize("rho", value, float(np.tanh(z - reach)), float(np.tanh(z + reach)))


def _rank_shift(model: NullModel, indicator: Floats, label: str) -> EffectSize:
    """Of an ordered outcome: the shift of its normal scores, told as a superiority.

    Of two normals with unit variance and this shift, it is Phi(shift / sqrt 2).
    """
    own = model.own(indicator[:, None])[:, 0]
    room = float(own @ own)
    if room <= NOTHING_OF_ITS_OWN:
        return EffectSize(SUPERIORITY, np.nan, np.nan, np.nan, label, null=0.5)
    shift = float(own @ model.raw) / room
    left = model.raw - shift * own
    freedom = max(model.raw.size - model.basis.shape[1] - 1, 1)
    reach = float(np.sqrt(left @ left / freedom / room) * stdtrit(freedom, UPPER))
    middle, low, high = ndtr(np.array([shift, shift - reach, shift + reach]) / np.sqrt(2))
    return EffectSize(SUPERIORITY, float(middle), float(low), float(high), label, null=0.5)
