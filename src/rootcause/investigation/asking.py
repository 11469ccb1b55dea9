"""What is asked: the table, the outcome, and the part that each column plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rootcause.case import OBSERVED_AT, Case
from rootcause.columns import check_lags
from rootcause.counted import as_observations
from rootcause.errors import ArgumentError
from rootcause.options import check_columns, check_name, check_roles
from rootcause.tables import read_table
from rootcause.trials import kinds_of, levers_asked
from rootcause.variables import Kind, Role, Variable


@dataclass(frozen=True, slots=True)
class Question:
    """What an investigation was asked, the declarations of a case included.

    Attributes
    ----------
    recorded, frame
        The table as it came, and one row an observation.
    outcome
        Name of the column that the complaint is about.
    case
        The case that is asked about, if it is one.
    declared
        The variables that it declares, by name.
    unit, time, of, trial
        Columns that play these parts; None where none does.
    candidates, consequences, ignored
        Columns named so; candidates None for all others.
    kinds
        Kind by name of column, where it was said.
    lags
        How far to look back.
    levers
        What each lever may be set to, by name.
    """

    recorded: pd.DataFrame
    frame: pd.DataFrame
    outcome: str
    case: Case | None
    declared: Mapping[str, Variable]
    unit: str | None
    time: str | None
    of: str | None
    trial: str | None
    candidates: Sequence[str] | None
    consequences: tuple[str, ...]
    ignored: tuple[str, ...]
    kinds: Mapping[str, Any]
    lags: Mapping[str, int] | int | None
    levers: Mapping[str, Any]


def ask(
    table: Any,
    outcome: str | None,
    *,
    candidates: Sequence[str] | None,
    consequences: Sequence[str],
    ignored: Sequence[str],
    kinds: Mapping[str, str | Kind] | None,
    unit: str | None,
    time: str | None,
    lags: Mapping[str, int] | int | None,
    counts: str | None,
    of: str | None,
    levers: Mapping[str, Any] | None,
    trial: str | None,
) -> Question:
    """Put together what the caller says and what the case declares; see `investigate`."""
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
    case = _case_of(table)
    if case is not None and time == OBSERVED_AT:
        case = case.timed()
    declared = dict(case.variables) if case else {}
    recorded = case.observations if case else read_table(table)
    unit, time, counts, trial = (
        said or next(iter(_with_role(declared, role)), None)
        for said, role in (
            (unit, Role.UNIT),
            (time, Role.TIME),
            (counts, Role.COUNT),
            (trial, Role.TRIAL),
        )
    )
    check_lags(lags, time=time)
    outcome = case.outcome.name if case and outcome is None else outcome
    outcome = outcome_name(outcome, list(recorded.columns))
    check_roles(outcome, consequences=consequences, ignored=ignored, unit=unit, time=time)
    check_roles(outcome, counts=counts, of=of)
    of = of or (declared[outcome].of if outcome in declared else None)
    asked = levers_asked(levers, declared)
    frame, declared = as_observations(recorded, outcome, declared, counts=counts, of=of)
    aside = filter(None, [unit, of, trial])
    return Question(
        recorded=recorded,
        frame=frame,
        outcome=outcome,
        case=case,
        declared=declared,
        unit=unit,
        time=time,
        of=of,
        trial=trial,
        candidates=candidates,
        consequences=(*consequences, *_with_role(declared, Role.CONSEQUENCE)),
        ignored=(*ignored, *_with_role(declared, Role.IGNORED), *aside),
        kinds={**kinds_of(asked, kinds), **({time: Kind.TIME} if time else {})},
        lags=lags,
        levers=asked,
    )


def _case_of(table: Any) -> Case | None:
    """The case that is asked about: one read from a folder, or an open one as it is now."""
    found = table.snapshot() if hasattr(type(table), "snapshot") else table
    return found if isinstance(found, Case) else None


def outcome_name(outcome: str | None, names: Sequence[str]) -> str:
    """The outcome that was named; refuse if none was."""
    if outcome is not None:
        return outcome
    shown = ", ".join(repr(name) for name in names[:8])
    raise ArgumentError(
        f"No outcome was named. Say which column the complaint is about; there are: {shown}."
    )


def _with_role(declared: Mapping[str, Variable], role: Role) -> list[str]:
    return [name for name, variable in declared.items() if variable.role is role]
