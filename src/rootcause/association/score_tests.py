"""Score tests: what a few columns would add to a fitted model."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc, gammaln

from rootcause.association.combining import TINY, several
from rootcause.association.null_models import LEAST_WEIGHT, NullModel, is_copy
from rootcause.association.saddlepoint import is_normal, score_tail

Floats = NDArray[np.float64]

SPARSE = 1.0  # variance of a level's count below which its exact tail is used as well
ROUNDING = 1e-12  # of a sum of squares, that is nothing
TELLING = 0.05  # p of a score above which nobody minds that it is only nearly normal


@dataclass(frozen=True, slots=True)
class View:
    """One way in which a candidate may matter.

    Attributes
    ----------
    columns
        Shape (n, k), tested jointly.
    is_level
        Whether they are one level against the rest.
    is_setting
        Whether they keep their values for long, where observations come in time.
    faint
        Share of the greatest variation below which a direction among the columns is left out.
    choices
        Sums of the columns, shape (m, k), of which each is tested for itself and the best is
        charged for the choice; None where the columns are tested jointly.
    """

    columns: Floats
    is_level: bool = False
    is_setting: bool = False
    faint: float = 1e-6
    choices: Floats | None = None

    def among(self, rows: NDArray[np.bool_]) -> View:
        """The same on the kept rows alone."""
        return self if rows.all() else replace(self, columns=self.columns.T[:, rows].T)


def added(model: NullModel, view: View) -> tuple[float, float]:
    """Statistic and p-value of the score test that `view` adds nothing to `model`.

    Of a view that is a choice those of its best column, charged by Šidák's rule. One column beside
    a 0/1 outcome has the greater p of a chi-square and of the saddlepoint: where few events are
    expected of it, given the rest, a chi-square makes too much of the one that happens.

    References
    ----------
    Rao, C. R. (1948). *Proc. Camb. Phil. Soc.* 44, 50-57. For a linear model the partial F-test.
    """
    if view.choices is not None:
        return _best(model, view.columns, view.choices)
    own = model.own(view.columns)
    testable = ~model.copies(view.columns, own)
    if not testable.any():
        return 0.0, 1.0
    own = own[:, testable]
    sizes, directions = np.linalg.eigh(own.T @ own)
    kept = sizes > view.faint * sizes[-1]
    along = directions[:, kept].T @ (own.T @ model.residual)
    explained, df = float((along**2 / sizes[kept]).sum()), int(kept.sum())
    if model.linear:
        return _f_test(model, explained, df)
    pvalue = max(float(chdtrc(df, explained)), TINY)
    if own.shape[1] == 1:
        pvalue = _of_events(model, own[:, 0], pvalue)
    if view.is_level:
        pvalue = max(pvalue, _sparse_tail(model, view.columns[:, 0]))
    return explained, pvalue


def _best(model: NullModel, columns: Floats, choices: Floats) -> tuple[float, float]:
    """The sum of columns that adds most, all of them worked out from what the columns do."""
    own = model.own(columns)
    room = _squares(choices, own.T @ own)
    testable = ~is_copy(room, _squares(choices, model.spread(columns)))
    if not testable.any():
        return 0.0, 1.0
    gains = (choices @ (own.T @ model.residual)) ** 2
    gains = np.where(testable, gains / np.where(testable, room, 1.0), 0.0)
    best = int(gains.argmax())
    explained = float(gains[best])
    if model.linear:
        statistic, pvalue = _f_test(model, explained, 1)
    else:
        smooth = _of_events(model, own @ choices[best], float(chdtrc(1, explained)))
        statistic, pvalue = explained, max(smooth, _sparse_tail(model, columns @ choices[best]))
    return statistic, float(several(pvalue, len(choices)))


def _squares(choices: Floats, gram: Floats) -> Floats:
    """The squared length of each sum of columns, from the products of the columns."""
    squares: Floats = np.einsum("mi,ij,mj->m", choices, gram, choices, optimize=True)
    return squares


def _f_test(model: NullModel, explained: float, df: int) -> tuple[float, float]:
    left_over = model.raw.size - model.spent - df
    whole = float(model.raw @ model.raw)
    residual = max(whole - explained, ROUNDING * whole)
    if left_over < 1 or whole == 0:
        return 0.0, 1.0
    statistic = explained / df / (residual / left_over)
    by_permuting = np.exp(-gammaln(model.raw.size + 1))
    return statistic, max(float(fdtrc(df, left_over, statistic)), float(by_permuting), TINY)


def _of_events(model: NullModel, own: Floats, pvalue: float) -> float:
    """The p-value of one column's score, as far from normal as its events are few."""
    if pvalue > TELLING:
        return pvalue
    risks = np.clip((model.raw > 0) - model.raw, 1e-15, 1 - 1e-15)
    factors, score = (
        own / np.sqrt(np.maximum(risks * (1 - risks), LEAST_WEIGHT)),
        float(own @ model.residual),
    )
    if is_normal(factors, risks, score):
        return pvalue
    return max(pvalue, score_tail(factors, risks, score))


def _sparse_tail(model: NullModel, indicator: Floats) -> float:
    """Two-sided mid-p of a level's count where it is too sparse for a chi-square, else 0.

    The count is Poisson-binomial in the fitted risks; its distribution is convolved exactly.
    """
    inside = indicator == (1 if 2 * indicator.sum() <= indicator.size else 0)
    happened = model.raw[inside] > 0
    risks = happened - model.raw[inside]
    if float((risks * (1 - risks)).sum()) >= SPARSE:
        return 0.0
    if 2 * happened.sum() > happened.size:
        happened, risks = ~happened, 1 - risks
    chances = counts(risks, int(happened.sum()))
    below, here = float(chances[:-1].sum()), float(chances[-1])
    above = max(0.0, 1 - below - here)
    return min(1.0, here + 2 * min(below, above))


def counts(risks: Floats, most: int) -> Floats:
    """Chances that 0, 1, ... `most` of independent events with these risks happen.

    The Poisson-binomial distribution, by pairwise convolution; shape (most + 1,).
    """
    chances = np.column_stack([1 - risks, risks])[:, : most + 1]
    while len(chances) > 1:
        if len(chances) % 2:
            chances = np.vstack([chances, np.eye(1, chances.shape[1])])
        first, second = chances[::2], chances[1::2]
        width = first.shape[1]
        chances = np.zeros((len(first), min(2 * width - 1, most + 1)))
        for count in range(width):
            reach = min(width, chances.shape[1] - count)
            chances[:, count : count + reach] += first[:, count, None] * second[:, :reach]
    counted: Floats = chances[0]
    return counted
