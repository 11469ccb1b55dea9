"""Association given others: score tests that no complete separation can harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from rootcause.association.combining import cauchy
from rootcause.association.curves import curve
from rootcause.association.dependence import INDEPENDENT, Dependence
from rootcause.association.null_models import NullModel, linear, logistic
from rootcause.association.remaining import remaining_effect, unknown_effect
from rootcause.results import Association
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

SPARSE = 1.0  # variance of a level's count below which its exact tail is used as well
RARE = 3  # rows that a level needs to be told from the rest
BENDS = ((10, 1), (25, 2))  # rows in the rarer half below which a curve has so many df; else 4


class Tested(NamedTuple):
    """A conditional test: of its models the one that shows most, statistic, and p of them all."""

    which: int
    statistic: float
    pvalue: float


@dataclass(frozen=True, slots=True)
class View:
    """One way in which a candidate may matter: columns, shape (n, k), tested jointly."""

    columns: Floats
    is_level: bool


class Conditional:
    """Associations of one outcome with any candidate, given any others.

    Null hypothesis: the outcome is independent of the candidate given those named. Of a 0/1
    outcome the score test of a logistic model is used, its dispersion fixed at 1; of a numeric or
    ordinal outcome the F-test of a linear model of normal scores; of a nominal outcome one
    logistic score test for each class against the rest, combined. Those given enter as bounded
    curves of their ranks, or as one column for each level. Assumes observations that are
    independent but for what `dependence` holds; a candidate that is constant in each unit is
    tested on units, not on rows. Rows with a value missing in the candidate or in one of those
    given are left out, and counted.

    Parameters
    ----------
    outcome
        The outcome; its rows are the rows of every candidate.
    dependence
        How observations depend on each other.
    """

    def __init__(self, outcome: Column, dependence: Dependence = INDEPENDENT) -> None:
        self.outcome = outcome
        self.dependence = dependence
        self.by_unit: Conditional | None = None
        if dependence.units is not None:
            self.by_unit = Conditional(dependence.by_unit(outcome))
        self._ordered = outcome.variable.kind in (Kind.NUMERIC, Kind.ORDINAL)
        self._models: dict[tuple[tuple[str, ...], bytes], tuple[NullModel, ...]] = {}
        self._views: dict[tuple[str, bytes], list[View]] = {}

    def association(
        self, candidate: Column, given: Sequence[Column] = (), level: str = ""
    ) -> Association:
        """Association of the outcome with `candidate` given `given`, complete rows only.

        `level` names the level of a nominal candidate, against the rest, whose effect is wanted.
        """
        if self.by_unit and self.dependence.constant_in_units(candidate):
            candidate, *given = map(self.dependence.by_unit, (candidate, *given))
            return self.by_unit.association(candidate, given, level)
        rows = self.rows(candidate, *given)
        tested = self._tested(candidate, given, rows)
        used = int(rows.sum())
        if used:
            model = self.null_models(given, rows)[tested.which]
            effect = remaining_effect(model, candidate, rows, level)
        else:
            effect = unknown_effect(candidate, self._ordered)
        return Association(
            outcome=self.outcome.name,
            candidate=candidate.name,
            measure="score given others",
            statistic=tested.statistic,
            pvalue=tested.pvalue,
            n=used,
            n_missing=rows.size - used,
            effect=effect,
            given=tuple(one.name for one in given),
        )

    def pvalue(self, candidate: Column, given: Sequence[Column]) -> float:
        """The p-value of `association` alone."""
        if self.by_unit and self.dependence.constant_in_units(candidate):
            candidate, *given = map(self.dependence.by_unit, (candidate, *given))
            return self.by_unit.pvalue(candidate, given)
        return self._tested(candidate, given, self.rows(candidate, *given)).pvalue

    def rows(self, *columns: Column) -> Rows:
        """Rows in which the outcome and all of `columns` were recorded, shape (n,)."""
        rows: Rows = np.logical_and.reduce([self.outcome.present, *(c.present for c in columns)])
        return rows

    def classes(self, values: Floats) -> list[Floats]:
        """The outcome as 0/1, one array for each class that is counted."""
        if self.outcome.variable.kind is Kind.BINARY:
            return [values]
        codes, counts = np.unique(values, return_counts=True)
        common = codes[counts >= RARE] if (counts >= RARE).any() else codes
        return [(values == code).astype(np.float64) for code in common]

    def flexibility(self, rows: Rows) -> int:
        """Degrees of freedom that a curve may have on `rows`: 1, 2 or 4."""
        values = self.outcome.values[rows]
        if self._ordered:
            rarer = values.size / 2
        else:
            rarer = min(np.unique(values, return_counts=True)[1], default=0)
        return next((df for below, df in BENDS if rarer < below), 4)

    def design(self, given: Sequence[Column], rows: Rows) -> Floats:
        """Intercept, those given, and what observations have in common, shape (n, k)."""
        own = design_of(given, rows, self.flexibility(rows))
        return np.hstack([own, self.dependence.held(rows)])

    def views(self, candidate: Column, rows: Rows) -> list[View]:
        """The ways in which `candidate` may matter, on `rows`."""
        key = candidate.name, rows.tobytes()
        if key not in self._views:
            plain = _views(candidate, rows, self.flexibility(rows))
            self._views[key] = plain if self.dependence.order is None else self._fresh(plain, rows)
        return self._views[key]

    def _fresh(self, views: list[View], rows: Rows) -> list[View]:
        """What is new in each row of views whose observations come in time, and in the last one."""
        fresh = [
            View(self.dependence.innovations(view.columns, rows), is_level=False) for view in views
        ]
        if not self.dependence.even:
            return fresh
        first = fresh[0].columns[:, :1]
        return [*fresh, View(self.dependence.previous(first, rows), is_level=False)]

    def _tested(self, candidate: Column, given: Sequence[Column], rows: Rows) -> Tested:
        if not rows.any():
            return Tested(0, 0.0, 1.0)
        views = self.views(candidate, rows)
        found = []
        for which, model in enumerate(self.null_models(given, rows)):
            tests = [added(model, view) for view in views]
            pvalues = np.array([pvalue for _, pvalue in tests])
            found.append(Tested(which, tests[int(pvalues.argmin())][0], cauchy(pvalues)))
        best = min(found, key=lambda one: one.pvalue)
        return best._replace(pvalue=cauchy(np.array([one.pvalue for one in found])))

    def null_models(self, given: Sequence[Column], rows: Rows) -> tuple[NullModel, ...]:
        """The outcome explained by `given` on `rows`: one model, or one for each of its classes."""
        key = tuple(sorted(one.name for one in given)), rows.tobytes()
        if key not in self._models:
            values = self.outcome.values[rows]
            design = self.design(given, rows)
            self._models[key] = (
                (linear(values, design),)
                if self._ordered
                else tuple(logistic(y, design) for y in self.classes(values))
            )
        return self._models[key]


def given_association(outcome: Column, candidate: Column, given: Sequence[Column]) -> Association:
    """Association of `outcome` with `candidate` given `given`; see `Conditional`."""
    return Conditional(outcome).association(candidate, given)


def design_of(given: Sequence[Column], rows: Rows, flexible: int) -> Floats:
    """Intercept and the columns of those given, shape (n, k)."""
    blocks = [np.ones((int(rows.sum()), 1))]
    for one in given:
        if one.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
            blocks.append(curve(one.values[rows], flexible))
        else:
            blocks.append(indicators(one.values[rows])[:, 1:])
    return np.hstack(blocks)


def indicators(codes: Floats) -> Floats:
    """One 0/1 column for each level, most frequent first, those below `RARE` rows pooled last."""
    levels, counts = np.unique(codes, return_counts=True)
    by_count = levels[np.argsort(-counts, kind="stable")]
    common = by_count[: max(1, int((counts >= RARE).sum()))]
    columns = [(codes == level).astype(np.float64) for level in common]
    if common.size < levels.size:
        columns.append(1.0 - np.sum(columns, axis=0))
    return np.column_stack(columns)


def added(model: NullModel, view: View) -> tuple[float, float]:
    """Statistic and p-value of the score test that `view` adds nothing to `model`.

    References
    ----------
    Rao, C. R. (1948). *Proc. Camb. Phil. Soc.* 44, 50-57. For a linear model the partial F-test.
    """
    testable = ~model.holds(view.columns)
    if not testable.any():
        return 0.0, 1.0
    own = model.own(view.columns[:, testable])
    sizes, directions = np.linalg.eigh(own.T @ own)
    kept = sizes > 1e-6 * sizes[-1]
    along = directions[:, kept].T @ (own.T @ model.residual)
    explained, df = float((along**2 / sizes[kept]).sum()), int(kept.sum())
    if model.linear:
        return _f_test(model, explained, df)
    pvalue = float(chdtrc(df, explained))
    if view.is_level:
        pvalue = max(pvalue, _sparse_tail(model, view.columns[:, 0]))
    return explained, pvalue


def _views(candidate: Column, rows: Rows, flexible: int) -> list[View]:
    values = candidate.values[rows]
    if candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        bent = curve(values, flexible)
        straight = View(bent[:, :1], is_level=False)
        return [straight, View(bent, is_level=False)] if bent.shape[1] > 1 else [straight]
    levels = indicators(values)
    told = levels[:, :1] if levels.shape[1] <= 2 else levels
    return [View(column[:, None], is_level=True) for column in told.T]


def _f_test(model: NullModel, explained: float, df: int) -> tuple[float, float]:
    left_over = model.raw.size - model.basis.shape[1] - df
    residual = float(model.raw @ model.raw) - explained
    if left_over < 1 or residual <= 0:
        return 0.0, 1.0
    statistic = explained / df / (residual / left_over)
    return statistic, float(fdtrc(df, left_over, statistic))


def _sparse_tail(model: NullModel, indicator: Floats) -> float:
    """Two-sided mid-p of a level's count where it is too sparse for a chi-square, else 0.

    The count is Poisson-binomial in the fitted risks; its distribution is convolved exactly.
    """
    inside = indicator == (1 if 2 * indicator.sum() <= indicator.size else 0)
    if float((model.root_weights[inside] ** 2).sum()) >= SPARSE:
        return 0.0
    happened = model.raw[inside] > 0
    risks = happened - model.raw[inside]
    if 2 * happened.sum() > happened.size:
        happened, risks = ~happened, 1 - risks
    chances = counts(risks, int(happened.sum()))
    below, here = float(chances[:-1].sum()), float(chances[-1])
    above = max(0.0, 1 - below - here)
    return min(1.0, here + 2 * min(below, above))


def counts(risks: Floats, most: int) -> Floats:
    """Chances that 0, 1, ... `most` of independent events with these risks happen.

    The Poisson-binomial distribution, by pairwise convolution; shape (most + 1,).
    """
    chances = np.column_stack([1 - risks, risks])[:, : most + 1]
    while len(chances) > 1:
        if len(chances) % 2:
            chances = np.vstack([chances, np.eye(1, chances.shape[1])])
        first, second = chances[::2], chances[1::2]
        width = first.shape[1]
        chances = np.zeros((len(first), min(2 * width - 1, most + 1)))
        for count in range(width):
            reach = min(width, chances.shape[1] - count)
            chances[:, count : count + reach] += first[:, count, None] * second[:, :reach]
    counted: Floats = chances[0]
    return counted
