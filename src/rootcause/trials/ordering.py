"""The order in which to make trials: drawn by lot, within blocks that hold both arms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rootcause.results import Investigation, Trial

PAIR = 2


def in_order(
    trials: Sequence[Trial], block: int | None, units: Sequence[str], rng: np.random.Generator
) -> tuple[Trial, ...]:
    """Trials in random order, but in pairs of which the foremost rival foretells more and less.

    So a drift between the first and the last trial can't look like an effect, nor can what makes
    one unit differ from another; each block holds whole pairs.

    Parameters
    ----------
    trials
        At least one, each with what the rivals foretell.
    block
        Trials that belong together; by default two where there are units, else all.
    units
        The units on which to make a block each, in their order; empty where none were declared.
    rng
        Of the order.
    """
    by_value = sorted(trials, key=lambda one: -one.predictions[0].value)
    half = (len(by_value) + 1) // 2
    more, less = by_value[:half], by_value[half:][::-1]
    pairs = [[one, *less[at : at + 1]] for at, one in enumerate(more)]
    rng.shuffle(pairs)
    for pair in pairs:
        rng.shuffle(pair)
    ordered = [trial for pair in pairs for trial in pair]
    block = block or (PAIR if units else None)
    if block is None:
        return tuple(ordered)
    return tuple(
        replace(trial, block=1 + at // block, unit=units[at // block % len(units)] if units else "")
        for at, trial in enumerate(ordered)
    )


def units_of(investigation: Investigation, rng: np.random.Generator) -> list[str]:
    """The units to make trials on, in random order; those on which the outcome varied come first.

    A unit on which it always came out the same may not be able to do otherwise.
    """
    if not investigation.unit or investigation.kept is None:
        return []
    named = investigation.observations[investigation.unit][investigation.kept.tolist()]
    answers = investigation.columns[investigation.outcome.name].values
    known = named.notna().to_numpy()
    labels = named.astype(str).to_numpy()
    units = [str(one) for one in rng.permutation(np.unique(labels[known]))]
    return sorted(units, key=lambda unit: np.ptp(answers[known & (labels == unit)]) == 0)
