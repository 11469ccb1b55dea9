"""The evidence of every shape from counts, exactly: no fitting, and no trouble with separation.

The rows enter as sums per bin (`Sums`); a shape's cells add up its bins. A binary outcome has one
beta-distributed rate a cell, a numeric one a normal mean a cell with one variance for all.

References
----------
Kass, R. E. & Raftery, A. E. (1995). Bayes factors. *JASA* 90, 773-795.
Bernardo, J. M. & Smith, A. F. M. (1994). *Bayesian Theory*, appendix A: both marginal likelihoods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

BETA = 0.5  # of the beta prior on every rate: Jeffreys'
MEANS = 0.25  # observations that the prior of a cell's mean is worth
SPREADS = 2.0  # observations that the prior of the variance is worth
SPREAD = 0.5  # what it says the variance is, the outcome's own being 1
LOG_PI = float(np.log(np.pi))


class Foretold(NamedTuple):
    """What is foretold for an answer: its mean and its variance, in any shape."""

    mean: Floats
    variance: Floats


class Outcome(Protocol):
    """How an outcome is made: as a rate in each cell, or around a mean in each cell."""

    levels: bool  # whether single levers start level

    def parts_of(self, answers: Floats) -> Floats:
        """What answers add to the sums of their bins, shape (parts, *answers)."""

    def evidence(self, cells: Floats, firsts: Codes) -> Floats:
        """Log evidence of every shape.

        Parameters
        ----------
        cells
            Sums in each cell, shape (parts, worlds, cells).
        firsts
            The first cell of each shape.

        Returns
        -------
        ndarray, shape (worlds, shapes)
        """

    def foretell(self, cells: Floats, firsts: Codes) -> Foretold:
        """What is foretold in each cell, shape (worlds, cells)."""

    def draw(self, cells: Floats, rng: np.random.Generator) -> Foretold:
        """How answers are made in the cells of one shape, drawn from what is known.

        Parameters
        ----------
        cells
            Sums in its cells, shape (parts, cells).
        """

    def answer(self, made: Foretold, rng: np.random.Generator) -> Floats:
        """Answers that are made so, shape as `made`."""


@dataclass(frozen=True)
class Rates:
    """A binary outcome: a free rate in each cell, with the prior Beta(a, a)."""

    a: float = BETA
    levels = True

    def parts_of(self, answers: Floats) -> Floats:
        """Ones to count, and the answers themselves."""
        return np.stack([np.ones_like(answers), answers])

    def evidence(self, cells: Floats, firsts: Codes) -> Floats:
        """Log evidence of every shape: sum over cells of log B(a + k, a + n - k) / B(a, a)."""
        n, k = np.rint(cells).astype(np.intp)
        one, two = _log_gammas(self.a, int(n.max(initial=0)) | 255)
        scores = one[k] + one[n - k] - two[n]
        return np.add.reduceat(scores, firsts, axis=1)

    def foretell(self, cells: Floats, firsts: Codes) -> Foretold:
        """The mean of each rate; a yes or no has no other spread."""
        n, k = cells
        rate = (self.a + k) / (2 * self.a + n)
        return Foretold(rate, rate * (1 - rate))

    def draw(self, cells: Floats, rng: np.random.Generator) -> Foretold:
        """A rate in each cell."""
        n, k = cells
        rate = rng.beta(self.a + k, self.a + n - k)
        return Foretold(rate, rate * (1 - rate))

    def answer(self, made: Foretold, rng: np.random.Generator) -> Floats:
        """A yes or no each."""
        return (rng.random(made.mean.shape) < made.mean).astype(np.float64)


@dataclass(frozen=True)
class Means:
    """A numeric outcome, standardised: a free mean in each cell, one variance."""

    levels = False

    def parts_of(self, answers: Floats) -> Floats:
        """Ones to count, the answers, and their squares."""
        return np.stack([np.ones_like(answers), answers, answers**2])

    def evidence(self, cells: Floats, firsts: Codes) -> Floats:
        """Log evidence of every shape under the normal-inverse-gamma prior."""
        n = np.add.reduceat(cells[0], firsts, axis=1)
        shrunk = np.add.reduceat(np.log1p(cells[0] / MEANS), firsts, axis=1)
        spread = np.log(self._left(cells, firsts))
        total = SPREADS + n
        constant = gammaln(total / 2) - gammaln(SPREADS / 2) - n * LOG_PI / 2
        constant += SPREADS / 2 * np.log(SPREADS * SPREAD)
        evidence: Floats = constant - shrunk / 2 - total / 2 * spread
        return evidence

    def foretell(self, cells: Floats, firsts: Codes) -> Foretold:
        """Mean and variance of the t that foretells the next answer in each cell."""
        n, sums, _ = cells
        each = np.diff(np.append(firsts, n.shape[1]))
        total = np.add.reduceat(n, firsts, axis=1) + SPREADS
        variance = self._left(cells, firsts) / np.maximum(total - 2, 1)
        wider = 1 + 1 / (MEANS + n)
        return Foretold(sums / (MEANS + n), np.repeat(variance, each, axis=1) * wider)

    def draw(self, cells: Floats, rng: np.random.Generator) -> Foretold:
        """A mean in each cell, and one variance."""
        n, sums, _ = cells
        left = self._left(cells[:, None], np.array([0]))[0, 0]
        variance = left / rng.chisquare(SPREADS + n.sum())
        spread = np.sqrt(variance / (MEANS + n))
        mean = sums / (MEANS + n) + spread * rng.normal(size=n.size)
        return Foretold(mean, np.full(n.size, variance))

    def answer(self, made: Foretold, rng: np.random.Generator) -> Floats:
        """A number each."""
        noise: Floats = rng.normal(size=made.mean.shape)
        return made.mean + np.sqrt(made.variance) * noise

    @staticmethod
    def _left(cells: Floats, firsts: Codes) -> Floats:
        """What is left of the squares once every cell has its mean, the prior's added."""
        n, sums, squares = cells
        explained = np.add.reduceat(squares - sums**2 / (MEANS + n), firsts, axis=1)
        left: Floats = SPREADS * SPREAD + np.maximum(explained, 0)
        return left


@lru_cache(maxsize=8)
def _log_gammas(a: float, most: int) -> tuple[Floats, Floats]:
    """Log Gamma(a + i) / Gamma(a), and log Gamma(2a + i) / Gamma(2a), for i up to `most`."""
    counts = np.arange(most + 1)
    return gammaln(a + counts) - gammaln(a), gammaln(2 * a + counts) - gammaln(2 * a)
