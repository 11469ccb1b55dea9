"""Firth's penalised likelihood: coefficients that are finite even where the outcome is separated.

References
----------
Firth, D. (1993). Bias reduction of maximum likelihood estimates. *Biometrika* 80, 27-38.
Heinze, G. & Schemper, M. (2002). *Statistics in Medicine* 21, 2409-2419.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

Floats = NDArray[np.float64]

Worth = Callable[[Floats], Floats]

FARTHEST = 30.0  # linear predictor beyond which a fitted risk is 0 or 1 to rounding
LONGEST_STEP = 4.0  # of one coefficient in one Newton step
STEPS = 50
RIDGE = 1e-8  # added to the information, so that a redundant column does no harm
CONVERGED = 1e-7


class Fit(NamedTuple):
    """A model of a 0/1 outcome at some coefficients.

    Attributes
    ----------
    likelihood, penalty
        Log-likelihood, and what Firth adds to it.
    fitted, weights
        Risks and the variances of what happens, shape (n,).
    design
        Columns less what is fitted beside them, shape (n, k).
    inverse
        Of the information, shape (k, k).
    passed_on
        What changes of the weights are worth, by what changes of the fitted variances are;
        None where these are the weights.
    """

    likelihood: float
    penalty: float
    fitted: Floats
    weights: Floats
    design: Floats
    inverse: Floats
    passed_on: Worth | None = None

    @classmethod
    def at(
        cls,
        likelihood: float,
        fitted: Floats,
        weights: Floats,
        design: Floats,
        passed_on: Worth | None = None,
    ) -> Fit:
        """With the penalty, half the log of the information's determinant."""
        information = (design.T * weights) @ design
        information.flat[:: len(information) + 1] += RIDGE
        penalty = 0.5 * np.linalg.slogdet(information)[1]
        inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
        return cls(likelihood, float(penalty), fitted, weights, design, inverse, passed_on)

    def step(self, y: Floats) -> Floats:
        """Newton's step to the greatest penalised likelihood (Heinze & Schemper 2002, eq. 2)."""
        worth = np.einsum("ij,ij->i", self.design @ self.inverse, self.design)
        leverage = self.weights * (self.passed_on(worth) if self.passed_on else worth)
        told = self.design.T @ (y - self.fitted + leverage * (0.5 - self.fitted))
        return bounded(self.inverse @ told)

    def is_below(self, other: Fit) -> bool:
        """Whether the penalised likelihood is less than that of another."""
        return self.likelihood + self.penalty < other.likelihood + other.penalty


def firth(
    y: Floats, at: Callable[[Floats], Fit], start: Floats, converged: float = CONVERGED
) -> Fit:
    """The fit of the greatest penalised likelihood.

    A step that lowers the penalised likelihood is halved: whole ones may go to and fro for ever.

    Parameters
    ----------
    y
        A 0/1 outcome, shape (n,).
    at
        The model at given coefficients.
    start
        Coefficients to begin with, shape (k,).
    converged
        A step of any coefficient that no longer matters.
    """
    beta, now = start, at(start)
    for _ in range(STEPS if start.size else 0):
        step = now.step(y)
        following = at(beta + step)
        while following.is_below(now) and np.abs(step).max() > converged:
            step = step / 2
            following = at(beta + step)
        beta, now = beta + step, following
        if np.abs(step).max() < converged:
            break
    return now


def fit_risks(y: Floats, design: Floats) -> Fit:
    """Logistic regression of a 0/1 outcome on `design`, shape (n, k), the intercept first."""

    def at(beta: Floats) -> Fit:
        fitted = expit((design @ beta).clip(-FARTHEST, FARTHEST))
        likelihood = float(np.log(np.abs(1 - y - fitted)).sum())
        return Fit.at(likelihood, fitted, fitted * (1 - fitted), design)

    start = np.zeros(design.shape[1])
    start[0] = logit((y.sum() + 0.5) / (y.size + 1))
    return firth(y, at, start)


def bounded(step: Floats) -> Floats:
    """A step, or several side by side, shortened to what may be taken at once."""
    longest = np.abs(step).max(axis=-1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, LONGEST_STEP / np.maximum(longest, CONVERGED)))
