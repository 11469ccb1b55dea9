"""p-values corrected for their number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rootcause.errors import ArgumentError, did_you_mean

Floats = NDArray[np.float64]


def adjust(pvalues: ArrayLike, method: str = "fdr_bh") -> Floats:
    """Correct p-values for their number.

    Parameters
    ----------
    pvalues
        Shape (k,); NaN is passed through and not counted.
    method
        "fdr_bh", "fdr_by", "holm" or "bonferroni", as statsmodels names them.

    Returns
    -------
    ndarray
        Shape (k,), in the order given.

    Raises
    ------
    ArgumentError
        When no correction has this name.

    References
    ----------
    Benjamini & Hochberg (1995); Benjamini & Yekutieli (2001), Ann. Stat. 29:1165; Holm (1979),
    Scand. J. Stat. 6:65.
    """
    if method not in CORRECTIONS:
        raise ArgumentError(
            f"correction={method!r} is not known.{did_you_mean(method, CORRECTIONS)}"
        )
    given = np.asarray(pvalues, dtype=np.float64)
    adjusted = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    adjusted[order] = np.minimum(CORRECTIONS[method](given[order]), 1.0)
    return adjusted


def _fdr_bh(ascending: Floats) -> Floats:
    k = ascending.size
    scaled = ascending * k / np.arange(1, k + 1)
    return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])


def _fdr_by(ascending: Floats) -> Floats:
    return _fdr_bh(ascending) * float(np.sum(1 / np.arange(1, ascending.size + 1)))


def _holm(ascending: Floats) -> Floats:
    return np.asarray(np.maximum.accumulate(ascending * np.arange(ascending.size, 0, -1)))


def _bonferroni(ascending: Floats) -> Floats:
    return ascending * ascending.size


CORRECTIONS: dict[str, Callable[[Floats], Floats]] = {
    "fdr_bh": _fdr_bh,
    "fdr_by": _fdr_by,
    "holm": _holm,
    "bonferroni": _bonferroni,
}
