"""The observations as numbers: what is tested, what restates the outcome, what depends on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rootcause.association.dependence import Dependence
from rootcause.columns import Read, read_columns
from rootcause.investigation.asking import Question
from rootcause.ranking import dependence_in, kept_column, looking_back
from rootcause.restating import restated
from rootcause.results import Candidate, Lever, Verdict
from rootcause.trials import read_levers, read_trials
from rootcause.variables import Column, Kind


@dataclass(frozen=True, slots=True)
class Observed:
    """The observations as numbers.

    Attributes
    ----------
    read
        Outcome and candidates, looked back where that was asked for.
    tested
        The candidates that may explain the outcome.
    restated
        Those that only restate it, by name.
    depends
        How the observations depend on each other; trials stand apart from what was seen.
    deliberate
        True where the levers were set on purpose, shape (n,).
    levers
        What can be set in a trial.
    when, whole
        The time of each observation, and of how many its outcome was counted; None if not told.
    """

    read: Read
    tested: tuple[Column, ...]
    restated: Mapping[str, Candidate]
    depends: Dependence
    deliberate: NDArray[np.bool_]
    levers: tuple[Lever, ...]
    when: Column | None
    whole: Column | None

    @property
    def outcome(self) -> Column:
        """The outcome."""
        return self.read.outcome

    @property
    def columns(self) -> dict[str, Column]:
        """Outcome and candidates by name."""
        return {one.name: one for one in (self.read.outcome, *self.read.candidates)}

    def only_seen(self) -> Observed:
        """The same without the trials."""
        rows = ~self.deliberate

        def kept(column: Column) -> Column:
            return Column(column.variable, column.values[rows])

        candidates = tuple(map(kept, self.read.candidates))
        return replace(
            self,
            read=replace(self.read, outcome=kept(self.outcome), candidates=candidates),
            tested=tuple(map(kept, self.tested)),
            depends=self.depends.among(rows),
            deliberate=self.deliberate[rows],
        )


def observe(question: Question) -> Observed:
    """Read the observations of a question."""
    frame, declared = question.frame, question.declared
    read = read_columns(
        frame,
        question.outcome,
        candidates=question.candidates,
        consequences=question.consequences,
        ignored=question.ignored,
        kinds=question.kinds,
        declared=declared,
    )
    order = {"unit": question.unit, "time": question.time}
    looked_back = looking_back(read, frame, lags=question.lags, declared=declared, **order)
    read = replace(read, candidates=tuple(looked_back))
    deliberate = read_trials(frame, question.trial, read.kept)
    depends = dependence_in(frame, read, declared=declared, **order).beside(deliberate)
    restating = _restated(read, question.levers)
    columns = {one.name: one for one in (read.outcome, *read.candidates)}
    return Observed(
        read=read,
        tested=tuple(one for one in read.candidates if one.name not in restating),
        restated=restating,
        depends=depends,
        deliberate=deliberate,
        levers=read_levers(question.levers, columns, read.outcome),
        when=kept_column(frame, read, question.time, Kind.TIME, declared),
        whole=kept_column(frame, read, question.of, Kind.NUMERIC, declared),
    )


def _restated(read: Read, levers: Collection[str]) -> dict[str, Candidate]:
    """Candidates that restate the outcome, by name."""
    testable = [one for one in read.candidates if not one.variable.not_tested]
    reasons = restated(read.outcome, testable, levers)
    return {
        one.name: Candidate(one.variable, Verdict.RESTATES, reason=reasons[one.name])
        for one in testable
        if one.name in reasons
    }
