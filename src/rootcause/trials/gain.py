"""What a trial is expected to tell: how much its answer says of which hypothesis is true.

References
----------
Lindley, D. V. (1956). On a measure of the information provided by an experiment. *Ann. Math.
Stat.* 27, 986-1005.
Box, G. E. P. & Hill, W. J. (1967). Discrimination among mechanistic models. *Technometrics* 9,
57-71.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, xlogy

from rootcause.trials.evidence import Foretold

Floats = NDArray[np.float64]

BOUNDS = np.linspace(-2.4, 2.4, 13)  # between answers of a standardised outcome that are told apart


def gain_of_yes_or_no(weights: Floats, chances: Floats) -> Floats:
    """Mutual information, in nats, between a binary answer and which hypothesis is true.

    Parameters
    ----------
    weights
        Of the hypotheses, shape (worlds, hypotheses).
    chances
        Of the outcome under each, shape (worlds, hypotheses, settings).

    Returns
    -------
    ndarray, shape (worlds, settings)
    """
    total = np.einsum("wh,whx->wx", weights, chances)
    gain: Floats = _entropy(total) - np.einsum("wh,whx->wx", weights, _entropy(chances))
    return gain


def gain_of_number(weights: Floats, foretold: Foretold) -> Floats:
    """The same for a standardised number: by which of some ranges the answer falls into.

    Parameters
    ----------
    weights
        Of the hypotheses, shape (worlds, hypotheses).
    foretold
        Mean and variance under each, shape (worlds, hypotheses, settings); taken as normal.
    """
    spread = np.sqrt(foretold.variance)
    below = ndtr((BOUNDS[:, None, None, None] - foretold.mean) / spread)
    ends = np.zeros((1, *below.shape[1:]))
    share = np.diff(np.concatenate([ends, below, ends + 1]), axis=0)
    total = np.einsum("wh,jwhx->jwx", weights, share)
    own = -xlogy(share, share).sum(axis=0)
    gain = -xlogy(total, total).sum(axis=0) - np.einsum("wh,whx->wx", weights, own)
    return np.asarray(gain)


def _entropy(chance: Floats) -> Floats:
    return np.asarray(-xlogy(chance, chance) - xlogy(1 - chance, 1 - chance))
