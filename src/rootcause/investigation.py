"""An investigation on one page: read, measure, rank, screen, answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from rootcause.answering import answer_of, in_order, tell
from rootcause.case import Case
from rootcause.changes import changes_in
from rootcause.columns import Read, check_lags, read_columns
from rootcause.counted import as_observations
from rootcause.differing import is_is_not
from rootcause.errors import ArgumentError
from rootcause.hinging import with_hinges
from rootcause.options import check_columns, check_name, check_roles, generator
from rootcause.pairs import as_candidate, pairs_scanned, scan, scannable
from rootcause.ranking import check_options, dependence_in, kept_column, looking_back, ranked
from rootcause.restating import restates
from rootcause.results import Candidate, Investigation, Provenance, Verdict
from rootcause.reversing import with_reversals
from rootcause.screening import Screen, some_rows
from rootcause.tables import fingerprint, read_table
from rootcause.trials import (
    kinds_of,
    learned,
    levers_asked,
    plan,
    read_levers,
    read_trials,
)
from rootcause.variables import Kind, Role, Variable


def investigate(
    table: Any,
    outcome: str | None = None,
    *,
    candidates: Sequence[str] | None = None,
    consequences: Sequence[str] = (),
    ignored: Sequence[str] = (),
    kinds: Mapping[str, str | Kind] | None = None,
    unit: str | None = None,
    time: str | None = None,
    lags: Mapping[str, int] | int | None = None,
    counts: str | None = None,
    of: str | None = None,
    levers: Mapping[str, Any] | None = None,
    trial: str | None = None,
    alpha: float = 0.05,
    correction: str = "fdr_bh",
    rng: int | np.random.Generator = 0,
) -> Investigation:
    """Work out which of the recorded candidates explains the outcome.

    Each candidate is tested alone, p-values are corrected for the whole family, and those with
    evidence are held against each other: who stands, who is screened off by whom, and which
    cannot be told apart.

    Parameters
    ----------
    table
        Observations, one row each: a pandas, polars or Arrow table, a path to a CSV, Excel or
        Parquet file, or a `Case` or `OpenCase`, which brings its own outcome, roles and kinds.
    outcome
        Name of the column that the complaint is about. A case declares its own.
    candidates
        Names of the columns that might be the cause; all others when None.
    consequences
        Columns recorded after the outcome: never a cause, never conditioned on.
    ignored
        Columns to leave out.
    kinds
        Kind by column name, for those that are read wrongly: ``{"batch": "nominal"}``.
    unit
        The column that says which unit was observed, where units were observed repeatedly (one
        of ten cars): candidates are compared within units, those constant in each on units.
    time
        The column that says when each observation was made: the outcome's trend and its own last
        values are allowed for, and what a candidate's own past foretells is taken out of it.
    lags
        How many observations to look back for earlier values of each candidate, which become
        candidates themselves ("temperature: lag 1"); a number, or one by name of column. Needs
        `time`; with `unit` only earlier observations of the same one count.
    counts
        Of a table of counts, the column that says how many observations a row stands for.
    of
        Where the outcome itself is a count, the column that says of how many: deaths of births.
        It is then looked at as a share in %, one row an observation.
    levers
        What a person can set in a trial, by name of candidate: a numeric range (low, high), a list
        of levels, or None for what was seen. The result's `plan` proposes trials over them.
    trial
        The column that is true where the levers were set on purpose, and holds what was reached.
        Every test is then made within trials and within the rest, and what the trials have settled
        decides the verdicts of the levers: seen and set are not the same evidence.
    alpha
        Level of the tests, between 0 and 1.
    correction
        For many candidates: "fdr_bh", "fdr_by", "holm", "bonferroni" or, by permutation and not
        with `unit` or `time`, "westfall_young".
    rng
        Seed, or generator, of everything random; the same seed gives the same numbers.

    Returns
    -------
    Investigation

    Raises
    ------
    TableError, VariableError, ArgumentError
        When the table can't be read, a column is missing or can't play its part, or an argument
        is out of range.

    Notes
    -----
    Assumes that observations are independent of each other, but for `unit` and `time`. Nothing
    here tells a confounder from a mediator; "screened off" says only that a candidate adds
    nothing given another.
    """
    check_options(alpha, correction)
    check_columns(
        outcome=outcome,
        unit=unit,
        time=time,
        kinds=kinds,
        candidates=candidates,
        consequences=consequences,
        ignored=ignored,
    )
    check_name(counts=counts, of=of)
    random = generator(rng)
    if hasattr(type(table), "snapshot"):
        table = table.snapshot()
    case = table if isinstance(table, Case) else None
    declared = dict(case.variables) if case else {}
    recorded = case.observations if case else read_table(table)
    unit = unit or next(iter(_with_role(declared, Role.UNIT)), None)
    time = time or next(iter(_with_role(declared, Role.TIME)), None)
    check_lags(lags, time=time)
    outcome = _outcome_name(outcome, case, list(recorded.columns))
    check_roles(
        outcome,
        consequences=consequences,
        ignored=ignored,
        unit=unit,
        time=time,
        counts=counts,
        of=of,
    )
    counts = counts or next(iter(_with_role(declared, Role.COUNT)), None)
    of = of or (declared[outcome].of if outcome in declared else None)
    trial = trial or next(iter(_with_role(declared, Role.TRIAL)), None)
    asked = levers_asked(levers, declared)
    frame, declared = as_observations(recorded, outcome, declared, counts=counts, of=of)
    read = read_columns(
        frame,
        outcome,
        candidates=candidates,
        consequences=[*consequences, *_with_role(declared, Role.CONSEQUENCE)],
        ignored=[*ignored, *_with_role(declared, Role.IGNORED), *filter(None, [unit, of, trial])],
        kinds={**kinds_of(asked, kinds), **({time: Kind.TIME} if time else {})},
        declared=declared,
    )
    looked_back = looking_back(read, frame, lags=lags, unit=unit, time=time, declared=declared)
    read = replace(read, candidates=tuple(looked_back))
    deliberate = read_trials(frame, trial, read.kept)
    depends = dependence_in(frame, read, unit=unit, time=time, declared=declared)
    depends = depends.beside(deliberate)
    restated = _restated(read)
    tested = [one for one in read.candidates if one.name not in restated]
    alone = ranked(
        read.outcome,
        tested,
        alpha=alpha,
        correction=correction,
        rng=random,
        dependence=depends,
    )
    columns = {one.name: one for one in (read.outcome, *read.candidates)}
    rows = some_rows(read.outcome.values.size, depends, random)
    screen = Screen(read.outcome, columns, alone, alpha=alpha, dependence=depends, rows=rows)
    settable = read_levers(asked, columns, read.outcome)
    judged = learned(
        screen.verdicts(), settable, read.outcome, columns, deliberate, given=screen.given
    )
    told = tell(judged, read.outcome, columns, depends)
    measured = {one.name for one in alone if one.association}
    scanned = [screen.columns[one.name] for one in read.candidates if one.name in measured]
    pairs = [
        as_candidate(pair, read.outcome, columns, random)
        for pair in scan(screen.conditional, scanned, alpha=alpha)
    ]
    compared = [one for one in read.candidates if one.name in measured]
    columns |= {column.name: column for _, column in pairs}
    ordered = in_order([*told, *(candidate for candidate, _ in pairs), *restated.values()])
    ordered = with_reversals(ordered, read.outcome, columns, alpha=alpha, rng=random)
    ordered = with_hinges(
        ordered,
        screen.conditional,
        screen.columns,
        alpha=alpha,
        places=np.flatnonzero(read.kept)[rows],
        rng=random,
    )
    when = kept_column(frame, read, time, Kind.TIME, declared)
    whole = kept_column(frame, read, of, Kind.NUMERIC, declared)
    found = Investigation(
        outcome=read.outcome.variable,
        candidates=ordered,
        answer=answer_of(ordered, alpha),
        provenance=Provenance(
            fingerprint=fingerprint(recorded),
            seed=int(rng) if isinstance(rng, int | np.integer) else None,
            versions=_versions(),
            family=len(measured),
            pairs=pairs_scanned(scanned, int(rows.sum())) if scannable(screen.conditional) else 0,
            correction=correction,
            alpha=alpha,
            permutations=_permutations(ordered),
            screened=int(rows.sum()),
        ),
        columns=columns | {one.name: one for one in (whole, when) if one},
        observations=frame,
        kept=read.kept,
        n=read.outcome.values.size,
        n_missing=read.n_missing,
        consequences=tuple(dict.fromkeys([*consequences, *_with_role(declared, Role.CONSEQUENCE)])),
        case=case,
        is_is_not=is_is_not(read.outcome, compared, random),
        changes=changes_in(
            read.outcome,
            tested,
            when,
            weights=whole.values if whole else None,
            dependence=depends,
            alpha=alpha,
            rng=random.spawn(1)[0],
        )
        if when
        else None,
        levers=settable,
        deliberate=deliberate if trial else None,
    )
    return replace(found, plan=plan(found, block=2 if unit else None, rng=random))


def _outcome_name(outcome: str | None, case: Case | None, names: list[str]) -> str:
    if outcome is not None:
        return outcome
    if case is not None:
        return case.outcome.name
    shown = ", ".join(repr(name) for name in names[:8])
    raise ArgumentError(
        f"No outcome was named. Say which column the complaint is about; there are: {shown}."
    )


def _with_role(declared: Mapping[str, Variable], role: Role) -> list[str]:
    return [name for name, variable in declared.items() if variable.role is role]


def _restated(read: Read) -> dict[str, Candidate]:
    """Candidates that restate the outcome, by name."""
    testable = [one for one in read.candidates if not one.variable.not_tested]
    reasons = {one.name: restates(read.outcome, one, len(testable)) for one in testable}
    return {
        one.name: Candidate(one.variable, Verdict.RESTATES, reason=reasons[one.name])
        for one in testable
        if reasons[one.name]
    }


@cache
def _versions() -> Mapping[str, str]:
    return {name: version(name) for name in ("rootcause", "numpy", "pandas", "scipy")}


def _permutations(candidates: Sequence[Candidate]) -> int:
    """The most permutations that any p-value used."""
    resolutions = [
        one.association.resolution
        for one in candidates
        if one.association and one.association.method == "permutation"
    ]
    return round(1 / min(resolutions)) - 1 if resolutions else 0
