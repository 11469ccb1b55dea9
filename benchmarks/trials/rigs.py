"""Simulated rigs: some observations in which the rivals went together, then any setting answers.

Each is a function of a generator that returns a `Rig`; its story is its first line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from rootcause.results import Lever
from rootcause.variables import Kind, Variable

SEEN = 20
LONGEST = 40
FLAVOURS = ("chocolate", "pistachio", "vanilla")


@dataclass(frozen=True)
class Rig:
    """A thing that fails for a known reason.

    Attributes
    ----------
    levers
        What can be set.
    observe
        Rows as they come by themselves: settings (n, levers) and answers (n,).
    answer
        What a setting (levers,) gives.
    cause
        Places of the levers that matter; empty where none does.
    """

    levers: tuple[Lever, ...]
    observe: Callable[[int], tuple[np.ndarray, np.ndarray]]
    answer: Callable[[np.ndarray], float]
    cause: frozenset[int]
    numeric: bool = False


def label(name: str, levels: tuple[str, ...]) -> Lever:
    kind = Kind.BINARY if len(levels) == 2 else Kind.NOMINAL
    return Lever(Variable(name, kind, levels=levels), levels=levels)


def number(name: str, low: float, high: float) -> Lever:
    return Lever(Variable(name, Kind.NUMERIC), low, high)


def failing(rng, fails, sure=0.95):
    """Yes or no: fails with chance `sure` where it should, with the rest where not."""

    def answer(setting):
        return float(rng.random() < (sure if fails(setting) else 1 - sure))

    return answer


def rig(levers, settings, answer, cause, numeric=False):
    def observe(n):
        rows = settings(n)
        return rows, np.array([answer(row) for row in rows])

    return Rig(tuple(levers), observe, answer, frozenset(cause), numeric)


def changing(rng, base, chance):
    """A rig whose chance to fail changes with the share of `LONGEST` trials that are made."""
    trials = count()

    def answer(setting):
        return float(rng.random() < chance(setting, min(next(trials) / LONGEST, 1)))

    return replace(base, answer=answer)


def ice_cream(rng, agree):
    """Flavour and minutes in the shop, which agree in this share of the trips."""

    def settings(n):
        vanilla = rng.random(n) < 0.5
        short = np.where(rng.random(n) < agree, vanilla, ~vanilla)
        minutes = np.where(short, rng.uniform(1, 4, n), rng.uniform(4, 12, n))
        flavour = np.where(vanilla, 2, rng.integers(0, 2, n))
        return np.column_stack([flavour, np.round(minutes, 1)])

    return [label("flavour", FLAVOURS), number("minutes", 1, 15)], settings


def two_switches(rng):
    """Two switches always thrown together; one of them matters."""
    cause = int(rng.integers(2))

    def settings(n):
        on = rng.integers(0, 2, n)
        return np.column_stack([on, on])

    levers = [label("fan", ("off", "on")), label("lamp", ("off", "on"))]
    return rig(levers, settings, failing(rng, lambda x: x[cause] == 1), {cause})


def minutes_not_flavour(rng):
    """Flavour and minutes went together without exception; under 4 minutes it fails."""
    levers, settings = ice_cream(rng, 1.0)
    return rig(levers, settings, failing(rng, lambda x: x[1] < 4), {1})


def flavour_not_minutes(rng):
    """The same, but it is the flavour."""
    levers, settings = ice_cream(rng, 1.0)
    return rig(levers, settings, failing(rng, lambda x: x[0] == 2), {0})


def nine_in_ten(rng):
    """Flavour and minutes went together in nine trips of ten; under 4 minutes it fails."""
    levers, settings = ice_cream(rng, 0.9)
    return rig(levers, settings, failing(rng, lambda x: x[1] < 4), {1})


def three_rivals(rng):
    """Flavour, minutes and the queue all went together; one of them matters."""
    cause = int(rng.integers(3))
    (flavour, minutes), pairs = ice_cream(rng, 1.0)

    def settings(n):
        rows = pairs(n)
        queue = np.where(rows[:, 1] < 4, rng.integers(0, 3, n), rng.integers(3, 8, n))
        return np.column_stack([rows, queue])

    fails = (lambda x: x[0] == 2, lambda x: x[1] < 4, lambda x: x[2] < 3)[cause]
    return rig([flavour, minutes, number("queue", 0, 8)], settings, failing(rng, fails), {cause})


def threshold(rng):
    """Two temperatures that rise together (r about .95); above some value of one it fails."""
    cause, cut = int(rng.integers(2)), rng.uniform(40, 60)

    def settings(n):
        common = rng.normal(size=n)
        rows = 50 + 15 * (common[:, None] + 0.23 * rng.normal(size=(n, 2)))
        return rows.clip(0, 100).round(1)

    levers = [number("inlet", 0, 100), number("outlet", 0, 100)]
    return rig(levers, settings, failing(rng, lambda x: x[cause] > cut), {cause})


def one_of_six(rng):
    """Six levers, of which a label and a number went together; under 4 of the number it fails."""
    two, pairs = ice_cream(rng, 1.0)

    def settings(n):
        return np.column_stack([pairs(n), rng.uniform(0, 10, (n, 4)).round(1)])

    levers = [*two, *(number(f"dial {one}", 0, 10) for one in "abcd")]
    return rig(levers, settings, failing(rng, lambda x: x[1] < 4), {1})


def both_needed(rng):
    """It fails only when hot and loaded; the two went together in nine runs of ten."""

    def settings(n):
        hot = rng.random(n) < 0.5
        loaded = np.where(rng.random(n) < 0.9, hot, ~hot)
        heat = np.where(hot, rng.uniform(60, 90, n), rng.uniform(20, 60, n))
        load = np.where(loaded, rng.uniform(50, 100, n), rng.uniform(0, 50, n))
        return np.column_stack([heat, load]).round(1)

    levers = [number("heat", 20, 90), number("load", 0, 100)]
    return rig(levers, settings, failing(rng, lambda x: x[0] > 60 and x[1] > 50), {0, 1})


def nothing(rng):
    """Flavour and minutes went together; it fails in three trips of ten whatever is done."""
    levers, settings = ice_cream(rng, 0.9)
    return rig(levers, settings, lambda _: float(rng.random() < 0.3), set())


def noisy(rng):
    """Flavour and minutes went together; three quarters fail under 4 minutes, else a quarter."""
    levers, settings = ice_cream(rng, 0.9)
    return rig(levers, settings, failing(rng, lambda x: x[1] < 4, 0.75), {1})


def less_noisy(rng):
    """Flavour and minutes went together; 85 of 100 fail under 4 minutes, else 15."""
    levers, settings = ice_cream(rng, 0.9)
    return rig(levers, settings, failing(rng, lambda x: x[1] < 4, 0.85), {1})


def halved(rng):
    """Three quarters against a quarter again, and where either lever parts is known beforehand."""

    def settings(n):
        vanilla = rng.random(n) < 0.5
        short = np.where(rng.random(n) < 0.9, vanilla, ~vanilla)
        return np.column_stack([vanilla, short]).astype(float)

    levers = [label("flavour", ("other", "vanilla")), label("stop", ("long", "short"))]
    return rig(levers, settings, failing(rng, lambda x: x[1] == 1, 0.75), {1})


def measured(rng):
    """Flavour and minutes went together; under 4 minutes a force is lower by 2 of its spreads."""
    levers, settings = ice_cream(rng, 0.9)
    force = lambda x: rng.normal(80 - 10 * (x[1] < 4), 5)  # noqa: E731
    return rig(levers, settings, force, {1}, numeric=True)


def drifting(rng):
    """The same, but while trials are made failures go from one in ten to nine in ten."""
    return changing(rng, nothing(rng), lambda _, gone: 0.1 + 0.8 * gone)


def cause_in_drift(rng):
    """Flavour and minutes again, but while trials are made long stops come to fail in half."""
    levers, settings = ice_cream(rng, 0.9)
    short = rig(levers, settings, failing(rng, lambda x: x[1] < 4), {1})
    return changing(rng, short, lambda x, gone: 0.95 if x[1] < 4 else 0.05 + 0.45 * gone)


def unrecorded(rng):
    """Heat that nobody wrote down, on 2 to 5 days in 10, drives flavour, minutes and failures."""
    levers, _ = ice_cream(rng, 1.0)
    share = rng.uniform(0.2, 0.5)
    answer = failing(rng, lambda hot: hot)

    def observe(n):
        hot = rng.random(n) < share
        goes_with = np.where(rng.random(n) < 0.95, hot, ~hot)
        flavour = np.where(goes_with, 2, rng.integers(0, 2, n))
        minutes = np.where(hot, rng.uniform(1, 4, n), rng.uniform(4, 12, n)).round(1)
        return np.column_stack([flavour, minutes]), np.array([answer(one) for one in hot])

    return Rig(tuple(levers), observe, lambda _: answer(rng.random() < share), frozenset())


RIGS = (
    two_switches,
    minutes_not_flavour,
    flavour_not_minutes,
    nine_in_ten,
    three_rivals,
    threshold,
    one_of_six,
    both_needed,
    noisy,
    halved,
    less_noisy,
    measured,
    cause_in_drift,
    nothing,
    drifting,
    unrecorded,
)
CAUSELESS = (nothing, drifting, unrecorded)
OFTEN = (both_needed, *CAUSELESS)  # raced so many times as often, for their rates of errors
TIMES = 4
SURE = {noisy: 0.75, halved: 0.75, less_noisy: 0.85}  # share of answers that come as foretold
SURELY = 0.95  # in the others
NO_FLOOR = (both_needed, cause_in_drift, *CAUSELESS)
