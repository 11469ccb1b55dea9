"""The best that any policy could do, worked out exactly where there are only two switches.

A policy that knows the cause, and under which rates it answers, asks for the settings that end the
race soonest by the plan's own rule: no policy that has to find out can be quicker.

References
----------
Bellman, R. (1957). *Dynamic Programming*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product

import numpy as np

from rootcause.trials.stopping import told_apart
from trials.race import State


@dataclass(frozen=True)
class Best:
    """The least mean, ended at the horizon, and the greatest share told apart by each trial."""

    mean: float
    passed: np.ndarray


def best(make: Callable, sure: float, seed: int, horizon: int) -> Best:
    """From the observations of one race, over all settings of two binary levers.

    Parameters
    ----------
    make
        The rig: a cause that is one of two levers with two levels each.
    sure
        Chance that an answer comes as the cause foretells.
    seed
        Of the race.
    horizon
        Trials after which a race is ended.
    """
    state = State(make(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2]))
    (cause,) = state.rig.cause
    happens = np.where(state.pool.bins[:, cause] == 1, sure, 1 - sure)
    found = [_told(state, _layer(trials)) for trials in range(horizon + 1)]
    right = [one == 1 + cause for one in found]
    wrong = [(one >= 0) & ~hit for one, hit in zip(found, right, strict=True)]
    left = np.zeros(len(found[horizon]))
    shares = {end: right[end].astype(float) for end in range(horizon + 1)}
    for trials in range(horizon - 1, -1, -1):
        after = _after(trials)
        left = 1 + _expected(left, after, happens).min(axis=1)
        left = np.where(right[trials], 0, np.where(wrong[trials], horizon - trials, left))
        for end in range(trials + 1, horizon + 1):
            share = _expected(shares[end], after, happens).max(axis=1)
            shares[end] = np.where(right[trials], 1, np.where(wrong[trials], 0, share))
    return Best(float(left[0]), np.array([shares[end][0] for end in range(horizon + 1)]))


@cache
def _layer(trials: int) -> np.ndarray:
    """How often each setting was made and how often it happened, shape (states, 8), sorted."""
    made = [
        np.bincount(one, minlength=4) for one in combinations_with_replacement(range(4), trials)
    ]
    rows = [
        (*counts, *happened)
        for counts in made
        for happened in product(*(range(one + 1) for one in counts))
    ]
    layer = np.array(rows)
    return layer[np.argsort(_key(layer))]


def _key(layer: np.ndarray) -> np.ndarray:
    return layer @ 32 ** np.arange(8)


def _told(state: State, layer: np.ndarray) -> np.ndarray:
    """What the plan's rule tells apart in each state, shape (states,)."""
    ones = [
        state.hypotheses.sums(bins[None], np.array([answer]), np.ones(1, dtype=bool))[:, 0]
        for answer in (0.0, 1.0)
        for bins in state.pool.bins
    ]
    happened = layer[:, 4:]
    counts = np.hstack([layer[:, :4] - happened, happened])
    sums = state.sums + np.einsum("sa,apb->psb", counts.astype(float), np.array(ones))
    weights = state.hypotheses.look(sums, state.start).weights
    return told_apart(state.hypotheses, weights, layer[:, :4].sum(axis=1))


@cache
def _after(trials: int) -> np.ndarray:
    """Where each setting leads without and with the outcome, shape (states, settings, 2)."""
    layer, following = _layer(trials), _layer(trials + 1)
    keys, steps = _key(following), np.eye(8, dtype=int)
    return np.stack(
        [
            np.stack(
                [
                    np.searchsorted(keys, _key(layer + steps[at] + happened * steps[4 + at]))
                    for happened in (0, 1)
                ],
                axis=1,
            )
            for at in range(4)
        ],
        axis=1,
    )


def _expected(values: np.ndarray, after: np.ndarray, happens: np.ndarray) -> np.ndarray:
    return values[after[:, :, 1]] * happens + values[after[:, :, 0]] * (1 - happens)
