"""What changed when it began: the outcome's change point against those of the candidates.

References
----------
Andrews, D. W. K. (1993). Tests for parameter instability and structural change with unknown
change point. *Econometrica* 61, 821-856: the largest F over all places of a step.
Hušková, M. & Kirch, C. (2008). Bootstrapping confidence intervals for the change-point of time
series. *J. Time Series Analysis* 29, 947-972.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import midranks
from rootcause.association.dependence import Dependence
from rootcause.association.multiplicity import adjust
from rootcause.association.series import Series, Steps, series_of
from rootcause.results import Change, Changes, Coincidence, Group
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

DRAWS = 999  # resampled series for the outcome
DRAWS_CLOSE = 9_999  # the same where p is near the level
CLOSE = (0.4, 2.0)  # times the level
DRAWS_BESIDE = 199  # for a candidate
FEWEST = 30  # moments below which no change is looked for
LEVELS = 6  # of a nominal candidate, the most frequent ones are looked at
COVERAGE = 0.95


def changes_in(
    outcome: Column,
    candidates: Sequence[Column],
    time: Column,
    *,
    weights: Floats | None,
    dependence: Dependence,
    alpha: float,
    rng: np.random.Generator,
) -> Changes | None:
    """When the outcome changed, and which candidates changed then; None where it can't be seen.

    Null hypothesis: the outcome has one level throughout, with noise in which each value may
    depend on the last one. The largest F of a step beside the outcome's own last value is held
    against series drawn from its own innovations. Observations of the same moment are one; an
    ordered outcome is looked at by its ranks, and what is common to a unit is taken out.
    Assumes innovations that are exchangeable; a change of several steps, or one that goes back
    again, is seen only as far as one step shows it.

    Parameters
    ----------
    outcome
        Without missing values; of several classes none is looked at.
    candidates
        Columns of the same rows; looked at only where the outcome changed.
    time
        When each observation was made.
    weights
        Of how many each value of a share was counted, shape (n,); None for any other outcome.
    dependence
        How the observations depend on each other.
    alpha
        Level of the tests.
    rng
        Of the resampled series.
    """
    if outcome.variable.kind is Kind.NOMINAL:
        return None
    look = _Look(time, dependence, rng)
    found = look.change(outcome, DRAWS, weights=weights)
    if found is None:
        return None
    if CLOSE[0] * alpha <= found.pvalue <= CLOSE[1] * alpha:
        found = look.change(outcome, DRAWS_CLOSE, weights=weights) or found
    beside: list[Coincidence] = []
    if found.pvalue <= alpha and not found.drifts:
        steps = look.steps(outcome, weights=weights)
        beside = _coincidences(look, steps, candidates, alpha)
        could_be = steps.series.times[steps.could_be(COVERAGE, DRAWS, rng)]
        found = replace(found, low=float(could_be[0]), high=float(could_be[-1]))
    return Changes(
        time=time.variable,
        outcome=found,
        candidates=tuple(beside),
        step=float(np.median(np.diff(np.unique(time.values[time.present])))),
        alpha=alpha,
    )


def _coincidences(
    look: _Look, outcome: Steps, candidates: Sequence[Column], alpha: float
) -> list[Coincidence]:
    """Candidates that changed, nearest to the outcome's change first.

    Where a candidate changed is as good as any other moment, unless the two have to do with each
    other: so p is the share of all moments that tell the outcome's change at least as well.
    """
    found = [look.change(one, DRAWS_BESIDE) for one in candidates if _can_change(one, look.time)]
    known = [one for one in found if one is not None]
    own = adjust([one.pvalue for one in known], "fdr_bh")
    changed = [one for one, p in zip(known, own, strict=True) if p <= alpha and not one.drifts]
    times = outcome.series.times
    at = [int(np.searchsorted(times, one.at)) for one in changed]
    near = [float(np.mean(outcome.gains >= outcome.gain_at(place))) for place in at]
    adjusted = adjust(near, "holm")
    every = [
        Coincidence(one, place - outcome.place, p, float(corrected))
        for one, place, p, corrected in zip(changed, at, near, adjusted, strict=True)
    ]
    return sorted(every, key=lambda one: (one.pvalue, one.change.pvalue))


def _can_change(column: Column, time: Column) -> bool:
    """Whether a column is something that changes in time, rather than time itself."""
    variable = column.variable
    is_time = variable.kind is Kind.TIME or variable.derived_from == time.name
    return not is_time and not variable.not_tested


@dataclass(frozen=True, slots=True)
class _Look:
    """Where changes are looked for."""

    time: Column
    dependence: Dependence
    rng: np.random.Generator

    def change(self, column: Column, draws: int, weights: Floats | None = None) -> Change | None:
        """The likeliest change of a column; of labels that of the level which shows most."""
        rows = column.present & self.time.present
        if np.unique(self.time.values[rows]).size < FEWEST:
            return None
        codes = _codes(column, rows)
        found = [self._change(column, rows, code, draws, weights) for code in codes]
        best = min(found, key=lambda one: (one.pvalue, -one.statistic))
        return replace(best, pvalue=min(1.0, best.pvalue * len(found)))

    def steps(
        self, column: Column, code: int | None = None, weights: Floats | None = None
    ) -> Steps:
        """Every step that a column could have."""
        series = self._series(column, column.present & self.time.present, code, weights)
        return Steps(series, max(3, int(np.ceil(series.size / 20))))

    def _change(
        self,
        column: Column,
        rows: NDArray[np.bool_],
        code: int | None,
        draws: int,
        weights: Floats | None,
    ) -> Change:
        steps = self.steps(column, code, weights)
        at = float(steps.series.times[steps.place])
        later = self.time.values >= at
        return Change(
            name=column.name,
            at=at,
            low=at,
            high=at,
            before=_group(column, rows & ~later, code, weights),
            after=_group(column, rows & later, code, weights),
            statistic=steps.statistic,
            pvalue=steps.pvalue(draws, self.rng),
            moments=steps.series.size,
            drifts=steps.drifts,
            level="" if code is None else column.variable.levels[code],
        )

    def _series(
        self, column: Column, rows: NDArray[np.bool_], code: int | None, weights: Floats | None
    ) -> Series:
        values = column.values[rows]
        if code is not None:
            values = (values == code).astype(np.float64)
        elif weights is not None:
            values = _logits(values, weights[rows])
        elif column.variable.kind is not Kind.BINARY:
            values = midranks(values[None])[0]
        if self.dependence.units is not None:
            values = self.dependence.units.among(rows).less_means(values)
        return series_of(values, self.time.values[rows], None if weights is None else weights[rows])


def _codes(column: Column, rows: NDArray[np.bool_]) -> list[int | None]:
    """Levels to look at one by one; of anything but labels the whole."""
    if column.variable.kind is not Kind.NOMINAL:
        return [None]
    codes, counts = np.unique(column.values[rows], return_counts=True)
    return [int(code) for code in codes[np.argsort(-counts, kind="stable")][:LEVELS]]


def _group(
    column: Column, rows: NDArray[np.bool_], code: int | None, weights: Floats | None
) -> Group:
    values = column.values[rows]
    if weights is not None:
        of = weights[rows]
        return Group("", round(float(of.sum())), happened=round(float(values @ of) / 100))
    if code is not None or column.variable.kind is Kind.BINARY:
        wanted = 1 if code is None else code
        return Group("", values.size, happened=int((values == wanted).sum()))
    return Group("", values.size, median=float(np.median(values)))


def _logits(shares: Floats, of: Floats) -> Floats:
    """Log odds of shares in %, half an observation put to either side (Haldane 1956)."""
    had = shares / 100 * of
    odds: Floats = np.log((had + 0.5) / (of - had + 0.5))
    return odds
