"""Permutation p-values for many candidates at once: one shared set of permuted outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations
from math import comb
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats
from rootcause.association.views import Levels, Scores, View

ALL_OF_THEM = 5_000  # arrangements of a binary outcome that are gone through rather than drawn
LOOKS = (399, 1_999)  # permutations after which a candidate may be let go
LET_GO = (60, 20)  # exceedances by then that settle it: p above .15, above .01
MOST = 99_999
PER_ADJUSTED = 20  # permutations for each one that the smallest corrected p would need
WORK = 40_000_000  # permuted values, over all permutations, beyond which no more are drawn
CHUNK = 2_000_000  # permuted values held at once
SAME = 1e-9  # statistics that differ by less are tied
NEAR = 1e-4  # the same for drawn ones, whose sums are of single precision
ROW_BY_ROW = 8  # rows a level up to which a table is drawn faster row by row (measured)


class Tail(NamedTuple):
    """A p-value by permutation and the smallest that could have come out."""

    pvalue: float
    method: str
    resolution: float


@dataclass(slots=True)
class Orders:
    """Random orders of rows, drawn once and shared by all candidates.

    A random order of n rows, kept to the numbers below m, is a random order of m rows; so
    candidates with missing values share the same draws.
    """

    n: int
    rng: np.random.Generator
    blocks: dict[tuple[int, int], NDArray[np.unsignedinteger]] = field(default_factory=dict)

    def of(self, rows: int, start: int, stop: int) -> NDArray[np.unsignedinteger]:
        """Orders number `start` to `stop` of so many rows; shape (stop - start, rows)."""
        full = self._block(start, stop)
        return full if rows == self.n else full[full < rows].reshape(stop - start, rows)

    def beside(self, start: int) -> np.random.Generator:
        """What draws without orders from number `start` on: the same for each candidate."""
        began = self.rng.bit_generator.seed_seq.generate_state(4)
        return np.random.default_rng([start, *began])

    def _block(self, start: int, stop: int) -> NDArray[np.unsignedinteger]:
        if (start, stop) not in self.blocks:
            block = np.empty((stop - start, self.n), dtype=np.min_scalar_type(self.n))
            step = max(1, CHUNK // self.n)
            for part in np.split(block, range(step, len(block), step)):
                part[:] = orders_of(self.n, len(part), self.rng)
            self.blocks[start, stop] = block
        return self.blocks[start, stop]


def orders_of(n: int, draws: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Random orders of n rows, shape (draws, n)."""
    orders = np.empty((draws, n), dtype=np.intp)
    orders[:] = np.arange(n)
    rng.permuted(orders, axis=1, out=orders)  # in place it takes two thirds of the time
    return orders


