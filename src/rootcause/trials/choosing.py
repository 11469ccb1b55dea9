"""Which trials to make next: greedy, joint batches of the settings that are expected to tell most.

References
----------
Lindley, D. V. (1956). On a measure of the information provided by an experiment. *Ann. Math.
Stat.* 27, 986-1005.
Cavagnaro, D. R. et al. (2010). Adaptive design optimization. *Neural Comput.* 22, 887-905.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from rootcause.trials.evidence import Foretold, Rates
from rootcause.trials.gain import gain_of_number, gain_of_yes_or_no
from rootcause.trials.hypotheses import Hypotheses, Look, foretells_more
from rootcause.trials.levers import Binned

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

MOST = 1000  # settings looked at: all there are, or some of them
TIE = 0.07  # settings within this share of the best gain count as equally good


@dataclass(frozen=True, slots=True)
class Pool:
    """Settings that can be made.

    Attributes
    ----------
    bins
        Bin of every lever, shape (settings, levers).
    costs
        What each costs, an ordinary trial costing 1, shape (settings,).
    changes
        In how many levers each differs from the observation next to it, shape (settings,).
    made
        Bins of the trials made so far, shape (trials, levers).
    """

    bins: Codes
    costs: Floats
    changes: Codes
    made: Codes

    def anew(self) -> Pool:
        """The same with no trial made, so that those chosen are of either arm by themselves."""
        return replace(self, made=self.made[:0])

    def some(self, most: int, rng: np.random.Generator) -> Pool:
        """At most so many of them."""
        if len(self.bins) <= most:
            return self
        kept = np.sort(rng.choice(len(self.bins), most, replace=False))
        return Pool(self.bins[kept], self.costs[kept], self.changes[kept], self.made)


def settings_of(levers: Sequence[Binned], seen: Codes, rng: np.random.Generator) -> Codes:
    """Settings to choose from, shape (settings, levers): all, or of many those near what was seen.

    Parameters
    ----------
    levers
        In bins.
    seen
        Bins of the observations, shape (rows, levers).
    rng
        Of the settings tried where there are too many.
    """
    can = [np.flatnonzero(~np.isnan(lever.settings)) for lever in levers]
    if np.prod([float(bins.size) for bins in can]) <= MOST:
        return np.array(list(product(*can)), dtype=np.intp)
    rows = np.unique(seen, axis=0)
    near = []
    for at, bins in enumerate(can):
        changed = np.repeat(rows, bins.size, axis=0)
        changed[:, at] = np.tile(bins, len(rows))
        near.append(changed)
    nearby = np.unique(np.vstack(near), axis=0)
    can_be_set = np.all([np.isin(nearby[:, at], bins) for at, bins in enumerate(can)], axis=0)
    nearby = nearby[can_be_set]
    if len(nearby) > MOST // 2:
        nearby = nearby[np.sort(rng.choice(len(nearby), MOST // 2, replace=False))]
    anywhere = np.column_stack([rng.choice(bins, MOST // 2) for bins in can])
    return np.unique(np.vstack([nearby, anywhere]), axis=0)


def changes_from(settings: Codes, seen: Codes) -> Codes:
    """In how many levers each setting differs from the observation next to it."""
    rows = np.unique(seen, axis=0)
    if not len(rows):
        return np.zeros(len(settings), dtype=np.intp)
    least: Codes = np.min([(settings != row).sum(axis=1) for row in rows], axis=0)
    return least


def gains(hypotheses: Hypotheses, look: Look, bins: Codes) -> Floats:
    """Expected gain of each setting in each world, in nats, shape (worlds, settings)."""
    places = hypotheses.places(bins)
    if isinstance(hypotheses.outcome, Rates):
        return gain_of_yes_or_no(look.weights, look.foretold.mean[:, places])
    there = Foretold(look.foretold.mean[:, places], look.foretold.variance[:, places])
    return gain_of_number(look.weights, there)


def batch(
    hypotheses: Hypotheses,
    sums: Floats,
    start: Floats,
    pool: Pool,
    trials: int,
) -> list[tuple[int, float]]:
    """The trials to make next, chosen together: each by its mean gain over the answers before it.

    As many are set so that the foremost lever foretells more as so that it foretells less, those
    made so far counted in: what changes by itself meanwhile then looks like no effect of it.

    Parameters
    ----------
    hypotheses
        That are to be told apart.
    sums
        What is known, shape (parts, 1, bins).
    start
        Log weights that the hypotheses start from.
    pool
        Settings to choose from.
    trials
        How many.

    Returns
    -------
    list of (place in the pool, gain in nats)
    """
    shares, branches = np.ones(1), sums
    chosen: list[tuple[int, float]] = []
    known = hypotheses.look(sums, start)
    side = arms(hypotheses, known, pool.bins)[0]
    ahead = int(arms(hypotheses, known, pool.made).sum())
    for left in range(trials, 0, -1):
        look = hypotheses.look(branches, start)
        gain = shares @ gains(hypotheses, look, pool.bins)
        best = _best(gain, pool, side * ahead <= 0)
        ahead += side[best]
        chosen.append((best, float(gain[best])))
        if left > 1:
            shares, branches = _branched(hypotheses, branches, shares, look, pool.bins[best])
    return chosen


def arms(hypotheses: Hypotheses, look: Look, bins: Codes) -> Codes:
    """1 where the foremost lever foretells more, -1 where less; 0 where two together lead.

    Returns
    -------
    ndarray, shape (worlds, settings)
    """
    singles, pairs = (look.weights[:, part] for part in (hypotheses.singles, hypotheses.pairs))
    foremost = singles.argmax(axis=1)
    side = np.zeros((len(foremost), len(bins)), dtype=np.intp)
    for lever in np.unique(foremost):
        worlds = foremost == lever
        more = foretells_more(hypotheses, look.among(worlds), int(lever))
        side[worlds] = np.where(more[:, bins[:, lever]], 1, -1)
    side[pairs.max(axis=1, initial=0) > singles.max(axis=1)] = 0
    return side


def _best(gain: Floats, pool: Pool, behind: NDArray[np.bool_]) -> int:
    """The best for its cost; among near ties the cheapest, then the one with fewest changes.

    Of the arm that is behind, if it can be set.
    """
    worth = np.maximum(gain, 0) / pool.costs
    worth = np.where(behind, worth, -1) if behind.any() else worth
    near = np.flatnonzero(worth >= (1 - TIE) * worth.max())
    order = np.lexsort((-worth[near], pool.changes[near], pool.costs[near]))
    return int(near[order[0]])


def _branched(
    hypotheses: Hypotheses, sums: Floats, shares: Floats, look: Look, setting: Codes
) -> tuple[Floats, Floats]:
    """Every world parted by two answers to a setting: a yes and a no, or a low and a high value."""
    places = hypotheses.places(setting[None])[:, 0]
    mean = np.einsum("wh,wh->w", look.weights, look.foretold.mean[:, places])
    if isinstance(hypotheses.outcome, Rates):
        answers, chances = (np.zeros_like(mean), np.ones_like(mean)), (1 - mean, mean)
    else:
        square = look.foretold.variance[:, places] + look.foretold.mean[:, places] ** 2
        spread = np.sqrt(np.einsum("wh,wh->w", look.weights, square) - mean**2)
        answers, chances = (mean - spread, mean + spread), (np.full_like(mean, 0.5),) * 2
    same = np.repeat(setting[None], len(mean), axis=0)
    parted = [hypotheses.add(sums, same, answer) for answer in answers]
    split = np.concatenate([shares * chance for chance in chances])
    return split, np.concatenate(parted, axis=1)
