"""A column's kind is read here, once: its variable, and its values as numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.columns import guesses
from rootcause.columns.cells import Cells, Form, read_cells, read_each
from rootcause.columns.derived import derive
from rootcause.columns.doubts import integers, is_two_valued, recorded, why_not_tested
from rootcause.columns.levels import impossible, in_levels, plainly, present_words
from rootcause.columns.outcomes import refuse, with_words
from rootcause.columns.spelling import first_odd, listed, spelled
from rootcause.errors import VariableError, did_you_mean
from rootcause.variables import Column, Kind, Role, Variable

_FORMS: Mapping[Kind, Form] = {Kind.NUMERIC: "numbers", Kind.TIME: "times"}
MARKS = {-99.0, -999.0, -9999.0, -99999.0, 999.0, 9999.0, 99999.0}  # written for "missing"
FAR = 3.0  # times as far from 0 as all other values
_NO_CANDIDATE = (
    *(Role.OUTCOME, Role.CONSEQUENCE, Role.UNIT, Role.TRIAL, Role.COUNT, Role.IGNORED),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A table as an investigation needs it.

    Attributes
    ----------
    outcome
        Its values at the kept rows.
    candidates
        In the order of the table, each followed by those derived from it; at the kept rows. Those
        that can't be tested say why in ``variable.not_tested``.
    n_missing
        Rows without an outcome, which were left out.
    kept
        True for rows with an outcome, shape (rows of the table,).
    """

    outcome: Column
    candidates: tuple[Column, ...]
    n_missing: int
    kept: NDArray[np.bool_]


class Opened(NamedTuple):
    """A table of which only the outcome is read yet: as `Read`, candidates one by one."""

    outcome: Column
    candidates: Iterator[Column]
    family: int
    n_missing: int
    kept: NDArray[np.bool_]


def read_columns(
    frame: pd.DataFrame,
    outcome: str,
    *,
    candidates: Sequence[str] | None = None,
    consequences: Sequence[str] = (),
    ignored: Sequence[str] = (),
    kinds: Mapping[str, Kind | str] | None = None,
    declared: Mapping[str, Variable] | None = None,
) -> Read:
    """Read an outcome and its candidates, on the rows where the outcome was recorded.

    Parameters
    ----------
    frame
        One row an observation.
    outcome
        Name of the outcome's column.
    candidates
        Names of the candidates; by default every column that is not otherwise used.
    consequences, ignored
        Names of columns that are no candidates.
    kinds
        Kinds by name of column, where they were said.
    declared
        Variables by name of column, where a case declares them.

    Raises
    ------
    VariableError
        When a name is not a column, or a column can't be what it was said to be.
    """
    opened = open_columns(
        frame,
        outcome,
        candidates=candidates,
        consequences=consequences,
        ignored=ignored,
        kinds=kinds,
        declared=declared,
    )
    return Read(opened.outcome, tuple(opened.candidates), opened.n_missing, opened.kept)


def open_columns(
    frame: pd.DataFrame,
    outcome: str,
    *,
    candidates: Sequence[str] | None = None,
    consequences: Sequence[str] = (),
    ignored: Sequence[str] = (),
    kinds: Mapping[str, Kind | str] | None = None,
    declared: Mapping[str, Variable] | None = None,
) -> Opened:
    """The same, but candidates are read one by one when they are asked for."""
    kinds, declared = kinds or {}, declared or {}
    for named in ([outcome], candidates or (), consequences, ignored, kinds):
        check_names(frame, named)
    chosen = chosen_names(frame, outcome, candidates, {*consequences, *ignored}, declared)
    answer = read_outcome(
        frame[outcome], name=outcome, kind=kinds.get(outcome), declared=declared.get(outcome)
    )
    kept = answer.present

    def columns() -> Iterator[Column]:
        for name, cells in zip(chosen, read_each(frame, chosen, kept), strict=True):
            column = _read(cells, name, kinds.get(name), declared.get(name))
            yield column
            yield from derive(column)

    outcome_kept = (
        Column(answer.variable, answer.values[kept]) if answer.extent.n_missing else answer
    )
    return Opened(outcome_kept, columns(), len(chosen), int((~kept).sum()), kept)


