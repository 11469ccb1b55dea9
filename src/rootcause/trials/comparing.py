"""The contrast that would show an effect of the smallest size that matters.

References
----------
Fleiss, J. L., Levin, B. & Paik, M. C. (2003). *Statistical Methods for Rates and Proportions*,
3rd ed., section 4.2: sample sizes for two proportions. Cohen, J. (1988). *Statistical Power
Analysis*, section 2.4: for two means.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rootcause.results import Comparison
from rootcause.trials.evidence import Rates
from rootcause.trials.levers import Binned
from rootcause.trials.weighing import Weighed

Floats = NDArray[np.float64]

POWER = 0.8


def comparison(weighed: Weighed, smallest: float, alpha: float) -> Comparison:
    """The two ends of the likeliest lever, and how many trials at either.

    Parameters
    ----------
    weighed
        What is known.
    smallest
        The smallest difference that matters: of chances, or in spreads of a numeric outcome.
    alpha
        Level of the comparison, two-sided.
    """
    singles = weighed.look.weights[0, weighed.hypotheses.singles]
    part = weighed.hypotheses.levers[int(singles.argmax())]
    if isinstance(weighed.hypotheses.outcome, Rates):
        happened, n = float(weighed.sums[1, 0, 0]), float(weighed.sums[0, 0, 0])
        each = _for_rates(happened / max(n, 1), smallest, alpha)
    else:
        each = _for_means(smallest, alpha)
    return Comparison(part.lever.name, _ends(part), each, smallest, POWER)


def _for_rates(rate: float, difference: float, alpha: float) -> int:
    """Trials each, for rates that lie evenly around the one that was seen."""
    middle = min(max(rate, difference / 2), 1 - difference / 2)
    low, high = middle - difference / 2, middle + difference / 2
    pooled = math.sqrt(2 * middle * (1 - middle)) * float(ndtri(1 - alpha / 2))
    apart = math.sqrt(low * (1 - low) + high * (1 - high)) * float(ndtri(POWER))
    each = ((pooled + apart) / difference) ** 2
    corrected = each / 4 * (1 + math.sqrt(1 + 4 / (each * difference))) ** 2
    return math.ceil(corrected)


def _for_means(difference: float, alpha: float) -> int:
    quantiles = float(ndtri(1 - alpha / 2) + ndtri(POWER))
    return math.ceil(2 * (quantiles / difference) ** 2 + float(ndtri(1 - alpha / 2)) ** 2 / 4)


def _ends(part: Binned) -> tuple[float | str, float | str]:
    """The two settings farthest apart; of labels the two that were seen most often."""
    can = np.flatnonzero(~np.isnan(part.settings))
    if part.ordered:
        ends = can[0], can[-1]
    else:
        seen = np.bincount(part.rows[part.rows >= 0], minlength=part.size)[can]
        often = can[np.argsort(-seen, kind="stable")]
        ends = often[0], often[1]
    first, second = (part.lever.said(float(part.settings[end])) for end in ends)
    return first, second