def draws_for(family: int, alpha: float, rows: int) -> int:
    """How many permutations the strongest candidates of a family are worth."""
    needed = math.ceil(PER_ADJUSTED * family / alpha)
    return max(LOOKS[-1], min(needed, MOST, WORK // rows))


def tails(outcome: Scores, view: View, orders: Orders, most: int) -> list[Tail]:
    """Permutation p-values of every candidate of a view, on its combined evidence.

    Null hypothesis: outcome and candidate are independent and observations exchangeable. Ties
    count as exceedances. All arrangements are gone through when they are few; otherwise a
    candidate far from significance is let go early, which keeps every p valid, since those let
    go had a p above the level at which they were (Besag & Clifford 1991).
    """
    every = all_arrangements(outcome)
    if every is not None:
        return _exact(outcome, view, every)
    return _sampled(outcome, view, orders, most)


def all_arrangements(outcome: Scores) -> Floats | None:
    """Every distinct order of a two-valued outcome's scores, if few; shape (b, n)."""
    row = outcome.rows[0]
    low, high = row.min(), row.max()
    events = row > (low + high) / 2
    if len(outcome.rows) > 1 or np.ptp(row[events]) + np.ptp(row[~events]) > SAME:
        return None
    n, k = row.size, int(events.sum())
    return np.where(_subsets(n, k), high, low) if comb(n, k) <= ALL_OF_THEM else None


@lru_cache(maxsize=16)
def _subsets(n: int, k: int) -> NDArray[np.bool_]:
    """Every choice of k among n; shape (b, n)."""
    chosen = np.fromiter(chain.from_iterable(combinations(range(n), k)), dtype=np.intp)
    every = np.zeros((comb(n, k), n), dtype=bool)
    np.put_along_axis(every, chosen.reshape(-1, k), True, axis=1)
    return every


def _exact(outcome: Scores, view: View, every: Floats) -> list[Tail]:
    observed = view.evidence(outcome.rows @ view.columns.T, outcome)
    permuted = view.evidence((every @ view.columns.T)[:, None], outcome)
    pvalues = np.mean(permuted >= observed - SAME, axis=0)
    rarest = np.mean(permuted >= permuted.max(axis=0) - SAME, axis=0)
    return [Tail(float(p), "exact", float(r)) for p, r in zip(pvalues, rarest, strict=True)]


def _sampled(outcome: Scores, view: View, orders: Orders, most: int) -> list[Tail]:
    observed = view.evidence(outcome.rows @ view.columns.T, outcome)
    hits = np.zeros(view.size)
    drawn = np.zeros(view.size)
    greatest = np.full(view.size, -np.inf)
    equals = np.zeros(view.size)
    alive = np.arange(view.size)
    for start, stop, enough in _stages(most):
        part = view.only(alive)
        for sums in _permuted_sums(outcome, part, orders, start, stop):
            evidence = part.evidence(sums, outcome)
            hits[alive] += np.sum(evidence >= observed[alive] - NEAR, axis=0)
            drawn[alive] += len(evidence)
            _keep_greatest(greatest, equals, alive, evidence)
        alive = alive[hits[alive] < enough]
        if alive.size == 0:
            break
    rarest = (np.where(equals > 1, equals, 0) + 1) / (drawn + 1)
    pvalues = (hits + 1) / (drawn + 1)
    return [Tail(float(p), "permutation", float(r)) for p, r in zip(pvalues, rarest, strict=True)]


def _stages(most: int) -> list[tuple[int, int, int]]:
    ends = [*LOOKS, most] if most > LOOKS[-1] else list(LOOKS)
    return list(zip([0, *ends], ends, [*LET_GO, 0], strict=False))


def _keep_greatest(
    greatest: Floats, equals: Floats, alive: NDArray[np.intp], evidence: Floats
) -> None:
    top = evidence.max(axis=0)
    now = np.maximum(greatest[alive], top)
    at_top = np.sum(evidence >= now - NEAR, axis=0)
    equals[alive] = at_top + np.where(greatest[alive] >= now - NEAR, equals[alive], 0)
    greatest[alive] = now


def _permuted_sums(
    outcome: Scores, view: View, orders: Orders, start: int, stop: int
) -> Iterator[Floats]:
    if isinstance(view, Levels) and outcome.happening is not None:
        rng, draws = orders.beside(start), stop - start
        yield from _sums_of_tables(outcome.happening, view, rng, draws)
        return
    scores, columns = outcome.rows.astype(np.float32), view.columns.T.astype(np.float32)
    rows = scores.shape[1]
    step = max(1, CHUNK // scores.size)
    permuted = orders.of(rows, start, stop)
    for at in range(0, stop - start, step):
        order = permuted[at : at + step].astype(np.intp)
        sums = np.stack([score.take(order) @ columns for score in scores], axis=1)
        yield sums.astype(np.float64)


def _sums_of_tables(
    m: int, levels: Levels, rng: np.random.Generator, draws: int
) -> Iterator[Floats]:
    """Sums of labels with an outcome that happened m times: only the table's counts are drawn.

    Levels are drawn in the order of their sizes, so that their names change nothing.
    """
    order = np.argsort(levels.sizes, kind="stable")
    sizes, step = levels.sizes[order].astype(np.int64), max(1, CHUNK // order.size)
    n = int(sizes.sum())
    spread = np.sqrt(sizes * (m * (n - m) / n))
    drawn = rng.multivariate_hypergeometric
    way: Literal["count", "marginals"] = (
        "count" if min(m, n - m) < ROW_BY_ROW * order.size else "marginals"
    )
    for at in range(0, draws, step):
        happened = drawn(sizes, m, size=min(step, draws - at), method=way)
        yield ((happened - sizes * (m / n)) / spread)[:, None, np.argsort(order)]