def read_outcome(
    series: pd.Series,
    *,
    name: str = "",
    kind: Kind | str | None = None,
    declared: Variable | None = None,
) -> Column:
    """Read the outcome: as `read_column`, but one that nothing can explain is an error.

    Raises
    ------
    VariableError
        When it is constant, empty, an identifier, free text, a time or of too many levels.
    """
    column = read_column(series, name=name, kind=kind, declared=declared)
    refuse(column)
    variable = replace(with_words(column.variable), role=Role.OUTCOME, not_tested="")
    return replace(column, variable=variable)


def read_column(
    series: pd.Series,
    *,
    name: str = "",
    kind: Kind | str | None = None,
    declared: Variable | None = None,
) -> Column:
    """Read one column: its kind, its values as numbers, and why it can't be tested, if so.

    Parameters
    ----------
    series
        The cells, of any type.
    name
        What the column is called; by default what the series is called.
    kind
        Its kind, if it was said; guessed otherwise.
    declared
        What a case declares of it. Its kind counts unless `kind` is given.

    Returns
    -------
    Column
        Codes follow ``variable.levels``, each of which occurs. True and False are "yes" and "no".
        Times are seconds since 1970 on the wall clock. Infinite numbers are missing.

    Raises
    ------
    VariableError
        When the values can't be of the kind that was said.
    """
    return _read(read_cells(series), name or str(series.name), kind, declared)


def _read(cells: Cells, name: str, kind: Kind | str | None, declared: Variable | None) -> Column:
    wanted = _kind(kind, name) if kind else declared.kind if declared else None
    cells, note = _spelled(cells) if wanted is None else _said(cells, wanted, name)
    cells, lost = _without_marks(*_finite(cells))
    found, doubt = _guessed(cells, name) if wanted is None else (wanted, "")
    note = "; ".join(filter(None, (lost, note or doubt)))
    if declared is None:
        variable = Variable(name, found, note=note)
    else:
        variable = replace(declared, name=name, kind=found, note=declared.note or note)
    column = _measured(cells, variable) if found in _FORMS else in_levels(cells, variable)
    reason = why_not_tested(column, declared=wanted is not None)
    if reason == column.variable.not_tested:
        return column
    return replace(column, variable=replace(column.variable, not_tested=reason))


# The kind ---------------------------------------------------------------------------------------


def _kind(kind: Kind | str, name: str) -> Kind:
    if kind in list(Kind):
        return Kind(kind)
    raise VariableError(f"{kind!r}, said of {name!r}, is not a kind.{did_you_mean(kind, Kind)}")


def _spelled(cells: Cells) -> tuple[Cells, str]:
    """Words as the numbers or times that they spell."""
    if cells.form == "words" and len(cells.words) > 2:
        return spelled(plainly(cells))
    if cells.form == "words" and guesses.from_abroad(cells.words):
        return plainly(cells), ""
    return cells, ""


def _guessed(cells: Cells, name: str) -> tuple[Kind, str]:
    if cells.form == "times":
        return Kind.TIME, ""
    if cells.form == "numbers":
        return _kind_of_numbers(cells, name)
    return _kind_of_levels(cells)


def _kind_of_numbers(cells: Cells, name: str) -> tuple[Kind, str]:
    if is_two_valued(cells.values, cells.extent):
        return Kind.BINARY, ""
    if cells.unit or not guesses.says_label(name):
        return Kind.NUMERIC, ""
    values = recorded(cells.values)
    if len(values) and integers(values) and len(np.unique(values)) < len(values):
        return Kind.NOMINAL, "read as labels because of its name; declare it numeric if it is not"
    return Kind.NUMERIC, ""


