"""The outcome explained by those given alone: what a conditional test starts from.

Only the model *without* the candidate is ever fitted, so a candidate that separates the outcome
completely does no harm (Rao 1948). The fit is Firth's, finite even when those given separate it;
with as few as 20 observations it also keeps the level of the test where maximum likelihood does
not. Units observed repeatedly have a level each, which is taken out unit by unit.

References
----------
Rao, C. R. (1948). Large sample tests of statistical hypotheses. *Proc. Camb. Phil. Soc.* 44, 50-57.
Firth, D. (1993). Bias reduction of maximum likelihood estimates. *Biometrika* 80, 27-38.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from rootcause.association.curves import midranks
from rootcause.association.firth import FARTHEST, STEPS, bounded, fit_risks
from rootcause.association.given_counts import Counted, fit_given_counts
from rootcause.association.units import Units

Floats = NDArray[np.float64]

LEAST_WEIGHT = 1e-10  # of an observation whose outcome is certain
DIGITS = 9  # of a residual, beyond which it is rounding
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
        Orthonormal basis of the weighted design, shape (n, k), units taken out.
    deviance
        Twice the log-likelihood lost, but for a constant: of two fits the lower is closer.
    linear
        True for a linear model with an unknown variance, False for a 0/1 outcome.
    units
        Which observations are of one unit; None where each is of its own.
    """

    raw: Floats
    root_weights: Floats
    basis: Floats
    deviance: float
    linear: bool
    units: Units | None = None

    @property
    def residual(self) -> Floats:
        """Pearson residual, shape (n,)."""
        return self.raw / self.root_weights

    @property
    def spent(self) -> int:
        """Degrees of freedom that the design has, a level for each unit among it."""
        return int(self.basis.shape[1]) + (len(self.units) if self.units else 0)

    @property
    def distances(self) -> Floats:
        """How far the outcome lies from what was expected, as normal scores, shape (n,).

        Of a unit with two observations both lie as far, and not by rounding.
        """
        return normal_scores(np.abs(self.raw).round(DIGITS))

    def own(self, columns: Floats) -> Floats:
        """What `columns`, shape (n, p), have of their own: weighted, the design projected out."""
        weighted = without_units(
            columns * self.root_weights[:, None], self.root_weights, self.units
        )
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
        return _of_least_squares(self.distances, self.basis, self.units)

    def among(self, rows: NDArray[np.bool_]) -> NullModel:
        """The same fit on the kept rows alone, shape (n,); what is tested may be missing elsewhere.

        A score made of what is left there and of a column's own part, the design projected out
        on those rows, is as good as that of a fit to them alone.
        """
        if rows.all():
            return self
        units = self.units.among(rows) if self.units else None
        roots, raw = self.root_weights[rows], self.raw[rows]
        basis = orthonormal_basis(without_units(self.basis[rows], roots, units))
        if self.linear:
            return _of_least_squares(raw, basis, units)
        return replace(self, raw=raw, root_weights=roots, basis=basis, units=units)


def is_copy(own: Floats, variation: Floats, least: float = COPY) -> NDArray[np.bool_]:
    """Whether columns with this variation have too little of it for themselves."""
    copies: NDArray[np.bool_] = own <= least * variation + 1e-12
    return copies


def without_units(columns: Floats, roots: Floats, units: Units | None) -> Floats:
    """Weighted columns, shape (n, k), less what is common to each unit, where there are units."""
    return columns if units is None else units.without(columns, roots)


def logistic(y: Floats, design: Floats, units: Units | None = None) -> NullModel:
    """Logistic regression of a 0/1 outcome by Firth's penalised likelihood.

    The first column of `design`, shape (n, k), is the intercept. With `units` the likelihood is
    that given how often each had the outcome.
    """
    if units is not None:
        return _within(y, design[:, 1:], units)
    fit = fit_risks(y, design)
    root_weights = np.sqrt(np.maximum(fit.weights, LEAST_WEIGHT))
    basis = orthonormal_basis(design * root_weights[:, None])
    return NullModel(y - fit.fitted, root_weights, basis, -2 * fit.likelihood, linear=False)


def _within(y: Floats, design: Floats, units: Units) -> NullModel:
    counted = Counted.of(y, units)
    fit = fit_given_counts(counted, design[counted.rows])
    weights = counted.over(fit.weights, np.zeros(y.size))
    roots = np.sqrt(np.maximum(weights, LEAST_WEIGHT))
    basis = orthonormal_basis(units.without(design * roots[:, None], roots))
    raw = y - counted.over(fit.fitted, y)
    return NullModel(raw, roots, basis, -2 * fit.likelihood, linear=False, units=units)


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
        step = bounded(np.linalg.solve(information, score[..., None])[..., 0])
        if np.abs(step).max() < NEARLY:
            break
        beta = beta + step
    return np.asarray(fitted)


def linear(values: Floats, design: Floats, units: Units | None = None) -> NullModel:
    """Least squares on the normal scores of the outcome's mid-ranks."""
    return least_squares(normal_scores(values), design, units)


def least_squares(values: Floats, design: Floats, units: Units | None = None) -> NullModel:
    """Least squares on the values themselves; the first column of `design` is the intercept."""
    if units is not None:
        design = units.without(design[:, 1:], np.ones(values.size))
    return _of_least_squares(values, orthonormal_basis(design), units)


def _of_least_squares(values: Floats, basis: Floats, units: Units | None) -> NullModel:
    roots = np.ones(values.size)
    values = without_units(values[:, None], roots, units)[:, 0]
    raw = values - basis @ (basis.T @ values)
    free = raw.size - (len(units) - 1 if units else 0)
    deviance = free * np.log(max(float(raw @ raw), 1e-300))
    return NullModel(raw, roots, basis, float(deviance), linear=True, units=units)


def normal_scores(values: Floats) -> Floats:
    """Van der Waerden scores of mid-ranks, ((rank - 1/2) / n), shape (n,)."""
    scores: Floats = ndtri((midranks(values[None])[0] - 0.5) / values.size)
    return scores


def orthonormal_basis(design: Floats) -> Floats:
    """An orthonormal basis of the columns, from their products; twice where rounding asks for it.

    Yamamoto, Nakatsukasa, Yanagisawa & Fukaya (2015), *ETNA* 44, 306: twice is enough.
    """
    if not design.any():
        return np.empty((len(design), 0))
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
