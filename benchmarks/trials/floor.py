"""The fewest trials anybody could need: two opposite rivals, and a judge who knows every rate."""

from __future__ import annotations

import numpy as np

from rootcause.trials.hypotheses import SINGLES, UNRECORDED
from rootcause.trials.stopping import APART, FEWEST

RIVALS = 2
LONGEST = 400


def least(sure: float, doubt: float, chance: float = 0.5) -> tuple[int, int]:
    """Median and 90 % point of trials to tell a cause from its rival, and from no cause at all.

    Every trial is one for which the rivals foretell the contrary; it comes as the true one
    foretells with chance `sure`, and would so come with `chance` if no lever mattered. Rates,
    which the plan has to learn, are known here. The cause is told by the odds that the plan asks
    for: Wald's sequential test, which needs the fewest trials of all that err as seldom.

    References
    ----------
    Wald, A. & Wolfowitz, J. (1948). Optimum character of the sequential probability ratio test.
    *Ann. Math. Stat.* 19, 326-339.
    """
    rival = np.log(APART / (1 - APART))
    none = np.log((1 - doubt) / doubt * UNRECORDED * SINGLES / (SINGLES / RIVALS))
    going, ended = np.ones(1), np.zeros(LONGEST + 1)
    for trials in range(1, LONGEST + 1):
        going = np.convolve(going, [1 - sure, sure])  # by how many came as foretold
        came = np.arange(trials + 1)
        over_rival = (2 * came - trials) * np.log(sure / (1 - sure))
        over_none = came * np.log(sure / chance)
        over_none += (trials - came) * np.log((1 - sure) / (1 - chance))
        told = (over_rival > rival) & (over_none > none) & (trials >= FEWEST)
        ended[trials] = going[told].sum()
        going = np.where(told, 0, going)
    passed = ended.cumsum()
    return int(np.searchsorted(passed, 0.5)), int(np.searchsorted(passed, 0.9))
