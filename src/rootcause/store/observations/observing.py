"""Observations entered by hand: recorded, amended, voided, each durable when the call returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from rootcause.errors import ArgumentError, CaseError, did_you_mean
from rootcause.store.book.book import Book
from rootcause.store.book.moments import told_at
from rootcause.store.database.column_types import canonical
from rootcause.store.database.schema import amendments, batches, observations, parts
from rootcause.store.observations.entering import checked_reasons, checked_values, form_of
from rootcause.store.observations.frames import from_parquet
from rootcause.store.observations.known import Known, known_variables, meet
from rootcause.store.observations.unfolding import PART
from rootcause.store.observations.values import decoded, encoded

LARGEST = 1_000_000  # characters of one observation


def observe_one(
    book: Book,
    case_id: str,
    values: Mapping[str, Any],
    *,
    who: str | None = None,
    observed_at: str | date | None = None,
    units: Mapping[str, str] | None = None,
    missing: Mapping[str, str] | None = None,
    note: str = "",
    trial: bool = False,
    plan: int | None = None,
    sure: bool = False,
) -> int:
    """Record one observation and give back its number; see `OpenCase.observe`."""
    if not values:
        raise ArgumentError("An observation has at least one value: observe(flavor='vanilla').")
    with book.recording(case_id, who) as record:
        known = known_variables(record.connection, case_id)
        cells = checked_values(values, known, units=units or {}, sure=sure)
        reasons = checked_reasons(missing, values)
        _refuse_huge(cells, note)
        number = next_observation(record.connection, case_id)
        meet(record, {**values, **reasons}, known, number, _learned(cells, units or {}))
        record.add(
            observations,
            n=number,
            observed_at=told_at(observed_at) if observed_at is not None else record.hand.at,
            trial=bool(trial),
            plan=plan,
            cells=cells,
            missing=reasons or None,
            note=note,
        )
        kind = "Trial" if trial else "Observation"
        record.say("observed", f"{kind} {number} recorded.", observation=number)
    return number


def amend(
    book: Book,
    case_id: str,
    number: int,
    values: Mapping[str, Any],
    *,
    why: str,
    who: str | None = None,
    units: Mapping[str, str] | None = None,
    sure: bool = False,
) -> None:
    """Put other values over some of an observation's; see `OpenCase.amend`."""
    if not values:
        raise ArgumentError("An amendment has at least one value: amend(17, minutes=2.6, why=...).")
    _refuse_no_reason(why)
    with book.recording(case_id, who) as record:
        known = known_variables(record.connection, case_id)
        _refuse_unknown(values, known)
        old = values_of(record.connection, case_id, number)
        checked = checked_values(values, known, units=units or {}, sure=sure)
        new = {name: checked.get(name) for name in values if checked.get(name) != old.get(name)}
        if not new:
            raise CaseError(f"Observation {number} holds these values already.")
        before = {name: old.get(name) for name in new}
        record.add(amendments, observation=number, old=before, new=new, why=why.strip())
        told = ", ".join(f"{name} {_shown(before[name])} -> {_shown(new[name])}" for name in new)
        record.say(
            "amended",
            f"Observation {number} amended: {told[:400]}, because {why.strip()}",
            observation=number,
            why=why.strip(),
        )


def void(book: Book, case_id: str, number: int, *, why: str, who: str | None = None) -> None:
    """Take an observation out of what is investigated; see `OpenCase.void`."""
    _refuse_no_reason(why)
    with book.recording(case_id, who) as record:
        old = values_of(record.connection, case_id, number)
        record.add(amendments, observation=number, void=True, old=old, why=why.strip())
        what = f"Observation {number} voided, because {why.strip()}"
        record.say("voided", what, observation=number, why=why.strip())


def next_observation(connection: Connection, case_id: str) -> int:
    """Give the number that the next observation of a case gets."""
    by_hand = select(func.max(observations.c.n)).where(observations.c.case_id == case_id)
    end = batches.c.first + batches.c.length
    imported = select(func.max(end)).where(batches.c.case_id == case_id)
    last, beyond = (connection.execute(one).scalar() or 0 for one in (by_hand, imported))
    return int(max(last + 1, beyond, 1))


def values_of(connection: Connection, case_id: str, number: int) -> dict[str, Any]:
    """Read the values of one observation as they stand, encoded.

    Raises
    ------
    CaseError
        When there is no such observation, or it was voided.
    """
    values = _as_recorded(connection, case_id, number)
    mine = (amendments.c.case_id == case_id) & (amendments.c.observation == number)
    for one in connection.execute(select(amendments).where(mine).order_by(amendments.c.n)):
        if one.void:
            raise CaseError(f"Observation {number} was voided: {one.why}")
        values.update(one.new or {})
    return values


def _as_recorded(connection: Connection, case_id: str, number: int) -> dict[str, Any]:
    _refuse_no_number(connection, case_id, number)
    mine = (observations.c.case_id == case_id) & (observations.c.n == number)
    row = connection.execute(select(observations.c.cells).where(mine)).one_or_none()
    if row is not None:
        return dict(row.cells)
    within = (batches.c.case_id == case_id) & (batches.c.first <= number)
    within &= batches.c.first + batches.c.length > number
    batch = connection.execute(select(batches).where(within)).one_or_none()
    if batch is None:
        raise CaseError(f"Observation {number} of case {case_id!r} is gone from the book.")
    place = number - batch.first
    mine = (parts.c.case_id == case_id) & (parts.c.batch == batch.n)
    kept = select(parts).where(mine).order_by(parts.c.n).offset(place // PART).limit(1)
    part = connection.execute(kept).one()
    row = from_parquet([(part.length, part.parquet)], batch.layout).iloc[place % PART]
    return {name: encoded(value) for name, value in row.items()}


def _learned(cells: Mapping[str, Any], units: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Tell of each value its form and, if it was said, its unit."""
    forms = {name: {"form": form_of(decoded(value))} for name, value in cells.items()}
    return {
        name: {**form, **({"unit": units[name]} if units.get(name) else {})}
        for name, form in forms.items()
    }


def _refuse_no_number(connection: Connection, case_id: str, number: object) -> None:
    end = next_observation(connection, case_id)
    if type(number) is not int or not 1 <= number < end:
        there = f"1 to {end - 1}" if end > 1 else "none yet"
        raise CaseError(f"There is no observation {str(number)[:40]}; there are {there}.")


def _refuse_no_reason(why: object) -> None:
    if not isinstance(why, str) or not why.strip():
        raise ArgumentError("`why` gives the reason in words: why='misread the watch'.")


def _refuse_unknown(values: Mapping[str, Any], known: Mapping[str, Known]) -> None:
    for name in values:
        if name not in known:
            raise CaseError(f"The case knows no variable {name!r}.{did_you_mean(name, known)}")


def _refuse_huge(cells: Mapping[str, Any], note: str) -> None:
    length = len(canonical(cells)) + len(note)
    if length > LARGEST:
        raise ArgumentError(
            f"An observation has at most {LARGEST:,} characters; this one has {length:,}."
        )


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(decoded(value))
    return text if len(text) <= 60 else f"{text[:59]}…"
