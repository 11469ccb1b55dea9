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
from scipy.special import erfc, ndtri

from rootcause.association.bases import DF
from rootcause.association.combining import (
    HEADSTART,
    TOGETHER,
    deviate,
    labels_pvalues,
    matched,
    nested,
    several,
)
from rootcause.association.curves import Floats, midranks, orthonormal, shapes, turns
from rootcause.association.exact import fisher
from rootcause.variables import Kind

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
    skewness
        Greatest skewness of the rows.
    counted
        Of a binary or nominal outcome, the sizes of its classes, shape (a,): of a binary one that
        of the upper. None otherwise.
    n
        Observations, where a row has one entry for each value that occurs; 0 where it has one for
        each observation.
    """

    rows: Floats
    df: int
    share: Floats
    leverage: float
    skewness: float
    counted: Floats | None = None
    n: int = 0

    @property
    def size(self) -> int:
        """Observations."""
        return self.n or self.rows.shape[1]

    @property
    def rarest(self) -> float:
        """Observations of the rarest class; infinite for an outcome that is not counted."""
        if self.counted is None:
            return float("inf")
        return float(min(self.counted.min(), self.size - self.counted.max()))

    @property
    def happening(self) -> int | None:
        """Observations of the upper of two classes; None for an outcome of other classes."""
        counted = self.counted
        return int(counted[0]) if counted is not None and counted.size == 1 else None

    def happened(self, sums: Floats, sizes: Floats) -> Floats:
        """Rows of each class with each level, by their sums; shape (a, levels)."""
        n, counted = sizes.sum(), self.counted
        if counted is None:
            return sums
        expected = np.outer(counted, sizes) / n
        share = 1 - counted / n if len(counted) == 1 else np.ones(len(counted))
        return np.asarray(np.rint(expected + sums * np.sqrt(np.outer(counted * share, sizes))))


def scores(values: Floats, kind: Kind) -> Scores:
    """Scores of an outcome, shape (n,), complete and varying."""
    if kind is Kind.NOMINAL:
        indicator, sizes = indicators(values)
        share = sizes / values.size
        rows = indicator - np.sqrt(share / values.size)[:, None]
        skewness = float(np.max(_skewness(rows)))
        return Scores(rows, len(sizes) - 1, share, _level_leverage(sizes), skewness, sizes)
    if kind is Kind.BINARY:
        return _of_two(values)
    rows = orthonormal(midranks(values[None])[None])[0]
    skewness = float(np.max(_skewness(rows)))
    return Scores(rows, 1, np.zeros(1), float(np.sum((rows**2) ** 2)), skewness)


def _of_two(values: Floats) -> Scores:
    """Scores of a two-valued outcome, by how often the upper value occurs."""
    upper = values > values.min()
    n, m = values.size, int(np.count_nonzero(upper))
    room = m * (n - m) / n
    rows = (upper - m / n) / np.sqrt(room)
    leverage, skewness = (1 - 3 * room / n) / room, abs(1 - 2 * m / n) / np.sqrt(room / n)
    return Scores(rows[None], 1, np.zeros(1), leverage, skewness, np.array([m]))


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
    leading
        How many columns, the first ones, are the direction: the rank, or what turns once in a day.
    """

    basis: Floats
    leading: int = 1

    @classmethod
    def of(cls, values: Sequence[Floats]) -> Curves:
        """Curves of complete, varying columns of the same rows."""
        ranks = midranks(np.stack(values))
        return cls(orthonormal(shapes(ranks, DF, rank_first=True)).transpose(1, 0, 2))

    @classmethod
    def round_the_clock(cls, values: Sequence[Floats]) -> Curves:
        """The same of columns that begin anew: what turns once, then what turns twice."""
        return cls(orthonormal(turns(midranks(np.stack(values)))).transpose(1, 0, 2), leading=2)

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
        return Curves(self.basis[kept], self.leading)

    def forms(self, sums: Floats) -> tuple[Floats, Floats]:
        """Sums of squares for the direction and for any shape; (..., a, m) -> (..., p)."""
        squares = np.einsum("...am,...am->...m", sums, sums)
        squares = squares.reshape(*sums.shape[:-2], self.size, DF)
        return squares[..., : self.leading].sum(axis=-1), squares @ np.ones(DF)

    def evidence(self, sums: Floats, outcome: Scores) -> Floats:
        """The more surprising of direction and shape, as a normal deviate; see `nested`."""
        n = self.basis.shape[2]
        (straight, any_shape), df = self.forms(sums), self.df
        directed = deviate((n - 1) * straight, outcome.df * self.leading)
        shaped = deviate((n - 1) * any_shape, outcome.df * df)
        return np.maximum(directed, shaped - np.where(df > self.leading, HEADSTART, 0.0))

    def pvalues(self, sums: Floats, outcome: Scores) -> Floats:
        """The smaller of direction and shape, each with its exact mean and variance."""
        squares = self.basis**2
        whole, leading = (
            np.sum(np.sum(squares[:, :first], axis=1) ** 2, axis=1) for first in (DF, self.leading)
        )
        return curve_pvalues(
            self.forms(sums),
            self.df,
            (whole, leading),
            (outcome.df, outcome.leverage),
            self.basis.shape[2],
            leading=self.leading,
        )


