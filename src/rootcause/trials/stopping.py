"""When trials have told the levers apart, and when they have shown one: rules for every trial.

Both may be looked at after each. Which lever it is, if one is, is told some trials before it is
shown that any is: four clean answers are had from a coin in one of eight races of two levers.

References
----------
Ville, J. (1939). *Étude critique de la notion de collectif*; Wald, A. (1945). Sequential tests of
statistical hypotheses. *Ann. Math. Stat.* 16, 117-186: odds may be looked at at any time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rootcause.trials.hypotheses import Hypotheses

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

APART = 0.99  # share of a single lever among all of them
MATTERS = 0.97  # weight of all hypotheses that hold the lever, among those with levers
PAIR_OPEN = 0.25  # a pair of more weight keeps the question open
PAIR_APART = 0.8
DOUBT = 0.05  # that no lever matters, beside the one that was told apart
SHOWN = 1 / 300  # the same, from which it is shown
REFUTED = 15  # to one, at which the trials speak against a lever, alone or in a pair
FEWEST = 4  # trials before anything is settled: fewer name half of what needs two levers
GIVING_UP = 20  # trials after which to say what is left, instead of going on


def told_apart(hypotheses: Hypotheses, weights: Floats, made: Codes) -> Codes:
    """Which hypothesis the trials have told from the others, in each world; -1 where none.

    That no lever matters, by chance or since something does that was not recorded, may then still
    have a weight of up to one in twenty beside it, so it is not shown.

    Parameters
    ----------
    hypotheses
        That were weighed.
    weights
        Shape (worlds, hypotheses).
    made
        Trials made so far in each world, shape (worlds,).
    """
    return _left(hypotheses, weights, made, DOUBT)


def settled(hypotheses: Hypotheses, weights: Floats, made: Codes) -> Codes:
    """Which hypothesis the trials have settled on, in each world; -1 where none.

    It is told apart, and that no lever matters has less than one in 300 beside it; or that no lever
    matters has more than 99 in a hundred beside the single ones: then the last hypothesis.

    Where no lever matters, one is shown in at most 1 of 60 series of trials, however long they are
    and however many levers there are: a single one of m starts at 5 to m, so 300 to 1 takes odds of
    60 m from the trials alone, which by Ville's inequality come at most once in 60 m series.

    Parameters
    ----------
    hypotheses, weights, made
        As in `told_apart`.
    """
    return _left(hypotheses, weights, made, SHOWN)


def refuted(hypotheses: Hypotheses, weights: Floats, found: int) -> NDArray[np.bool_]:
    """Levers that, alone and in pairs, have less than a 15th of the weight of what was found.

    Parameters
    ----------
    hypotheses
        That were weighed.
    weights
        Shape (hypotheses,).
    found
        The hypothesis that was told from the others.

    Returns
    -------
    ndarray, shape (levers,)
    """
    return np.asarray((weights @ hypotheses.holds) * REFUTED < weights[found])


def _left(hypotheses: Hypotheses, weights: Floats, made: Codes, doubt: float) -> Codes:
    each, last = np.arange(len(weights)), hypotheses.size - 1
    no_lever = weights[:, 0] + weights[:, last]
    singles, pairs = weights[:, hypotheses.singles], weights[:, hypotheses.pairs]
    alone, together = singles.sum(axis=1), pairs.sum(axis=1)
    with_levers = np.where(alone + together > 0, alone + together, 1)
    matters = (weights @ hypotheses.holds) / with_levers[:, None]

    def beside(weight: Floats) -> Floats:
        share: Floats = no_lever / (no_lever + weight)
        return share

    best, most = singles.argmax(axis=1), singles.max(axis=1)
    first = pairs.max(axis=1, initial=0)
    left = (most > APART * alone) & (matters[each, best] > MATTERS) & (beside(most) < doubt)
    found = np.where(left & (first <= PAIR_OPEN * with_levers), best + 1, -1)
    found = np.where((beside(alone) > APART) & (together <= PAIR_OPEN), last, found)
    if pairs.shape[1]:
        pair = hypotheses.pairs.start + pairs.argmax(axis=1)
        both = np.where(hypotheses.holds[pair], matters, 1).min(axis=1)
        left = (first > PAIR_APART * with_levers) & (both > APART) & (beside(first) < doubt)
        found = np.where(left, pair, found)
    stopped: Codes = np.where(made >= FEWEST, found, -1)
    return stopped
