"""An investigation on one page: read, measure, rank, screen, answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from rootcause.association.contrast import best_cut
from rootcause.association.dependence import Dependence, runs_in_time
from rootcause.case import Case
from rootcause.columns import Read, read_columns
from rootcause.errors import ArgumentError
from rootcause.ranking import check_options, dependence_in, ranked
from rootcause.restating import restates
from rootcause.results import Answer, Candidate, Investigation, Provenance, Verdict
from rootcause.screening import Screen, some_rows
from rootcause.tables import fingerprint, read_table
from rootcause.variables import Column, Kind, Role, Variable

RUNS_UNDECLARED = (
    "Rows next to each other resemble each other, in this and in the outcome: "
    "name the column that says when (time) or which unit was observed (unit)."
)
ORDER = (
    Verdict.STANDS,
    Verdict.UNDETERMINED,
    Verdict.SCREENED_OFF,
    Verdict.NO_EVIDENCE,
    Verdict.RESTATES,
    Verdict.NOT_TESTED,
)


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
        Parquet file, or a `Case`, which brings its own outcome, roles and kinds.
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
    alpha
        Level of the tests, between 0 and 1.
    correction
        For many candidates: "fdr_bh", "fdr_by", "holm" or "bonferroni".
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
    case = table if isinstance(table, Case) else None
    declared = dict(case.variables) if case else {}
    frame = case.observations if case else read_table(table)
    unit = unit or next(iter(_with_role(declared, Role.UNIT)), None)
    time = time or next(iter(_with_role(declared, Role.TIME)), None)
    read = read_columns(
        frame,
        _outcome_name(outcome, case, list(frame.columns)),
        candidates=candidates,
        consequences=[*consequences, *_with_role(declared, Role.CONSEQUENCE)],
        ignored=[*ignored, *_with_role(declared, Role.IGNORED), *([unit] if unit else [])],
        kinds={**(kinds or {}), **({time: Kind.TIME} if time else {})},
        declared=declared,
    )
    depends = dependence_in(frame, read, unit=unit, time=time, declared=declared)
    restated = _restated(read)
    tested = [one for one in read.candidates if one.name not in restated]
    generator = np.random.default_rng(rng)
    alone = ranked(
        read.outcome,
        tested,
        alpha=alpha,
        correction=correction,
        rng=generator,
        dependence=depends,
    )
    columns = {one.name: one for one in (read.outcome, *read.candidates)}
    rows = some_rows(read.outcome.values.size, depends, generator)
    screen = Screen(read.outcome, columns, alone, alpha=alpha, dependence=depends, rows=rows)
    screened = screen.verdicts()
    told = _with_cuts(
        _with_cautions(screened, read.outcome, columns, depends), read.outcome, columns
    )
    ordered = _in_order([*told, *restated.values()])
    return Investigation(
        outcome=read.outcome.variable,
        candidates=ordered,
        answer=_answer(ordered, alpha),
        provenance=Provenance(
            fingerprint=fingerprint(frame),
            seed=int(rng) if isinstance(rng, int | np.integer) else None,
            versions=_versions(),
            family=sum(one.association is not None for one in ordered),
            correction=correction,
            alpha=alpha,
            permutations=_permutations(ordered),
            screened=int(rows.sum()),
        ),
        columns=columns,
        observations=frame,
        n=read.outcome.values.size,
        n_missing=read.n_missing,
        consequences=tuple(dict.fromkeys([*consequences, *_with_role(declared, Role.CONSEQUENCE)])),
        case=case,
    )


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


def _with_cautions(
    candidates: Sequence[Candidate],
    outcome: Column,
    columns: Mapping[str, Column],
    depends: Dependence,
) -> list[Candidate]:
    """Those with evidence that run from row to row as the outcome does, where no time was named."""
    if depends.declared or not runs_in_time(outcome) or _is_grouped(outcome):
        return list(candidates)
    plain = (Verdict.NO_EVIDENCE, Verdict.NOT_TESTED)
    return [
        one
        if one.verdict in plain or _is_grouped(columns[one.name])
        else replace(one, cautions=(*one.cautions, RUNS_UNDECLARED))
        if runs_in_time(columns[one.name])
        else one
        for one in candidates
    ]


def _is_grouped(column: Column) -> bool:
    """Whether the rows were put in this column's order, so that neighbours tell nothing."""
    values = column.values[column.present]
    steps = np.diff(values)
    if column.variable.has_order:
        return bool((steps >= 0).all() or (steps <= 0).all())
    return bool(np.count_nonzero(steps) < np.unique(values).size)


def _with_cuts(
    candidates: Sequence[Candidate], outcome: Column, columns: Mapping[str, Column]
) -> list[Candidate]:
    """Those with evidence told by the cut that tells them best, rather than at the median."""
    plain = (Verdict.NO_EVIDENCE, Verdict.NOT_TESTED)
    return [
        one
        if one.association is None or one.verdict in plain
        else replace(
            one,
            association=replace(
                one.association,
                contrast=best_cut(outcome, columns[one.name]) or one.association.contrast,
            ),
        )
        for one in candidates
    ]


def _in_order(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Best first: by verdict, then by the strength of the evidence that decided it."""

    def strength(one: Candidate) -> tuple[float, ...]:
        if one.association is None:
            return (0.0, 0.0)
        decisive = one.pvalue_given if one.verdict is Verdict.STANDS else np.nan
        effect = abs(one.association.effect.on_axis[0])
        return (float(np.nanmax([decisive, one.association.pvalue])), -float(np.nan_to_num(effect)))

    ordered = sorted(candidates, key=lambda one: (ORDER.index(one.verdict), strength(one)))
    return tuple(replace(one, rank=rank) for rank, one in enumerate(ordered, start=1))


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


def _answer(candidates: Sequence[Candidate], alpha: float) -> Answer:
    verdicts = {one.verdict for one in candidates}
    if Verdict.STANDS in verdicts:
        return Answer.STANDS
    if Verdict.UNDETERMINED in verdicts:
        return Answer.UNDETERMINED
    associations = [one.association for one in candidates if one.association]
    smallest = min((one.resolution for one in associations), default=1.0)
    return Answer.TOO_FEW if smallest * len(associations) > alpha else Answer.NOTHING
