"""The fewest trials anybody could need: two opposite rivals, and a judge who knows every rate."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

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


def least_of_any(sure: float, wrong: float, share: float) -> int:
    """Trials after which any rule whatever can have named the cause in a share of its races.

    If it names one of two rivals in at most `wrong` of the races in which a coin answers: by the
    lemma of Neyman and Pearson, since each trial comes as the cause foretells with chance `sure`
    and as a coin with one half, to whatever the levers are set.

    References
    ----------
    Neyman, J. & Pearson, E. S. (1933). On the problem of the most efficient tests of statistical
    hypotheses. *Phil. Trans. A* 231, 289-337.
    """
    for trials in range(1, LONGEST):
        came = np.arange(trials, -1, -1)
        coin, cause = binom.pmf(came, trials, 0.5), binom.pmf(came, trials, sure)
        if _power(coin, cause, wrong / RIVALS) >= share:
            return trials
    return LONGEST


def least_of_any_measured(apart: float, wrong: float, share: float, seed: int = 0) -> int:
    """The same for a measured outcome, whose two means lie so many spreads apart. Simulated."""
    rng = np.random.default_rng(seed)
    most = LONGEST // 4
    side = rng.choice((-1, 1), (DRAWS, most))
    noise = rng.normal(0, 1, (DRAWS, most))
    over = [
        np.logaddexp(0, -2 * (place * apart / 2 + noise) * apart / 2).cumsum(axis=1)
        for place in (side, 1)
    ]  # the less, the more it speaks for the cause
    bounds = np.quantile(over[0], wrong / RIVALS, axis=0)
    passed = (over[1] <= bounds).mean(axis=0)
    return int(np.argmax(passed >= share)) + 1


def _power(null: np.ndarray, cause: np.ndarray, level: float) -> float:
    """Greatest chance under the cause of a region that has a chance of `level` under the null.

    Both by likelihood ratio, the greatest first; the last place is taken in part.
    """
    taken = np.clip((level - np.concatenate([[0], null.cumsum()[:-1]])) / null, 0, 1)
    return float(taken @ cause)


def _asked(doubt: float) -> tuple[float, float]:
    """Log odds that the plan asks for, over the rival and over no cause at all."""
    none = (1 - doubt) / doubt * UNRECORDED * SINGLES / (SINGLES / RIVALS)
    return float(np.log(APART / (1 - APART))), float(np.log(none))
