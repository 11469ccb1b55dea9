"""All candidates against one outcome, and one candidate alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rootcause.association.conditional import Conditional, given_association
from rootcause.association.contrast import contrast
from rootcause.association.dependence import dependence_of
from rootcause.association.exact import least_by_permutation
from rootcause.association.independence import UNTESTED, Tested
from rootcause.association.looks import every_look
from rootcause.association.measures import Measure, Reading
from rootcause.association.neighbours import cautioned
from rootcause.association.prepare import Pair, paired
from rootcause.association.table import measure_for
from rootcause.columns import read_column, read_outcome
from rootcause.errors import ArgumentError
from rootcause.results import Association, EffectSize
from rootcause.threads import one_thread
from rootcause.variables import Column, Kind

if TYPE_CHECKING:
    import pandas as pd

ALPHA = 0.05


def measure_all(
    outcome: Column,
    candidates: Sequence[Column],
    rng: np.random.Generator,
    alpha: float = ALPHA,
) -> list[Association]:
    """Each candidate's association with the outcome by its default measure, in their order.

    Null hypothesis of each p-value: the outcome and the candidate are independent. Assumes
    exchangeable observations. What is looked for is in `rootcause.association.independence`.

    Parameters
    ----------
    outcome, candidates
        Columns of the same observations.
    rng
        Draws the permutations, which all candidates share.
    alpha
        Level that the family is to be judged at.

    Returns
    -------
    list of Association
        One a candidate. `pvalue` is not corrected; NaN where a column did not vary.
    """
    return measure_pairs([paired(outcome, one) for one in candidates], rng, alpha)


def measure_pairs(
    pairs: Sequence[Pair], rng: np.random.Generator, alpha: float, family: int = 0
) -> list[Association]:
    """The same, of pairs, which may be part of a family of so many."""
    tested = every_look(pairs, rng, alpha, family)
    rows = [measure_for(pair.outcome.variable.kind, pair.candidate.variable.kind) for pair in pairs]
    readings = _readings(pairs, rows)
    return [_association(*one, alpha) for one in zip(pairs, rows, readings, tested, strict=True)]


def _readings(pairs: Sequence[Pair], rows: Sequence[Measure]) -> list[Reading]:
    """What each pair's measure reads, all pairs of one measure together."""
    found: dict[int, Reading] = {}
    for row in dict.fromkeys(rows):
        mine = [place for place, one in enumerate(rows) if one is row and pairs[place].varies]
        if mine:
            found |= zip(mine, row.read([pairs[place] for place in mine]), strict=True)
    return [found.get(place) or Reading(math.nan, _unknown(row)) for place, row in enumerate(rows)]


def _association(
    pair: Pair, row: Measure, reading: Reading, tested: Tested, alpha: float
) -> Association:
    if reading.pvalue is not None:
        tested = Tested(reading.pvalue or _least(pair), reading.method, 0.0)
    few = (_too_few(alpha),) if tested.resolution > alpha else ()
    if reading.pvalue is not None and math.isnan(reading.pvalue):
        few = (_no_pvalue(row),)
    return Association(
        outcome=pair.outcome.name,
        candidate=pair.candidate.name,
        measure=row.name,
        statistic=reading.statistic,
        pvalue=tested.pvalue,
        n=pair.n,
        n_missing=pair.n_missing,
        effect=reading.effect,
        method=tested.method,
        resolution=tested.resolution,
        also=reading.also,
        contrast=contrast(pair, reading.effect.level),
        cautions=(*pair.cautions, *few),
    )


def _least(pair: Pair) -> float:
    """What is told in place of a p of 0, as of a perfect correlation."""
    return least_by_permutation(pair.outcome.values, pair.candidate.values)


def _unknown(row: Measure) -> EffectSize:
    null = 0.5 if row.effect == "probability of superiority" else 0.0
    return EffectSize(row.effect, math.nan, math.nan, math.nan, null=null)


def _no_pvalue(row: Measure) -> str:
    return f"no p-value: {row.name} takes two observations in each group, not all of one value"


def _too_few(alpha: float) -> str:
    return f"too few observations to reject anything at {100 * alpha:g} %"


