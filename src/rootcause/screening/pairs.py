"""Candidates that act only together: fails when hot and humid, not when either alone.

Every pair is scanned for what it adds to its two parts; its p-value is charged for all pairs.

References
----------
Rao, C. R. (1948). *Proc. Camb. Phil. Soc.* 44, 50-57: the score test that confirms a pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from rootcause.association import measure_all
from rootcause.association.conditional import Conditional
from rootcause.association.contrast import median_cut
from rootcause.association.curves import curve, midranks
from rootcause.association.null_models import least_squares, normal_scores
from rootcause.association.score_tests import View, added
from rootcause.results import PAIR, Candidate, Verdict
from rootcause.variables import Column, Kind, Variable

Floats = NDArray[np.float64]

ROWS = 60  # below this no pair can be told from its parts
MOST = 60  # candidates of which all pairs are scanned; of more, none
LEVELS = 5  # most frequent levels of a label that enter a pair
SHARE = 0.1  # of alpha that pairs may spend: they are many, and rarely the cause
EFFECTIVE = 4.0  # rare outcomes that a product must rest on, at the least


@dataclass(frozen=True, slots=True)
class Half:
    """One part of a pair: its few columns, and itself as two halves that can be said.

    Attributes
    ----------
    column
        The candidate.
    shapes
        Shape (n, k), centred.
    upper
        True in the second half: at the median or above, the telling level, "yes".
    said
        What the first and the second half are called.
    """

    column: Column
    shapes: Floats
    upper: NDArray[np.bool_]
    said: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Together:
    """Two candidates that add something together.

    Attributes
    ----------
    names
        Of the two.
    pvalue
        Of what they add to their parts, not corrected.
    scanned
        How many pairs were looked at.
    """

    names: tuple[str, str]
    pvalue: float
    scanned: int


def pairs_scanned(candidates: Sequence[Column], rows: int) -> int:
    """How many pairs `scan` looks at."""
    k = len(candidates)
    return k * (k - 1) // 2 if rows >= ROWS and k <= MOST else 0


def scannable(conditional: Conditional) -> bool:
    """Whether pairs can be told for this outcome: two values or an order, and no runs in time."""
    counted = conditional.outcome.variable.kind is Kind.NOMINAL
    return not counted and not conditional.dependence.in_time


def scan(conditional: Conditional, candidates: Sequence[Column], *, alpha: float) -> list[Together]:
    """Pairs that add to their parts, best first.

    Null hypothesis: given both parts, the outcome is independent of their product. Binary and
    ordered outcomes only. A pair is reported when its p times the number of pairs is at most
    `SHARE` of alpha, and it is the best pair of both of its parts.

    Parameters
    ----------
    conditional
        The outcome, and how it is tested.
    candidates
        Tested candidates, with the same rows.
    """
    outcome = conditional.outcome
    scanned = pairs_scanned(candidates, outcome.values.size)
    if not scanned or not scannable(conditional):
        return []
    halves = [half(outcome, one) for one in candidates]
    rough = _rough(conditional, halves)
    limit = SHARE * alpha / scanned
    found = []
    for (a, b), p in sorted(rough.items(), key=lambda item: item[1]):
        if p > limit or any(rough[pair] < p for pair in rough if {a, b} & {*pair}):
            continue
        pvalue = _confirmed(conditional, halves[a], halves[b])
        if pvalue <= limit:
            names = halves[a].column.name, halves[b].column.name
            found.append(Together(names, pvalue, scanned))
    return found


def as_candidate(
    pair: Together, outcome: Column, columns: Mapping[str, Column], rng: np.random.Generator
) -> tuple[Candidate, Column]:
    """A pair as a candidate that stands, and as a column: 1 where both are as the outcome wants."""
    one, other = (half(outcome, columns[name]) for name in pair.names)
    column = _corner(outcome, one, other)
    association = replace(
        measure_all(outcome, [column], rng)[0],
        measure=PAIR,
        pvalue=pair.pvalue,
        method="asymptotic",
        resolution=0.0,
        cautions=(_scanned(pair.scanned),),
    )
    adjusted = min(1.0, pair.pvalue * pair.scanned / SHARE)
    return Candidate(column.variable, Verdict.STANDS, association, adjusted), column


def _scanned(pairs: int) -> str:
    if pairs == 1:
        return "The only pair looked at."
    return f"The best of {pairs:,} pairs; its p-value is corrected for them."


def _of_one_source(one: Column, other: Column) -> bool:
    sources = {one.variable.derived_from or one.name, other.variable.derived_from or other.name}
    return len(sources) == 1


def half(outcome: Column, column: Column) -> Half:
    """A candidate as two halves that can be said, and as a few columns."""
    values, kind = column.values, column.variable.kind
    present, called = column.present, column.variable.called
    if kind in (Kind.NUMERIC, Kind.ORDINAL):
        cut = median_cut(values[present])
        sides = f"{called} under {cut:g}", f"{called} {cut:g} or more"
        return Half(column, curve(values, 2), present & (values >= cut), sides)
    codes, counts = np.unique(values[present], return_counts=True)
    common = codes[np.argsort(-counts, kind="stable")][:LEVELS]
    telling = float(common[0]) if kind is Kind.BINARY else _telling(outcome, values, common)
    code = 1.0 if kind is Kind.BINARY else telling
    levels = column.variable.levels
    label = levels[int(code)] if levels else f"{code:g}"
    rest = levels[0] if kind is Kind.BINARY and levels else f"not {label}"
    columns = (values[:, None] == common[: max(1, common.size - 1)]).astype(np.float64)
    columns[~present] = np.nan
    shapes = np.nan_to_num(columns - np.nanmean(columns, axis=0))
    return Half(column, shapes, values == code, (f"{called} {rest}", f"{called} {label}"))


def _telling(outcome: Column, values: Floats, codes: Floats) -> float:
    known = outcome.present
    ranks = midranks(outcome.values[None, known])[0]
    centred, values = ranks - ranks.mean(), values[known]
    return float(max(codes, key=lambda code: abs(centred[values == code].sum())))


def _products(one: Half, other: Half) -> Floats:
    products = one.shapes[:, :, None] * other.shapes[:, None, :]
    return products.reshape(len(products), -1)


def _rough(conditional: Conditional, halves: Sequence[Half]) -> dict[tuple[int, int], float]:
    """Rough p of what each pair adds to all parts: three Gram matrices for all products at once.

    The outcome is rid of all parts, the products are only centred, so p is a little too large.
    """
    rows = conditional.outcome.present
    shapes = np.hstack([half.shapes[rows] for half in halves])
    owner = np.repeat(np.arange(len(halves)), [half.shapes.shape[1] for half in halves])
    y, rate = _told(conditional.outcome, rows)
    parts = np.hstack([np.ones((y.size, 1)), conditional.dependence.held(rows), shapes])
    model = least_squares(y, parts, conditional.dependence.units_of(rows))
    left = model.raw
    variance = float(left @ left) / max(y.size - model.spent, 1)
    squares = shapes**2
    room = squares.T @ squares
    effective = room**2 / np.maximum((squares**2).T @ squares**2, 1e-300) * rate
    told = (shapes.T @ (shapes * left[:, None])) ** 2
    usable = (room > 1e-9) & (effective >= EFFECTIVE) & (variance > 0)
    statistic = np.where(usable, told / np.maximum(room * variance, 1e-300), 0.0)
    pvalues = chdtrc(1, statistic)
    found = {}
    for a, b in combinations(range(len(halves)), 2):
        if not _of_one_source(halves[a].column, halves[b].column):
            block = pvalues[np.ix_(owner == a, owner == b)]
            found[a, b] = float(block.min() * block.size)
    return found


def _told(outcome: Column, rows: NDArray[np.bool_]) -> tuple[Floats, float]:
    """The outcome as numbers, and the share of its rarer half where it has just two values."""
    values = outcome.values[rows]
    if outcome.variable.kind is not Kind.BINARY:
        return normal_scores(values), 1.0
    share = float(values.mean())
    return values, min(share, 1 - share)


def _confirmed(conditional: Conditional, one: Half, other: Half) -> float:
    """The score test of the products given both parts."""
    rows = conditional.rows(one.column, other.column)
    model = conditional.null_models([one.column, other.column], rows)[0]
    return added(model, View(_products(one, other)[rows], is_level=False))[1]


def _corner(outcome: Column, one: Half, other: Half) -> Column:
    """The corner, or the diagonal, of the four cells that tells the outcome best."""
    both = one.column.present & other.column.present
    centred = outcome.values - np.nanmean(outcome.values[both])
    a, b = (one.upper, ~one.upper), (other.upper, ~other.upper)
    corners = {
        (i, j): (a[1 - i] & b[1 - j] & both, f"{one.said[i]} and {other.said[j]}")
        for i in (0, 1)
        for j in (0, 1)
    }

    def joined(first: tuple[int, int], second: tuple[int, int]) -> tuple[NDArray[np.bool_], str]:
        (mine, said), (theirs, also) = corners[first], corners[second]
        return mine | theirs, f"{said}, or {also}"

    choices = [*corners.values(), joined((1, 0), (0, 1)), joined((1, 1), (0, 0))]

    def tells(choice: tuple[NDArray[np.bool_], str]) -> float:
        inside, rows = int(choice[0].sum()), int(both.sum())
        spread = inside * (rows - inside) / max(rows, 1)
        return float(centred[choice[0]].sum()) / float(np.sqrt(spread)) if spread > 0 else -np.inf

    inside, label = max(choices, key=tells)
    names = one.column.name, other.column.name
    variable = Variable(
        f"{names[0]} x {names[1]}",
        Kind.BINARY,
        label=f"{one.column.variable.called} with {other.column.variable.called}",
        levels=("the rest", label),
        derived_from=f"{names[0]}, {names[1]}",
    )
    return Column(variable, np.where(both, inside.astype(np.float64), np.nan))
