"""The fewest trials anybody could need: two opposite rivals, and a judge who knows every rate."""

from __future__ import annotations

import numpy as np

from rootcause.trials.hypotheses import SINGLES, UNRECORDED
from rootcause.trials.stopping import APART, FEWEST

RIVALS = 2
LONGEST = 400
DRAWS = 100_000


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
    rival, none = _asked(doubt)
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


def least_measured(apart: float, doubt: float, seed: int = 0) -> tuple[int, int]:
    """The same for a measured outcome, whose two means lie so many of its spreads apart.

    If no lever mattered, values would lie around either mean, whatever is set. Simulated.
    """
    rival, none = _asked(doubt)
    most = LONGEST // 4
    values = np.random.default_rng(seed).normal(apart / 2, 1, (DRAWS, most))
    true, other = (-((values - side * apart / 2) ** 2) / 2 for side in (1, -1))
    over_rival = (true - other).cumsum(axis=1)
    over_none = (true - np.logaddexp(true, other) + np.log(2)).cumsum(axis=1)
    told = (over_rival > rival) & (over_none > none) & (np.arange(1, most + 1) >= FEWEST)
    ended = np.where(told.any(axis=1), told.argmax(axis=1) + 1, most)
    median, late = np.quantile(ended, (0.5, 0.9), method="inverted_cdf")
    return int(median), int(late)


def _asked(doubt: float) -> tuple[float, float]:
    """Log odds that the plan asks for, over the rival and over no cause at all."""
    none = (1 - doubt) / doubt * UNRECORDED * SINGLES / (SINGLES / RIVALS)
    return float(np.log(APART / (1 - APART))), float(np.log(none))
