"""A table to be imported, checked row by row against what the case declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.errors import VariableError
from rootcause.store.observations.held import NEEDED, brought, held_by
from rootcause.store.observations.known import Known
from rootcause.tables import BadRows
from rootcause.variables import Kind

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out: its line (the header is line 1), and why."""

    line: int
    reason: str


def checked_table(
    frame: pd.DataFrame,
    known: Mapping[str, Known],
    units: Mapping[str, str],
    *,
    bad_rows: BadRows,
    sure: bool,
) -> tuple[pd.DataFrame, tuple[Rejected, ...]]:
    """Check the declared columns, and turn text into the numbers and times that were declared.

    Raises
    ------
    VariableError
        When a column is in another unit; or, unless `bad_rows` is "skip", when a row doesn't fit.
    """
    torn = [Rejected(line, "has another width") for line in frame.attrs.get("skipped_rows", ())]
    frame = frame.reset_index(drop=True)
    reasons: dict[int, str] = {}
    for name, one in known.items():
        if name in frame.columns:
            _refuse_other_unit(name, units.get(name, ""), one.unit)
            column = brought(frame[name], held_by(one))
            for odd, wanted in _doubts(frame[name], column, one, sure=sure):
                cells = frame[name].to_numpy()[odd]
                for place, cell in zip(np.flatnonzero(odd), cells, strict=True):
                    reasons.setdefault(int(place), f"{name!r} is {str(cell)[:40]!r}; {wanted}")
            frame[name] = column
    lines = _lines(len(frame), {one.line for one in torn}) if reasons else []
    found = [Rejected(lines[place], reason) for place, reason in sorted(reasons.items())]
    if found and bad_rows == "refuse":
        raise VariableError(_told(found))
    kept = frame.drop(index=list(reasons)).reset_index(drop=True) if reasons else frame
    if not len(kept):
        raise VariableError(f"No row is left: {_told(found)}")
    return kept, tuple(sorted([*torn, *found], key=lambda one: one.line))


def refuse_unfit(column: pd.Series, one: Known) -> None:
    """Refuse what was declared of a variable when a value that it holds already doesn't fit."""
    declared = brought(column, held_by(one))
    if one.kind is Kind.NUMERIC:
        declared = declared.mask(column.map(lambda cell: isinstance(cell, str)))
    for odd, wanted in _doubts(column, declared, one, sure=True):
        if odd.any():
            number, cell = column.index[odd][0], column.to_numpy()[odd][0]
            raise VariableError(
                f"{one.name!r} is {str(cell)[:40]!r} in observation {number} already; {wanted}. "
                "Declare what fits, or amend it first."
            )


def _doubts(
    column: pd.Series, declared: pd.Series, one: Known, *, sure: bool
) -> Iterator[tuple[NDArray[np.bool_], str]]:
    """Say where cells don't fit, and what would."""
    lost = (column.notna() & declared.isna()).to_numpy()
    if lost.any():
        yield lost, NEEDED[held_by(one)]
    levels = one.declared.get("levels")
    if levels:
        words = column.astype(object).map(str, na_action="ignore")
        shown = ", ".join(map(repr, levels[:8]))
        yield (column.notna() & ~words.isin(levels)).to_numpy(), f"the levels are {shown}"
    if one.declared.get("range") and not sure:
        low, high = one.declared["range"]
        far = ((declared < low) | (declared > high)).fillna(False).to_numpy(dtype=bool)
        yield far, f"{low:g} to {high:g} is plausible (sure=True takes it as it is)"


def _lines(rows: int, torn: set[int]) -> list[int]:
    """Number the rows as the lines of their file: after the header, those torn left out."""
    every = (line for line in range(2, rows + len(torn) + 2) if line not in torn)
    return [line for line, _ in zip(every, range(rows), strict=False)]


def _refuse_other_unit(name: str, unit: str, known: str) -> None:
    if unit and known and unit != known:
        raise VariableError(
            f"{name!r} is measured in {known}, and this table has it in {unit[:20]}. Turn it into "
            f"{known} first."
        )


def _told(found: list[Rejected]) -> str:
    shown = "; ".join(f"line {one.line}: {one.reason}" for one in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    rows = "1 row doesn't" if len(found) == 1 else f"{len(found):,} rows don't"
    return f"{rows} fit ({shown}{more}). bad_rows='skip' leaves them out."
