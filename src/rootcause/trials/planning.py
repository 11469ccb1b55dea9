"""The plan: which trials to make next, what every rival predicts, and how many will be needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.errors import ArgumentError
from rootcause.options import generator
from rootcause.results import Investigation, Plan, Trial, Verdict
from rootcause.trials.allowed import can_be_made, costs_of, values_of
from rootcause.trials.choosing import Pool, batch, changes_from, settings_of
from rootcause.trials.comparing import comparison
from rootcause.trials.forecast import needed
from rootcause.trials.ordering import in_order, units_of
from rootcause.trials.outcomes import planned_for, reach_of
from rootcause.trials.possible import possible
from rootcause.trials.separating import inseparable
from rootcause.trials.stopping import GIVING_UP
from rootcause.trials.weighing import Weighed, predictions, rivals, weigh
from rootcause.variables import Column, Kind, Variable

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Rows = NDArray[np.bool_]

MOST_TRIALS = 12
TRIALS = 4
SMALLEST = 0.3

WITHOUT_EVIDENCE = {Verdict.NO_EVIDENCE, Verdict.NOT_TESTED}
NO_LEVER = (
    "No lever was declared: say what a person can set, as in levers={'shop_minutes': (1, 15)}, on "
    "the command line --lever shop_minutes=1:15."
)
CLASSES = "The outcome has several classes, and no candidate goes with any of them."
SETTLED = "The trials have settled it; what is left is to show that a fix works."
RULED_OUT = (
    "The trials have settled it: none of the levers matters. Look for something that was not "
    "recorded, or could not be set."
)
ENDLESS = (
    "So many trials have not settled it, and more of the same will hardly do: look for an outcome "
    "that is sharper or can be measured, for a stress that raises its rate, or for something that "
    "was not recorded."
)


def plan(
    investigation: Investigation,
    *,
    trials: int = TRIALS,
    costs: Any = None,
    forbidden: Any = (),
    smallest: float = SMALLEST,
    block: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Plan:
    """Propose the trials that are expected to tell most of which rival is true.

    The hypotheses are that none of the levers matters, that one does, that two act together, and
    that something does that was not recorded. Assumes that rows are independent of each other
    given the levers, and that trials differ from observations in nothing but the settings.

    Parameters
    ----------
    investigation
        Made with levers.
    trials
        How many to propose, from 1 to 12.
    costs
        What settings cost beside the 1 of an ordinary trial, by name of lever: of a numeric lever
        a number for each unit of measurement above the low end of its range, of others a number
        by level.
    forbidden
        Combinations that can't be made: ``[{"flavor": "vanilla", "shop_minutes": (10, 15)}]``.
    smallest
        The smallest effect that matters, where nothing has evidence yet: a difference of chances,
        or of a numeric outcome in its standard deviations.
    block
        Number of trials that can be made under like conditions, on one unit or one day; each block
        then holds settings of both kinds. Two where the investigation knows of units, which are
        drawn by lot among those on which the outcome varied.
    rng
        Seed, or generator, of the order of trials and of all that is simulated.

    Returns
    -------
    Plan

    Raises
    ------
    ArgumentError
        When an argument is out of range, or nothing is left that may be tried.

    References
    ----------
    Box, G. E. P. & Hill, W. J. (1967). Discrimination among mechanistic models. *Technometrics* 9,
    57-71. Lindley, D. V. (1956). *Ann. Math. Stat.* 27, 986-1005.
    """
    _check(trials, smallest, block)
    random = generator(rng)
    outcome, weighed = _outcome(investigation), weighed_in(investigation)
    if outcome is None or weighed is None:
        return _without(investigation)
    names = weighed.names
    made = Plan(
        outcome=outcome.variable,
        levers=investigation.levers,
        made=tuple(_placed(investigation, one) for one in weighed.made),
        rivals=rivals(weighed),
        told_apart=names[weighed.told_apart] if weighed.told_apart >= 0 else (),
        unrecorded=float(weighed.look.weights[0, [0, -1]].sum()),
        beyond=_beyond(investigation),
        things=_things(investigation),
        unit=Variable(investigation.unit, Kind.NOMINAL).called,
        reach=reach_of(outcome),
    )
    field = _field(weighed, costs, forbidden, random)
    if weighed.settled >= 0:
        shown = names[weighed.settled]
        return replace(
            made, shown=shown, ruled_out=not shown, why_none=SETTLED if shown else RULED_OUT
        )
    candidates, columns = investigation.candidates, investigation.columns
    apart = inseparable(weighed, field.settings, field.allowed, candidates, columns)
    if len(weighed.made) >= GIVING_UP and not made.told_apart:
        left = possible(weighed)
        return replace(made, inseparable=apart, possible=left, why_none=ENDLESS)
    units = units_of(investigation, random)
    pool = field.pool.anew() if units or block else field.pool
    proposed = _proposed(investigation, weighed, pool, trials)
    none = {one.verdict for one in investigation.candidates} <= WITHOUT_EVIDENCE
    return replace(
        made,
        trials=in_order(proposed, block, units, random),
        inseparable=apart,
        needed=needed(weighed, field.pool, random),
        comparison=comparison(weighed, smallest, investigation.provenance.alpha) if none else None,
    )


def weighed_in(investigation: Investigation) -> Weighed | None:
    """What an investigation's observations say of its levers; None where nothing can be planned."""
    outcome = _outcome(investigation)
    if not investigation.levers or outcome is None:
        return None
    deliberate = investigation.deliberate
    if deliberate is None:
        deliberate = np.zeros(outcome.values.size, dtype=bool)
    return weigh(investigation.levers, outcome, investigation.columns, deliberate)


