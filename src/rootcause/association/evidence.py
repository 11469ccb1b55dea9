"""How well one candidate accounts for the outcome, to weigh it against a rival.

Two rivals are two models of the same outcome, neither inside the other. Each is given its log
evidence (log marginal likelihood): averaged over the shapes its effect may take, so that a
candidate with many shapes, levels or cuts pays for the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

from rootcause.association.combining import SHARE
from rootcause.association.conditional import Conditional
from rootcause.association.given_counts import Counted, given_counts
from rootcause.association.null_models import least_squares, normal_scores
from rootcause.association.score_tests import View
from rootcause.association.units import Units
from rootcause.association.windows import FEW
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]
LogEvidence = Callable[[Floats, Floats, Floats], float]

PRIOR_SD = 2.5  # of a log odds ratio per standard deviation, or per half of a 0/1 contrast:
# weakly informative, after Gelman et al. 2008, Ann. Appl. Stat. 2, 1360, with a normal prior
WIDE = 10.0  # prior standard deviation of the intercept and of those given
STEPS = 50
SETTLED = 1e-5  # a step of coefficients that changes nothing
TELLING = 12  # shapes worked out; the evidence of the rest is nothing beside theirs


class Evidence:
    """Log evidence of the models in which one candidate matters beside others.

    A 0/1 outcome by Laplace's approximation of a logistic model (Kass & Raftery 1995, *JASA* 90,
    773, eq. 5); one class against the rest, summed, for a nominal one; a numeric or ordinal
    outcome by its normal scores and the Schwarz approximation (ibid., eq. 9).

    Parameters
    ----------
    conditional
        The outcome, and how it is tested.
    """

    def __init__(self, conditional: Conditional) -> None:
        self._conditional = conditional
        self._by_unit = Evidence(conditional.by_unit) if conditional.by_unit else None
        self._known: dict[tuple[str, tuple[str, ...], bytes], float] = {}

    def weight(self, candidate: Column, rival: Column, beside: Sequence[Column]) -> float:
        """Share of the evidence that speaks for `candidate`, 0 to 1, if one of the two matters."""
        if self._by_unit and self._conditional.dependence.constant_in_units(candidate):
            unit = self._conditional.dependence.by_unit
            return self._by_unit.weight(unit(candidate), unit(rival), [*map(unit, beside)])
        rows = self._conditional.rows(candidate, rival, *beside)
        if not rows.any():
            return 0.5
        difference = self._log(candidate, beside, rows) - self._log(rival, beside, rows)
        return float(expit(difference))

    def _log(self, candidate: Column, beside: Sequence[Column], rows: Rows) -> float:
        key = candidate.name, tuple(sorted(one.name for one in beside)), rows.tobytes()
        if key not in self._known:
            self._known[key] = self._worked_out(candidate, beside, rows)
        return self._known[key]

    def _worked_out(self, candidate: Column, beside: Sequence[Column], rows: Rows) -> float:
        outcome = self._conditional.outcome
        values, kind = outcome.values[rows], outcome.variable.kind
        design = self._conditional.design(beside, rows, candidate)
        views = self._conditional.views(candidate, rows)
        units = self._conditional.dependence.units_of(rows)
        if kind in (Kind.NUMERIC, Kind.ORDINAL):
            scores, schwarz = normal_scores(values), partial(_schwarz, units=units)
            spread = _of_spread(scores, design, views, units)
            return _averaged(scores, design, views, schwarz) + spread
        classes = self._conditional.classes(values)
        share = 1.0 if kind is Kind.BINARY else (len(classes) - 1) / len(classes)
        laplace = _laplace if units is None else partial(_laplace_within, units=units)
        return share * sum(_averaged(y, design, views, laplace) for y in classes)


def _scaled(view: View) -> Floats:
    """Columns on the scale of the prior: variance 1, or half a contrast of a level."""
    if view.is_level:
        scaled: Floats = 2 * (view.columns - view.columns.mean(axis=0))
        return scaled
    spread = view.columns.std(axis=0)
    scaled = view.columns / np.where(spread > 0, spread, 1)
    return scaled


def _averaged(y: Floats, design: Floats, views: Sequence[View], log_evidence: LogEvidence) -> float:
    """Log of the mean evidence over all shapes; of many only the most telling are worked out.

    Of several levels one may matter, or each: either has half. Smooth shapes share what a step or
    window leaves them, of which only the best is worked out.
    """
    smooth = [_scaled(view) for view in views if view.choices is None]
    if len(smooth) > TELLING:
        smooth.sort(key=lambda shape: -_tells(y, shape))
    logs = [log_evidence(y, design, shape) for shape in smooth[:TELLING]]
    mean = float(logsumexp(logs) - np.log(len(smooth)))
    if views[0].is_level and len(views) > 1:
        mean = float(np.logaddexp(mean, log_evidence(y, design, np.hstack(smooth))) - np.log(2))
    for view in views:
        if view.choices is None:
            continue
        best = _scaled(View(_most_telling(y, view.columns, view.choices), is_level=True))
        cut = log_evidence(y, design, best) + np.log(SHARE / len(view.choices))
        mean = float(np.logaddexp(mean + np.log1p(-SHARE), cut))
    return mean


def _of_spread(scores: Floats, design: Floats, views: Sequence[View], units: Units | None) -> float:
    """Log of how much likelier the outcome is where its spread may go with the candidate, too."""
    telling = any(view.choices is not None or view.is_level for view in views)
    if not telling or scores.size < FEW:
        return 0.0
    distances = least_squares(scores, design, units).distances
    smooth, schwarz = [one for one in views if one.choices is None], partial(_schwarz, units=units)
    none = schwarz(distances, design, np.empty((scores.size, 0)))
    gain = _averaged(distances, design, smooth, schwarz) - none
    return float(np.logaddexp(np.log1p(-SHARE), np.log(SHARE) + gain))


def _tells(y: Floats, shape: Floats) -> float:
    """How far the first column of a shape goes with the outcome alone, squared."""
    column = shape[:, 0] - shape[:, 0].mean()
    return float((column @ y) ** 2 / max(float(column @ column), 1e-12))


def _most_telling(y: Floats, columns: Floats, choices: Floats) -> Floats:
    """The sum of columns that goes furthest with the outcome, shape (n, 1)."""
    centred = columns - columns.mean(axis=0)
    told = (choices @ (centred.T @ y)) ** 2
    room = np.einsum("mi,ij,mj->m", choices, centred.T @ centred, choices, optimize=True)
    return columns @ choices[[int((told / np.maximum(room, 1e-12)).argmax())]].T


def _laplace(y: Floats, design: Floats, shape: Floats) -> float:
    """Log marginal likelihood of a logistic model with normal priors."""
    columns = np.hstack([design, shape])

    def at(beta: Floats) -> tuple[float, Floats, Floats]:
        predictor = columns @ beta
        fitted = expit(predictor)
        likelihood = float(y @ predictor - np.logaddexp(0, predictor).sum())
        curvature = (columns.T * (fitted * (1 - fitted))) @ columns
        return likelihood, columns.T @ (y - fitted), curvature

    return _with_priors(at, design.shape[1], shape.shape[1])


def _laplace_within(y: Floats, design: Floats, shape: Floats, *, units: Units) -> float:
    """The same given how often each unit had the outcome."""
    counted = Counted.of(y, units)
    columns = np.hstack([design[:, 1:], shape])[counted.rows]

    def at(beta: Floats) -> tuple[float, Floats, Floats]:
        likelihood, risks, weights = given_counts(counted, columns @ beta)
        roots = np.sqrt(weights)
        own = counted.units.without(columns * roots[:, None], roots)
        return likelihood, columns.T @ (counted.y - risks), own.T @ own

    return _with_priors(at, design.shape[1] - 1, shape.shape[1])


def _with_priors(
    at: Callable[[Floats], tuple[float, Floats, Floats]], given: int, tested: int
) -> float:
    """Log marginal likelihood of a model, by its likelihood, score and curvature at coefficients.

    Those of what is given come first.
    """
    precision = np.repeat([WIDE**-2.0, PRIOR_SD**-2.0], [given, tested])
    beta = np.zeros(given + tested)
    for _ in range(STEPS):
        _, score, curvature = at(beta)
        step = np.linalg.solve(curvature + np.diag(precision), score - precision * beta)
        longest = np.abs(step).max(initial=0.0)
        beta = beta + step * min(1.0, 4.0 / longest if longest > 0 else 1.0)
        if longest < SETTLED:
            break
    likelihood, _, curvature = at(beta)
    prior = 0.5 * float(np.log(precision).sum() - precision @ beta**2)
    return likelihood + prior - 0.5 * float(np.linalg.slogdet(curvature + np.diag(precision))[1])


def _schwarz(scores: Floats, design: Floats, shape: Floats, *, units: Units | None = None) -> float:
    columns = np.hstack([design, shape])
    residual = max(float((least_squares(scores, columns, units).raw ** 2).sum()), 1e-12)
    n, k = scores.size - (len(units) - 1 if units else 0), columns.shape[1]
    return float(-0.5 * n * np.log(residual / n) - 0.5 * k * np.log(n))
