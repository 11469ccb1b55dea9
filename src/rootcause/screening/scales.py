"""A numeric outcome on other scales than its ranks, and who is preferred there.

On ranks a candidate may follow any bounded curve. As recorded, or on logarithms, a straight line is
what most people draw, and it may prefer another candidate. Where both have something of their own
on ranks, the scale decides which of them is believed.

References
----------
Box, G. E. P. & Cox, D. R. (1964). An analysis of transformations. *JRSS B* 26, 211-252: what a
model says of an outcome holds on its scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rootcause.association.combining import cauchy
from rootcause.association.conditional import Conditional
from rootcause.association.designs import indicators, is_ordered
from rootcause.association.null_models import least_squares
from rootcause.association.score_tests import View, added
from rootcause.results import Hinge
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

RANKS = "ranks"
CLEARLY = 0.003  # p below which a scale clearly prefers another
STRAIGHT = ", straight"  # after the name of a scale: not curves of ranks but lines


class Scales:
    """The same outcome on other scales; none where a scale means nothing.

    Null hypothesis of each p-value: on that scale the outcome's mean doesn't go with the candidate,
    given those named. Assumes independent errors of one variance, of a numeric outcome.

    Parameters
    ----------
    conditional
        The outcome, and how it is tested on ranks.
    """

    def __init__(self, conditional: Conditional) -> None:
        self.conditional = conditional
        self.values = _other_scales(conditional)

    def curved(self, scale: str, column: Column, given: Sequence[Column]) -> float:
        """The p-value of the conditional test with the outcome on this scale."""
        rows = self.conditional.rows(column, *given)
        design = self.conditional.design(given, rows, column)
        model = least_squares(self.values[scale][rows], design)
        views = self.conditional.views(column, rows)
        return cauchy(np.array([added(model, view)[1] for view in views]))

    def straight(self, scale: str, column: Column, given: Sequence[Column]) -> float:
        """The same by least squares on numbers as they were recorded: straight lines."""
        rows = self.conditional.rows(column, *given)
        ones = np.ones((int(rows.sum()), 1))
        design = np.hstack([ones, *(_as_recorded(one, rows) for one in given)])
        model = least_squares(self.values[scale][rows], design)
        return added(model, View(_as_recorded(column, rows)))[1]

    def doubt(
        self, column: Column, others: Iterable[Column], beside: Sequence[Column], alpha: float
    ) -> Hinge | None:
        """That another scale prefers one of `others`, which has something of its own on ranks.

        There the column counts, but straight lines leave it nothing given the other, which clearly
        counts given it. Of several such scales and others the one that leaves it least.
        """
        worst: Hinge | None = None
        for other in others if self.values else ():
            held = [one for one in beside if one is not other]
            if self.conditional.pvalue(other, [column, *held]) > alpha:
                continue
            given = [other, *held]
            for scale in self.values:
                left = self.straight(scale, column, given)
                if left <= (worst.otherwise if worst else alpha):
                    continue
                shown = self.straight(scale, column, held) <= alpha
                if shown and self.straight(scale, other, [column, *held]) <= CLEARLY:
                    worst = Hinge(
                        "scale",
                        self.conditional.pvalue(column, given),
                        left,
                        tuple(one.name for one in given),
                        scale=RANKS,
                        other_scale=scale + STRAIGHT,
                    )
        return worst


def _other_scales(conditional: Conditional) -> Mapping[str, Floats]:
    outcome = conditional.outcome
    if outcome.variable.kind is not Kind.NUMERIC or conditional.dependence.declared:
        return {}
    scales = {"as recorded": outcome.values}
    if outcome.values.min() > 0:
        scales["logarithms"] = np.log(outcome.values)
    return scales


def _as_recorded(column: Column, rows: Rows) -> Floats:
    values = column.values[rows]
    return values[:, None] if is_ordered(column) else indicators(values)[:, 1:]
