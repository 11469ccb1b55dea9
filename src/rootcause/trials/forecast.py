"""How many more trials it will probably take: the plan played forward from what is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Needed
from rootcause.trials.choosing import Pool, arms, gains
from rootcause.trials.evidence import Foretold
from rootcause.trials.hypotheses import Hypotheses, Look
from rootcause.trials.stopping import settled, told_apart
from rootcause.trials.weighing import Weighed

RUNS = 50
MOST = 40  # trials after which a run is broken off
SETTINGS = 60  # settings that a run chooses from


def needed(weighed: Weighed, pool: Pool, rng: np.random.Generator) -> Needed:
    """Play the plan forward in worlds drawn from the weights, in which some lever is the cause.

    Until one is told apart or, where one is, until it is shown.

    Parameters
    ----------
    weighed
        What is known.
    pool
        Settings that can be made.
    rng
        Of the worlds and their answers.
    """
    rule = settled if weighed.told_apart >= 0 else told_apart
    some = pool.some(SETTINGS, rng)
    truth = _worlds(weighed, some, rng)
    ended = np.full(RUNS, MOST)
    sums = np.repeat(weighed.sums, RUNS, axis=1)
    hypotheses, going = weighed.hypotheses, np.arange(RUNS)
    made_so = np.zeros((RUNS, len(some.bins)), dtype=np.intp)
    look = hypotheses.look(sums, weighed.start)
    for trial in range(1, MOST + 1):
        chosen = _chosen(hypotheses, look, some, made_so[going])
        made_so[going, chosen] += 1
        made = Foretold(truth.mean[going, chosen], truth.variance[going, chosen])
        answers = hypotheses.outcome.answer(made, rng)
        sums = hypotheses.add(sums, some.bins[chosen], answers)
        look = hypotheses.look(sums, weighed.start)
        so_far = np.full(going.size, len(weighed.made) + trial)
        open_ = rule(hypotheses, look.weights, so_far) < 0
        ended[going[~open_]] = trial
        going, sums, look = going[open_], sums[:, open_], look.among(open_)
        if not going.size:
            break
    low, median, high = np.quantile(ended, [0.1, 0.5, 0.9], method="inverted_cdf")
    return Needed(int(median), int(low), int(high), MOST)


def _chosen(
    hypotheses: Hypotheses, look: Look, pool: Pool, made_so: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The next setting in each world, of the arm that is behind as in the plan, shape (worlds,)."""
    side = arms(hypotheses, look, pool.bins)
    ahead = (side * made_so).sum(axis=1) + arms(hypotheses, look, pool.made).sum(axis=1)
    behind = side * ahead[:, None] <= 0
    worth = gains(hypotheses, look, pool.bins) / pool.costs
    worth = np.where(behind | ~behind.any(axis=1, keepdims=True), worth, -np.inf)
    return np.asarray(worth.argmax(axis=1))


def _worlds(weighed: Weighed, pool: Pool, rng: np.random.Generator) -> Foretold:
    """How each setting's answers are made in each drawn world, shape (worlds, settings)."""
    hypotheses, look = weighed.hypotheses, weighed.look
    share = np.where(hypotheses.holds.any(axis=1), look.weights[0], 0)
    drawn = rng.choice(share.size, RUNS, p=share / share.sum())
    within = hypotheses.shape_weights(look.evidence)[0]
    ends = np.append(hypotheses.first_shape, within.size)
    places = hypotheses.places(pool.bins)
    worlds = []
    for at in drawn:
        weights = within[ends[at] : ends[at + 1]]
        shape = ends[at] + rng.choice(weights.size, p=weights / weights.sum())
        made = hypotheses.draw(weighed.sums, int(shape), rng)
        worlds.append([one[places[at]] for one in made])
    mean, variance = np.array(worlds).transpose(1, 0, 2)
    return Foretold(mean, variance)
