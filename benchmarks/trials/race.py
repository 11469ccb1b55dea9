"""One race: a policy sets the levers until exactly one answer is left, or patience is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from rootcause.trials.choosing import Pool, batch, changes_from, settings_of
from rootcause.trials.evidence import Means, Rates
from rootcause.trials.forecast import needed
from rootcause.trials.hypotheses import Hypotheses
from rootcause.trials.levers import binned
from rootcause.trials.stopping import refuted, settled, told_apart
from rootcause.trials.weighing import Scale, Weighed
from rootcause.variables import Column
from trials.rigs import LONGEST, SEEN, Rig

PATIENCE = LONGEST


@dataclass(frozen=True)
class Said:
    """What the true hypothesis foretold, its chance or its mean, and what came."""

    value: float
    spread: float
    came: float


@dataclass
class State:
    """What is known in a race."""

    rig: Rig
    rng: np.random.Generator
    rows: np.ndarray = field(init=False)
    answers: np.ndarray = field(init=False)
    trials: int = 0

    def __post_init__(self):
        while True:  # a complaint: it happened, and not always
            rows, answers = self.rig.observe(SEEN)
            if np.ptp(answers) > 0:
                break
        self.rows, self.answers = rows, answers
        self.centre = answers.mean() if self.rig.numeric else 0.0
        self.spread = answers.std() if self.rig.numeric else 1.0
        pairs = zip(self.rig.levers, rows.T, strict=True)
        self.levers = [binned(lever, Column(lever.variable, values)) for lever, values in pairs]
        self.hypotheses = Hypotheses(self.levers, Means() if self.rig.numeric else Rates())
        self.bins = np.column_stack([lever.rows for lever in self.levers])
        self.sums = self.hypotheses.sums(self.bins, self.scaled(answers), np.zeros(SEEN, bool))
        self.start = self.hypotheses.start(self.sums)
        settings = settings_of(self.levers, self.bins, self.rng)
        changes = changes_from(settings, self.bins)
        self.pool = Pool(settings, np.ones(len(settings)), changes, settings[:0])

    def scaled(self, answers):
        return (np.asarray(answers, dtype=float) - self.centre) / self.spread

    def make(self, place: int, true: int) -> Said:
        """Set the levers; what the true hypothesis foretold, and what came."""
        bins = self.pool.bins[place]
        foretold = self.hypotheses.look(self.sums, self.start).foretold
        at = self.hypotheses.places(bins[None])[true, 0]
        mean, variance = (float(one[0, at]) for one in foretold)
        values = np.array([lever.settings[at] for lever, at in zip(self.levers, bins, strict=True)])
        answer = self.rig.answer(values)
        self.sums = self.hypotheses.add(self.sums, bins[None], self.scaled([answer]))
        self.trials += 1
        self.pool = replace(self.pool, made=np.vstack([self.pool.made, bins]))
        return Said(mean, variance**0.5, float(self.scaled(answer)))

    def left(self, rule: Callable) -> int:
        weights = self.hypotheses.look(self.sums, self.start).weights
        return int(rule(self.hypotheses, weights, np.array([self.trials]))[0])


Policy = Callable[[State], int]


def plan(state: State) -> int:
    """What the plan proposes."""
    return batch(state.hypotheses, state.sums, state.start, state.pool, 1)[0][0]


def random(state: State) -> int:
    """Any setting of the levers."""
    return int(state.rng.integers(len(state.pool.bins)))


def one_at_a_time(state: State) -> int:
    """From the first observed setting that can be made, one lever to one end, then the other."""
    nearest = np.flatnonzero(state.pool.changes == state.pool.changes.min())
    base = state.pool.bins[nearest[0]]
    lever, end = divmod(state.trials % (2 * len(state.levers)), 2)
    ends = np.unique(state.pool.bins[:, lever])[[0, -1]]
    wanted = base.copy()
    wanted[lever] = ends[end]
    return int(np.abs(state.pool.bins - wanted).sum(axis=1).argmin())


@dataclass(frozen=True)
class End:
    """How far a race came: trials made, whether it ended, and how.

    `dropped`: a lever of the cause was not named, and would be screened off.
    """

    trials: int
    ended: bool = False
    right: bool = False
    dropped: bool = False


@dataclass(frozen=True)
class Run:
    """A race: until one answer is told apart, and until it is shown and stands."""

    seed: int
    apart: End
    shown: End
    said: tuple[Said, ...] = ()
    forecast: tuple[int, int] | None = None


def race(make: Callable, policy: Policy, seed: int) -> Run:
    """A policy on a rig, to its end."""
    state = State(make(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2]))
    true = truth_in(state)
    forecast = forecast_of(state, seed) if policy is plan else None
    said, apart = [], End(PATIENCE)
    for _ in range(PATIENCE):
        said.append(state.make(policy(state), true))
        if not apart.ended:
            apart = end(state, state.left(told_apart), PATIENCE)
        shown = end(state, state.left(settled), PATIENCE)
        if shown.ended:
            break
    return Run(seed, apart, shown, tuple(said), forecast)


def forecast_of(state: State, seed: int) -> tuple[int, int]:
    """In how many trials 8 of 10 such races should tell it apart, said before the first."""
    look = state.hypotheses.look(state.sums, state.start)
    places = state.bins, np.arange(SEEN)
    sums = state.sums
    known = Weighed(state.hypotheses, Scale(), state.start, sums, look, *places, (), sums)
    said = needed(known, state.pool, np.random.default_rng([seed, 3]))
    return said.low, said.high


def truth_in(state: State) -> int:
    members = [frozenset(one) for one in state.hypotheses.members]
    return members.index(state.rig.cause)


def end(state: State, found: int, patience: int) -> End:
    if found < 0:
        return End(patience)
    named, cause = frozenset(state.hypotheses.members[found]), state.rig.cause
    weights = state.hypotheses.look(state.sums, state.start).weights[0]
    against = refuted(state.hypotheses, weights, found)
    dropped = any(not named or against[lever] for lever in cause - named)
    return End(state.trials, True, named == cause, dropped)


def wait(make: Callable, seed: int) -> Run:
    """No trials: observations as they come, weighed without something not recorded."""
    state = State(make(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2]))
    state.start[[0, -1]] = state.hypotheses.log_prior[0], -np.inf
    for state.trials in range(1, 4 * PATIENCE + 1):
        rows, answers = state.rig.observe(1)
        bins = np.column_stack(
            [lever.bin_of(values) for lever, values in zip(state.levers, rows.T, strict=True)]
        )
        state.sums += state.hypotheses.sums(bins, state.scaled(answers), np.zeros(1, bool))
        waited = end(state, state.left(told_apart), 4 * PATIENCE)
        if waited.ended:
            break
    return Run(seed, waited, waited)
