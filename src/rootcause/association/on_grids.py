"""Large-sample tests of a grid of counts: the same sums as those of the observations."""

from __future__ import annotations

import numpy as np

from rootcause.association.bases import basis_of, round_the_clock
from rootcause.association.combining import several
from rootcause.association.curves import Floats
from rootcause.association.exact import fisher
from rootcause.association.grids import Grid
from rootcause.association.prepare import gathered
from rootcause.association.views import Levels, Scores, curve_pvalues
from rootcause.variables import Kind


def pvalue_of(grid: Grid, outcome: Scores, lopsided: float) -> float | None:
    """P-value that scores of the outcome go with the candidate; None for sums too far from normal.

    As `Curves.pvalues` and `Levels.pvalues` of the observations, which count as often as the grid
    says.

    Parameters
    ----------
    grid
        Of at least a hundred observations.
    outcome
        One entry a value of the grid's outcome.
    lopsided
        Skewness of a permuted sum above which its tail is not a normal's.
    """
    sizes, told = grid.sizes[1], outcome.rows @ grid.counts
    if grid.candidate.variable.kind is Kind.NOMINAL:
        merged, _ = gathered(sizes, grid.candidate, sizes)
        sums, _ = gathered(told.T, grid.candidate, sizes)
        view = Levels(np.zeros((merged.size, 0)), merged)
        if outcome.skewness * view.skewness[0] / np.sqrt(grid.n) > lopsided:
            return None
        return float(view.pvalues((sums / np.sqrt(merged)[:, None]).T, outcome)[0])
    anew = bool(grid.candidate.variable.period)
    basis, leading = (round_the_clock(sizes), 2) if anew else (basis_of(sizes), 1)
    if outcome.skewness * basis.skewness / np.sqrt(grid.n) > lopsided:
        return None
    squares = ((told @ basis.columns.T) ** 2).sum(axis=0)
    forms = squares[:leading].sum(keepdims=True), squares.sum(keepdims=True)
    leverages = np.array([basis.leverage]), np.array([basis.rank_leverage])
    others = outcome.df, outcome.leverage
    df = np.array([float(basis.df)])
    return float(curve_pvalues(forms, df, leverages, others, grid.n, leading=leading)[0])


def coarse_pvalue(grid: Grid) -> float:
    """P-value of the 2 x 2 table that stands out, by Fisher's exact test, their number counted.

    The grid's own form of `coarse`.
    """
    events, exposed = _parts(grid, 0), _parts(grid, 1)
    both = events @ grid.counts @ exposed.T
    of_exposed, of_events = exposed @ grid.sizes[1], events @ grid.sizes[0]
    chances = [
        fisher(row, of_exposed, float(happened), grid.n).pvalue.min()
        for row, happened in zip(both, of_events, strict=True)
    ]
    return float(several(min(chances), both.size))


def _parts(grid: Grid, side: int) -> Floats:
    """Rows of 0 and 1 over the values of a side, one for each way to part it in two."""
    column, sizes = (grid.outcome, grid.candidate)[side], grid.sizes[side]
    if column.variable.kind is Kind.NOMINAL:
        inside, names = gathered(np.diag(sizes), column, sizes)
        return np.asarray((inside if len(names) > 2 else inside[1:2]) > 0, dtype=np.float64)
    return np.asarray(np.arange(sizes.size) == np.argmax(sizes), dtype=np.float64)[None]
