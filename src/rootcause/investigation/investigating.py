"""An investigation on one page: ask, observe, judge, tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from rootcause.answering import answer_of
from rootcause.engine.opening import in_bytes, is_engine, opening
from rootcause.investigation.asking import Question, ask
from rootcause.investigation.judging import Judged, judge
from rootcause.investigation.reading import Observed, observe
from rootcause.investigation.surveyed import Surveyed, judge_surveyed, surveyed
from rootcause.options import generator
from rootcause.ranking import check_options, shared
from rootcause.results import Candidate, Changes, Investigation, Provenance
from rootcause.scrutiny.changes import changes_in
from rootcause.scrutiny.differing import is_is_not
from rootcause.tables import fingerprint
from rootcause.threads import one_thread
from rootcause.trials import plan
from rootcause.variables import Kind


@one_thread()
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
    memory: int | str | None = None,
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
        Also a pattern of paths ("logs/*.parquet"), a DuckDB file or relation, or a Spark
        DataFrame. What is too large for `memory` is counted where it is, and candidates are held
        against each other on rows drawn from it.
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
        "observed_at" is, for a case of a book, when the book says that each was made.
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
    memory
        Bytes that may be used, "2GB" or a number; 2 GiB by default.

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
    random = generator(rng)
    with opening(table, memory) as source:
        few: Surveyed | None = None
        if is_engine(source):
            few = surveyed(
                source,
                outcome,
                candidates=candidates,
                consequences=consequences,
                ignored=ignored,
                kinds=kinds,
                unit=unit,
                time=time,
                trial=trial,
                refused={"counts": counts, "of": of, "correction": shared(correction)},
                alpha=alpha,
                room=in_bytes(memory),
                rng=random,
            )
            kinds = few.kinds
            ignored = [name for name in ignored if name in few.drawn]
        question = ask(
            few.drawn if few else source,
            outcome,
            candidates=candidates,
            consequences=consequences,
            ignored=ignored,
            kinds=kinds,
            unit=unit,
            time=time,
            lags=lags,
            counts=counts,
            of=of,
            levers=levers,
            trial=trial,
        )
        observed = observe(question)
        if few is None:
            judged = judge(observed, alpha=alpha, correction=correction, rng=random)
        else:
            judged = judge_surveyed(
                source, few, observed, alpha=alpha, correction=correction, rng=random
            )
    told = Provenance(
        fingerprint=fingerprint(question.recorded),
        seed=int(rng) if isinstance(rng, int | np.integer) else None,
        versions=_versions(),
        family=len(judged.measured),
        pairs=judged.pairs,
        correction=correction,
        alpha=alpha,
        permutations=_permutations(judged.candidates),
        screened=judged.screened,
    )
    found = _investigation(question, observed, judged, told, random)
    if few is not None:
        found = few.told_of_all(found)
    return replace(found, plan=plan(found, rng=rng))


def _investigation(
    question: Question,
    observed: Observed,
    judged: Judged,
    provenance: Provenance,
    rng: np.random.Generator,
) -> Investigation:
    read, known = observed.read, (observed.whole, observed.when)
    compared = [one for one in read.candidates if one.name in judged.measured]
    return Investigation(
        outcome=read.outcome.variable,
        candidates=judged.candidates,
        answer=answer_of(judged.candidates, provenance.alpha),
        provenance=provenance,
        columns={**judged.columns, **{one.name: one for one in known if one}},
        observations=question.frame,
        kept=read.kept,
        n=read.outcome.values.size,
        n_missing=read.n_missing,
        consequences=tuple(dict.fromkeys(question.consequences)),
        case=question.case,
        is_is_not=is_is_not(read.outcome, compared, rng),
        changes=_changes(observed, provenance.alpha, rng),
        levers=observed.levers,
        deliberate=observed.deliberate if question.trial else None,
        unit=question.unit or "",
    )


def _changes(observed: Observed, alpha: float, rng: np.random.Generator) -> Changes | None:
    if observed.when is None:
        return None
    return changes_in(
        observed.outcome,
        observed.tested,
        observed.when,
        weights=observed.whole.values if observed.whole else None,
        dependence=observed.depends,
        alpha=alpha,
        rng=rng.spawn(1)[0],
    )


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
