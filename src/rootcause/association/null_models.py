"""The outcome explained by those given alone: what a conditional test starts from.

Only the model *without* the candidate is ever fitted, so a candidate that separates the outcome
completely does no harm (Rao 1948). The fit is Firth's, finite even when those given separate it;
with as few as 20 observations it also keeps the level of the test where maximum likelihood does
not.

References
----------
Rao, C. R. (1948). Large sample tests of statistical hypotheses. *Proc. Camb. Phil. Soc.* 44, 50-57.
Firth, D. (1993). Bias reduction of maximum likelihood estimates. *Biometrika* 80, 27-38.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from rootcause.association.curves import midranks

Floats = NDArray[np.float64]

FARTHEST = 30.0  # linear predictor beyond which a fitted risk is 0 or 1 to rounding
LONGEST_STEP = 4.0  # of one coefficient in one Newton step
STEPS = 50
RIDGE = 1e-8  # added to the information, so that a redundant column does no harm
CONVERGED = 1e-7
FEEBLE = 0.01  # precision of a prior that only matters where those given separate the outcome
NEARLY = 1e-3  # a step of coefficients that changes a look at them by nothing to speak of
REDUNDANT = 1e-11  # share of the greatest variation below which a direction is rounding
EVEN = 1e-4  # the same, above which a rotation leaves no rounding to speak of
COPY = 0.02  # of a column's variance: with less of its own it is a copy (|r| > .99) of others


@dataclass(frozen=True, slots=True)
class NullModel:
    """A fitted outcome, ready for score tests of what could be added.

    Attributes
    ----------
    raw
        Outcome minus fitted value, shape (n,).
    root_weights
        Root of the outcome's fitted variance, shape (n,); ones for a linear model.
    basis
        Orthonormal basis of the weighted design, shape (n, k).
    design
        The design itself, intercept first, shape (n, m).
    linear
        True for a linear model with an unknown variance, False for a 0/1 outcome.
    """

    raw: Floats
    root_weights: Floats
    basis: Floats
    design: Floats
    linear: bool

    @property
    def residual(self) -> Floats:
        """Pearson residual, shape (n,)."""
        return self.raw / self.root_weights

    @property
    def deviance(self) -> float:
        """Twice the log-likelihood lost, but for a constant: of two fits the lower is closer."""
        if self.linear:
            return float(self.raw.size * np.log(max(float(self.raw @ self.raw), 1e-300)))
        return -2 * float(np.log1p(-np.abs(self.raw)).sum())

    def own(self, columns: Floats) -> Floats:
        """What `columns`, shape (n, p), have of their own: weighted, the design projected out."""
        weighted = columns * self.root_weights[:, None]
        own: Floats = weighted - self.basis @ (self.basis.T @ weighted)
        return own

    def holds(self, columns: Floats, least: float = COPY) -> NDArray[np.bool_]:
        """Which of `columns`, shape (n, p), are copies of what is in the design, shape (p,).

        A copy has less than the share `least` of its variation of its own.
        """
        return self.copies(columns, self.own(columns), least)

    def copies(self, columns: Floats, own: Floats, least: float = COPY) -> NDArray[np.bool_]:
        """The same of columns whose own part is known already."""
        weights = self.root_weights**2
        means = weights @ columns / weights.sum()
        variation = weights @ (columns - means) ** 2
        return is_copy(np.einsum("ij,ij->j", own, own), variation, least)

    def spread(self, columns: Floats) -> Floats:
        """Weighted products of `columns`, shape (n, p), about their means; shape (p, p)."""
        weights = self.root_weights**2
        weighted = weights @ columns
        products = (columns.T * weights) @ columns
        spread: Floats = products - np.outer(weighted, weighted) / weights.sum()
        return spread

    def of_distances(self) -> NullModel:
        """Least squares of how far the outcome lies from what was expected, by normal scores."""
        scores = normal_scores(np.abs(self.raw))
        raw = scores - self.basis @ (self.basis.T @ scores)
        return NullModel(raw, np.ones(raw.size), self.basis, self.design, linear=True)

    def among(self, rows: NDArray[np.bool_]) -> NullModel:
        """The same fit on the kept rows alone, shape (n,); what is tested may be missing elsewhere.

        A score made of what is left there and of a column's own part, the design projected out
        on those rows, is as good as that of a fit to them alone.
        """
        if rows.all():
            return self
        basis = orthonormal_basis(self.basis[rows])
        raw = self.raw[rows]
        if self.linear:
            raw = raw - basis @ (basis.T @ raw)
        return NullModel(raw, self.root_weights[rows], basis, self.design[rows], self.linear)


def is_copy(own: Floats, variation: Floats, least: float = COPY) -> NDArray[np.bool_]:
    """Whether columns with this variation have too little of it for themselves."""
    copies: NDArray[np.bool_] = own <= least * variation + 1e-12
    return copies


def logistic(y: Floats, design: Floats) -> NullModel:
    """Logistic regression of a 0/1 outcome by Firth's penalised likelihood."""
    fitted = _firth(y, design)
    root_weights = np.sqrt(np.maximum(fitted * (1 - fitted), 1e-10))
    basis = orthonormal_basis(design * root_weights[:, None])
    return NullModel(y - fitted, root_weights, basis, design, linear=False)


