"""Tails of quadratic forms, and one p-value out of several."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, chdtri, erfc, gammaincc, gammaln, ndtr, ndtri

from rootcause.association.arrays import gaps
from rootcause.association.curves import Floats

Places = NDArray[np.intp]

ALL = np.zeros(1, dtype=np.intp)
TINY = 1e-300  # the least p-value that is told, whatever is below
BEYOND_TANGENTS = 1e-15  # below this the tangent of a p-value is its inverse to rounding
CLIP = 0.95  # p-values near 1 would outweigh all others in the Cauchy rule
SHARE = 0.03  # of the level, for each look beyond the usual
HEADSTART = 0.5  # standard deviations that a shape must surprise more than the direction
TOGETHER = 0.7  # of the level, for all labels together; the rest for the one that stands out
NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)


def deviate(form: Floats, df: Floats | int) -> Floats:
    """A chi-square as a normal deviate, nearly (Wilson & Hilferty 1931)."""
    spread = 2 / (9 * np.asarray(df, dtype=np.float64))
    return np.asarray((np.cbrt(form / df) - (1 - spread)) / np.sqrt(spread))


def several(chance: Floats | float, looks: Floats | int) -> Floats:
    """The smallest of several p-values, its multiplicity counted (Šidák 1967)."""
    return np.asarray(np.maximum(-np.expm1(looks * np.log1p(-np.minimum(chance, 1 - 1e-16))), TINY))


def cauchy(pvalues: Floats) -> float:
    """One p-value out of several that depend on each other in any way, shape (p,).

    References
    ----------
    Liu & Xie (2020), J. Am. Stat. Assoc. 115:393, eq. 2.
    """
    return float(cauchy_each(pvalues)[0])


def cauchy_each(pvalues: Floats, starts: Places = ALL, weights: Floats | None = None) -> Floats:
    """The same of many sets at once, one below the other along the first axis.

    Parameters
    ----------
    pvalues
        Shape (p, ...).
    starts
        Where each set begins, shape (s,).
    weights
        Of each, adding up to 1 in every set, shape (p,); the same for all of a set when None.

    Returns
    -------
    ndarray
        Shape (s, ...).
    """

    def summed(one: Floats) -> Floats:
        return np.add.reduceat(one, starts, axis=0)

    sizes = gaps(np.append(starts, len(pvalues)))
    each = (1 / sizes).repeat(sizes) if weights is None else weights
    shape = -1, *[1] * (pvalues.ndim - 1)
    shares, lone = each.reshape(shape), (sizes == 1).reshape(shape)
    least = np.maximum(np.minimum.reduceat(pvalues, starts, axis=0), TINY)
    clipped = np.minimum(np.maximum(pvalues, TINY), CLIP)
    found = np.arctan2(1, summed(shares / np.tan(np.pi * clipped))) / np.pi
    found = np.where(least < BEYOND_TANGENTS, 1 / summed(shares / clipped), found)
    return np.where((least >= CLIP) | lone, least, found)


def labels_pvalues(together: Floats, alone: Floats) -> Floats:
    """One p-value out of that of all labels together and that of the one that stands out."""
    weights = np.array([TOGETHER, 1 - TOGETHER])
    return np.asarray(cauchy_each(np.array([together, alone]), weights=weights)[0])


def with_looks(pvalue: Floats | float, *looks: Floats | float) -> Floats:
    """One p-value out of a main one and of further looks, each of which gets `SHARE` of the level.

    References
    ----------
    Genovese, Roeder & Wasserman (2006), Biometrika 93:509: weighted Bonferroni.
    """
    rest = 1 - SHARE * len(looks)
    shares = np.array([pvalue / rest, *(look / SHARE for look in looks)])
    return np.asarray(np.clip(shares.min(axis=0), TINY, 1.0))


def nested(part: Floats, whole: Floats, df_part: int, df_whole: Floats) -> Floats:
    """One p-value of a chi-square and of a part of it, the part with a head start.

    With D the part and R the rest, p = 1 - P(D < d and D + R < w), where d and w are equally
    surprising once the whole has given `HEADSTART` standard deviations, and one of them is what
    was seen; by Gauss-Legendre quadrature over the root of D.

    Parameters
    ----------
    part, whole
        p-values, shape (p,).
    df_part, df_whole
        Degrees of freedom; where they are equal there is only one test.
    """
    directed, any_shape = (-ndtri(np.maximum(one, TINY)) for one in (part, whole))
    surprise = np.maximum(directed, any_shape - HEADSTART)
    edge = np.sqrt(chdtri(df_part, _beyond(surprise)))
    bar = chdtri(df_whole, _beyond(surprise + HEADSTART))
    root = edge[:, None] * (NODES + 1) / 2
    log_constant = (df_part / 2 - 1) * np.log(2) + gammaln(df_part / 2)
    density = root ** (df_part - 1) * np.exp(-(root**2) / 2 - log_constant)
    rest = np.maximum(df_whole - df_part, 1)[:, None]
    beyond = _tail(rest, np.maximum(bar[:, None] - root**2, 0))
    added = edge / 2 * np.sum(WEIGHTS * density * beyond, axis=1)
    return np.asarray(np.where(df_whole > df_part, np.minimum(ndtr(-surprise) + added, 1), part))


def _tail(df: Floats, form: Floats) -> Floats:
    """Chance of a greater chi-square; of three degrees of freedom, the usual, in closed form."""
    if np.any(df != 3):
        return np.asarray(chdtrc(df, form))
    root = np.sqrt(form / 2)
    return np.asarray(erfc(root) + 2 / np.sqrt(np.pi) * root * np.exp(-form / 2))


def _beyond(surprise: Floats) -> Floats:
    """Chance of a normal deviate that surprises more."""
    return np.maximum(ndtr(-surprise), TINY)


def matched(
    form: Floats,
    dfs: tuple[Floats, int],
    leverages: tuple[Floats, Floats | float],
    n: Floats | int,
) -> Floats:
    """Tail of a quadratic form: a gamma with its exact mean and variance under permutation.

    Parameters
    ----------
    form
        Sums of squares between orthonormal bases of candidates and of an outcome, shape (p,).
    dfs
        Columns of the candidates' bases, shape (p,), and of the outcome's.
    leverages
        Sums over the n observations of the squared leverages in these bases.
    n
        Observations, at least 4.

    References
    ----------
    Kazi-Aoual, Hitier, Sabatier & Lebreton (1995), Comput. Stat. Data Anal. 20:643, for the
    moments; Mielke & Berry (2007), Permutation Methods, for matching them.
    """
    mean = dfs[0] * dfs[1] / (n - 1)
    smooth = 2 * ((n - 1) * dfs[0] - dfs[0] ** 2) * ((n - 1) * dfs[1] - dfs[1] ** 2)
    rough = _unevenness(dfs[0], leverages[0], n) * _unevenness(dfs[1], leverages[1], n)
    variance = smooth / ((n - 1) ** 2 * (n + 1) * (n - 2)) + rough / (
        (n + 1) * n * (n - 1) * (n - 2) * (n - 3)
    )
    varies = variance > 0  # else every permutation gives the same
    spread = np.where(varies, variance, 1.0)
    tail = np.maximum(gammaincc(mean**2 / spread, form * mean / spread), TINY)
    return np.asarray(np.where(varies, tail, 1.0))


def _unevenness(df: Floats | int, leverage: Floats | float, n: Floats | int) -> Floats:
    return np.asarray(n * (n + 1) * leverage - (n - 1) * (df**2 + 2 * df), dtype=np.float64)