def curve_pvalues(
    forms: tuple[Floats, Floats],
    df: Floats,
    leverages: tuple[Floats, Floats],
    outcome: tuple[int, Floats | float],
    n: Floats | int,
    *,
    leading: int = 1,
) -> Floats:
    """The smaller of direction and shape, each with its exact mean and variance; shape (p,).

    Parameters
    ----------
    forms
        Sums of squares for the direction and for any shape.
    df
        Columns of each candidate.
    leverages
        Of each candidate's columns and of its leading ones, squared and summed.
    outcome
        Its columns, and their leverage squared and summed.
    n
        Observations.
    leading
        Columns that are the direction.
    """
    own = np.array([np.minimum(df, leading), df])
    led = np.array(leverages[::-1])
    directed, shaped = matched(np.array(forms), (own, outcome[0]), (led, outcome[1]), n)
    return nested(directed, shaped, outcome[0] * leading, outcome[0] * df)


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
        n = self.sizes.sum()
        rest = np.outer(1 - outcome.share, 1 - self.sizes / n)
        return np.asarray((n - 1) * sums**2 / np.maximum(rest, 1 / n))

    def evidence(self, sums: Floats, outcome: Scores) -> Floats:
        """The more surprising of all levels together and the level that stands out."""
        n = self.sizes.sum()
        together = (n - 1) * (sums**2).sum(axis=(-1, -2))
        worst = self.alone(sums, outcome).max(axis=(-1, -2))
        chance = several(erfc(np.sqrt(worst / 2)), self.looks(outcome))
        degrees = outcome.df * (len(self.sizes) - 1)
        charged = np.minimum(chance * TOGETHER / (1 - TOGETHER), 1.0)
        return np.maximum(deviate(together, degrees), -ndtri(charged))[..., None]

    def looks(self, outcome: Scores) -> int:
        """How many levels (times classes) could have stood out."""
        return int((len(self.sizes) if len(self.sizes) > 2 else 1) * max(1, outcome.share.size))

    def pvalues(self, sums: Floats, outcome: Scores) -> Floats:
        """All levels together, and the level that stands out."""
        n = int(self.sizes.sum())
        form = np.atleast_1d((sums**2).sum())
        degrees = np.array([len(self.sizes) - 1.0])
        leverage = np.array([_level_leverage(self.sizes)])
        leverages = leverage, outcome.leverage
        together = matched(form, (degrees, outcome.df), leverages, n)
        return labels_pvalues(together, np.array([self.standout(sums, outcome)]))

    def standout(self, sums: Floats, outcome: Scores) -> float:
        """P-value of the level (and class) that stands out, its multiplicity counted."""
        return float(several(self.chances(sums, outcome).min(), self.looks(outcome)))

    def chances(self, sums: Floats, outcome: Scores) -> Floats:
        """Tail of each level (and class) against the rest: exact where the outcome is counted."""
        if outcome.counted is None:
            return np.asarray(erfc(np.sqrt(self.alone(sums, outcome) / 2)))
        counts = outcome.happened(sums, self.sizes)
        exact = [
            fisher(both, self.sizes, events, self.sizes.sum()).pvalue
            for both, events in zip(counts, outcome.counted, strict=True)
        ]
        return np.stack(exact)


def _skewness(rows: Floats) -> Floats:
    """Absolute skewness of each row's centred part; 0 for a constant; (..., n) -> (...)."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.mean(centred**2, axis=-1))
    third = np.mean(centred * centred * centred, axis=-1)
    return np.asarray(np.abs(third) / np.where(spread > 0, spread, 1) ** 3)


def _level_leverage(sizes: Floats) -> float:
    return float(np.sum(sizes * (1 / sizes - 1 / sizes.sum()) ** 2))
