"""Steps and windows of an ordered candidate: what a smooth curve can't follow.

The candidate is cut in tenths of its ranks; each step between two of them, and each window of up to
three in the middle, is set against the rest. The best is charged for the choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfc

from rootcause.association.clock import sharpest_hours
from rootcause.association.combining import several
from rootcause.association.curves import Floats
from rootcause.association.exact import fisher
from rootcause.association.facts import facts_of
from rootcause.association.grids import Grid, places_of
from rootcause.association.independence import LOPSIDED
from rootcause.association.prepare import Pair, with_pooled
from rootcause.association.tallies import Tally
from rootcause.association.tenths import TENTHS, tenth_of, tenths
from rootcause.association.views import scores
from rootcause.results import between

WIDEST = 3  # tenths of a window in the middle
FEW = 60  # rows below which a tenth is too little to tell anything
LEAST = 3  # rows on either side of a step that one who holds a candidate allows for
SPANS = np.array(
    [(0, stop) for stop in range(1, TENTHS)]
    + [
        (start, start + width)
        for width in range(1, WIDEST + 1)
        for start in range(1, TENTHS - width)
    ]
)  # first tenth, and the one after the last
INSIDE = np.array([[start <= tenth < stop for tenth in range(TENTHS)] for start, stop in SPANS])
HALF = TENTHS // 2
ROUND = np.array(
    [
        [(tenth - start) % TENTHS < width for tenth in range(TENTHS)]
        for width in range(1, HALF + 1)
        for start in range(TENTHS if width < HALF else HALF)
    ]
)  # of what begins anew: any stretch up to half of it

Inside = NDArray[np.bool_]


class Window(NamedTuple):
    """The span that stands out, by its place in `INSIDE` or `ROUND`; its p pays for the choice."""

    which: int
    pvalue: float


def most_telling(values: Floats, residual: Floats, *, anew: bool = False) -> Floats:
    """The step at any value, or the window of tenths, that goes furthest with a residual.

    Of hours, which begin anew, any stretch of the day.

    Parameters
    ----------
    values, residual
        Shape (n,), complete; the residual with mean 0.

    Returns
    -------
    ndarray
        One 0/1 column, shape (n, 1).
    """
    n = values.size
    if anew:
        return _stretch(values, residual)
    order = np.argsort(values, kind="stable")
    below = np.flatnonzero(np.diff(values[order])) + 1
    below = below[(below >= LEAST) & (below <= n - LEAST)]
    tenth = tenths(values)
    inside = INSIDE @ np.bincount(tenth, minlength=TENTHS)
    sizes = np.concatenate([below, inside])
    sums = np.concatenate(
        [np.cumsum(residual[order])[below - 1], INSIDE @ np.bincount(tenth, residual, TENTHS)]
    )
    room = sizes * (n - sizes)
    best = int(np.where(room > 0, sums**2 / np.maximum(room, 1), 0.0).argmax())
    is_step = best < below.size
    told = values < values[order[below[best]]] if is_step else INSIDE[best - below.size][tenth]
    return np.asarray(told[:, None], dtype=np.float64)


def _stretch(values: Floats, residual: Floats) -> Floats:
    distinct, index, sizes = np.unique(values, return_inverse=True, return_counts=True)
    sums = np.bincount(index, residual).astype(np.float64)
    found = sharpest_hours(distinct, sizes.astype(np.float64), sums, LEAST)
    inside = np.zeros(values.size) if found is None else between(values, *found)
    return np.asarray(inside[:, None], dtype=np.float64)


def bounds(values: Floats, which: int) -> tuple[float, float]:
    """Least and greatest of the values inside a span."""
    inside = values[INSIDE[which][tenths(values)]]
    return float(inside.min()), float(inside.max())


def windows_of(pairs: Sequence[Pair]) -> list[Window]:
    """The step or window of each ordered candidate that stands out.

    Null hypothesis: outcome and candidate are independent; assumes exchangeable observations.
    Exact for the span where the outcome is counted, of its ranks by large samples.

    Parameters
    ----------
    pairs
        Complete observations of one outcome with each candidate; what begins anew, as the hour of
        a day, may have its window over the end.
    """
    found: dict[int, Window] = {}
    for inside, anew in ((INSIDE, False), (ROUND, True)):
        mine = [p for p, pair in enumerate(pairs) if bool(pair.candidate.variable.period) is anew]
        found |= zip(mine, _among([pairs[place] for place in mine], inside), strict=True)
    return [found[place] for place in range(len(pairs))]


def _among(pairs: Sequence[Pair], inside: Inside) -> list[Window]:
    if pairs and pairs[0].is_parted:
        return _of_tallies([pair.tally for pair in pairs], inside)
    return [_of_scores(pair, inside) for pair in pairs]


def _of_tallies(tallies: Sequence[Tally], spans: Inside) -> list[Window]:
    sizes, events = facts_of(tallies).tenths.transpose(0, 2, 1)
    n, m = sizes.sum(axis=1, keepdims=True), events.sum(axis=1, keepdims=True)
    inside, happened = sizes @ spans.T, events @ spans.T
    room = inside * (n - inside) * m * (n - m)
    squares = np.where(room > 0, (happened * n - inside * m) ** 2 / np.maximum(room, 1), 0.0)
    which = squares.argmax(axis=1)
    at = np.arange(which.size), which
    exact = fisher(happened[at], inside[at], m[:, 0], n[:, 0]).pvalue
    charged = several(exact, len(spans))
    return [Window(*one) for one in zip(which.tolist(), charged.tolist(), strict=True)]


def _of_scores(pair: Pair, spans: Inside) -> Window:
    """By the sums of the outcome's scores, or of each of its classes."""
    if isinstance(pair, Grid):
        outcome, sizes = pair.scored, pair.sizes[1]
        codes, rows = tenth_of(places_of(sizes), pair.n), outcome.rows @ pair.counts
        inside = spans @ np.bincount(codes, sizes, TENTHS)
    else:
        column = with_pooled(pair.outcome)
        outcome = scores(column.values, column.variable.kind)
        codes, rows = tenths(pair.candidate.values), outcome.rows
        inside = spans @ np.bincount(codes, minlength=TENTHS)
    told = np.stack([np.bincount(codes, row, TENTHS) for row in rows]) @ spans.T
    n = pair.n
    room = inside * (n - inside) * np.maximum(1 - outcome.share, 1 / n)[:, None]
    squares = np.where(room > 0, (n - 1) * n * told**2 / np.maximum(room, 1e-9), 0.0)
    row, which = np.unravel_index(int(np.argmax(squares)), squares.shape)
    if outcome.counted is None:
        share = inside[which] / n
        lopsided = outcome.skewness * abs(1 - 2 * share) / np.sqrt(n * share * (1 - share))
        chance = float(erfc(np.sqrt(squares[row, which] / 2))) if lopsided <= LOPSIDED else 1.0
    else:
        sizes = np.array([inside[which], n - inside[which]], dtype=np.float64)
        sums = told[:, which, None] * [1, -1] / np.sqrt(sizes)
        events = outcome.happened(sums, sizes)[row, :1]
        chance = float(fisher(events, sizes[:1], outcome.counted[row], n).pvalue[0])
    return Window(int(which), float(several(chance, squares.size)))
