"""Association given others: score tests that no complete separation can harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.association.combining import cauchy, with_looks
from rootcause.association.dependence import INDEPENDENT, Dependence
from rootcause.association.designs import (
    RARE,
    among,
    columns_of,
    held_of,
    is_ordered,
    over,
    views_of,
)
from rootcause.association.null_models import NullModel, linear, logistic
from rootcause.association.remaining import remaining_effect, unknown_effect
from rootcause.association.score_tests import View, added
from rootcause.association.settings import SELDOM, as_telling, is_setting, setting_pvalue
from rootcause.association.tenths import in_tenths
from rootcause.association.windows import FEW, INSIDE, ROUND, most_telling
from rootcause.results import Association
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

HARDLY_NEW = 0.1  # directions in which a candidate's innovations move less are mostly its past
CLOSER = 4.0  # by how much a cut must lower the deviance (Akaike: one for its place, one for it)
BENDS = ((10, 1), (25, 2))  # rows in the rarer half below which a curve has so many df; else 4


class Tested(NamedTuple):
    """A conditional test: of its models the one that shows most, statistic, and p of them all."""

    which: int
    statistic: float
    pvalue: float


class Conditional:
    """Associations of one outcome with any candidate, given any others.

    Null hypothesis: the outcome is independent of the candidate given those named. Of a 0/1
    outcome the score test of a logistic model is used, its dispersion fixed at 1 (with units of one
    given how often each had the outcome); of a numeric or
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
        self._models: dict[tuple[tuple[str, ...], str], tuple[NullModel, ...]] = {}
        self._views: dict[tuple[str, int], list[View]] = {}
        self._columns: dict[tuple[str, int], Floats] = {}
        self._shapes: dict[tuple[str, int], Floats] = {}
        self._cuts: dict[str, Floats | None] = {}

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
            model = self.null_models(given, rows, candidate)[tested.which]
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

    def design(
        self, given: Sequence[Column], rows: Rows, candidate: Column | None = None
    ) -> Floats:
        """Intercept, those given, and what observations but for units have in common, shape (n, k).

        In time those given are held with their past, but for what `candidate` is the past of.
        """
        cuts = [cut for one in given if (cut := self._cut(one, rows)) is not None]
        return np.hstack([self.smooth_design(given, rows, candidate), *cuts])

    def smooth_design(
        self, given: Sequence[Column], rows: Rows, candidate: Column | None = None
    ) -> Floats:
        """The same without the steps and windows that curves can't follow."""
        blocks = [self.shapes(given, rows, self.flexibility(rows))]
        if self.dependence.runs:
            source = candidate.variable.derived_from if candidate else ""
            before = [one for one in given if one.name != source and not one.variable.period]
            blocks.append(self.dependence.past(self.shapes(before, rows, 1)[:, 1:], rows))
        return np.hstack([*blocks, self.dependence.held(rows)])

    def shapes(self, given: Sequence[Column], rows: Rows, flexible: int) -> Floats:
        """Intercept and the columns of those given, shape (n, k)."""
        blocks = [np.ones((int(rows.sum()), 1))]
        for one in given:
            key = one.name, flexible
            if key not in self._shapes:
                held = held_of(self._own_columns(one, flexible), is_ordered(one))
                self._shapes[key] = over(held, self.rows(one))
            blocks.append(among(self._shapes[key], rows))
        return np.hstack(blocks)

    def _own_columns(self, one: Column, flexible: int) -> Floats:
        """One candidate as columns, where it was recorded; see `columns_of`."""
        key = one.name, flexible
        if key not in self._columns:
            values = one.values[self.rows(one)]
            self._columns[key] = columns_of(values, one.variable, flexible)
        return self._columns[key]

    def views(self, candidate: Column, rows: Rows) -> list[View]:
        """The ways in which `candidate` may matter, on `rows`."""
        key = candidate.name, self.flexibility(rows)
        if key not in self._views:
            self._views[key] = self._whole_views(candidate, key[1])
        return [view.among(rows) for view in self._views[key]]

    def _whole_views(self, candidate: Column, flexible: int) -> list[View]:
        """The views on all rows, 0 where the candidate was not recorded."""
        rows, variable = self.rows(candidate), candidate.variable
        if self.dependence.order is not None:
            straight = replace(variable, period=0.0)  # its past foretells all of what turns
            columns = columns_of(candidate.values[rows], straight, flexible)
            fresh = self._fresh(views_of(columns, straight), rows)
            return [replace(view, columns=over(view.columns, rows)) for view in fresh]
        found = views_of(over(self._own_columns(candidate, flexible), rows), variable)
        if is_ordered(candidate) and self._may_cut(rows):
            tenths = in_tenths(candidate.values[rows])
            spans = ROUND if variable.period else INSIDE
            found.append(View(over(tenths, rows), choices=spans.astype(np.float64)))
        return found

    def _fresh(self, views: list[View], rows: Rows) -> list[View]:
        """What is new in each row of views whose observations come in time, and in the last one.

        A candidate that keeps its values for long is looked at as it is, each column for itself.
        """
        if is_setting(views[0].columns[self.dependence.in_order(rows), 0]):
            columns = np.hstack([view.columns for view in views]).T
            return [View(one[:, None], is_setting=True) for one in columns]
        fresh = [self.dependence.innovations(view.columns, rows) for view in views]
        if self.dependence.even:
            fresh.append(self.dependence.previous(fresh[0][:, :1], rows))
        return [View(columns, faint=HARDLY_NEW) for columns in fresh]

    def _cut(self, one: Column, rows: Rows) -> Floats | None:
        """The step or window of one of those given, where a smooth curve can't follow it.

        What the curve leaves would be found again in whatever goes with the one given.
        """
        if one.name not in self._cuts:
            own = self.rows(one)
            can = is_ordered(one) and self._may_cut(own)
            self._cuts[one.name] = self._beyond_curve(one, own) if can else None
        cut = self._cuts[one.name]
        return None if cut is None else cut[rows]

    def _beyond_curve(self, one: Column, rows: Rows) -> Floats | None:
        smooth = self.shapes([one], rows, self.flexibility(rows))
        design = np.hstack([smooth, self.dependence.held(rows)])
        models = zip(self.null_models((), rows), self._fitted(design, rows), strict=True)
        for place, (alone, curved) in enumerate(models):
            cut = most_telling(one.values[rows], alone.raw, anew=bool(one.variable.period))
            both = self._fitted(np.hstack([design, cut]), rows)[place]
            if curved.deviance - both.deviance > CLOSER:
                return over(cut, rows)
        return None

    def _tested(self, candidate: Column, given: Sequence[Column], rows: Rows) -> Tested:
        if not rows.any():
            return Tested(0, 0.0, 1.0)
        views = self.views(candidate, rows)
        found = []
        for which, model in enumerate(self.null_models(given, rows, candidate)):
            tests = [self._added(model, view, rows) for view in views]
            pvalues = np.array([pvalue for _, pvalue in tests])
            pvalue = max(_together(views, pvalues), self._by_chance_alone(model, views, rows))
            found.append(Tested(which, tests[int(pvalues.argmin())][0], pvalue))
        best = min(found, key=lambda one: one.pvalue)
        best = best._replace(pvalue=cauchy(np.array([one.pvalue for one in found])))
        if not self._ordered or best.pvalue == 1.0 or not self._may_cut(rows):
            return best
        spread = self._spread_pvalue(views, given, rows, candidate)
        return best._replace(pvalue=float(with_looks(best.pvalue, spread)))

    def _spread_pvalue(
        self, views: Sequence[View], given: Sequence[Column], rows: Rows, candidate: Column
    ) -> float:
        """P-value that the outcome's distance from what was expected goes with a candidate."""
        (level,) = self.null_models(given, rows, candidate)
        distances = level.of_distances()
        return cauchy(np.array([added(distances, v)[1] for v in views if v.choices is None]))

    def _may_cut(self, rows: Rows) -> bool:
        """Whether there are rows enough, not in time, to look beyond smooth curves."""
        return self.dependence.order is None and int(rows.sum()) >= FEW

    def _added(self, model: NullModel, view: View, rows: Rows) -> tuple[float, float]:
        statistic, pvalue = added(model, view)
        order = self.dependence.in_order(rows)
        if view.is_setting and order is not None and statistic > 0:
            pvalue = max(pvalue, setting_pvalue(model, view.columns[:, 0], order))
        return statistic, pvalue

    def _by_chance_alone(self, model: NullModel, views: Sequence[View], rows: Rows) -> float:
        """Of a setting, the share of moments that tell as much, unless they are few; else 0."""
        order = self.dependence.in_order(rows)
        if order is None or not views[0].is_setting:
            return 0.0
        share = as_telling(model, np.hstack([view.columns for view in views]), order)
        return share if share > SELDOM else 0.0

    def null_models(
        self, given: Sequence[Column], rows: Rows, candidate: Column | None = None
    ) -> tuple[NullModel, ...]:
        """The outcome explained by `given`, on `rows`: one model, or one for each of its classes.

        Fitted wherever those given were recorded, which is where `rows` are.
        """
        source = candidate.variable.derived_from if candidate and self.dependence.runs else ""
        key = tuple(sorted(one.name for one in given)), source
        known = self.rows(*given)
        if key not in self._models:
            self._models[key] = self._fitted(self.design(given, known, candidate), known)
        return tuple(model.among(rows[known]) for model in self._models[key])

    def _fitted(self, design: Floats, rows: Rows) -> tuple[NullModel, ...]:
        values = self.outcome.values[rows]
        units = self.dependence.units_of(rows)
        if self._ordered:
            return (linear(values, design, units),)
        return tuple(logistic(y, design, units) for y in self.classes(values))


def _together(views: Sequence[View], pvalues: Floats) -> float:
    """One p-value of all views, the look for a step or window among them."""
    if views[-1].choices is None:
        return cauchy(pvalues)
    return float(with_looks(cauchy(pvalues[:-1]), float(pvalues[-1])))


def given_association(outcome: Column, candidate: Column, given: Sequence[Column]) -> Association:
    """Association of `outcome` with `candidate` given `given`; see `Conditional`."""
    return Conditional(outcome).association(candidate, given)
