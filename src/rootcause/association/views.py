"""Views: what of a candidate is looked at, as columns whose sums with the outcome are the test.

Every test here is one quadratic form. With orthonormal scores Y of the outcome and an orthonormal
basis Q of the candidate, (n - 1) * sum((Y'Q)**2) is Spearman's, the Wilcoxon, the Kruskal-Wallis
or the chi-square statistic, according to the scores; so all candidates are one matrix product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfc, gammaincc, ndtri

from rootcause.association.curves import Floats, midranks, orthonormal, shapes
from rootcause.association.exact import fisher
from rootcause.variables import Kind

DF = 4  # of the curve of an ordered candidate
CLIP = 0.99  # a single p of 1 would outweigh every other in the Cauchy rule (Liu & Xie 2020)
TINY = 1e-300

Kept = NDArray[np.bool_] | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scores:
    """An outcome as orthonormal columns.

    Attributes
    ----------
    rows
        Shape (a, n): mid-ranks or the indicator, centred, norm 1; of a nominal outcome one row
        a class, scaled so that the sum of squares over the classes is the chi-square.
    df
        1, or the number of classes less one.
    share
        Shape (a,): of each class of a nominal outcome; zeros otherwise.
    leverage
        Sum of squared leverages over the observations.
    """

    rows: Floats
    df: int
    share: Floats
    leverage: float

    @property
    def skewness(self) -> float:
        """Greatest skewness of the rows."""
        return float(np.max(_skewness(self.rows)))

    @property
    def rarest(self) -> float:
        """Observations of the rarest class; infinite for an outcome with more than two values."""
        if self.share.any():
            return float(self.share.min() * self.rows.shape[1])
        high, low = self.rows[0].max(), self.rows[0].min()
        counts = np.sum(self.rows[0] == high), np.sum(self.rows[0] == low)
        return float(min(counts)) if sum(counts) == self.rows.shape[1] else float("inf")


def scores(values: Floats, kind: Kind) -> Scores:
    """Scores of an outcome, shape (n,), complete and varying."""
    if kind is Kind.NOMINAL:
        indicator, sizes = indicators(values)
        share = sizes / values.size
        return Scores(
            indicator - np.sqrt(share / values.size)[:, None],
            len(sizes) - 1,
            share,
            _level_leverage(sizes),
        )
    rows = orthonormal(midranks(values[None])[None])[0]
    return Scores(rows, 1, np.zeros(1), float(np.sum(rows**4)))


def indicators(codes: Floats) -> tuple[Floats, Floats]:
    """One row a level, of norm 1, and the levels' sizes."""
    index = codes.astype(np.intp)
    sizes = np.bincount(index).astype(np.float64)
    rows = np.zeros((sizes.size, codes.size))
    rows[index, np.arange(codes.size)] = 1 / np.sqrt(sizes)[index]
    return rows, sizes


class View(Protocol):
    """Some candidates, as columns, and how their sums become evidence."""

    @property
    def columns(self) -> Floats:
        """Shape (m, n)."""

    @property
    def size(self) -> int:
        """How many candidates."""

    @property
    def skewness(self) -> Floats:
        """Greatest skewness of each candidate's columns, shape (size,)."""

    def only(self, kept: Kept) -> View:
        """The same for some of the candidates."""

    def evidence(self, sums: Floats, outcome: Scores) -> Floats:
        """One number a candidate, the larger the more surprising; (b, a, m) -> (b, size)."""

    def pvalues(self, sums: Floats, outcome: Scores) -> Floats:
        """Large-sample p-values; (a, m) -> (size,)."""


