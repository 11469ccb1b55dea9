"""Rivals that no trial can tell apart, and how often observations did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from rootcause.results import Candidate, Inseparable, Verdict
from rootcause.trials.evidence import Rates
from rootcause.trials.weighing import Weighed
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Rows = NDArray[np.bool_]

ALIKE = 0.15  # difference of what two rivals foretell below which a setting doesn't part them
OPEN = 0.02  # weight from which a rival counts
GOES_WITH = 0.5  # of a rival's variance that a time must explain to be told
FEW_VALUES = 31  # of a time, up to which each is a group of its own
WITH_EVIDENCE = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)

NO_LEVER = "neither is a lever"
OUT_OF_REACH = "the ranges do not reach"
FORBIDDEN = "forbidden together"


def inseparable(
    weighed: Weighed | None,
    settings: Codes,
    allowed: Rows,
    candidates: Sequence[Candidate],
    columns: Mapping[str, Column],
) -> tuple[Inseparable, ...]:
    """Pairs of rivals that no allowed setting parts, with the reason.

    Parameters
    ----------
    weighed
        What is known of the levers; None where there is none.
    settings
        Bins of all settings, shape (settings, levers).
    allowed
        Which of them can be made.
    candidates
        With their verdicts.
    columns
        By name.
    """
    by_name = {one.name: one for one in candidates}
    levers = [part.lever.name for part in weighed.hypotheses.levers] if weighed else []
    found = []
    for one, other in _rivals(candidates, levers):
        found.append((one, other, NO_LEVER))
    if weighed:
        for one, other in combinations([name for name in levers if name in by_name], 2):
            if _open(weighed, by_name, (one, other)):
                why = _why(weighed, (levers.index(one), levers.index(other)), settings, allowed)
                found += [(one, other, why)] if why else []
    return tuple(_told(by_name[one], by_name[other], why, columns) for one, other, why in found)


def _time_of(halves: Sequence[Rows], columns: Mapping[str, Column]) -> str:
    """What is derived from a time and goes with both halves most; empty where nothing does."""
    derived = [
        column
        for column in columns.values()
        if (source := columns.get(column.variable.derived_from)) is not None
        and source.variable.kind is Kind.TIME
    ]
    shares = [min(_share(half, column) for half in halves) for column in derived]
    if not shares or max(shares) < GOES_WITH:
        return ""
    return derived[int(np.argmax(shares))].variable.called


def _share(half: Rows, column: Column) -> float:
    """How much of a half's variance lies between the values of a column (adjusted)."""
    known = column.present
    _, groups = np.unique(_grouped(column.values[known]), return_inverse=True)
    inside, count = half[known].astype(np.float64), int(groups.max(initial=0)) + 1
    if inside.size <= count or not inside.var():
        return 0.0
    sizes = np.bincount(groups)
    means = np.bincount(groups, weights=inside) / sizes
    left = float(np.sum((inside - means[groups]) ** 2)) / (inside.size - count)
    return 1 - left / float(inside.var(ddof=1))


def _grouped(values: Floats) -> Floats:
    """Values as they are where they are few, else by their eighths."""
    if np.unique(values).size <= FEW_VALUES:
        return values
    ends = np.quantile(values, np.arange(1, 8) / 8)
    return np.asarray(np.searchsorted(ends, values), dtype=np.float64)


def _rivals(candidates: Sequence[Candidate], levers: Sequence[str]) -> list[tuple[str, str]]:
    """Undetermined candidates beside the rivals that their verdict names, no lever among them."""
    names = {one.name for one in candidates if one.verdict is Verdict.UNDETERMINED}
    pairs = {
        tuple(sorted((one.name, other)))
        for one in candidates
        for other in one.given
        if one.name in names and other in names and not {one.name, other} & set(levers)
    }
    return sorted((one, other) for one, other in pairs)


def _open(weighed: Weighed, by_name: Mapping[str, Candidate], names: tuple[str, str]) -> bool:
    weights = {
        names[0]: w
        for names, w in zip(weighed.names, weighed.look.weights[0], strict=True)
        if len(names) == 1
    }
    return all(weights[name] >= OPEN and by_name[name].verdict in WITH_EVIDENCE for name in names)


def _why(weighed: Weighed, levers: tuple[int, int], settings: Codes, allowed: Rows) -> str:
    """Why no allowed setting parts two single levers; empty where one does."""
    apart = _apart(weighed, levers, settings)
    if apart[allowed].max() >= ALIKE:
        return ""
    return FORBIDDEN if apart.max() >= ALIKE else OUT_OF_REACH


def _apart(weighed: Weighed, levers: tuple[int, int], settings: Codes) -> Floats:
    """How differently two single levers foretell each setting's answer, from 0 to 1."""
    places = weighed.hypotheses.places(settings)
    mean, variance = weighed.look.foretold
    one, other = (mean[0, places[1 + at]] for at in levers)
    if isinstance(weighed.hypotheses.outcome, Rates):
        return np.asarray(np.abs(one - other))
    spread = np.sqrt(np.mean([variance[0, places[1 + at]] for at in levers], axis=0))
    shared: Floats = 2 * ndtr(np.abs(one - other) / (2 * spread)) - 1
    return shared


def _told(one: Candidate, other: Candidate, why: str, columns: Mapping[str, Column]) -> Inseparable:
    called = one.variable.called, other.variable.called
    halves = [_half(candidate, columns[candidate.name]) for candidate in (one, other)]
    known = columns[one.name].present & columns[other.name].present
    apart = int((halves[0] != halves[1])[known].sum())
    of = int(known.sum())
    time = (
        ""
        if one.variable.derived_from or other.variable.derived_from
        else _time_of(halves, columns)
    )
    return Inseparable((one.name, other.name), called, why, min(apart, of - apart), of, time)


def _half(candidate: Candidate, column: Column) -> Rows:
    """True where a candidate was as the outcome goes with it, by its contrast."""
    contrast = candidate.association.contrast if candidate.association else None
    if contrast is None:
        return np.zeros(column.values.size, dtype=bool)
    return contrast.inside(column, contrast.first.label)
