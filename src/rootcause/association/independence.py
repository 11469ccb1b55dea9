"""One valid p-value for each candidate: the whole family at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.coarse import coarse
from rootcause.association.curves import Floats
from rootcause.association.exact import fisher
from rootcause.association.permutation import Orders, draws_for, tails
from rootcause.association.prepare import Pair, with_pooled
from rootcause.association.views import Curves, Levels, Scores, View, scores
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


def independence(pairs: Sequence[Pair], rng: np.random.Generator, alpha: float) -> list[Tested]:
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
    """
    found = [UNTESTED] * len(pairs)
    orders = Orders(max((pair.n for pair in pairs), default=0), rng)
    for places in _sharing_rows(pairs):
        most = draws_for(len(pairs), alpha, pairs[places[0]].n)
        for place, one in _of_group(pairs, places, orders, most):
            found[place] = one
    return found


def _sharing_rows(pairs: Sequence[Pair]) -> list[Places]:
    groups: dict[bytes, list[int]] = {}
    for place, pair in enumerate(pairs):
        if pair.varies:
            groups.setdefault(pair.rows.tobytes(), []).append(place)
    return [np.array(places) for places in groups.values()]


def _of_group(
    pairs: Sequence[Pair], places: Places, orders: Orders, most: int
) -> Iterator[tuple[int, Tested]]:
    """Tests of candidates known on the same observations, with their places."""
    tables = [place for place in places if pairs[place].is_table]
    yield from _of_tables(pairs, tables)
    rest = [place for place in places if not pairs[place].is_table]
    if not rest:
        return
    column = with_pooled(pairs[rest[0]].outcome)
    outcome = scores(column.values, column.variable.kind)
    for where, view in _views(pairs, rest):
        small = _needs_permutation(view, outcome)
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


def _of_tables(pairs: Sequence[Pair], places: list[int]) -> Iterator[tuple[int, Tested]]:
    if not places:
        return
    event = _upper(pairs[places[0]].outcome.values)
    exposed = np.stack([_upper(pairs[place].candidate.values) for place in places])
    exact = fisher(exposed @ event, exposed.sum(axis=1), event.sum(), event.size)
    for place, p, resolution in zip(places, *exact, strict=True):
        yield place, Tested(float(p), "exact", float(resolution))


def _upper(values: Floats) -> Floats:
    return np.asarray(values == values.max(), dtype=np.float64)


def _views(pairs: Sequence[Pair], places: list[int]) -> Iterator[tuple[Places, View]]:
    """All ordered candidates as one view, and each nominal one as its own."""
    nominal = [p for p in places if pairs[p].candidate.variable.kind is Kind.NOMINAL]
    ordered = [p for p in places if p not in set(nominal)]
    if ordered:
        yield np.array(ordered), Curves.of([pairs[p].candidate.values for p in ordered])
    for place in nominal:
        yield np.array([place]), Levels.of(pairs[place].pooled[0])


def _needs_permutation(view: View, outcome: Scores) -> NDArray[np.bool_]:
    """True for candidates whose sums with the outcome are too far from normal; shape (size,)."""
    n = outcome.rows.shape[1]
    if n < FEW or outcome.rarest < FEW_IN_CLASS:
        return np.ones(view.size, dtype=bool)
    return np.asarray(outcome.skewness * view.skewness / np.sqrt(n) > LOPSIDED)
