"""The curves of many tallies: what their ranks' bounded shapes sum to over the upper group."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from rootcause.association.curves import DEPENDENT, NOTHING, Floats, rank_and_shapes, turned
from rootcause.association.laid import Laid, alone
from rootcause.association.tallies import BLOCK

DF = 4  # of the curve of an ordered candidate
LEAST = 8  # rows without ties whose curves can be told apart


FACTS = 4 + DF  # of each curve


class Bases(NamedTuple):
    """Bounded curves of ranks as orthonormal columns, the rank first, of many tallies.

    Attributes
    ----------
    df
        Columns that are not zero, shape (p,), as all but the last.
    leverage, rank_leverage
        Sums over the observations of the squared leverages of all columns and of the first.
    skewness
        Greatest absolute skewness of the columns.
    sums
        Of each column over the upper group, shape (DF, p).
    """

    df: Floats
    leverage: Floats
    rank_leverage: Floats
    skewness: Floats
    sums: Floats

    @classmethod
    def of(cls, found: Floats) -> Bases:
        """Of what `of_laid` finds."""
        return cls(found[0], found[1], found[2], found[3], found[4:])


@dataclass(frozen=True, slots=True)
class Basis:
    """The curve of one column: as `Bases`, with its columns, an entry for each distinct value."""

    columns: Floats
    df: float
    leverage: float
    rank_leverage: float
    skewness: float


def basis_of(sizes: Floats) -> Basis:
    """The curve of values that occur so often, in rising order."""
    laid = alone(sizes)
    columns = _curves(laid)
    return Basis(columns, *_facts(columns, laid)[:, 0].tolist())


def round_the_clock(sizes: Floats) -> Basis:
    """The same of values that begin anew; `rank_leverage` is of both columns that turn once."""
    laid = alone(sizes)
    columns = _orthonormal(turned(_relative(laid)), laid)
    return Basis(columns, *_facts(columns, laid, leading=2)[:, 0].tolist())


def of_laid(laid: Laid) -> Floats:
    """Each of `Bases`, one below the other, shape (FACTS, p); of tallies with both groups."""
    return (_of_untied if laid.untied else _of_tied)(laid)


def _of_tied(laid: Laid) -> Floats:
    columns = _curves(laid)
    return np.concatenate([_facts(columns, laid), laid.over_upper(columns)])


def _curves(laid: Laid) -> Floats:
    u = _relative(laid)
    return _orthonormal(rank_and_shapes(u, ndtri(u)), laid)


def _relative(laid: Laid) -> Floats:
    """Ranks between 0 and 1."""
    return (laid.ranks - 0.5) / laid.spread(laid.n)


def _orthonormal(columns: Floats, laid: Laid) -> Floats:
    """As `curves.orthonormal`, within each tally; an entry counts as often as it has rows."""
    root = np.sqrt(laid.sizes)
    columns = (columns - laid.spread(laid.sums(columns * laid.sizes) / laid.n)) * root
    basis = np.zeros_like(columns)
    for j, column in enumerate(columns):
        own = column.copy()
        for _ in range(2 if j else 0):  # twice is enough: Giraud, Langou & Rozložník 2005
            for earlier in basis[:j]:
                own -= earlier * laid.spread(laid.sums(own * earlier))
        norm2 = laid.sums(own * own)
        floor = DEPENDENT * laid.sums(column * column)
        kept = norm2 > np.maximum(floor, NOTHING * laid.n)
        basis[j] = own * laid.spread(np.where(kept, 1 / np.sqrt(np.where(kept, norm2, 1)), 0))
    return basis / root


def _facts(columns: Floats, laid: Laid, leading: int = 1) -> Floats:
    """Degrees of freedom, both leverages and the skewness; shape (4, p)."""
    squares = columns**2
    spread = np.sqrt(laid.sums(squares * laid.sizes) / laid.n)
    third = np.abs(laid.sums(squares * columns * laid.sizes)) / laid.n
    skewness = third / np.where(spread > 0, spread, 1) ** 3
    leverages = np.array([squares.sum(axis=0), squares[:leading].sum(axis=0)]) ** 2
    led = laid.sums(leverages * laid.sizes)
    return np.array([(spread > 0).sum(axis=0), *led, skewness.max(axis=0)])


class _Untied(NamedTuple):
    """What the curve of so many rows without ties is, whatever their values.

    Attributes
    ----------
    facts
        As of `_facts`, shape (4,).
    means
        Of the shapes, shape (DF,).
    turned
        What makes the basis of the shapes less their means, shape (DF, DF).
    """

    facts: Floats
    means: Floats
    turned: Floats


def _of_untied(laid: Laid) -> Floats:
    known = [_untied(int(n)) for n in laid.n]
    facts, means, turned = (np.array(one) for one in zip(*known, strict=True))
    u = _relative(laid)
    score = (
        _scores(int(laid.n[0]))[laid.ranks.astype(np.intp) - 1] if laid.n.size == 1 else ndtri(u)
    )
    raw = laid.sums(rank_and_shapes(u, score)) - means.T * laid.m
    return np.concatenate([facts.T, np.einsum("pij,jp->ip", turned, raw)])


@lru_cache(maxsize=128)
def _untied(n: int) -> _Untied:
    if n < LEAST:
        return _nothing()
    means = _over_rows(n, lambda raw: raw.sum(axis=1)) / n
    gram = _over_rows(n, lambda raw: (raw - means[:, None]) @ (raw - means[:, None]).T)
    turned = np.linalg.inv(np.linalg.cholesky(gram))
    facts = _over_rows(n, lambda raw: _powers(turned @ (raw - means[:, None])))
    skewness = np.sqrt(n) * np.max(np.abs(facts[2:]))
    return _Untied(np.array([DF, *facts[:2], skewness]), means, turned)


def _nothing() -> _Untied:
    """Of so few rows that their curves can't be told apart."""
    return _Untied(np.zeros(FACTS - DF), np.zeros(DF), np.zeros((DF, DF)))


def _powers(columns: Floats) -> Floats:
    """Squared leverages of all columns and of the first, and the third power of each, summed."""
    squares = columns**2
    leverages = squares.sum(axis=0), squares[0]
    return np.array([*(one @ one for one in leverages), *(squares * columns).sum(axis=1)])


def _over_rows(n: int, work: Callable[[Floats], Floats]) -> Floats:
    """Sum of what is worked out of the shapes of so many rows, some at a time."""
    ends = [*range(0, n, BLOCK), n]
    parts = ((np.arange(*span) + 0.5) / n for span in itertools.pairwise(ends))
    return np.asarray(np.sum([work(rank_and_shapes(u, ndtri(u))) for u in parts], axis=0))


@lru_cache(maxsize=1)
def _scores(n: int) -> Floats:
    """Normal scores of the ranks of so many rows without ties."""
    return np.asarray(ndtri((np.arange(n) + 0.5) / n))
