"""When the trials have shown it: a rule that may be looked at after every trial.

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

SETTLED = 0.99  # weight among none, single levers and something not recorded
MATTERS = 0.97  # weight of all hypotheses that hold the lever
PAIR_OPEN = 0.5  # a pair of more weight keeps the question open
PAIR_SETTLED = 0.8
FEWEST = 4  # trials before anything is settled: fewer name half of what needs two levers
GIVING_UP = 20  # trials after which to say what is left, instead of going on


def settled(hypotheses: Hypotheses, weights: Floats, made: Codes) -> Codes:
    """Which hypothesis the trials have settled on, in each world; -1 where none.

    Parameters
    ----------
    hypotheses
        That were weighed.
    weights
        Shape (worlds, hypotheses).
    made
        Trials made so far in each world, shape (worlds,).
    """
    matters = weights @ hypotheses.holds
    pairs = weights[:, hypotheses.pairs]
    simple = weights.copy()
    simple[:, hypotheses.pairs] = 0
    best = simple.argmax(axis=1)
    each = np.arange(len(weights))
    share = simple[each, best] / simple.sum(axis=1)
    enough = np.where(hypotheses.holds, matters[:, None, :], 1).min(axis=2)  # (worlds, hypotheses)
    most = pairs.max(axis=1, initial=0)
    single = (share > SETTLED) & (enough[each, best] > MATTERS) & (most <= PAIR_OPEN)
    found = np.where(single, best, -1)
    if pairs.shape[1]:
        pair = hypotheses.pairs.start + pairs.argmax(axis=1)
        both = (most > PAIR_SETTLED) & (enough[each, pair] > SETTLED)
        found = np.where(both, pair, found)
    stopped: Codes = np.where(made >= FEWEST, found, -1)
    return stopped
