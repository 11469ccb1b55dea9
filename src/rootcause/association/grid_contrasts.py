"""A grid of counts as two groups that can be counted, as `contrast` tells a pair."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats
from rootcause.association.exact import fisher
from rootcause.association.grids import Grid, between, places_of
from rootcause.association.measures import finite
from rootcause.association.prepare import gathered
from rootcause.association.tallies import middle_of
from rootcause.results import Contrast, Group
from rootcause.variables import Kind

Inside = NDArray[np.bool_]


class Side(NamedTuple):
    """What a group is called, and how often each value of the outcome occurs in it."""

    label: str
    counts: Floats


def sides(grid: Grid, inside: Inside, labels: tuple[str, str]) -> tuple[Side, Side]:
    """The groups inside and outside some values of the candidate."""
    first = grid.counts[:, inside].sum(axis=1).astype(np.float64)
    return Side(labels[0], first), Side(labels[1], grid.sizes[0] - first)


def middle(grid: Grid) -> int:
    """Place of the last value below the cut that halves the candidate best."""
    return middle_of(grid.sizes[1], grid.n)


def sharpest(grid: Grid, fewest: int) -> int | None:
    """Place of the last value below the cut with the most surprising difference of the outcome.

    None where no cut leaves so few observations on both sides.
    """
    below = np.cumsum(grid.sizes[1])[:-1]
    sums = np.cumsum(departures(grid))[:-1]
    allowed = (below >= fewest) & (grid.n - below >= fewest)
    if not allowed.any():
        return None
    room = np.sqrt(np.where(allowed, below * (grid.n - below), 1.0))
    return int(np.argmax(np.where(allowed, np.abs(sums) / room, -1.0)))


def departures(grid: Grid) -> Floats:
    """Sum of the outcome's mid-rank, or of its telling class, less its mean, at each value."""
    sizes = grid.sizes[0]
    scores = places_of(sizes)
    if grid.outcome.variable.kind is Kind.NOMINAL:
        scores = (np.arange(sizes.size) == _telling_class(grid)).astype(np.float64)
    return np.asarray((scores - scores @ sizes / grid.n) @ grid.counts.astype(np.float64))


def gap_after(grid: Grid, last: int) -> tuple[float, float]:
    """What a cut after the value at a place lies between."""
    at = grid.counts.sum(axis=0) > 0
    return between(
        grid.candidate.values[at], None if grid.begins is None else grid.begins[at], last
    )


def compared(grid: Grid, groups: tuple[Side, Side]) -> Contrast:
    """Two groups of an outcome that is no yes or no, the higher first."""
    if grid.outcome.variable.kind is Kind.NOMINAL:
        return _of_class(grid, groups)
    ranks = places_of(grid.sizes[0])
    means = [float(ranks @ one.counts / one.counts.sum()) for one in groups]
    told = [
        Group(one.label, int(one.counts.sum()), median=_median(grid.outcome.values, one.counts))
        for one in groups
    ]
    values = grid.outcome.values
    numeric = grid.outcome.variable.kind is Kind.NUMERIC and finite(values)
    if numeric and told[0].median == told[1].median:
        told = with_means(told, [mean_of(values, one.counts) for one in groups])
    if means[0] < means[1]:
        told.reverse()
    return Contrast(told[0], told[1])


def with_means(groups: list[Group], means: list[float]) -> list[Group]:
    """Two groups of a numeric outcome that their medians don't tell apart, with their means."""
    return [replace(one, mean=mean) for one, mean in zip(groups, means, strict=True)]


def mean_of(values: Floats, counts: Floats) -> float:
    """Mean of values that occur so often, also of such as would overflow when added up."""
    return float(values @ (counts / counts.sum()))


def _of_class(grid: Grid, groups: tuple[Side, Side]) -> Contrast:
    place = _telling_class(grid)
    told = [
        Group(one.label, int(one.counts.sum()), happened=int(one.counts[place])) for one in groups
    ]
    shares = [float(one.counts[place] / one.counts.sum()) for one in groups]
    name = grid.outcome.variable.levels[int(grid.outcome.values[place])]
    if shares[0] < shares[1]:
        told.reverse()
    return Contrast(told[0], told[1], outcome_level=name)


def _median(values: Floats, counts: Floats) -> float:
    total, ends = counts.sum(), np.cumsum(counts)
    places = np.searchsorted(ends, [(total + 1) // 2, total // 2 + 1], "left")
    return halfway(*values[places].tolist())


def halfway(low: float, high: float) -> float:
    """The middle between two numbers, however large."""
    return low if low == high else low / 2 + high / 2


def _telling_class(grid: Grid) -> int:
    """Place of the class whose share differs most along the candidate."""
    n, counts, sizes = grid.n, grid.counts.astype(np.float64), grid.sizes[1]
    if grid.candidate.variable.kind is Kind.NOMINAL:
        levels, _ = gathered(grid.counts.T, grid.candidate, sizes)
        found = [
            -math.log(fisher(both, levels.sum(axis=1), both.sum(), n).pvalue.min())
            for both in levels.T
        ]
        return int(np.argmax(found))
    m = grid.sizes[0]
    gaps = np.abs(counts @ places_of(sizes) / m - (n + 1) / 2)
    return int(np.argmax(gaps * np.sqrt(m / np.maximum(1 - m / n, 1 / n))))