def likeliest(y: Floats, designs: Floats) -> Floats:
    """Fitted risks of logistic regressions by maximum likelihood, kept from infinity by a ridge.

    Quicker than Firth's, and as good where a look at many observations is all that is wanted.

    Parameters
    ----------
    y
        A 0/1 outcome, shape (n,).
    designs
        Of several models, shape (models, k, n): the intercept first; 0 in rows that are left out.

    Returns
    -------
    ndarray
        Shape (models, n).
    """
    rows, turned = designs[:, 0], designs.swapaxes(1, 2)
    beta = np.zeros(designs.shape[:2])
    beta[:, 0] = logit((rows @ y + 0.5) / (rows.sum(axis=1) + 1))
    for _ in range(STEPS):
        fitted = expit((beta[:, None] @ designs)[:, 0].clip(-FARTHEST, FARTHEST))
        weights = np.maximum(fitted * (1 - fitted), 1e-10)
        information = (designs * weights[:, None]) @ turned + FEEBLE * np.eye(designs.shape[1])
        score = (designs @ (y - fitted)[..., None])[..., 0] - FEEBLE * beta
        step = _bounded(np.linalg.solve(information, score[..., None])[..., 0])
        if np.abs(step).max() < NEARLY:
            break
        beta = beta + step
    return np.asarray(fitted)


def linear(values: Floats, design: Floats) -> NullModel:
    """Least squares on the normal scores of the outcome's mid-ranks."""
    return least_squares(normal_scores(values), design)


def least_squares(values: Floats, design: Floats) -> NullModel:
    """Least squares on the values themselves."""
    basis = orthonormal_basis(design)
    raw = values - basis @ (basis.T @ values)
    return NullModel(raw, np.ones(values.size), basis, design, linear=True)


def normal_scores(values: Floats) -> Floats:
    """Van der Waerden scores of mid-ranks, ((rank - 1/2) / n), shape (n,)."""
    scores: Floats = ndtri((midranks(values[None])[0] - 0.5) / values.size)
    return scores


def orthonormal_basis(design: Floats) -> Floats:
    """An orthonormal basis of the columns, from their products; twice where rounding asks for it.

    Yamamoto, Nakatsukasa, Yanagisawa & Fukaya (2015), *ETNA* 44, 306: twice is enough.
    """
    basis, evenness = _rotated(design)
    return basis if evenness > EVEN else _rotated(basis)[0]


def _rotated(columns: Floats) -> tuple[Floats, float]:
    """Columns made orthonormal but for rounding, and how evenly they varied."""
    turning, evenness = rotations(columns.T @ columns)
    rotated: Floats = columns @ turning[:, turning.any(axis=0)]
    return rotated, float(evenness)


def rotations(products: Floats) -> tuple[Floats, Floats]:
    """What makes columns orthonormal, by their products; 0 for a direction that is rounding.

    Returns
    -------
    turning
        Shape (..., k, k).
    evenness
        The smallest variation in any direction that is kept as share of the largest, shape (...).
        Rounding leaves its inverse in what was made orthonormal.
    """
    squares = np.diagonal(products, axis1=-2, axis2=-1)
    scale = np.where(squares > 0, 1 / np.sqrt(np.where(squares > 0, squares, 1)), 0.0)
    sizes, directions = np.linalg.eigh(products * scale[..., None] * scale[..., None, :])
    kept = sizes > REDUNDANT * sizes[..., -1:]
    roots = np.where(kept, 1 / np.sqrt(np.where(kept, sizes, 1)), 0.0)
    least = np.where(kept, sizes, np.inf).min(axis=-1)
    return scale[..., None] * directions * roots[..., None, :], least / sizes[..., -1]


def _firth(y: Floats, design: Floats) -> Floats:
    """Fitted risks (Heinze & Schemper 2002, *Stat. Med.* 21, 2409, eq. 2), shape (n,).

    A step that lowers the penalised likelihood is halved: whole ones may go to and fro for ever.
    """
    beta = _start(y, design)
    now = _penalised(y, design, beta)
    for _ in range(STEPS):
        step = _bounded(_newton(y, design, now))
        following = _penalised(y, design, beta + step)
        while following.likelihood < now.likelihood and np.abs(step).max() > CONVERGED:
            step = step / 2
            following = _penalised(y, design, beta + step)
        beta, now = beta + step, following
        if np.abs(step).max() < CONVERGED:
            break
    return now.fitted


class _Penalised(NamedTuple):
    """Firth's log-likelihood at some coefficients, the risks there, and the inverse information."""

    likelihood: float
    fitted: Floats
    weights: Floats
    inverse: Floats


def _penalised(y: Floats, design: Floats, beta: Floats) -> _Penalised:
    fitted = expit((design @ beta).clip(-FARTHEST, FARTHEST))
    weights = fitted * (1 - fitted)
    information = (design.T * weights) @ design
    information.flat[:: len(information) + 1] += RIDGE
    likelihood = np.log(np.abs(1 - y - fitted)).sum()
    penalty = 0.5 * np.linalg.slogdet(information)[1]
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return _Penalised(float(likelihood + penalty), fitted, weights, inverse)


def _newton(y: Floats, design: Floats, now: _Penalised) -> Floats:
    leverage = now.weights * np.einsum("ij,ij->i", design @ now.inverse, design)
    step: Floats = now.inverse @ (design.T @ (y - now.fitted + leverage * (0.5 - now.fitted)))
    return step


def _start(y: Floats, design: Floats) -> Floats:
    beta = np.zeros(design.shape[1])
    beta[0] = logit((y.sum() + 0.5) / (y.size + 1))
    return beta


def _bounded(step: Floats) -> Floats:
    longest = np.abs(step).max(axis=-1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, LONGEST_STEP / np.maximum(longest, CONVERGED)))
