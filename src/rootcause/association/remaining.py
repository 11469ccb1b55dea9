"""The effect that is left of a candidate once others are given: one-step estimates.

Each is the score of the candidate divided by what it could have moved, so that its interval
excludes "none" just where the score test rejects. It is on the scale of the marginal effect size
and says what remains among observations alike in those given.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

from rootcause.association.curves import curve, midranks
from rootcause.association.null_models import NullModel
from rootcause.results import EffectSize
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
HARDLY = 0.15  # own share of variation (|r| of .92 with those given) too small to show an effect by
UPPER = (1 + CONFIDENCE) / 2
FARTHEST = 0.999999  # correlation beyond which Fisher's z is out of reach
SUPERIORITY = "probability of superiority"


def remaining_effect(
    model: NullModel, candidate: Column, rows: NDArray[np.bool_], level: str = ""
) -> EffectSize:
    """Effect of `candidate` beside what `model` already holds; unknown where it is only a copy.

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
    unknown = unknown_effect(candidate, model.linear)
    if not values.size:
        return unknown
    if _is_ordered(candidate):
        label, column = "", midranks(values[None])[0] / values.size
        entered = curve(values, 1)
        told = _rho if model.linear else _superiority
    else:
        label, code = _level(candidate, values, model, level)
        column = (values == code).astype(np.float64)
        entered = column[:, None]
        told = _rank_shift if model.linear else _risk_difference
    if model.holds(entered, HARDLY).all():
        return replace(unknown, level=label)
    value, low, high = told(model, model.own(column[:, None])[:, 0])
    return replace(unknown, level=label, value=float(value), low=float(low), high=float(high))


def unknown_effect(candidate: Column, of_ordered: bool) -> EffectSize:
    """The effect size that `candidate` has on an ordered outcome, or on a class, without value."""
    if _is_ordered(candidate) != of_ordered:
        return EffectSize(SUPERIORITY, np.nan, np.nan, np.nan, null=0.5)
    return EffectSize("rho" if of_ordered else "risk difference", np.nan, np.nan, np.nan)


def _is_ordered(candidate: Column) -> bool:
    return candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL)


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


def _superiority(model: NullModel, own: Floats) -> Floats:
    """Of a 0/1 outcome: the difference in mean rank between alike observations, doubled."""
    variance = float((model.root_weights**2).sum())
    value = 2 * float(own @ model.residual) / variance
    reach = 2 * float(np.sqrt(own @ own)) / variance * float(ndtri(UPPER))
    superiority: Floats = (1 + np.clip([value, value - reach, value + reach], -1, 1)) / 2
    return superiority


def _risk_difference(model: NullModel, own: Floats) -> Floats:
    """Average change in risk over the observations, were the level present rather than absent.

    The log odds ratio after one step, times the mean derivative of the risk.
    """
    slope, room = float((model.root_weights**2).mean()), float(own @ own)
    value = slope * float(own @ model.residual) / room
    reach = slope * float(ndtri(UPPER)) / np.sqrt(room)
    difference: Floats = np.clip([value, value - reach, value + reach], -1, 1)
    return difference


def _rho(model: NullModel, own: Floats) -> Floats:
    """Partial correlation of normal scores with ranks, its interval by Fisher's z."""
    size = float(np.sqrt((own @ own) * (model.raw @ model.raw)))
    value = float(own @ model.raw) / size if size > 0 else 0.0
    freedom = max(model.raw.size - model.spent - 2, 1)
    reach = float(ndtri(UPPER)) / np.sqrt(freedom)
    z = np.arctanh(np.clip(value, -FARTHEST, FARTHEST))
    return np.array([value, np.tanh(z - reach), np.tanh(z + reach)])


def _rank_shift(model: NullModel, own: Floats) -> Floats:
    """Of an ordered outcome: the shift of its normal scores, told as a superiority.

    Of two normals with unit variance and this shift, it is Phi(shift / sqrt 2).
    """
    room = float(own @ own)
    shift = float(own @ model.raw) / room
    left = model.raw - shift * own
    freedom = max(model.raw.size - model.spent - 1, 1)
    reach = float(np.sqrt(left @ left / freedom / room) * stdtrit(freedom, UPPER))
    superiority: Floats = ndtr(np.array([shift, shift - reach, shift + reach]) / np.sqrt(2))
    return superiority
