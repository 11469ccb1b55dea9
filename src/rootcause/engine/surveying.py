"""What is known of observations too many to hold: each candidate counted, and some rows drawn.

Kinds are read by the same code as in memory: of a column with few distinct values from all of
them, each as often as it occurs; of any other from the rows drawn and from what all rows say of
it (its extent, whether it is whole, how much is missing).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rootcause.columns import read_columns
from rootcause.columns.cells import read_cells
from rootcause.columns.reading import check_names, chosen_names
from rootcause.engine.counting import Counted, counted, wants_moments
from rootcause.engine.laying import COARSE
from rootcause.engine.looking import Look, planned
from rootcause.engine.outcomes import Outcome, outcome_of
from rootcause.engine.producing import ALL, Engine, Group, Tell, untold
from rootcause.engine.scales import CELLS
from rootcause.engine.sizing import LEAST, Sizing
from rootcause.engine.statistics import Floats
from rootcause.variables import Column, Kind

CLASSES = 20  # values of an outcome up to which candidates are counted at the finest places
LOOKING, COUNTING = 0.3, 0.65  # shares of the work


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Observations as far as they are known.

    Attributes
    ----------
    outcome
        What was asked about.
    candidates
        In the order of the columns, each followed by those derived from it.
    drawn
        Rows drawn at random, of all columns, those without an outcome among them.
    kinds
        Kinds by name of column, where they were said or the rows drawn would not tell them.
    """

    outcome: Outcome
    candidates: tuple[Counted, ...]
    drawn: pd.DataFrame
    kinds: Mapping[str, Kind | str]


def survey(
    engine: Engine,
    outcome: str,
    *,
    candidates: Sequence[str] | None = None,
    left_out: Sequence[str] = (),
    kinds: Mapping[str, Kind | str] | None = None,
    beside: Sequence[str] = (),
    size: int = LEAST,
    seed: int = 0,
    tell: Tell = untold,
) -> Survey:
    """Count every candidate against the outcome, and draw some rows.

    Parameters
    ----------
    engine
        The observations.
    outcome
        Name of the outcome's column.
    candidates
        Names of the candidates; by default every column that is not otherwise used.
    left_out
        Names of columns that are no candidates.
    kinds
        Kinds by name of column, where they were said.
    beside
        Names of columns that are not counted but drawn.
    size
        Rows that are drawn.
    seed
        Of what is drawn.
    tell
        Hears which share is done.

    Raises
    ------
    VariableError
        As `rootcause.columns.open_columns` does.
    """
    kinds = kinds or {}
    header = pd.DataFrame(columns=list(engine.names))
    for named in ([outcome], candidates or (), left_out, beside, kinds):
        check_names(header, named)
    names = chosen_names(header, outcome, candidates, set(left_out), {})
    facts = engine.facts([outcome, *names])
    drawn = engine.sample(list(dict.fromkeys([outcome, *names, *beside])), size, seed)
    tell(LOOKING)
    looks = {one: Look(one, facts[one], drawn[one], kinds.get(one)) for one in (outcome, *names)}
    found = outcome_of(engine, looks[outcome])
    most = CELLS if found.sizes.size <= CLASSES else COARSE
    plans = {name: planned(looks[name], most=most) for name in names}
    scales = list(dict.fromkeys(one.scale for some in plans.values() for one in some if one.scale))
    tables = engine.contingencies(
        found.scale, scales, lambda share: tell(LOOKING + COUNTING * share)
    )
    by_scale = dict(zip(scales, tables, strict=True))
    known = [one for name in names for one in counted(looks[name], plans[name], by_scale, found)]
    told = _with_moments(engine, found, known)
    tell(1.0)
    variables = [found.variable, *(one.variable for one in told if not one.variable.derived_from)]
    unlike = {
        one.name: one.kind
        for one in variables
        if one.kind is not looks[one.name].alone.variable.kind
    }
    return Survey(found, tuple(told), drawn, {**unlike, **kinds})


def enriched(engine: Engine, found: Survey, sizing: Sizing, seed: int) -> pd.DataFrame | None:
    """Rows drawn with more of each rare class of the outcome; None where none is rare."""
    outcome = found.outcome
    if outcome.variable.kind not in (Kind.BINARY, Kind.NOMINAL) or outcome.begins is not None:
        return None
    wanted = sizing.of_class(len(found.drawn))
    expected = outcome.sizes * min(len(found.drawn) / outcome.n, 1.0)
    rare = outcome.rows[(expected < wanted) & (expected < outcome.sizes)]
    if not rare.size:
        return None
    names, at = list(found.drawn.columns), _places_drawn(found)
    groups = [Group(outcome.scale, (float(place),)) for place in rare]
    more = [engine.sample(names, wanted, seed + k, one) for k, one in enumerate(groups)]
    rest = found.drawn[~np.isin(at, rare)]
    most = max(len(found.drawn) - sum(map(len, more)), 0)
    return pd.concat([rest[:most], *more]).sample(frac=1, random_state=seed, ignore_index=True)


def _places_drawn(found: Survey) -> Floats:
    """Where on its scale the outcome of each row drawn lies."""
    column, scale = found.drawn[found.outcome.column.name], found.outcome.scale
    if scale.codes:
        return np.asarray(column.map(dict(scale.codes)), dtype=np.float64)
    return read_cells(column).values


def drawn_columns(found: Survey) -> dict[str, Column]:
    """Outcome and candidates in the rows drawn that have an outcome, by name.

    None for a yes or no, of which counts tell all that measures read.
    """
    outcome = found.outcome.column
    if outcome.variable.kind is Kind.BINARY:
        return {outcome.name: outcome}
    names = [
        one.variable.name
        for one in found.candidates
        if not (one.variable.not_tested or one.variable.derived_from)
    ]
    times = {one.variable.derived_from for one in found.candidates if one.variable.derived_from}
    read = read_columns(
        found.drawn, outcome.name, candidates=list({*names, *times}), kinds=found.kinds
    )
    return {one.name: one for one in (read.outcome, *read.candidates)}


def seed_of(rng: np.random.Generator) -> int:
    """A seed for what an engine draws."""
    return int(rng.integers(2**31))


def _with_moments(engine: Engine, outcome: Outcome, found: list[Counted]) -> list[Counted]:
    """Candidates with the moments that tell something of them, in one pass."""
    wanted = {place: _wanted(outcome, one) for place, one in enumerate(found)}
    asked = [one for some in wanted.values() for one in some]
    answers = iter(engine.moments(asked) if asked else [])
    moments = {place: tuple(next(answers) for _ in some) for place, some in wanted.items()}
    return [replace(one, moments=moments[place]) for place, one in enumerate(found)]


def _wanted(outcome: Outcome, one: Counted) -> list[tuple[Sequence[str], Group]]:
    if not wants_moments(outcome, one) or one.scale is None:
        return []
    name = outcome.scale.column
    if one.variable.kind is Kind.BINARY and one.places is not None:
        return [([name], Group(one.scale, (float(place),))) for place in one.places]
    return [([name, one.scale.column], ALL)]
