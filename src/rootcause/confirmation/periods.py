"""What was observed before a fix and since, from tables, series or counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.case import OBSERVED_AT, Case
from rootcause.columns import read_column
from rootcause.columns.failures import Form, read_failures
from rootcause.confirmation.rows import Observed, Rows
from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.tables import read_table
from rootcause.variables import Column, Kind, Role, Variable

Floats = NDArray[np.float64]
Parted = tuple[Floats, tuple[str, ...]]  # 1 since the fix, 0 before, NaN neither; cautions

NAMELESS = "failure"
UNNAMED = "value"  # the same, where it is measured


# Counts -----------------------------------------------------------------------------------------


def is_counts(given: Any) -> bool:
    """Whether a period is given as (failures, observations), or as failures over an exposure."""
    return _whole(given) or (isinstance(given, tuple) and len(given) == 2)


def from_counts(before: Any, after: Any, exposure: Any) -> Observed:
    """Read totals.

    Raises
    ------
    ArgumentError
        When they are no counts, or there was nothing to count over before.
    """
    if after is None:
        raise ArgumentError("Counts before the fix need those since: confirm((12, 41), (0, 30)).")
    outcome = Variable(NAMELESS, Kind.BINARY, levels=("no", "yes"), happened="failed")
    if exposure is None:
        rows = [_share(one, name) for one, name in ((before, "before"), (after, "after"))]
        return Observed(outcome, "shares", rows[0], rows[1])
    if isinstance(exposure, str) or np.shape(exposure) != (2,):
        raise ArgumentError(
            f"exposure={exposure!r} doesn't say over what was counted; beside counts it takes two "
            "numbers, before and since: (1200, 800)."
        )
    outcome = replace(outcome, kind=Kind.NUMERIC, levels=(), happened="")
    rows = [
        _count(one, over, name)
        for one, over, name in zip((before, after), exposure, ("before", "after"), strict=True)
    ]
    return Observed(outcome, "rates", rows[0], rows[1])


def _share(given: Any, name: str) -> Rows:
    known = isinstance(given, tuple) and len(given) == 2 and all(map(_whole, given))
    if not known or not 0 <= given[0] <= given[1]:
        raise ArgumentError(
            f"{name}={given!r} is no count; it takes (failures, observations), such as (3, 20), or "
            "with exposure= the failures alone."
        )
    return Rows(int(given[1]), int(given[0]))


def _count(given: Any, exposure: Any, name: str) -> Rows:
    if not _whole(given) or given < 0:
        raise ArgumentError(f"{name}={given!r} is no number of failures; it takes one such as 12.")
    try:
        over = float(exposure)
    except (TypeError, ValueError):
        over = np.nan
    if not 0 <= over < np.inf or (over == 0 and (given or name == "before")):
        raise ArgumentError(
            f"exposure={exposure!r} {name} the fix is nothing to count failures over; it takes a "
            "number above 0, such as hours or kilometres."
        )
    return Rows(int(over > 0), int(given), exposure=np.array([over]))


def _whole(given: Any) -> bool:
    return isinstance(given, int | np.integer) and not isinstance(given, bool)


# Tables -----------------------------------------------------------------------------------------


def from_tables(
    before: Any,
    after: Any,
    outcome: str | None,
    *,
    since: Any,
    switch: str | None,
    on: str | None,
    time: str | None,
    exposure: str | None,
    unit: str | None,
    kind: str | None,
    failure: str | None,
) -> Observed:
    """Read two tables, or one that is parted by a time or by a switch.

    Raises
    ------
    TableError, VariableError, ArgumentError
        When a table or a column can't be read, or the two periods overlap.
    """
    case = before if isinstance(before, Case) else None
    declared = dict(case.variables) if case else {}
    roles = {variable.role: name for name, variable in declared.items()}
    time = time or roles.get(Role.TIME) or _booked(case, since)
    unit = unit or roles.get(Role.UNIT)
    first = _table(case.timed() if case and time == OBSERVED_AT else before)
    second = None if after is None else _table(after)
    if second is not None and outcome is None and len(first.columns) == len(second.columns) == 1:
        second = second.set_axis(first.columns, axis="columns")
    outcome = outcome or (case.outcome.name if case else _only(first))
    frame = first if second is None else _joined(first, second, (outcome, time, exposure, unit))
    for name in filter(None, (outcome, switch, time, exposure, unit)):
        if name not in frame.columns:
            hint = did_you_mean(name, frame.columns)
            raise VariableError(f"The table has no column {name!r}.{hint}")
    when = read_column(frame[time], name=time, kind=Kind.TIME).values if time else None
    order = np.arange(len(frame)) if when is None else np.argsort(when, kind="stable")
    if second is not None:
        late, said = _told_apart(when, len(first), len(frame))
    elif switch is not None:
        late, said = _switched(frame[switch], switch, on)
    else:
        late, said = _later(when, since, getattr(frame[time].dtype, "tz", None) if time else None)
    read, form = read_failures(
        frame[outcome], outcome, kind=kind, failure=failure, declared=declared, exposure=exposure
    )
    over = _exposures(frame[exposure], exposure, read) if exposure else None
    codes, units, lost = _units(frame[unit], unit) if unit else (None, 0, ())
    order = order[~np.isnan(late[order])]
    if units and codes is not None:
        order, said = order[codes[order] >= 0], (*said, *lost)
    sides = [order[late[order] == side] for side in (0, 1)]
    parts = [_rows(read, over, places, form, codes if units else None) for places in sides]
    switches = int(np.count_nonzero(np.diff(late[order]))) if switch is not None else None
    things = case.observation_word if case else "observations"
    variable = read.variable
    if form == "values" and outcome == NAMELESS:
        variable = replace(variable, name=UNNAMED)
    over_what = Variable(exposure, Kind.NUMERIC).called if exposure else ""
    called = Variable(unit, Kind.NOMINAL).called if unit and units else ""
    return Observed(
        variable, form, parts[0], parts[1], switches, things, over_what, said, called, units
    )


def _booked(case: Case | None, since: Any) -> str | None:
    """The column of moments that a book keeps, where they are needed and it has them."""
    known = case is not None and case.observed_at is not None
    return OBSERVED_AT if known and since is not None else None


def _table(source: Any) -> pd.DataFrame:
    if isinstance(source, Case):
        observations: pd.DataFrame = source.observations
        return observations
    if isinstance(source, pd.Series):
        return source.to_frame(NAMELESS if source.name is None else str(source.name))
    if isinstance(source, list | np.ndarray):
        return pd.Series(source, name=NAMELESS).to_frame()
    import narwhals as nw

    column = nw.from_native(source, series_only=True, pass_through=True)
    if isinstance(column, nw.Series):
        return pd.Series(column.to_list()).to_frame(column.name or NAMELESS)
    return read_table(source)


def _only(frame: pd.DataFrame) -> str:
    if len(frame.columns) == 1:
        return str(frame.columns[0])
    raise ArgumentError(
        "No outcome was named. Say which column the complaint is about."
        f"{did_you_mean('', frame.columns)}"
    )


def _joined(
    first: pd.DataFrame, second: pd.DataFrame, names: tuple[str | None, ...]
) -> pd.DataFrame:
    """The columns that are needed, of both tables, one below the other."""
    if first is second:
        raise ArgumentError("before and after are the same table; part it with since= or switch=.")
    columns: Mapping[str, pd.Series] = {}
    for name in dict.fromkeys(filter(None, names)):
        for table, said in ((first, "before"), (second, "after")):
            if name not in table.columns:
                hint = did_you_mean(name, table.columns)
                raise VariableError(f"The table of {said} has no column {name!r}.{hint}")
        cells = [*first[name], *second[name]]
        columns = {**columns, name: pd.Series(cells, dtype=_shared(first[name], second[name]))}
    return pd.DataFrame(columns)


def _shared(first: pd.Series, second: pd.Series) -> Any:
    return first.dtype if first.dtype == second.dtype else object


def _told_apart(when: Floats | None, n: int, both: int) -> Parted:
    """0 for the rows of the first table and 1 for those of the second, if it is the later one."""
    late = np.repeat([0.0, 1.0], [n, both - n])
    if when is None:
        return late, ()
    last, first = np.nanmax(when[:n], initial=-np.inf), np.nanmin(when[n:], initial=np.inf)
    if last > first:
        shared = int(np.sum(when[:n] >= first) + np.sum(when[n:] <= last))
        raise ArgumentError(
            f"The periods overlap: before ends at {_shown(last)} and after begins at "
            f"{_shown(first)}, with {shared} observations between. Part them where the fix was "
            "made."
        )
    return late, ()


def _later(when: Floats | None, since: Any, zone: tzinfo | None) -> Parted:
    """1 from the fix on, 0 before, NaN where the time is missing."""
    if since is not None and when is None:
        raise ArgumentError(
            f"The fix was made at {since}, but no column says when each observation was: time=."
        )
    if since is None or when is None:
        raise ArgumentError(
            "One table holds before and after together: say when the fix was made, since= and "
            "time=, or which column says that it was on, switch=."
        )
    at = _moment(since)
    if at.tzinfo is not None and zone is not None:
        at = at.tz_convert(zone)
    fixed = at.tz_localize(None).timestamp()
    missing = np.isnan(when)
    late, lost = np.where(missing, np.nan, when >= fixed), int(missing.sum())
    for side, said in ((0, "before"), (1, "since")):
        if not np.any(late == side):
            raise ArgumentError(
                f"No observation was made {said} {at}, so nothing is compared."
                + f" {lost} have no time: give them one, or those since as a second table."
                * bool(lost)
            )
    return late, (f"without a time and left out: {lost}",) if lost else ()


def _moment(since: Any) -> pd.Timestamp:
    try:
        at = pd.Timestamp(since)
    except (TypeError, ValueError):
        at = None
    if not isinstance(at, pd.Timestamp):
        raise ArgumentError(f"since={since!r} is no time; it takes one such as '2026-03-01 14:00'.")
    return at


def _switched(cells: pd.Series, name: str, on: str | None) -> Parted:
    column = read_column(cells, name=name, kind=Kind.BINARY)
    if len(column.variable.levels) < 2:
        always = column.variable.levels[0] if column.variable.levels else "missing"
        raise ArgumentError(f"The switch {name!r} is always {always!r}, so nothing is compared.")
    levels = column.variable.levels
    if on is not None and str(on) not in levels:
        raise ArgumentError(f"on={on!r} is no setting of {name!r}.{did_you_mean(on, levels)}")
    missing = int((~column.present).sum())
    said = [f"without a setting and left out: {missing}"] if missing else []
    if on is None:
        said.append(f"{levels[1]!r} is read as the fix switched on, {levels[0]!r} as off")
    return (1 - column.values if on == levels[0] else column.values), tuple(said)


def _units(cells: pd.Series, name: str) -> tuple[NDArray[np.intp], int, tuple[str, ...]]:
    """Place of each row's unit, -1 where missing; how many, 0 where none repeats; cautions."""
    codes, known = pd.factorize(cells.astype("string"), sort=True)
    lost = int((codes < 0).sum())
    called = Variable(name, Kind.NOMINAL).called
    said = (f"without a {called} and left out: {lost}",) if lost else ()
    return codes.astype(np.intp), 0 if cells.is_unique else len(known), said


def _exposures(cells: pd.Series, name: str, read: Column) -> Floats:
    column = read_column(cells, name=name, kind=Kind.NUMERIC).values
    wrong = read.present & ~(column > 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0]) + 1
        raise VariableError(
            f"The exposure {name!r} is to be above 0, but row {row} of {len(column)} holds "
            f"{column[row - 1]:g}."
        )
    return column


def _rows(
    read: Column,
    over: Floats | None,
    places: NDArray[np.intp],
    form: Form,
    units: NDArray[np.intp] | None,
) -> Rows:
    known = places[read.present[places]]
    values = read.values[known]
    return Rows(
        n=known.size,
        happened=0 if form == "values" else round(float(values.sum())),
        values=values,
        exposure=None if over is None else over[known],
        n_missing=places.size - known.size,
        units=None if units is None else units[known],
    )


def _shown(seconds: float) -> str:
    return str(np.datetime64(round(seconds), "s")).replace("T", " ")
