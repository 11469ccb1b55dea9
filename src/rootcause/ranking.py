"""Every candidate measured alone, corrected for multiplicity, best first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from rootcause.association import detectable_in, measure_pairs, paired
from rootcause.association.allowing import allowing_for
from rootcause.association.contrast import best_cut_of
from rootcause.association.dependence import INDEPENDENT, Dependence, dependence_of
from rootcause.association.multiplicity import CORRECTIONS, adjust
from rootcause.association.shared import westfall_young
from rootcause.association.surveyed import grid_of
from rootcause.columns import Opened, Read, check_lags, open_columns, read_column, with_lags
from rootcause.engine.drawing import seen_beside
from rootcause.engine.opening import in_bytes, is_engine, opening
from rootcause.engine.producing import Engine
from rootcause.engine.sizing import Sizing
from rootcause.engine.surveying import Survey, drawn_columns, seed_of, survey
from rootcause.engine.telling import telling
from rootcause.errors import ArgumentError, did_you_mean
from rootcause.options import check_columns, check_level, check_roles, generator
from rootcause.results import Association, Candidate, Contrast, Ranking, Verdict
from rootcause.tables import read_table
from rootcause.threads import one_thread
from rootcause.variables import Column, Kind, Variable

if TYPE_CHECKING:
    import pandas as pd

SHARED = "westfall_young"  # the correction that permutes all candidates together
NONE, NOT_TESTED = Verdict.NO_EVIDENCE, Verdict.NOT_TESTED
HELD = 5_000_000  # values held as numbers at once, beside the table


@one_thread()
def rank(
    table: Any,
    outcome: str,
    *,
    candidates: Sequence[str] | None = None,
    consequences: Sequence[str] = (),
    kinds: Mapping[str, str] | None = None,
    unit: str | None = None,
    time: str | None = None,
    lags: Mapping[str, int] | int | None = None,
    alpha: float = 0.05,
    correction: str = "fdr_bh",
    rng: int | np.random.Generator | None = 0,
    memory: int | str | None = None,
) -> Ranking:
    """Measure every candidate's association with the outcome, alone, and order them.

    Null hypothesis of each p-value: the outcome and that candidate are independent. Assumes that
    observations are exchangeable, but for `unit` and `time`. Whether a candidate is only a proxy
    of another is not looked into; `investigate` does that.

    Parameters
    ----------
    table
        A pandas, polars or Arrow table, or the path of a CSV, Excel or Parquet file; one row an
        observation. Also a pattern of paths ("logs/*.parquet"), a DuckDB file or relation, or a
        Spark DataFrame. What is too large for `memory` is counted where it is.
    outcome
        Name of the outcome's column.
    candidates
        Names of the columns to measure; all others when None.
    consequences
        Names of columns recorded after the outcome, which can't be its cause: left out.
    kinds
        Kinds by name where they are not to be guessed: "numeric", "binary", "nominal",
        "ordinal", "time".
    unit, time
        Columns that say which unit was observed, and when, as in `investigate`.
    lags
        How many observations to look back for earlier values of each candidate, which become
        candidates themselves ("temperature: lag 1"); a number, or one by name of column. Needs
        `time`; with `unit` only earlier observations of the same one count.
    alpha
        Level of the family of tests, between 0 and 1.
    correction
        "fdr_bh" (Benjamini-Hochberg), "fdr_by" (Benjamini-Yekutieli), "holm", "bonferroni" or
        "westfall_young" (step-down, by permutation; not with `unit` or `time`).
    rng
        Seed or generator of the permutations.
    memory
        Bytes that may be used, "2GB" or a number; 2 GiB by default.

    Returns
    -------
    Ranking
        Candidates best first, with `pvalue_adjusted` over all that were tested.

    Raises
    ------
    TableError
        When `table` can't be read as observations.
    VariableError
        When a name is not a column, or the outcome can't play its part.
    ArgumentError
        When `alpha` or `correction` is out of range.

    References
    ----------
    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57:289.
    """
    check_options(alpha, correction)
    check_columns(
        outcome=outcome,
        unit=unit,
        time=time,
        kinds=kinds,
        candidates=candidates,
        consequences=consequences,
    )
    check_roles(outcome, consequences=consequences, unit=unit, time=time)
    check_lags(lags, time=time)
    said = ""
    with opening(table, memory) as source:
        if is_engine(source):
            refuse_rows(correction=shared(correction))
            seed = seed_of(generator(rng))
            if not (unit or time):
                return _counted(
                    source,
                    outcome,
                    candidates=candidates,
                    consequences=consequences,
                    kinds=kinds,
                    alpha=alpha,
                    correction=correction,
                    seed=seed,
                )
            sizing = Sizing(len(candidates or source.names), alpha, in_bytes(memory))
            drawn, said = seen_beside(source, sizing, seed, unit=unit, time=time)
        frame = read_table(drawn if said else source)
    read = open_columns(
        frame,
        outcome,
        candidates=candidates,
        consequences=consequences,
        ignored=[unit] if unit else [],
        kinds={**(kinds or {}), **({time: Kind.TIME} if time else {})},
        declared={},
    )
    told = ranked(
        read.outcome,
        looking_back(read, frame, lags=lags, unit=unit, time=time, declared={}),
        alpha=alpha,
        correction=correction,
        rng=generator(rng),
        dependence=dependence_in(frame, read, unit=unit, time=time, declared={}),
        family=read.family,
    )
    if said:
        told = tuple(replace(one, cautions=(*one.cautions, said)) for one in told)
    return _ranking(read.outcome, told, correction, alpha)


def _counted(
    engine: Engine,
    outcome: str,
    *,
    candidates: Sequence[str] | None,
    consequences: Sequence[str],
    kinds: Mapping[str, str | Kind] | None,
    alpha: float,
    correction: str,
    seed: int,
) -> Ranking:
    """Rank by the counts of all observations."""
    with telling(engine) as tell:
        found = survey(
            engine,
            outcome,
            candidates=candidates,
            left_out=consequences,
            kinds=kinds,
            seed=seed,
            tell=tell,
        )
    told, _ = ranked_counts(found, drawn_columns(found), alpha=alpha, correction=correction)
    return _ranking(found.outcome.column, told, correction, alpha)


def _ranking(
    outcome: Column, told: tuple[Candidate, ...], correction: str, alpha: float
) -> Ranking:
    family = sum(not math.isnan(one.pvalue_adjusted) for one in told)
    return Ranking(outcome.variable, told, correction, alpha, family)


def shared(correction: str) -> str:
    """A correction that permutes the observations; empty for any other."""
    return correction if correction == SHARED else ""


def refuse_rows(**asked: Any) -> None:
    """Refuse what needs all rows themselves, of observations that only counts are known of."""
    for option, said in asked.items():
        if said:
            raise ArgumentError(
                f"{option}={said!r} needs the observations themselves, and these are too many to "
                "hold; leave it, or allow more memory (memory=, --memory)."
            )


def dependence_in(
    frame: pd.DataFrame,
    read: Read | Opened,
    *,
    unit: str | None,
    time: str | None,
    declared: Mapping[str, Variable],
) -> Dependence:
    """How the kept observations depend on each other, by the columns that say so."""
    units = kept_column(frame, read, unit, Kind.NOMINAL, declared)
    when = kept_column(frame, read, time, Kind.TIME, declared)
    return dependence_of(read.outcome, units, when)


def looking_back(
    read: Read | Opened,
    frame: pd.DataFrame,
    *,
    lags: Mapping[str, int] | int | None,
    unit: str | None,
    time: str | None,
    declared: Mapping[str, Variable],
) -> Iterable[Column]:
    """The candidates and, where asked for, their earlier values."""
    when = kept_column(frame, read, time, Kind.TIME, declared) if lags is not None else None
    if lags is None or when is None:
        return read.candidates
    units = kept_column(frame, read, unit, Kind.NOMINAL, declared)
    return with_lags(read.candidates, lags, when, units)


def kept_column(
    frame: pd.DataFrame,
    read: Read | Opened,
    name: str | None,
    kind: Kind,
    declared: Mapping[str, Variable],
) -> Column | None:
    """One column of the table on the rows that were kept; None where none is named."""
    if not name:
        return None
    return read_column(frame[name][read.kept], name=name, kind=kind, declared=declared.get(name))


def ranked(
    outcome: Column,
    candidates: Iterable[Column],
    *,
    alpha: float,
    correction: str,
    rng: np.random.Generator,
    dependence: Dependence = INDEPENDENT,
    family: int = 0,
) -> tuple[Candidate, ...]:
    """Candidates with their associations and corrected p-values, best first, then the untested.

    Verdicts are "undetermined" (associated, not yet screened), "no evidence" and "not tested".
    """
    if correction == SHARED:
        _check_exchangeable(dependence)
        candidates = list(candidates)
    alone, untested = [], []
    size = max(1, HELD // outcome.values.size)
    for block in _blocks(candidates, size):
        held = [_held(one, dependence) for one in block]
        testable = [one for one in held if not one.variable.not_tested]
        untested += [one.variable for one in held if one.variable.not_tested]
        more = family if len(block) == size else 0
        alone += _alone(outcome, testable, dependence, rng=rng, alpha=alpha, family=more)
    pvalues = [one.association.pvalue for one in alone]
    if correction == SHARED:
        shuffled = [one for one in candidates if not one.variable.not_tested]
        adjusted = np.maximum(pvalues, westfall_young(outcome, shuffled, rng))
    else:
        adjusted = adjust(pvalues, correction)
    return _in_order(alone, adjusted, untested, alpha)


def ranked_counts(
    found: Survey, drawn: Mapping[str, Column], *, alpha: float, correction: str
) -> tuple[tuple[Candidate, ...], dict[str, Contrast]]:
    """The same of candidates that an engine counted, and the cut of each that parts them best.

    `drawn` are columns of the observations drawn, the outcome's and the candidates'.
    """
    outcome, alone = found.outcome, []
    cuts: dict[str, Contrast] = {}
    mine = drawn[outcome.column.name]
    for one in found.candidates:
        if not one.variable.not_tested:
            other = drawn.get(one.variable.name)
            grid = grid_of(outcome, one, (mine, other) if other else None)
            (association,) = measure_pairs([grid], np.random.default_rng(0), alpha)
            alone.append(_Alone(one.variable, association, detectable_in(grid, alpha)))
            cut = best_cut_of(grid)
            if cut is not None:
                cuts[one.variable.name] = cut
    adjusted = adjust([one.association.pvalue for one in alone], correction)
    untested = [one.variable for one in found.candidates if one.variable.not_tested]
    return _in_order(alone, adjusted, untested, alpha), cuts


def _in_order(
    alone: Sequence[_Alone], adjusted: Sequence[float] | Any, untested: list[Variable], alpha: float
) -> tuple[Candidate, ...]:
    """Candidates with their verdicts, best first, then the untested."""
    tested = enumerate(sorted(zip(alone, adjusted, strict=True), key=_order), start=1)
    left = enumerate(untested, start=len(alone) + 1)
    return (
        *(_candidate(one, float(p), alpha, rank) for rank, (one, p) in tested),
        *(Candidate(one, NOT_TESTED, reason=one.not_tested, rank=rank) for rank, one in left),
    )


def _check_exchangeable(dependence: Dependence) -> None:
    if not dependence.independent:
        raise ArgumentError(
            f"correction={SHARED!r} permutes observations, which those of a unit, in time or of "
            "trials do not allow; use 'holm' or 'fdr_by' instead."
        )


class _Alone(NamedTuple):
    """A candidate measured alone, and the smallest effect that would have been shown."""

    variable: Variable
    association: Association
    detectable: float


def _alone(
    outcome: Column,
    candidates: Sequence[Column],
    dependence: Dependence,
    *,
    rng: np.random.Generator,
    alpha: float,
    family: int,
) -> list[_Alone]:
    pairs = [paired(outcome, one) for one in candidates]
    measured = measure_pairs(pairs, rng, alpha, family)
    allowed = allowing_for(dependence, outcome, candidates, measured, rng=rng, alpha=alpha)
    return [
        _Alone(one.variable, association, detectable_in(pair, alpha))
        for one, association, pair in zip(candidates, allowed, pairs, strict=True)
    ]


def _blocks(columns: Iterable[Column], size: int) -> Iterator[list[Column]]:
    """So many columns at a time."""
    ahead = iter(columns)
    while block := list(islice(ahead, size)):
        yield block


def _held(column: Column, dependence: Dependence) -> Column:
    """The order of observation is no candidate where every test already holds it."""
    if not dependence.is_order(column) or not dependence.in_time:
        return column
    return Column(replace(column.variable, not_tested=dependence.in_time), column.values)


def _candidate(alone: _Alone, adjusted: float, alpha: float, rank: int) -> Candidate:
    variable, association, shown = alone
    if math.isnan(association.pvalue):
        return Candidate(variable, NOT_TESTED, reason=association.cautions[0], rank=rank)
    if adjusted <= alpha:
        return Candidate(variable, Verdict.UNDETERMINED, association, adjusted, rank=rank)
    return Candidate(variable, NONE, association, adjusted, detectable=shown, rank=rank)


def _order(one: tuple[_Alone, float]) -> tuple[bool, float, float]:
    association = one[0].association
    if math.isnan(association.pvalue):
        return True, math.nan, math.nan
    return False, association.pvalue, -abs(association.effect.on_axis[0])


def check_options(alpha: float, correction: str) -> None:
    """Refuse a level or a correction that doesn't exist."""
    check_level(alpha)
    known = [*CORRECTIONS, SHARED]
    if correction not in known:
        raise ArgumentError(
            f"correction={correction!r} is not known.{did_you_mean(correction, known)}"
        )
