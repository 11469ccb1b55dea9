"""A case of a book as the noun `Case`: what an investigation and a report take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from rootcause.case import Case
from rootcause.columns import read_column
from rootcause.errors import CaseError, VariableError
from rootcause.store.book.earlier import earlier
from rootcause.store.book.journal import entries_of
from rootcause.store.cases.contacts import reporters_of
from rootcause.store.cases.hiding import hidden_entries, hiding
from rootcause.store.database.schema import cases
from rootcause.store.observations.known import Known, known_variables
from rootcause.store.observations.loading import load_moments, load_observations, load_trials
from rootcause.variables import Kind, Role, Variable

FACTS = (
    "id",
    "title",
    "complaint",
    "observation_word",
    "reporter",
    "owner",
    "status",
    "opened",
    "source",
    "simulated",
    "retold",
)
TRIAL = "trial"


def snapshot(connection: Connection, case_id: str, *, until: str | None = None) -> Case:
    """Read a case; with `until`, a moment in UTC, as all of it was known then.

    Its journal calls those who complained "reporter 1", also where somebody wrote their name.
    """
    row = _row(connection, case_id, until)
    frame = load_observations(connection, case_id, until=until)
    known = known_variables(connection, case_id, until=until)
    declared = {
        name: _variable(one, frame[name]) for name, one in known.items() if _is_declared(one)
    }
    moments = load_moments(connection, case_id, frame.index)
    trials = load_trials(connection, case_id, frame.index)
    if trials.any() and not any(one.role is Role.TRIAL for one in declared.values()):
        name = TRIAL if TRIAL not in frame else f"{TRIAL} (recorded)"
        frame = frame.assign(**{name: trials})
        declared[name] = Variable(name, Kind.BINARY, Role.TRIAL)
    facts = {name: row[name] for name in FACTS}
    hide = hiding(reporters_of(connection, case_id))
    return Case(
        **{**facts, "observation_word": row["observation_word"] or "observations"},
        variables=declared,
        observations=frame,
        entries=hidden_entries(entries_of(connection, case_id, until=until), hide),
        truth=row["truth"] or {},
        expected=row["expected"] or {},
        observed_at=moments,
    )


def _row(connection: Connection, case_id: str, until: str | None) -> dict[str, Any]:
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one_or_none()
    if row is None:
        raise CaseError(f"The book has no case {case_id!r}.")
    if until is None:
        return dict(row._mapping)
    then = earlier(connection, case_id, cases, until).row(row)
    if then is None:
        raise CaseError(f"The book had no case {case_id} yet at {until}.")
    return then


def _is_declared(one: Known) -> bool:
    said = {name for name, value in one.declared.items() if value and name != "form"}
    return bool(one.kind or said or one.role is not Role.CANDIDATE)


def _variable(one: Known, column: pd.Series) -> Variable:
    """Make the variable; a kind that nobody declared is read from the data, or from its unit."""
    if one.kind is not None or not column.notna().any():
        return one.variable(Kind.BINARY if one.role is Role.OUTCOME else Kind.NOMINAL)
    try:
        read = read_column(column, name=one.name).variable
    except VariableError:
        return one.variable(Kind.NOMINAL)
    if one.unit and pd.api.types.is_numeric_dtype(column.dtype):
        return one.variable(Kind.NUMERIC)
    return replace(one.variable(read.kind), levels=read.levels)