@dataclass(frozen=True, slots=True)
class Curves:
    """Ordered candidates: the direction (rank) and any shape (a bounded curve of the rank).

    Attributes
    ----------
    basis
        Shape (p, DF, n), orthonormal, the rank first; rows of zeros where values are few.
    """

    basis: Floats

    @classmethod
    def of(cls, values: Sequence[Floats]) -> Curves:
        """Curves of complete, varying columns of the same rows."""
        ranks = midranks(np.stack(values))
        return cls(orthonormal(shapes(ranks, DF, rank_first=True)).transpose(1, 0, 2))

    @property
    def columns(self) -> Floats:
        """Shape (p * DF, n)."""
        return self.basis.reshape(-1, self.basis.shape[2])

    @property
    def size(self) -> int:
        """How many candidates."""
        return len(self.basis)

    @property
    def skewness(self) -> Floats:
        """Greatest skewness of each candidate's columns, shape (size,)."""
        return np.asarray(np.max(_skewness(self.basis), axis=1))

    @property
    def df(self) -> Floats:
        """Independent columns of each candidate."""
        return np.asarray(np.any(self.basis != 0, axis=2).sum(axis=1), dtype=np.float64)

    def only(self, kept: Kept) -> Curves:
        """The same for some of the candidates."""
        return Curves(self.basis[kept])

    def forms(self, sums: Floats) -> tuple[Floats, Floats]:
        """Sums of squares for the direction and for any shape; (..., a, m) -> (..., p)."""
        squares = (sums**2).sum(axis=-2).reshape(*sums.shape[:-2], self.size, DF)
        return squares[..., 0], squares.sum(axis=-1)

    def evidence(self, sums: Floats, outcome: Scores) -> Floats:
        """The more surprising of direction and shape, as a normal deviate."""
        n = self.basis.shape[2]
        straight, any_shape = self.forms(sums)
        directed = deviate((n - 1) * straight, outcome.df)
        return np.maximum(directed, deviate((n - 1) * any_shape, outcome.df * self.df))

    def pvalues(self, sums: Floats, outcome: Scores) -> Floats:
        """Direction and shape, each with its exact mean and variance, by the Cauchy rule."""
        n = self.basis.shape[2]
        straight, any_shape = self.forms(sums)
        rank_leverage = np.sum(self.basis[:, 0] ** 4, axis=1)
        leverage = np.sum(np.sum(self.basis**2, axis=1) ** 2, axis=1)
        first = matched(straight, outcome, np.ones(self.size), rank_leverage, n)
        second = matched(any_shape, outcome, self.df, leverage, n)
        return cauchy(np.stack([first, second]))


@dataclass(frozen=True, slots=True)
class Levels:
    """A nominal candidate: all its levels together, and the one that stands out.

    Attributes
    ----------
    columns
        Shape (levels, n), one row a level, of norm 1.
    sizes
        Of the levels.
    """

    columns: Floats
    sizes: Floats

    @classmethod
    def of(cls, codes: Floats) -> Levels:
        """Levels of one complete, varying column."""
        return cls(*indicators(codes))

    @property
    def size(self) -> int:
        """One candidate."""
        return 1

    @property
    def skewness(self) -> Floats:
        """Greatest skewness of a level's indicator."""
        share = self.sizes / self.sizes.sum()
        return np.atleast_1d(np.max(np.abs(1 - 2 * share) / np.sqrt(share * (1 - share))))

    def only(self, kept: Kept) -> Levels:
        """Itself: there is only one."""
        return self

    def alone(self, sums: Floats, outcome: Scores) -> Floats:
        """Squared deviate of each level (and class) against all the rest."""
        n = self.columns.shape[1]
        rest = np.outer(1 - outcome.share, 1 - self.sizes / n)
        return np.asarray((n - 1) * sums**2 / np.maximum(rest, 1 / n))

    def evidence(self, sums: Floats, outcome: Scores) -> Floats:
        """The more surprising of all levels together and the level that stands out."""
        n = self.columns.shape[1]
        together = (n - 1) * (sums**2).sum(axis=(-1, -2))
        worst = self.alone(sums, outcome).max(axis=(-1, -2))
        chance = several(erfc(np.sqrt(worst / 2)), self.looks(outcome))
        degrees = outcome.df * (len(self.sizes) - 1)
        return np.maximum(deviate(together, degrees), -ndtri(chance))[..., None]

    def looks(self, outcome: Scores) -> int:
        """How many levels (times classes) could have stood out."""
        return int((len(self.sizes) if len(self.sizes) > 2 else 1) * max(1, outcome.share.size))

    def pvalues(self, sums: Floats, outcome: Scores) -> Floats:
        """All together with exact mean and variance, and the extreme level, by the Cauchy rule."""
        n = self.columns.shape[1]
        form = np.atleast_1d((sums**2).sum())
        degrees = np.array([len(self.sizes) - 1.0])
        leverage = np.array([_level_leverage(self.sizes)])
        together = matched(form, outcome, degrees, leverage, n)
        chance = float(self.chances(sums, outcome).min())
        return cauchy(np.stack([together, np.atleast_1d(several(chance, self.looks(outcome)))]))

    def chances(self, sums: Floats, outcome: Scores) -> Floats:
        """Tail of each level (and class) against the rest: exact where the outcome is counted."""
        n = self.columns.shape[1]
        values = np.unique(outcome.rows[0])
        if outcome.df == 1 and values.size == 2:
            events = float(np.sum(outcome.rows[0] == values[1]))
            gap = values[1] - values[0]
            both = (sums[0] * np.sqrt(self.sizes) - values[0] * self.sizes) / gap
            return fisher(np.rint(both), self.sizes, events, n).pvalue
        return np.asarray(erfc(np.sqrt(self.alone(sums, outcome) / 2)))


