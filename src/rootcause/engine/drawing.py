"""Rows drawn where observations have to be seen beside each other: of whole units, in stretches.

Units are taken in proportion to their rows, those of rows drawn at random, so that the rows of all
of them stand for all rows. Where a time is told, what came right before has to be among the rows:
they are taken from stretches that lie evenly over all the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rootcause.columns.cells import read_cells
from rootcause.columns.reading import check_names
from rootcause.engine.looking import TIMES_AS_TEXT
from rootcause.engine.producing import ALL, Engine, Group
from rootcause.engine.scales import Scale
from rootcause.engine.sizing import Sizing
from rootcause.engine.statistics import Floats
from rootcause.errors import VariableError

OF_A_UNIT = 20  # rows of a unit, on average, that tell nearly all of what differs within it
HISTORIES = 50  # units whose rows in time are looked at, at least, where there are so many
STRETCHES = 20
AROUND = 10  # of the times drawn on either side, by which the length of a stretch is laid


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Some rows, and how they were drawn.

    Attributes
    ----------
    rows
        In their own order.
    how
        "all rows of 812 units", as it is told.
    """

    rows: pd.DataFrame
    how: str


@dataclass(frozen=True, slots=True)
class Units:
    """Units whose rows are drawn, as they are called, and whether all of their rows are."""

    called: str
    whole: bool

    @property
    def told(self) -> str:
        """How rows of them are drawn."""
        if self.whole:
            return f"all rows of {self.called}"
        return f"drawn at random from {self.called}" if self.called else "drawn at random"


def drawn_beside(
    engine: Engine,
    names: Sequence[str],
    size: int,
    seed: int,
    *,
    unit: str | None = None,
    time: str | None = None,
) -> Drawn:
    """About so many rows, each with those of its unit and of its time.

    Parameters
    ----------
    engine
        The observations.
    names
        Columns.
    size
        Rows that are wanted; up to twice as many where units are whole, or a time is told.
    seed
        The same draws the same rows.
    unit, time
        Columns that say what was observed, and when.
    """
    among, of = ALL, Units("", whole=False)
    if unit is not None:
        among, of = _units(engine, unit, size, seed, histories=time is not None)
    stretches = _stretches(engine, time, size, seed, among) if time is not None else None
    if stretches is None:
        most = 2 * size if of.whole or time is not None else size
        return Drawn(engine.sample(names, most, seed, among), of.told)
    rows = engine.sample(names, 2 * size, seed, replace(stretches, also=among))
    return Drawn(rows, " of ".join(filter(None, [f"in {STRETCHES} stretches of time", of.called])))


def seen_beside(
    engine: Engine, sizing: Sizing, seed: int, *, unit: str | None, time: str | None
) -> tuple[pd.DataFrame, str]:
    """Rows of all columns to look at instead of all, and the sentence that says so."""
    for named in (unit, time):
        check_names(pd.DataFrame(columns=list(engine.names)), [named] if named else [])
    drawn = drawn_beside(engine, engine.names, sizing.size, seed, unit=unit, time=time)
    return drawn.rows, f"Seen on {len(drawn.rows):,} of {engine.n:,} rows, {drawn.how}."


def _units(
    engine: Engine, unit: str, size: int, seed: int, *, histories: bool
) -> tuple[Group, Units]:
    """Units that have about so many rows together; all of them where these are few."""
    drawn = engine.sample([unit], size, seed)[unit].dropna()
    drawn = drawn.sample(frac=1, random_state=seed % 2**32)
    known = drawn.drop_duplicates()
    few = HISTORIES if histories else max(size // OF_A_UNIT, 1)
    if known.size <= few:
        return ALL, Units(f"all {known.size:,} units", whole=False)
    chosen = _group(unit, known[:few])
    rows = len(engine.sample([unit], size, seed, chosen))
    if rows < size:
        few = min(int(few * size / max(rows, 1)), known.size)
        chosen = _group(unit, known[:few])
        return chosen, Units(f"{few:,} units", whole=True)
    return chosen, Units(f"{few:,} units", whole=False)


def _group(name: str, values: pd.Series) -> Group:
    cells = read_cells(values)
    if cells.words:
        return Group(Scale(name, codes=tuple((str(one), 0.0) for one in values)), (0.0,))
    return Group(Scale(name), tuple(np.unique(cells.values[np.isfinite(cells.values)]).tolist()))


def _stretches(engine: Engine, time: str, size: int, seed: int, among: Group) -> Group | None:
    """Stretches of time with about so many rows of a group; None where it has no more."""
    cells = read_cells(engine.sample([time], size, seed, among)[time])
    if cells.words:
        raise VariableError(f"Column {time!r}: {TIMES_AS_TEXT}.")
    times = np.sort(cells.values[np.isfinite(cells.values)])
    (counted,) = engine.moments([([time], among)]) if times.size == size else (None,)
    if counted is None or counted.n <= 2 * size:
        return None
    edges = _edges(times, size / counted.n)
    places = tuple(float(place) for place in range(1, len(edges), 2))
    return Group(Scale(time, edges=tuple(edges.tolist())), places)


def _edges(times: Floats, share: float) -> Floats:
    """Where stretches begin and end that hold a share of the rows, by the density around each."""
    middles = ((np.arange(STRETCHES) + 0.5) / STRETCHES * times.size).astype(int)
    low, high = times[middles - AROUND], times[middles + AROUND]
    a_row = (high - low) / (2 * AROUND)
    half = a_row * times.size * share / STRETCHES / 2
    begins, ends = times[middles] - half, times[middles] + half
    ends = np.maximum(ends, np.nextafter(times[middles], np.inf))
    edges = np.maximum.accumulate(np.stack([begins, ends], axis=1).ravel())
    for place in range(1, edges.size):
        edges[place] = max(edges[place], np.nextafter(edges[place - 1], np.inf))
    return np.asarray(edges, dtype=np.float64)
