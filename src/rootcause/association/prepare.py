"""Where missing rows, tiny samples, constants and rare levels are met, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats
from rootcause.association.tallies import Tally, tallied
from rootcause.results import POOLED
from rootcause.variables import Column, Kind

RARE = 5  # rows below which a level is pooled with the other rare ones, for the test
RARE_FEW = 3  # the same below `FEW` observations
FEW = 100
HEAD = 40  # values looked at before all are


class Crossed(NamedTuple):
    """Counts (classes x levels) with the names of classes and levels, rare ones pooled.

    `seen` is how many levels occur, each counted.
    """

    counts: Floats
    classes: tuple[str, ...]
    levels: tuple[str, ...]
    seen: int


@dataclass(frozen=True)
class Pair:
    """An outcome and a candidate on the observations that have both.

    Attributes
    ----------
    outcome, candidate
        Complete, of the same length.
    rows
        Which of the observations these are, shape (all,).
    """

    outcome: Column
    candidate: Column
    rows: NDArray[np.bool_]

    @cached_property
    def n(self) -> int:
        """Observations with both."""
        return self.outcome.values.size

    @property
    def n_missing(self) -> int:
        """Observations left out because a value was missing."""
        return self.rows.size - self.n

    @cached_property
    def distinct(self) -> tuple[int, int]:
        """Distinct values of the outcome and of the candidate, counted up to three."""
        if self.is_parted and self.n:
            return _of_two(self.tally.m, self.n), min(3, self.tally.sizes.size)
        if self.outcome.variable.kind is self.candidate.variable.kind is Kind.BINARY:
            _, exposed, happened, n = self.fourfold
            return _of_two(happened, n), _of_two(exposed, n)
        return _distinct(self.outcome), _distinct(self.candidate)

    @cached_property
    def varies(self) -> bool:
        """Whether there is anything to test."""
        return min(self.distinct) > 1

    @property
    def is_table(self) -> bool:
        """Whether both take two values."""
        return self.distinct == (2, 2)

    @cached_property
    def fourfold(self) -> tuple[int, int, int, int]:
        """Rows with both upper values, with the candidate's, with the outcome's, and all."""
        event, exposed = self.outcome.upper, self.candidate.upper
        counts = [int(np.count_nonzero(part)) for part in (event & exposed, exposed, event)]
        return counts[0], counts[1], counts[2], self.n

    @cached_property
    def tally(self) -> Tally:
        """The ranked side of the pair, parted by its two-valued side."""
        label, ranked = self.outcome, self.candidate
        if label.variable.kind is not Kind.BINARY:
            label, ranked = ranked, label
        _, low, high = ranked.extent
        return tallied(ranked.values, label.upper, max(-low, high))

    @property
    def is_parted(self) -> bool:
        """Whether a two-valued outcome parts a ranked candidate."""
        kinds = self.outcome.variable.kind, self.candidate.variable.kind
        return kinds[0] is Kind.BINARY and kinds[1] in (Kind.NUMERIC, Kind.ORDINAL)

    @cached_property
    def pooled(self) -> tuple[Floats, tuple[str, ...]]:
        """Codes of a nominal candidate with its rare levels pooled, and the levels' names."""
        return pooled(self.candidate.values, self.candidate.variable.levels)

    @cached_property
    def crossed(self) -> Crossed:
        """Counts of two labelled sides, rare ones pooled."""
        two = _coded_labels(self.candidate)
        across = two.seen.size
        if self.outcome.variable.kind is Kind.BINARY and self.varies:
            happened = np.bincount(two.at.take(self.outcome.upper_rows), minlength=across)
            counts, seen = np.array([two.sizes - happened, happened]), np.arange(2.0)
        else:
            one = _coded_labels(self.outcome)
            flat = np.bincount(one.at * across + two.at, minlength=one.seen.size * across)
            counts, seen = flat.reshape(-1, across), one.seen
        counts, classes = _merged(counts, seen, counts.sum(axis=1), self.outcome.variable.levels)
        counts, levels = _merged(counts.T, two.seen, two.sizes, self.candidate.variable.levels)
        return Crossed(counts.T.astype(np.float64), classes, levels, across)

    @cached_property
    def cautions(self) -> tuple[str, ...]:
        """What the rows themselves warn of."""
        if self.varies:
            return ()
        found = []
        for one, count in zip((self.outcome, self.candidate), self.distinct, strict=True):
            if count < 2:
                found.append(f"{one.variable.called} never varied where both are known")
        return tuple(found)


