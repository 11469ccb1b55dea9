"""Candidates that keep their value for long: a setting, a version, a lot, a season.

What such a candidate's own past doesn't foretell is one row at each change, so its innovations
tell nothing. It is tested as it is, and asked two things more: whether what is left of the outcome
still runs in time, and whether another moment would have told as much.

References
----------
Newey, W. K. & West, K. D. (1987). *Econometrica* 55, 703-708: the variance of a sum that runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from rootcause.association.null_models import NullModel

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

LONG = 20  # rows, on the average, that a value must be kept
SELDOM = 0.05  # share of other moments that may tell as much
SAME = 1e-9
MOMENTS = 500  # that are looked at, at the most, where each has to be worked out
HELD = 1_000_000  # numbers at once


def is_setting(series: Floats) -> bool:
    """Whether a series in the order of time keeps each value for long."""
    changes = np.count_nonzero(np.diff(series))
    return bool(changes > 0 and changes * LONG <= series.size)


def setting_pvalue(model: NullModel, column: Floats, order: Codes) -> float:
    """P-value that a column adds nothing to `model`, though what is left may run in time.

    Null hypothesis: given the model, the outcome is independent of when the column changed. The
    score statistic is divided by how much what is left of the outcome runs.

    Parameters
    ----------
    model
        The outcome without the candidate.
    column
        Shape (n,), not held by the model.
    order
        Rows in the order of time.
    """
    own = model.own(column[:, None])[:, 0]
    size, along = float(own @ own), float(own @ model.residual)
    left = model.residual - own * (along / size)
    freedom = max(model.raw.size - model.spent - 1, 1)
    variance = float(left @ left) / freedom if model.linear else 1.0
    return float(chdtrc(1, along**2 / size / (variance * _long_run(left[order]))))


def as_telling(model: NullModel, columns: Floats, order: Codes) -> float:
    """Share of all moments at which a candidate, had it begun there, would tell as much.

    With units, of `MOMENTS` at the most.

    Parameters
    ----------
    model
        The outcome without the candidate.
    columns
        Of the candidate, shape (n, k), each taken alone; the one that tells most counts.
    order
        Rows in the order of time.
    """
    moments = _moments if model.units is None else _some_moments
    told = np.max([moments(model, column, order) for column in columns.T], axis=0)
    return float(np.mean(told >= told[0] * (1 - SAME)))


def _long_run(series: Floats) -> float:
    """By how much memory swells the variance of a sum of the series, at least 1."""
    centred = series - series.mean()
    n, reach = centred.size, int(np.sqrt(centred.size))
    spectrum = np.abs(np.fft.rfft(centred, 2 * n)) ** 2
    products = np.fft.irfft(spectrum)[: reach + 1]
    lags = np.arange(1, reach + 1)
    return max(1.0, float(1 + 2 * np.sum((1 - lags / (reach + 1)) * products[1:]) / products[0]))


def _moments(model: NullModel, column: Floats, order: Codes) -> Floats:
    """Score statistic of the column moved on by each number of rows, the end put first."""
    moved = np.fft.rfft(column[order])

    def sums(weights: Floats) -> Floats:
        crossed = np.fft.rfft(weights[order], axis=0) * moved.conj()[:, None]
        told: Floats = np.fft.irfft(crossed, order.size, axis=0)
        return told

    weights = model.root_weights[:, None]
    square = np.fft.rfft(column[order] ** 2)
    whole = np.fft.irfft(np.fft.rfft(weights[order, 0] ** 2) * square.conj(), order.size)
    held = sums(weights * model.basis)
    own = whole - (held**2).sum(axis=1)
    along = sums(model.raw[:, None])[:, 0] - held @ (model.basis.T @ model.residual)
    told: Floats = along**2 / np.maximum(own, 1e-6 * whole)
    return told


def _some_moments(model: NullModel, column: Floats, order: Codes) -> Floats:
    """The same of moments that lie evenly, each worked out for itself, where units are held."""
    n, series, places = order.size, column[order], np.argsort(order)
    by = np.arange(0, n, -(-n // MOMENTS))
    told = []
    for some in np.array_split(by, -(-by.size * n // HELD)):
        moved = series[(places[:, None] - some) % n]
        own = model.own(moved)
        along, size = own.T @ model.residual, (own**2).sum(axis=0)
        told.append(along**2 / np.maximum(size, 1e-6 * (model.root_weights**2 @ moved**2)))
    return np.concatenate(told)
