"""The observations of a case as one typed table: what was entered, imported and amended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, Table, select

from rootcause.store.database.schema import amendments, batches, observations, parts
from rootcause.store.observations.entering import ADDED_LATER, REASONS
from rootcause.store.observations.frames import from_parquet
from rootcause.store.observations.known import known_variables
from rootcause.store.observations.uniting import typed, united
from rootcause.store.observations.values import decoded

INDEX = "observation"


def load_observations(
    connection: Connection, case_id: str, *, until: str | None = None
) -> pd.DataFrame:
    """Read the observations of a case, amendments laid over them and voided ones left out.

    Parameters
    ----------
    connection, case_id
        Of the book, and the case.
    until
        A moment in UTC: as the observations were known then.

    Returns
    -------
    pandas.DataFrame
        One column a variable, in the order in which the case met them; the index holds the
        numbers of the observations.
    """
    names = list(known_variables(connection, case_id, until=until))
    by_hand = _rows(connection, observations, case_id, until)
    imported = _rows(connection, batches, case_id, until)
    pieces = [_entered(by_hand), *(_imported(connection, one) for one in imported)]
    pieces = [piece for piece in pieces if len(piece)]
    if not pieces:
        return pd.DataFrame(columns=pd.Index(names), index=_numbers([]), dtype="float64")
    frame = pieces[0] if len(pieces) == 1 else _together(pieces)
    if names != list(frame.columns):
        frame = frame.reindex(columns=names)
    return _amended(frame, _rows(connection, amendments, case_id, until))


def load_provenance(connection: Connection, case_id: str) -> pd.DataFrame:
    """Read who recorded each observation, when, how, and what became of it.

    Returns
    -------
    pandas.DataFrame
        One row an observation, voided ones too: who, observed_at, recorded_at, trial, plan, note,
        source (the file, for imported ones), amended (how often), void.
    """
    names = ["who", "observed_at", "recorded_at", "trial", "plan", "note"]
    rows = [
        [one.n, *(one._mapping[name] for name in names), ""]
        for one in _rows(connection, observations, case_id, None)
    ]
    for batch in _rows(connection, batches, case_id, None):
        said = [*(batch._mapping[name] for name in names), batch.name]
        rows += [[number, *said] for number in range(batch.first, batch.first + batch.length)]
    frame = pd.DataFrame(rows, columns=[INDEX, *names, "source"]).set_index(INDEX).sort_index()
    changes = _rows(connection, amendments, case_id, None)
    counts = pd.Series([one.observation for one in changes if not one.void]).value_counts()
    frame["amended"] = counts.reindex(frame.index, fill_value=0).astype("int64")
    frame["void"] = frame.index.isin([one.observation for one in changes if one.void])
    return frame


def load_trials(connection: Connection, case_id: str, index: pd.Index) -> pd.Series:
    """Say of each observation whether levers were set for it on purpose."""
    found = pd.Series(False, index=index)
    mine = (observations.c.case_id == case_id) & observations.c.trial
    by_hand = connection.execute(select(observations.c.n).where(mine)).scalars().all()
    found[index.isin(by_hand)] = True
    mine = (batches.c.case_id == case_id) & batches.c.trial
    for one in connection.execute(select(batches.c.first, batches.c.length).where(mine)):
        found[(index >= one.first) & (index < one.first + one.length)] = True
    return found


def load_moments(connection: Connection, case_id: str, index: pd.Index) -> pd.Series:
    """Say when each observation was made, in UTC; NaT where nobody said, as for imported tables."""
    mine = select(observations.c.n, observations.c.observed_at)
    by_hand = connection.execute(mine.where(observations.c.case_id == case_id)).all()
    told = pd.Series({one.n: one.observed_at for one in by_hand}, dtype=object).reindex(index)
    batch = select(batches.c.first, batches.c.length, batches.c.observed_at)
    for one in connection.execute(batch.where(batches.c.case_id == case_id)):
        told[(index >= one.first) & (index < one.first + one.length)] = one.observed_at
    return pd.to_datetime(told, utc=True, format="ISO8601")


def load_missing(connection: Connection, case_id: str) -> pd.DataFrame:
    """Count the missing values by variable and reason.

    Returns
    -------
    pandas.DataFrame
        variable, reason, n. What was observed before the case knew a variable lacks it as
        "added later"; what nobody gave a reason for is "not recorded".
    """
    frame = load_observations(connection, case_id)
    given = pd.DataFrame(
        [
            (one.n, name, reason)
            for one in _rows(connection, observations, case_id, None)
            for name, reason in (one.missing or {}).items()
        ],
        columns=[INDEX, "variable", "reason"],
    )
    counts: list[tuple[str, str, int]] = []
    for name, one in known_variables(connection, case_id).items():
        gone = frame.index[frame[name].isna()]
        told = given[(given["variable"] == name) & given[INDEX].isin(gone)]
        rest = gone.difference(pd.Index(told[INDEX]))
        found = {**told["reason"].value_counts(), ADDED_LATER: (rest < one.since).sum()}
        found[REASONS[0]] = found.get(REASONS[0], 0) + (rest >= one.since).sum()
        counts += [(name, reason, int(n)) for reason, n in found.items() if n]
    return pd.DataFrame(counts, columns=["variable", "reason", "n"])


def _rows(connection: Connection, table: Table, case_id: str, until: str | None) -> list[Row[Any]]:
    mine = select(table).where(table.c.case_id == case_id).order_by(table.c.n)
    if until is not None:
        mine = mine.where(table.c.recorded_at <= until)
    return list(connection.execute(mine))


def _numbers(numbers: Iterable[int]) -> pd.Index:
    return pd.Index(list(numbers), dtype="int64", name=INDEX)


def _entered(rows: list[Row[Any]]) -> pd.DataFrame:
    """Make a table of the observations entered by hand."""
    index = _numbers(one.n for one in rows)
    names = dict.fromkeys(name for one in rows for name in one.cells)
    columns = {name: typed([decoded(one.cells.get(name)) for one in rows], index) for name in names}
    return pd.DataFrame(columns, index=index)


def _imported(connection: Connection, batch: Row[Any]) -> pd.DataFrame:
    frame = from_parquet(_parts(connection, batch), batch.layout)
    frame.index = pd.RangeIndex(batch.first, batch.first + batch.length, name=INDEX)
    return frame


def _parts(connection: Connection, batch: Row[Any]) -> Iterator[tuple[int, bytes]]:
    """Bring the parts of a batch one by one: PostgreSQL would send all of them first."""
    mine = (parts.c.case_id == batch.case_id) & (parts.c.batch == batch.n)
    numbers = connection.execute(select(parts.c.n).where(mine).order_by(parts.c.n)).scalars().all()
    kept = select(parts.c.length, parts.c.parquet).where(parts.c.case_id == batch.case_id)
    for number in numbers:
        length, content = connection.execute(kept.where(parts.c.n == number)).one()
        yield length, content


def _together(pieces: list[pd.DataFrame]) -> pd.DataFrame:
    index = _numbers(sorted(number for piece in pieces for number in piece.index))
    names = dict.fromkeys(name for piece in pieces for name in piece.columns)
    columns = {
        name: united([piece[name] for piece in pieces if name in piece], index) for name in names
    }
    return pd.DataFrame(columns, index=index)


def _amended(frame: pd.DataFrame, changes: list[Row[Any]]) -> pd.DataFrame:
    """Lay amendments over the table, the later over the earlier, and take voided rows out."""
    latest: dict[str, dict[int, Any]] = {}
    for one in changes:
        for name, value in (one.new or {}).items():
            latest.setdefault(name, {})[one.observation] = decoded(value)
    for name, values in latest.items():
        there = {number: value for number, value in values.items() if value is not None}
        kept = frame[name][~frame.index.isin(list(values))] if name in frame else pd.Series()
        piece = typed(list(there.values()), _numbers(there))
        frame[name] = united([kept, piece], frame.index)
    voided = [one.observation for one in changes if one.void]
    return frame.drop(index=voided) if voided else frame
