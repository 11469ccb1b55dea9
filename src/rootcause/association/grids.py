"""A pair of which only counts are known: how often each value goes with each other one.

All that large-sample measures read of the observations themselves they read of these as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats, orthonormal
from rootcause.association.prepare import Crossed, Pair, gathered
from rootcause.association.tallies import Binned, Tally
from rootcause.association.views import Scores
from rootcause.results import EffectSize
from rootcause.variables import Column, Kind

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Grid(Pair):
    """Counts of an outcome's values with those of a candidate.

    Attributes
    ----------
    outcome, candidate
        Columns of the values that occur, rising, each once.
    counts
        Shape (values of the outcome, values of the candidate).
    missing
        Observations with an outcome but no candidate.
    begins, outcome_begins
        Where bins of the candidate, or of the outcome, begin where their values are only known so;
        None where each value is known.
    some
        Of observations drawn at random, the values of both.
    means
        Effect sizes that come from moments, not from counts.
    """

    counts: Counts = field(kw_only=True)
    missing: int = field(default=0, kw_only=True)
    begins: Floats | None = field(default=None, kw_only=True)
    outcome_begins: Floats | None = field(default=None, kw_only=True)
    some: tuple[Floats, Floats] = field(kw_only=True)
    means: tuple[EffectSize, ...] = field(default=(), kw_only=True)

    @cached_property
    def n(self) -> int:
        """Observations with both."""
        return int(self.counts.sum())

    @property
    def n_missing(self) -> int:
        """Observations left out because a value was missing."""
        return self.missing

    @cached_property
    def sizes(self) -> tuple[Floats, Floats]:
        """How often each value of the outcome occurs, and each of the candidate."""
        return (
            self.counts.sum(axis=1).astype(np.float64),
            self.counts.sum(axis=0).astype(np.float64),
        )

    @cached_property
    def fourfold(self) -> tuple[int, int, int, int]:
        """As of a pair."""
        both, exposed = int(self.counts[-1, -1]), int(self.counts[:, -1].sum())
        return both, exposed, int(self.counts[-1].sum()), self.n

    @cached_property
    def tally(self) -> Tally:
        """As of a pair."""
        if self.outcome.variable.kind is Kind.BINARY:
            return tally_of(self.counts, self.candidate.values, self.begins)
        return tally_of(self.counts.T, self.outcome.values, self.outcome_begins)

    @cached_property
    def crossed(self) -> Crossed:
        """As of a pair."""
        down, across = self.sizes
        counts, classes = gathered(self.counts, self.outcome, down)
        counts, levels = gathered(counts.T, self.candidate, across)
        return Crossed(counts.T.astype(np.float64), classes, levels, int(np.sum(across > 0)))

    @cached_property
    def scored(self) -> Scores:
        """Scores of the outcome at each of its values."""
        sizes = self.sizes[0]
        if self.outcome.variable.kind is Kind.NOMINAL:
            return nominal_scores(self.outcome, sizes)
        counted = self.outcome.variable.kind is Kind.BINARY
        return ordered_scores(places_of(sizes), sizes, counted=counted)

    @cached_property
    def spread_scores(self) -> Scores:
        """Scores of how far an ordered outcome lies from its middle rank."""
        sizes = self.sizes[0]
        return ordered_scores((places_of(sizes) - (self.n + 1) / 2) ** 2, sizes, counted=False)

    @property
    def slack(self) -> float:
        """How far a rank correlation may lie from that of the values inside the bins.

        By the inequality of Cauchy and Schwarz, from the share of either side's ranks that varies
        inside bins.
        """
        one, other = self.hidden
        return float(one + other + one * other + 1 - np.sqrt((1 - one**2) * (1 - other**2)))

    @property
    def hidden(self) -> tuple[float, float]:
        """Share of the length of the outcome's ranks, and of the candidate's, inside bins."""
        of_outcome, of_candidate = self.sizes
        return (
            inside_bins(of_outcome) if self.outcome_begins is not None else 0.0,
            inside_bins(of_candidate) if self.begins is not None else 0.0,
        )

    @property
    def tied_in_bins(self) -> float:
        """How far Kendall's tau-b may lie from that of the values inside the bins.

        At worst all pairs in one bin of a side agree, or none does, and their order counts.
        """
        share = [
            float(np.sum((sizes / self.n) ** 2)) if begins is not None else 0.0
            for sizes, begins in zip(self.sizes, (self.outcome_begins, self.begins), strict=True)
        ]
        tied = 1 - np.sum((self.sizes[0] / self.n) ** 2), 1 - np.sum((self.sizes[1] / self.n) ** 2)
        return 2 * sum(share) / float(np.sqrt(tied[0] * tied[1]))


def places_of(sizes: Floats) -> Floats:
    """Mid-ranks of values that occur so often."""
    return np.asarray(np.cumsum(sizes) - (sizes - 1) / 2)


def inside_bins(sizes: Floats) -> float:
    """Share of the spread of untied ranks that lies inside bins of so many."""
    return float(np.sqrt(np.sum(sizes**3 - sizes) / (sizes.sum() ** 3 - sizes.sum())))


def ordered_scores(scores: Floats, sizes: Floats, *, counted: bool) -> Scores:
    """Scores of values that occur so often, made orthonormal over the observations."""
    rows = orthonormal(scores[None, None], sizes)[0]
    n = int(sizes.sum())
    skewness = float(np.abs(rows**3 @ sizes / n).max() * n**1.5)
    events = sizes[-1:] if counted else None
    return Scores(rows, 1, np.zeros(1), float((rows**4 @ sizes)[0]), skewness, events, n)


def nominal_scores(outcome: Column, sizes: Floats) -> Scores:
    """Scores of classes that occur so often, rare ones pooled."""
    inside, _ = gathered(np.diag(sizes), outcome, sizes)
    of_class, n = inside.sum(axis=1), int(sizes.sum())
    share = of_class / n
    rows = (inside > 0) / np.sqrt(of_class)[:, None] - np.sqrt(share / n)[:, None]
    leverage = float(np.sum(of_class * (1 / of_class - 1 / n) ** 2))
    skewness = float(np.max(np.abs(1 - 2 * share) / np.sqrt(share * (1 - share))))
    return Scores(rows, len(of_class) - 1, share, leverage, skewness, of_class, n)


def tally_of(counts: Counts, values: Floats, begins: Floats | None) -> Tally:
    """A tally of two rows of counts, the lower group's first."""
    at = counts.sum(axis=0) > 0
    sizes, n = counts.sum(axis=0)[at], int(counts.sum())
    kind, begins = (Tally, None) if begins is None else (Binned, begins[at])
    found = kind(sizes, counts[-1, at], n, (math.nan, math.nan))
    if sizes.size > 1:
        found.around = between(values[at], begins, found.middle)
    return found


def between(values: Floats, begins: Floats | None, last: int) -> tuple[float, float]:
    """The value at a place and the next one, or where the next bin begins, from both sides."""
    if begins is None:
        return float(values[last]), float(values[last + 1])
    edge = float(begins[last + 1])
    return float(np.nextafter(edge, -np.inf)), edge


def against_rest(grid: Grid, level: str) -> Tally:
    """The ranked side of a grid, parted by whether the labelled one has a level."""
    labelled, counts, ranked = grid.candidate, grid.counts.T, grid.outcome.values
    sizes, begins = grid.sizes[1], grid.outcome_begins
    if grid.outcome.variable.kind is Kind.NOMINAL:
        labelled, counts, ranked = grid.outcome, grid.counts, grid.candidate.values
        sizes, begins = grid.sizes[0], grid.begins
    merged, names = gathered(counts, labelled, sizes)
    inside = merged[names.index(level)]
    return tally_of(np.stack([merged.sum(axis=0) - inside, inside]), ranked, begins)
