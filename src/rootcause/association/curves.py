"""Ordered columns as ranks and as bounded curves of their ranks.

Ranks make heavy tails, wrong units and absurd readings harmless at almost no cost for normal data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rootcause.association.arrays import gaps

Floats = NDArray[np.float64]

KNOTS = (0.3, 0.7)  # of the hinges: what bends in the lower, the middle or the upper part is seen
TURN = 2  # columns of what turns once
DEPENDENT = 1e-6  # a column is dropped when less than this share of its norm² is its own
NOTHING = 1e-12  # variance below which a column of scores is constant but for rounding


def midranks(rows: Floats) -> Floats:
    """Rank each row from 1 to n, ties sharing their mean rank; shape (p, n), no NaN."""
    n = rows.shape[1]
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    starts = np.ones(rows.shape, dtype=bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    edges = np.append(starts.ravel().nonzero()[0], rows.size)
    first, sizes = edges[:-1], gaps(edges)
    ranks = np.empty(rows.shape)
    shared = (first % n + (sizes + 1) / 2).repeat(sizes).reshape(rows.shape)
    np.put_along_axis(ranks, order, shared, axis=1)
    return ranks


def orthonormal(columns: Floats, sizes: Floats | None = None) -> Floats:
    """Centre and orthonormalise, first column first; a dependent column becomes zero.

    Parameters
    ----------
    columns
        Shape (k, p, n): k columns of n rows for each of p candidates.
    sizes
        How often each row counts, shape (n,); once when None.
    """
    if sizes is not None:
        root = np.sqrt(sizes)
        return _orthonormal((columns - (columns @ sizes / sizes.sum())[..., None]) * root) / root
    return _orthonormal(columns - columns.mean(axis=2, keepdims=True))


def _orthonormal(columns: Floats) -> Floats:
    basis = np.empty_like(columns)
    for j, column in enumerate(columns):
        own = column
        for _ in range(2):  # twice is enough: Giraud, Langou & Rozložník 2005
            for earlier in basis[:j]:
                own = own - earlier * np.einsum("pn,pn->p", own, earlier)[:, None]
        norm2 = np.einsum("pn,pn->p", own, own)
        floor = DEPENDENT * np.einsum("pn,pn->p", column, column)
        kept = norm2 > np.maximum(floor, NOTHING * column.shape[1])
        basis[j] = own * np.where(kept, 1 / np.sqrt(np.where(kept, norm2, 1)), 0)[:, None]
    return basis


def shapes(ranks: Floats, df: int, *, rank_first: bool = False) -> Floats:
    """Bounded functions of mid-ranks, not yet independent; shape (df, p, n).

    Parameters
    ----------
    ranks
        Mid-ranks, shape (p, n).
    df
        1: normal score. 2: and its square. 3: normal score and two hinges. 4: and the rank.
    rank_first
        Put the rank before the normal score (df of 4), so that the first column is Spearman's.
    """
    u = (ranks - 0.5) / ranks.shape[1]
    score = ndtri(u)
    if df == 1:
        return np.stack([score])
    if df == 2:
        return np.stack([score, score**2])
    shaped = rank_and_shapes(u, score)
    return shaped if rank_first else shaped[[1, 0, 2, 3] if df == 4 else [1, 2, 3]]


def rank_and_shapes(u: Floats, score: Floats) -> Floats:
    """The rank, from 0 to 1, its normal score and what bends at each of `KNOTS`; shape (4, ...)."""
    found = np.empty((2 + len(KNOTS), *u.shape))
    found[0], found[1] = u, score
    for bent, knot in zip(found[2:], KNOTS, strict=True):
        np.maximum(u - knot, 0, out=bent)
    return found


def turns(ranks: Floats) -> Floats:
    """The first two harmonics of mid-ranks laid round a circle; shape (4, p, n).

    What begins anew, as the hour of a day, has no lowest value: wherever counting starts, these
    span the same (uniform scores; Mardia 1967, J. R. Stat. Soc. B 29:320, for two samples).
    """
    return turned((ranks - 0.5) / ranks.shape[1])


def turned(u: Floats) -> Floats:
    """The same of ranks between 0 and 1; four rows more in front."""
    angle = 2 * np.pi * u
    return np.stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


def curve(values: Floats, df: int) -> Floats:
    """Independent bounded curves of one ordered column, from straight to bent.

    Parameters
    ----------
    values
        Shape (n,); NaN where missing.
    df
        1 to 4, see `shapes`.

    Returns
    -------
    ndarray
        Shape (n, k) with k at most `df`, less when there are few distinct values. Columns are
        uncorrelated with mean 0 and variance 1 over the rows present, and 0 where missing.
    """
    present = ~np.isnan(values)
    if not present.any():
        return np.zeros((values.size, 0))
    basis = _independent(shapes(midranks(values[None, present]), df))
    columns = np.zeros((len(basis), values.size))
    columns[:, present] = basis
    return columns.T


def turning(values: Floats, df: int) -> Floats:
    """The same of a complete column that begins anew: what turns once, and twice with a df of 4."""
    columns = turns(midranks(values[None]))
    return _independent(columns if df > TURN else columns[:TURN]).T


def _independent(columns: Floats) -> Floats:
    """Those of some columns of one candidate that are not dependent, of variance 1."""
    basis = orthonormal(columns)[:, 0]
    return np.asarray(np.sqrt(basis.shape[1]) * basis[np.any(basis != 0, axis=1)])
