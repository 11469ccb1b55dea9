"""Is and is not, computed: the closest good observation to each bad one, and what differs.

References
----------
Kepner, C. H. & Tregoe, B. B. (1965). *The Rational Manager*: what is, what could be but is not.
Gower, J. C. (1971). A general coefficient of similarity and some of its properties. *Biometrics*
27, 857-871: distances over mixed kinds, each over what is known in both.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import midranks
from rootcause.results import Closest, Difference, IsIsNot
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

APART = 0.2  # share of the observations that lie between two numbers which differ
KNOWN = 0.5  # share of the candidates that a pair must know to be compared
WORK = 20_000_000  # differences between values looked at; beyond it a sample is drawn
REACH = 1_000  # good observations that the closest one is chosen from, when a sample is drawn


def is_is_not(
    outcome: Column, candidates: Sequence[Column], rng: np.random.Generator
) -> IsIsNot | None:
    """Compare each bad observation with the good one that is most like it.

    A description, not a test. Numbers are compared by their ranks, labels as same or not, each
    pair over the candidates known in both. What differs is held against how often the same
    differs between a good observation and the good one most like it.

    Parameters
    ----------
    outcome
        Binary; None comes back for any other. Without missing values.
    candidates
        Columns of the same rows.
    rng
        Draws the sample when there are too many pairs to look at.
    """
    if outcome.variable.kind is not Kind.BINARY or not candidates:
        return None
    bad, good = np.flatnonzero(outcome.values == 1), np.flatnonzero(outcome.values == 0)
    if bad.size == 0 or good.size < 2:
        return None
    looked, among = _sampled(bad, good, len(candidates), rng)
    ranked = [_ranked(one) for one in candidates]
    pairs = _closest(candidates, ranked, looked, among)
    usual = _closest(candidates, ranked, *_sampled(good, among, len(candidates), rng))
    found = [
        _difference(one, values, pairs, usual)
        for one, values in zip(candidates, ranked, strict=True)
    ]
    return IsIsNot(
        closest=_told(candidates, ranked, pairs),
        differences=tuple(sorted(found, key=lambda one: (-one.excess, one.name))),
        bad=bad.size,
        good=good.size,
    )


class _Pairs:
    """Rows with the row that is most like each, and how far it is."""

    def __init__(self, rows: Rows, others: Rows, distances: Floats) -> None:
        known = np.isfinite(distances)
        self.rows, self.others, self.distances = rows[known], others[known], distances[known]


def _sampled(
    one: Rows, other: Rows, candidates: int, rng: np.random.Generator
) -> tuple[Rows, Rows]:
    """Both sides whole, or samples of both when there are too many pairs."""
    if one.size * other.size * candidates <= WORK:
        return one, other
    reach = min(other.size, REACH)
    most = min(one.size, max(1, WORK // (reach * candidates)))
    drawn = (rng.choice(side, size, replace=False) for side, size in ((one, most), (other, reach)))
    first, second = (np.sort(rows) for rows in drawn)
    return first, second


def _ranked(column: Column) -> Floats:
    """Ranks from 0 to 1 of an ordered column, the codes of any other; NaN where missing."""
    if column.variable.kind not in (Kind.NUMERIC, Kind.ORDINAL):
        return column.values
    ranks, known = np.full(column.values.size, np.nan), column.present
    ranks[known] = midranks(column.values[None, known])[0] / max(1, int(known.sum()))
    return ranks


def _apart(column: Column, one: Floats, other: Floats) -> Floats:
    """How far values lie from each other, 0 to 1; NaN where one of them is missing."""
    if column.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        return np.abs(one - other)
    differ: Floats = (one != other).astype(np.float64)
    if not column.present.all():
        differ[np.isnan(one) | np.isnan(other)] = np.nan
    return differ


def _closest(
    candidates: Sequence[Column], ranked: Sequence[Floats], rows: Rows, among: Rows
) -> _Pairs:
    """The row of `among` that is most like each of `rows`, itself left out."""
    total = np.zeros((rows.size, among.size))
    known = np.full(total.shape, float(len(candidates)))
    for column, values in zip(candidates, ranked, strict=True):
        apart = _apart(column, values[rows][:, None], values[among][None, :])
        if not column.present.all():
            missing = np.isnan(apart)
            known -= missing
            apart[missing] = 0
        total += apart
    enough = known >= KNOWN * len(candidates)
    distances = np.where(enough, total / np.maximum(known, 1), np.inf)
    distances[rows[:, None] == among[None, :]] = np.inf
    nearest = distances.argmin(axis=1)
    return _Pairs(rows, among[nearest], distances[np.arange(rows.size), nearest])


def _differ(column: Column, values: Floats, pairs: _Pairs) -> tuple[NDArray[np.bool_], int]:
    """In which pairs a candidate differs, and in how many it is known."""
    apart = _apart(column, values[pairs.rows], values[pairs.others])
    return np.nan_to_num(apart) > APART, int((~np.isnan(apart)).sum())


def _difference(column: Column, values: Floats, pairs: _Pairs, usual: _Pairs) -> Difference:
    differs, of = _differ(column, values, pairs)
    usually, usually_of = _differ(column, values, usual)
    mine, theirs = column.values[pairs.rows][differs], column.values[pairs.others][differs]
    higher, level, with_level = None, "", 0
    if column.variable.levels and column.variable.kind is not Kind.ORDINAL:
        codes, counts = np.unique(mine, return_counts=True)
        if codes.size:
            level = column.variable.levels[int(codes[counts.argmax()])]
            with_level = int(counts.max())
    else:
        higher = int((mine > theirs).sum())
    counted = int(differs.sum()), of, int(usually.sum()), usually_of
    return Difference(column.name, *counted, higher, level, with_level)


def _told(
    candidates: Sequence[Column], ranked: Sequence[Floats], pairs: _Pairs
) -> tuple[Closest, ...]:
    differ = np.array(
        [_differ(one, values, pairs)[0] for one, values in zip(candidates, ranked, strict=True)]
    )
    names = [one.name for one in candidates]
    return tuple(
        Closest(
            int(row), int(other), float(far), tuple(n for n, d in zip(names, one, strict=True) if d)
        )
        for row, other, far, one in zip(
            pairs.rows, pairs.others, pairs.distances, differ.T, strict=True
        )
    )