def _skewness(rows: Floats) -> Floats:
    """Absolute skewness of each row's centred part; 0 for a constant; (..., n) -> (...)."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.mean(centred**2, axis=-1))
    scaled = centred / np.where(spread > 0, spread, 1)[..., None]
    return np.asarray(np.abs(np.mean(scaled**3, axis=-1)))


def _level_leverage(sizes: Floats) -> float:
    return float(np.sum(sizes * (1 / sizes - 1 / sizes.sum()) ** 2))


def deviate(form: Floats, df: Floats | int) -> Floats:
    """A chi-square as a normal deviate, nearly (Wilson & Hilferty 1931)."""
    spread = 2 / (9 * np.asarray(df, dtype=np.float64))
    return np.asarray((np.cbrt(form / df) - (1 - spread)) / np.sqrt(spread))


def several(chance: Floats | float, looks: int) -> Floats:
    """The smallest of several p-values, its multiplicity counted (Šidák 1967)."""
    return np.asarray(np.maximum(-np.expm1(looks * np.log1p(-np.minimum(chance, 1 - 1e-16))), TINY))


def cauchy(pvalues: Floats) -> Floats:
    """Combine dependent p-values along the first axis.

    References
    ----------
    Liu & Xie (2020), J. Am. Stat. Assoc. 115:393.
    """
    clipped = np.clip(pvalues, TINY, CLIP)
    total = np.mean(1 / np.tan(np.pi * clipped), axis=0)
    upper = np.arctan2(1.0, total) / np.pi
    return np.asarray(
        np.where(clipped.min(axis=0) < 1e-15, len(clipped) / np.sum(1 / clipped, axis=0), upper)
    )


def matched(form: Floats, outcome: Scores, df: Floats, leverage: Floats, n: int) -> Floats:
    """Tail of a quadratic form: a gamma with its exact mean and variance under permutation.

    References
    ----------
    Kazi-Aoual, Hitier, Sabatier & Lebreton (1995), Comput. Stat. Data Anal. 20:643, for the
    moments; Mielke & Berry (2007), Permutation Methods, for matching them.
    """
    mean = df * outcome.df / (n - 1)
    smooth = 2 * ((n - 1) * df - df**2) * ((n - 1) * outcome.df - outcome.df**2)
    rough = _unevenness(df, leverage, n) * _unevenness(outcome.df, outcome.leverage, n)
    variance = smooth / ((n - 1) ** 2 * (n + 1) * (n - 2)) + rough / (
        (n + 1) * n * (n - 1) * (n - 2) * (n - 3)
    )
    return np.asarray(gammaincc(mean**2 / variance, form * mean / variance))


def _unevenness(df: Floats | int, leverage: Floats | float, n: int) -> Floats:
    return np.asarray(n * (n + 1) * leverage - (n - 1) * (df**2 + 2 * df), dtype=np.float64)