def _kind_of_levels(cells: Cells) -> tuple[Kind, str]:
    present = present_words(cells)
    if len(present) == 2:
        return Kind.BINARY, ""
    if cells.ordered and len(present) > 1:
        return Kind.ORDINAL, ""
    in_order = guesses.order_on_scale(present)
    if in_order:
        order = " < ".join(in_order)
        return Kind.ORDINAL, f"read as ordered, {order}; declare it nominal if it is not"
    alike = guesses.alike(present)
    return Kind.NOMINAL, f"levels that differ only in case: {listed(alike)}" if alike else ""


def _said(cells: Cells, kind: Kind, name: str) -> tuple[Cells, str]:
    """Cells brought to the form that the said kind needs."""
    form = _FORMS.get(kind)
    if form is None or cells.form == form or np.isnan(cells.values).all():
        return cells, ""
    if not cells.words:
        held = "numbers" if kind is Kind.TIME else "dates"
        raise VariableError(f"{name!r} is declared {kind}, but it holds {held}.")
    if cells.truth and form == "numbers":
        return replace(cells, form="numbers", words=()), ""
    cells, note = spelled(cells, form)
    if cells.form != form:
        raise impossible(cells, first_odd(cells, form), name, f"declared {kind}")
    return cells, note


# The values -------------------------------------------------------------------------------------


def _finite(cells: Cells) -> tuple[Cells, str]:
    if not math.isinf(cells.extent.low) and not math.isinf(cells.extent.high):
        return cells, ""
    infinite = np.isinf(cells.values)
    values = np.where(infinite, np.nan, cells.values)
    what = "outside the years 1 to 9999" if cells.form == "times" else "infinite"
    said = f"{what} and taken as missing: {infinite.sum()}"
    return replace(cells, values=values, looked_at=None), said


def _without_marks(cells: Cells, note: str) -> tuple[Cells, str]:
    """Cells without a number that stands for a missing one, far out and more than once."""
    marks = {cells.extent.low, cells.extent.high} & MARKS if cells.form == "numbers" else set()
    for mark in marks:
        marked = cells.values == mark
        others = cells.values[~marked & ~np.isnan(cells.values)]
        if marked.sum() > 1 and others.size and abs(mark) > FAR * np.abs(others).max():
            said = f"{mark:g} in {marked.sum()} rows, taken as missing"
            note = f"{note}; {said}" if note else said
            cells = replace(cells, values=np.where(marked, np.nan, cells.values), looked_at=None)
    return cells, note


def _measured(cells: Cells, variable: Variable) -> Column:
    label, unit = guesses.split_unit(variable.name) if variable.kind is Kind.NUMERIC else ("", "")
    unit = cells.unit or unit
    if label or unit or variable.levels:
        label, unit = variable.label or label, variable.unit or unit
        variable = replace(variable, label=label, unit=unit, levels=())
    return Column(variable, cells.values, cells.extent)


# The names --------------------------------------------------------------------------------------


def check_names(frame: pd.DataFrame, named: Iterable[str]) -> None:
    """Refuse a name that no column has."""
    for name in named:
        if name not in frame.columns:
            raise VariableError(
                f"The table has no column {name!r}.{did_you_mean(name, frame.columns)}"
            )


def chosen_names(
    frame: pd.DataFrame,
    outcome: str,
    candidates: Sequence[str] | None,
    left_out: Collection[str],
    declared: Mapping[str, Variable],
) -> list[str]:
    """Names of the candidates, each once."""
    if candidates is None:
        other = {name for name, one in declared.items() if one.role in _NO_CANDIDATE}
        other |= {outcome, *left_out}
        return [name for name in frame.columns.tolist() if name not in other]
    for name in candidates:
        if name == outcome or name in left_out:
            part = "the outcome" if name == outcome else "a consequence or ignored"
            raise VariableError(f"{name!r} can't be a candidate: it was said to be {part}.")
    return list(dict.fromkeys(candidates))
