"""Many tallies laid end to end, so that what is worked out of each is worked out of all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rootcause.association.curves import Floats
from rootcause.association.tallies import BLOCK, Keys, Tally


@dataclass(frozen=True, slots=True)
class Laid:
    """Tallies of one sort, an entry for each of their distinct values.

    Attributes
    ----------
    untied
        Whether no value occurs twice: then only values of the upper group have an entry.
    starts, lengths
        First entry of each tally, and how many it has, shape (p,).
    of
        The tally of each entry, shape (entries,).
    ranks
        Mid-rank of each entry's value among the rows of its tally.
    sizes, upper
        Rows with it, and those of them in the upper group.
    n, m
        Rows of each tally, and those in the upper group, shape (p,).
    """

    untied: bool
    starts: Keys
    lengths: Keys
    of: Keys
    ranks: Floats
    sizes: Floats
    upper: Floats
    n: Floats
    m: Floats

    def spread(self, each: Floats | Keys) -> Floats:
        """What is known of each tally at each of its entries; (..., p) -> (..., entries)."""
        return np.asarray(each if self.n.size == 1 else each.repeat(self.lengths, axis=-1))

    def sums(self, entries: Floats) -> Floats:
        """Sum over each tally's entries; (..., entries) -> (..., p)."""
        if self.n.size == 1:
            return np.asarray(entries.sum(axis=-1, keepdims=True))
        return np.asarray(np.add.reduceat(entries, self.starts, axis=-1))

    def over_upper(self, entries: Floats) -> Floats:
        """Sum over each tally's rows in the upper group; (..., entries) -> (..., p)."""
        return self.sums(entries if self.untied else entries * self.upper)


def for_each(tallies: Sequence[Tally], work: Callable[[Laid], Floats]) -> Floats:
    """What is worked out of each tally, so many at once as stay in the cache; shape (facts, p).

    Parameters
    ----------
    tallies
        Each with both groups.
    work
        Gives an array (facts, tallies laid end to end).
    """
    found: list[Floats] = []
    order: list[int] = []
    for untied in (True, False):
        mine = [place for place, one in enumerate(tallies) if one.untied is untied]
        for some in _together(mine, tallies):
            found.append(work(_laid([tallies[place] for place in some], untied)))
            order += some
    back = np.empty(len(order), dtype=np.intp)
    back[order] = np.arange(len(order))
    return np.concatenate(found, axis=1)[:, back]


def _together(places: Sequence[int], tallies: Sequence[Tally]) -> Iterator[list[int]]:
    """Places of tallies, so many that all their rows are no more than a block; at least one."""
    some: list[int] = []
    rows = 0
    for place in places:
        if some and rows + tallies[place].n > BLOCK:
            yield some
            some, rows = [], 0
        some.append(place)
        rows += tallies[place].n
    if some:
        yield some


def alone(sizes: Floats) -> Laid:
    """Values that occur so often, in rising order, all in the upper group."""
    n, ranks = np.array([sizes.sum()]), np.cumsum(sizes) - (sizes - 1) / 2
    start, of = np.zeros(1, dtype=np.int64), np.zeros(sizes.size, dtype=np.int64)
    return Laid(False, start, np.array([sizes.size]), of, ranks, sizes, sizes, n, n)


def _laid(tallies: Sequence[Tally], untied: bool) -> Laid:
    n, m = np.array([(one.n, one.m) for one in tallies], dtype=np.float64).T
    parts = [one.at if untied else one.sizes for one in tallies]
    lengths = np.array([part.size for part in parts])
    starts = np.cumsum(lengths) - lengths
    if len(parts) == 1:
        entries, of = parts[0], np.broadcast_to(np.intp(0), lengths)
    else:
        entries, of = np.concatenate(parts), np.repeat(np.arange(lengths.size), lengths)
    if untied:
        one = np.broadcast_to(1.0, of.shape)
        return Laid(untied, starts, lengths, of, np.asarray(entries + 1.0), one, one, n, m)
    upper = np.concatenate([one.upper for one in tallies]).astype(np.float64)
    before = np.cumsum(n) - n
    ranks = np.cumsum(entries) - before.repeat(lengths) - (entries - 1) / 2
    return Laid(untied, starts, lengths, of, ranks, entries.astype(np.float64), upper, n, m)