@dataclass(frozen=True)
class Field:
    """All settings, which of them are allowed, and these as a pool to choose from."""

    settings: Codes
    allowed: Rows
    pool: Pool


def _check(trials: Any, smallest: Any, block: Any) -> None:
    if isinstance(trials, bool) or not isinstance(trials, int) or not 1 <= trials <= MOST_TRIALS:
        raise ArgumentError(f"trials={trials!r} is no number of trials from 1 to {MOST_TRIALS}.")
    if not isinstance(smallest, int | float) or not 0 < smallest < np.inf:
        raise ArgumentError(f"smallest={smallest!r} is no size of an effect, such as 0.3.")
    if block is not None and (not isinstance(block, int) or block < 2):
        raise ArgumentError(f"block={block!r} is no number of trials from 2 up.")


def _without(investigation: Investigation) -> Plan:
    """The plan where there is nothing to set: what can't be told apart, and why."""
    nothing = np.empty((0, 0), dtype=np.intp)
    apart = inseparable(
        None, nothing, np.empty(0, bool), investigation.candidates, investigation.columns
    )
    return Plan(
        investigation.outcome,
        investigation.levers,
        inseparable=apart,
        why_none=CLASSES if investigation.levers else NO_LEVER,
        things=_things(investigation),
    )


def _beyond(investigation: Investigation) -> tuple[str, ...]:
    """What candidates are called that stand and can't be set."""
    levers = {lever.name for lever in investigation.levers}
    return tuple(
        one.variable.called
        for one in investigation.candidates
        if one.verdict is Verdict.STANDS and not {one.name, *one.name.split(" x ")} & levers
    )


def _things(investigation: Investigation) -> str:
    return investigation.case.observation_word if investigation.case else "observations"


def _field(weighed: Weighed, costs: Any, forbidden: Any, rng: np.random.Generator) -> Field:
    parts = weighed.hypotheses.levers
    levers = [part.lever for part in parts]
    settings = settings_of(parts, weighed.bins, rng)
    values = values_of(parts, settings)
    allowed = can_be_made(levers, values, forbidden)
    kept = settings[allowed]
    price = costs_of(levers, values[allowed], costs)
    return Field(
        settings, allowed, Pool(kept, price, changes_from(kept, weighed.bins), weighed.tried)
    )


def _proposed(
    investigation: Investigation, weighed: Weighed, pool: Pool, trials: int
) -> list[Trial]:
    chosen = batch(weighed.hypotheses, weighed.sums, weighed.start, pool, trials)
    return [_trial(investigation, weighed, pool.bins[at], gain) for at, gain in chosen]


def _trial(investigation: Investigation, weighed: Weighed, bins: Codes, gain: float) -> Trial:
    parts = weighed.hypotheses.levers
    foretold = predictions(weighed.hypotheses, weighed.look, weighed.scale, bins)
    by_rival = {one.rival: one for one in foretold}
    settings = {
        part.lever.name: part.lever.said(float(part.settings[at]))
        for part, at in zip(parts, bins, strict=True)
    }
    differs = weighed.bins != bins
    nearest = int(differs.sum(axis=1).argmin()) if len(differs) else -1
    changed = [part.lever.name for part, one in zip(parts, differs[nearest], strict=True) if one]
    return Trial(
        settings,
        tuple(by_rival[weighed.names[at]] for at in weighed.told),
        gain=gain / float(np.log(2)),
        like=_row(investigation, int(weighed.rows[nearest])) if nearest >= 0 else -1,
        changed=tuple(changed),
    )


def _outcome(investigation: Investigation) -> Column | None:
    outcome = investigation.columns[investigation.outcome.name]
    return planned_for(outcome, investigation.candidates)


def _placed(investigation: Investigation, made: Trial) -> Trial:
    """A trial that was made, with its row of the observations and its unit."""
    row = _row(investigation, made.row)
    if not investigation.unit:
        return replace(made, row=row)
    unit = investigation.observations[investigation.unit].iloc[row]
    return replace(made, row=row, unit="" if pd.isna(unit) else str(unit))


def _row(investigation: Investigation, kept: int) -> int:
    """Row of the observations of a kept one."""
    if investigation.kept is None:
        return kept
    return int(np.flatnonzero(investigation.kept)[kept])
