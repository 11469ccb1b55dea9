"""One valid p-value for each candidate: the whole family at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.coarse import coarse
from rootcause.association.combining import labels_pvalues, matched, several
from rootcause.association.curves import Floats
from rootcause.association.exact import fisher
from rootcause.association.facts import facts_of
from rootcause.association.grids import Grid
from rootcause.association.on_grids import coarse_pvalue, pvalue_of
from rootcause.association.permutation import Orders, draws_for, tails
from rootcause.association.prepare import Pair, with_pooled
from rootcause.association.views import Curves, Levels, Scores, View, curve_pvalues, scores
from rootcause.variables import Kind

FEW = 100  # observations below which p-values come from permutation (measured, see the tests)
FEW_IN_CLASS = 25  # of the rarest class of a counted outcome, likewise
LOPSIDED = 0.3  # skewness of a permuted sum above which its tail is not a normal's, likewise

MANY = 20_000  # observations beyond which nothing is permuted

Places = NDArray[np.intp]


class Tested(NamedTuple):
    """The p-value of one candidate, how it was had, and the smallest that it could be."""

    pvalue: float
    method: str
    resolution: float


UNTESTED = Tested(float("nan"), "not tested", float("nan"))


def independence(
    pairs: Sequence[Pair], rng: np.random.Generator, alpha: float, family: int = 0
) -> list[Tested]:
    """p-values of all candidates against one outcome.

    Null hypothesis: the outcome and the candidate are independent. Assumes exchangeable
    observations. Looks in the one direction that ranks see and, jointly, at any shape or at the
    level that stands out. Exact for 2 x 2 tables (Fisher); by permutation of the combined
    statistic where observations are few or sums lopsided; by large-sample theory otherwise.
    Lopsided sums of very many observations are judged by their most telling 2 x 2 table.

    Parameters
    ----------
    pairs
        Complete observations of the outcome with each candidate.
    rng
        Draws the permutations, which all candidates share.
    alpha
        Level that the family is to be judged at; it decides how many permutations are drawn.
    family
        Candidates in the whole family, where these are only a part of it.
    """
    found = [UNTESTED] * len(pairs)
    varying = [place for place, pair in enumerate(pairs) if pair.varies]
    for part in (_of_tables, _of_tallies, _of_labels):
        for place, one in part(pairs, varying):
            found[place] = one
    for place, pair in enumerate(pairs):
        if isinstance(pair, Grid) and pair.varies and found[place] is UNTESTED:
            found[place] = _of_grid(pair)
    left = [place for place in varying if found[place] is UNTESTED]
    orders = Orders(max((pairs[p].n for p in varying if pairs[p].n <= MANY), default=0), rng)
    for places in _sharing_rows(pairs, left):
        most = draws_for(max(family, len(pairs)), alpha, pairs[places[0]].n)
        for place, one in _of_group(pairs, places, orders, most):
            found[place] = one
    return found


def _of_tables(pairs: Sequence[Pair], places: list[int]) -> Iterator[tuple[int, Tested]]:
    """Exact tests of two-valued candidates with a two-valued outcome."""
    tables = [place for place in places if pairs[place].is_table]
    if not tables:
        return
    exact = fisher(*np.array([pairs[place].fourfold for place in tables], dtype=np.float64).T)
    for place, p, resolution in zip(tables, exact.pvalue, exact.resolution, strict=True):
        yield place, Tested(float(p), "exact", float(resolution))


class Parted(NamedTuple):
    """Outcomes that happened m times in n, as their scores; shape (p,) each."""

    m: Floats
    n: Floats

    @property
    def leverage(self) -> Floats:
        """Sum of squared leverages, as in `Scores`."""
        return np.asarray((1 / self.m + 1 / (self.n - self.m)) - 3 / self.n)

    def near_normal(self, skewness: Floats) -> Places:
        """Which of their sums with columns so skewed are near enough to normal."""
        rarest = np.minimum(self.m, self.n - self.m)
        own = np.abs(self.n - 2 * self.m) / np.sqrt(self.m * (self.n - self.m))
        small = (rarest < FEW_IN_CLASS) | (own * skewness / np.sqrt(self.n) > LOPSIDED)
        return np.flatnonzero(~small)


def _of_tallies(pairs: Sequence[Pair], places: list[int]) -> Iterator[tuple[int, Tested]]:
    """Large-sample tests of ranked candidates with a two-valued outcome, all at once."""
    mine = [p for p in places if _is_straight(pairs[p]) and pairs[p].n >= FEW]
    if not mine:
        return
    tallies = [pairs[place].tally for place in mine]
    m, n = np.array([(one.m, one.n) for one in tallies], dtype=np.float64).T
    outcome, basis = Parted(m, n), facts_of(tallies).curves
    squares = basis.sums**2 * n / (m * (n - m))
    leverages = basis.leverage, basis.rank_leverage
    forms = squares[0], squares.sum(axis=0)
    chances = curve_pvalues(forms, basis.df, leverages, (1, outcome.leverage), n)
    for place in outcome.near_normal(basis.skewness):
        yield mine[place], Tested(float(chances[place]), "asymptotic", 0.0)


def _is_straight(pair: Pair) -> bool:
    """Whether a two-valued outcome is beside ranks that do not begin anew."""
    return pair.is_parted and not pair.is_table and not pair.candidate.variable.period


def _of_labels(pairs: Sequence[Pair], places: list[int]) -> Iterator[tuple[int, Tested]]:
    """Large-sample tests of labels with a two-valued outcome, all at once by their counts."""
    mine = [place for place in places if _is_labelled(pairs[place]) and pairs[place].n >= FEW]
    if not mine:
        return
    tables = [pairs[place].crossed.counts for place in mine]
    k = np.array([counts.shape[1] for counts in tables])
    starts, of = np.cumsum(k) - k, np.repeat(np.arange(k.size), k)
    otherwise, happened = np.concatenate(tables, axis=1)
    sizes = otherwise + happened
    outcome = Parted(np.add.reduceat(happened, starts), np.add.reduceat(sizes, starts))
    m, n = outcome.m[of], outcome.n[of]
    gaps = (happened - sizes * m / n) ** 2 / (sizes * m * (1 - m / n))
    leverage = np.add.reduceat(sizes * (1 / sizes - 1 / n) ** 2, starts)
    forms, others = np.add.reduceat(gaps, starts), (leverage, outcome.leverage)
    together = matched(forms, (k - 1.0, 1), others, outcome.n)
    rarest = np.minimum.reduceat(fisher(happened, sizes, m, n).pvalue, starts)
    alone = several(rarest, np.where(k > 2, k, 1.0))
    chances = labels_pvalues(together, alone)
    lopsided = np.abs(1 - 2 * sizes / n) / np.sqrt(sizes / n * (1 - sizes / n))
    for place in outcome.near_normal(np.maximum.reduceat(lopsided, starts)):
        yield mine[place], Tested(float(chances[place]), "asymptotic", 0.0)


def _is_labelled(pair: Pair) -> bool:
    """Whether a two-valued outcome is beside labels."""
    kinds = pair.outcome.variable.kind, pair.candidate.variable.kind
    return kinds == (Kind.BINARY, Kind.NOMINAL) and not pair.is_table


def _of_grid(grid: Grid) -> Tested:
    """Large-sample test of what only counts are known of; nothing is permuted."""
    if grid.n >= FEW and grid.scored.rarest >= FEW_IN_CLASS:
        chance = pvalue_of(grid, grid.scored, LOPSIDED)
        if chance is not None:
            return Tested(chance, "asymptotic", 0.0)
    return Tested(coarse_pvalue(grid), "exact", 0.0)


def _sharing_rows(pairs: Sequence[Pair], places: list[int]) -> list[Places]:
    groups: dict[bytes, list[int]] = {}
    for place in places:
        rows = pairs[place].rows
        groups.setdefault(b"" if rows.all() else rows.tobytes(), []).append(place)
    return [np.array(places) for places in groups.values()]


def _of_group(
    pairs: Sequence[Pair], places: Places, orders: Orders, most: int
) -> Iterator[tuple[int, Tested]]:
    """Tests of candidates known on the same observations, with their places."""
    rest = list(places)
    column = with_pooled(pairs[rest[0]].outcome)
    outcome = scores(column.values, column.variable.kind)
    for where, view in _views(pairs, rest):
        small = needs_permutation(view, outcome)
        if not small.all():
            part = view.only(~small)
            pvalues = part.pvalues(outcome.rows @ part.columns.T, outcome)
            for place, p in zip(where[~small], pvalues, strict=True):
                yield place, Tested(float(p), "asymptotic", 0.0)
        if small.any() and pairs[rest[0]].n > MANY:
            for place in where[small]:
                yield place, Tested(coarse(pairs[place]), "exact", 0.0)
        elif small.any():
            drawn = tails(outcome, view.only(small), orders, most)
            for place, tail in zip(where[small], drawn, strict=True):
                yield place, Tested(*tail)


def _views(pairs: Sequence[Pair], places: list[int]) -> Iterator[tuple[Places, View]]:
    """All ordered candidates as one view, and each nominal one as its own."""
    nominal = [p for p in places if pairs[p].candidate.variable.kind is Kind.NOMINAL]
    anew = [p for p in places if pairs[p].candidate.variable.period]
    straight = [p for p in places if p not in {*nominal, *anew}]
    for ordered, curves in ((straight, Curves.of), (anew, Curves.round_the_clock)):
        if ordered:
            yield np.array(ordered), curves([pairs[p].candidate.values for p in ordered])
    for place in nominal:
        yield np.array([place]), Levels.of(pairs[place].pooled[0])


def needs_permutation(view: View, outcome: Scores) -> NDArray[np.bool_]:
    """True for candidates whose sums with the outcome are too far from normal; shape (size,)."""
    n = outcome.size
    if n < FEW or outcome.rarest < FEW_IN_CLASS:
        return np.ones(view.size, dtype=bool)
    return np.asarray(outcome.skewness * view.skewness / np.sqrt(n) > LOPSIDED)