@one_thread()
def associate(
    outcome: pd.Series,
    candidate: pd.Series,
    given: pd.DataFrame | Sequence[pd.Series] = (),
    *,
    measure: str | None = None,
    unit: pd.Series | None = None,
    rng: int | np.random.Generator | None = 0,
) -> Association:
    """Measure how one candidate goes with the outcome, alone or given others.

    Null hypothesis: the outcome and the candidate are independent (given the others, if any).
    Assumes exchangeable observations, of each unit where `unit` is given. Kinds are read from
    the columns.

    Parameters
    ----------
    outcome, candidate
        Columns of the same observations, in the same order; any kind but a time.
    given
        A table of the conditioning set, one column each, of the same observations.
    measure
        A name from `MEASURES`; by default the one for these kinds.
    unit
        Which unit was observed, where units were observed repeatedly: the candidate is compared
        within units, or on units where it is constant in each.
    rng
        Seed or generator of the permutations, where there are few observations.

    Returns
    -------
    Association
        `effect` is positive when more of the outcome goes with more of the candidate.

    Raises
    ------
    VariableError
        When a column can't play its part.
    ArgumentError
        When the lengths differ, or the measure is unknown or takes other kinds.

    Examples
    --------
    >>> import pandas as pd
    >>> failed = pd.Series([True, True, True, False, False, False, False, True], name="failed")
    >>> minutes = pd.Series([2.0, 2.6, 1.5, 8.0, 9.1, 7.7, 12.0, 3.0], name="minutes")
    >>> found = associate(failed, minutes)
    >>> found.effect.name, found.effect.value, found.pvalue
    ('probability of superiority', 0.0, 0.02857...)

    References
    ----------
    Those of each measure are in its row of `MEASURES`.
    """
    others = _series(given)
    _check_lengths([outcome, candidate, *others, *([] if unit is None else [unit])])
    columns = [read_outcome(outcome), *map(read_column, (candidate, *others))]
    if others:
        columns = _named_apart(columns)
    if measure is not None and (others or unit is not None):
        raise ArgumentError(
            f"measure={measure!r} can't be chosen together with given or unit; leave it."
        )
    if unit is not None:
        return _within(read_column(unit, kind=Kind.NOMINAL), *columns)
    if others:
        found = given_association(columns[0], columns[1], columns[2:])
    else:
        found = _alone(columns[0], columns[1], measure, rng)
    return cautioned(columns[0], columns[1:2], [found], ALPHA)[0]


def _alone(
    outcome: Column, candidate: Column, measure: str | None, rng: int | np.random.Generator | None
) -> Association:
    pair = paired(outcome, candidate)
    row = measure_for(outcome.variable.kind, candidate.variable.kind, measure)
    tested = every_look([pair], np.random.default_rng(rng), ALPHA) if row.default else [UNTESTED]
    return _association(pair, row, _readings([pair], [row])[0], tested[0], ALPHA)


def _within(unit: Column, outcome: Column, candidate: Column, *given: Column) -> Association:
    """The association within units, of the observations with an outcome."""
    kept = outcome.present
    unit, outcome, candidate, *others = (
        Column(one.variable, one.values[kept]) for one in (unit, outcome, candidate, *given)
    )
    tests = Conditional(outcome, dependence_of(outcome, unit, None))
    return tests.association(candidate, others)


def _named_apart(columns: Sequence[Column]) -> list[Column]:
    """Columns of which no two have one name, as unnamed ones would."""
    names = [one.name for one in columns]
    twice = [name in names[:place] for place, name in enumerate(names)]
    return [
        replace(one, variable=replace(one.variable, name=f"{one.name} ({place})")) if again else one
        for place, (one, again) in enumerate(zip(columns, twice, strict=True), 1)
    ]


def _series(given: pd.DataFrame | Sequence[pd.Series]) -> list[pd.Series]:
    import pandas as pd

    return [one for _, one in given.items()] if isinstance(given, pd.DataFrame) else list(given)


def _check_lengths(columns: Sequence[pd.Series]) -> None:
    lengths = {str(one.name): len(one) for one in columns}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name!r} has {length}" for name, length in lengths.items())
        raise ArgumentError(f"The columns are not of the same observations: {told} rows.")
