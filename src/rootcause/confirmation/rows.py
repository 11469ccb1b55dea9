"""Both periods as they were read: rows in their order, or totals where only those are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rootcause.columns.failures import Form
from rootcause.errors import ArgumentError
from rootcause.variables import Variable

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Rows:
    """One period's observations in their order, or totals where only those are known.

    Attributes
    ----------
    n, happened
        Observations, and failures among them or over the exposure; `happened` is 0 of values.
    values
        What was observed, shape (n,); None where only totals are known.
    exposure
        Of each observation, shape (n,), or the total, shape (1,); None where not counted over one.
    n_missing
        Observations without an outcome, which were left out.
    units
        Place of the unit of each observation among all units, shape (n,); None where observations
        are taken as independent.
    """

    n: int
    happened: int
    values: Floats | None = None
    exposure: Floats | None = None
    n_missing: int = 0
    units: Codes | None = None


def total(rows: Rows) -> float:
    """How many observations there are, or over how much was counted."""
    return float(rows.n if rows.exposure is None else rows.exposure.sum())


def first_of(rows: Rows, amount: float) -> Rows:
    """The first observations, or the first part of the exposure, where there is more.

    Of totals nobody knows which came first: failures are taken to, which speaks against the fix.
    """
    if total(rows) <= amount:
        return rows
    if rows.values is None:
        if rows.exposure is not None:
            return replace(rows, exposure=np.array([float(amount)]))
        return replace(rows, n=int(amount), happened=min(rows.happened, int(amount)))
    size = int(amount)
    if rows.exposure is not None:
        size = int(np.searchsorted(rows.exposure.cumsum(), amount * (1 - SAME))) + 1
    return _shortened(rows, size)


def without_last(rows: Rows, n: int) -> Rows:
    """All but the last observations.

    Raises
    ------
    ArgumentError
        When only totals are known.
    """
    if rows.values is None:
        raise ArgumentError("triggered= leaves out rows; of counts, leave that run out yourself.")
    return _shortened(rows, max(0, rows.n - n))


def _shortened(rows: Rows, size: int) -> Rows:
    values = None if rows.values is None else rows.values[:size]
    counted = 0 if values is None or np.any(values != np.floor(values)) else values.sum()
    exposure = None if rows.exposure is None else rows.exposure[:size]
    happened = round(float(counted))
    units = None if rows.units is None else rows.units[:size]
    return replace(rows, n=size, happened=happened, values=values, exposure=exposure, units=units)


@dataclass(frozen=True, slots=True)
class Observed:
    """Both periods, read: what is compared, and how.

    Attributes
    ----------
    form
        "shares" of failures, "rates" over an exposure, or measured "values".
    switches
        How often the fix was switched, in the order of observation; None for before and since.
    unit, units
        What a unit is called, and how many there are; empty and 0 where observations are taken as
        independent.
    """

    outcome: Variable
    form: Form
    before: Rows
    after: Rows
    switches: int | None = None
    things: str = "observations"
    over: str = ""
    cautions: tuple[str, ...] = ()
    unit: str = ""
    units: int = 0