def paired(outcome: Column, candidate: Column) -> Pair:
    """Keep the observations that have both."""
    if outcome.complete and candidate.complete:
        return Pair(outcome, candidate, outcome.present)
    rows, known = candidate.present, None
    if outcome.complete:
        known = candidate.extent._replace(n_missing=0)
    else:
        rows = rows & outcome.present
    return Pair(
        Column(outcome.variable, outcome.values[rows]),
        Column(candidate.variable, candidate.values[rows], known),
        rows,
    )


def pooled(codes: Floats, levels: tuple[str, ...]) -> tuple[Floats, tuple[str, ...]]:
    """Codes 0, 1, ... of the levels seen, rare ones pooled into a last one called "other".

    Levels are left as they are where pooling would leave only one.
    """
    coded = _coded(codes)
    place, names = _places(coded.seen, coded.sizes, levels)
    return place[coded.at].astype(np.float64), names


class Coded(NamedTuple):
    """Codes that occur, the place of each row's among them, and how often each does."""

    seen: Floats
    at: NDArray[np.intp]
    sizes: NDArray[np.intp]


def _coded_labels(column: Column) -> Coded:
    """Of a complete column; its levels say that its values are codes."""
    if not column.variable.levels:
        return _coded(column.values)
    return _counted(column.values.astype(np.intp))


def _coded(codes: Floats) -> Coded:
    index = codes.astype(np.intp)
    if index.min(initial=0) < 0 or index.max(initial=0) > codes.size or np.any(index != codes):
        return Coded(*np.unique(codes, return_inverse=True, return_counts=True))
    return _counted(index)


def _counted(index: NDArray[np.intp]) -> Coded:
    counts = np.bincount(index)
    known = counts.nonzero()[0]
    if known.size < counts.size:
        index = (np.cumsum(counts > 0) - 1)[index]
    return Coded(known.astype(np.float64), index, counts[known])


def _places(
    seen: Floats, sizes: NDArray[Any], levels: tuple[str, ...]
) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Where each code that occurs goes, rare ones all to the last place, and the places' names."""
    names = tuple(levels[int(code)] if levels else f"{code:g}" for code in seen)
    rare = sizes < (RARE if sizes.sum() >= FEW else RARE_FEW)
    if rare.sum() < 2 or np.all(rare):
        return np.arange(seen.size), names
    place = np.where(rare, (~rare).sum(), np.cumsum(~rare) - 1)
    kept = tuple(name for name, is_rare in zip(names, rare, strict=True) if not is_rare)
    return place, (*kept, POOLED)


def gathered(
    counts: NDArray[Any], column: Column, sizes: NDArray[Any]
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Rows of counts, or of other sums, one a value of a column, with those of rare ones added.

    `sizes` says how often each value occurs; one that doesn't is left out.
    """
    there = sizes > 0
    return _merged(counts[there], column.values[there], sizes[there], column.variable.levels)


def _merged(
    counts: NDArray[Any], seen: Floats, sizes: NDArray[Any], levels: tuple[str, ...]
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Counts, a row for each code that occurs, with the rows of rare ones added up."""
    place, names = _places(seen, sizes, levels)
    if len(names) == len(counts):
        return counts, names
    merged = np.zeros((len(names), counts.shape[1]), dtype=counts.dtype)
    np.add.at(merged, place, counts)
    return merged, names


def with_pooled(outcome: Column) -> Column:
    """A nominal outcome with its rare classes pooled; any other as it is."""
    if outcome.variable.kind is not Kind.NOMINAL:
        return outcome
    codes, _ = pooled(outcome.values, outcome.variable.levels)
    return Column(outcome.variable, codes)


def _distinct(column: Column) -> int:
    values = column.values
    if values.size == 0:
        return 0
    if column.variable.kind is Kind.BINARY:
        return _of_two(column.upper_rows.size, values.size)
    if values.size > HEAD and _up_to_three(values[:HEAD]) == 3:
        return 3
    return _up_to_three(values)


def _of_two(upper: int, n: int) -> int:
    """How many of two values occur, the upper one in so many of n rows."""
    return 2 if 0 < upper < n else 1


def _up_to_three(values: Floats) -> int:
    low, high = values.min(), values.max()
    if low == high:
        return 1
    return 2 if np.all((values == low) | (values == high)) else 3
