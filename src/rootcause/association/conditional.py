"""Association given others: score tests, and the effect that is left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtrit

from rootcause.association.curves import curve, midranks
from rootcause.association.null_models import (
    NullModel,
    linear,
    logistic,
)
from rootcause.results import Association, EffectSize
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

COPY = 0.02  # of a column's variance: with less of its own it is a copy (|r| > .99) of those given
SPARSE = 1.0  # expected variance of a level's count below which its exact tail is used as well
CONFIDENCE = 0.95
RARE = 3  # rows that a level needs to be told from the rest


class Conditional:
    """Associations of one outcome with any candidate, given any others.

    Null hypothesis: the outcome is independent of the candidate given those named. Of a 0/1
    outcome the score test of a logistic model is used, its dispersion fixed at 1; of a numeric or
    ordinal outcome the F-test of a linear model of normal scores; of a nominal outcome one
    logistic score test for each class against the rest, combined. Those given enter as bounded
    curves of their ranks, or as one column for each level. Rows with a value missing in the
    candidate or in one of those given are left out, and counted.

    Parameters
    ----------
    outcome
        The outcome; its rows are the rows of every candidate.
    """

    def __init__(self, outcome: Column) -> None:
        self.outcome = outcome
        self._models: dict[tuple[tuple[str, ...], bytes], tuple[NullModel, ...]] = {}

    def association(
        self, candidate: Column, given: Sequence[Column] = (), level: str = ""
    ) -> Association:
        """Association of the outcome with `candidate` given `given`, complete rows only.

        `level` names the level of a nominal candidate, against the rest, whose effect is wanted.
        """
        rows = self.rows(candidate, *given)
        models = self._null_models(given, rows)
        flexible = flexibility(self.outcome.values[rows], self.outcome.variable.kind)
        views = _views(candidate, rows, flexible)
        tests = [_combined([_added(model, view) for view in views]) for model in models]
        statistics, pvalues = zip(*tests, strict=True)
        best = int(np.argmin(pvalues))
        used = int(rows.sum())
        return Association(
            outcome=self.outcome.name,
            candidate=candidate.name,
            measure="score test given others",
            statistic=statistics[best],
            pvalue=cauchy(np.array(pvalues)) if len(pvalues) > 1 else pvalues[best],
            n=used,
            n_missing=rows.size - used,
            effect=self._effect(candidate, given, rows, best, level),
            given=tuple(one.name for one in given),
        )

    def pvalue(self, candidate: Column, given: Sequence[Column]) -> float:
        """The p-value of `association` alone."""
        rows = self.rows(candidate, *given)
        flexible = flexibility(self.outcome.values[rows], self.outcome.variable.kind)
        views = _views(candidate, rows, flexible)
        pvalues = [
            _combined([_added(model, view) for view in views])[1]
            for model in self._null_models(given, rows)
        ]
        return cauchy(np.array(pvalues)) if len(pvalues) > 1 else pvalues[0]

    def rows(self, *columns: Column) -> NDArray[np.bool_]:
        """Rows in which the outcome and all of `columns` were recorded, shape (n,)."""
        return np.logical_and.reduce([self.outcome.present, *(one.present for one in columns)])

    def _null_models(
        self, given: Sequence[Column], rows: NDArray[np.bool_]
    ) -> tuple[NullModel, ...]:
        key = tuple(sorted(one.name for one in given)), rows.tobytes()
        if key not in self._models:
            values = self.outcome.values[rows]
            design = design_of(given, rows, flexibility(values, self.outcome.variable.kind))
            if self.outcome.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
                self._models[key] = (linear(values, design),)
            else:
                self._models[key] = tuple(logistic(y, design) for y in self.classes(values))
        return self._models[key]

    def classes(self, values: Floats) -> list[Floats]:
        """The outcome as 0/1, one array for each class that is counted."""
        if self.outcome.variable.kind is Kind.BINARY:
            return [values]
        codes, counts = np.unique(values, return_counts=True)
        common = codes[counts >= RARE] if (counts >= RARE).any() else codes
        return [(values == code).astype(np.float64) for code in common]

    def _effect(
        self,
        candidate: Column,
        given: Sequence[Column],
        rows: NDArray[np.bool_],
        which: int,
        level: str,
    ) -> EffectSize:
        model = self._null_models(given, rows)[which]
        if candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
            ranks = midranks(candidate.values[None, rows])[0] / rows.sum()
            return _rho(model, ranks) if model.linear else _superiority(model, ranks)
        label, code = _level(candidate, rows, model, level)
        indicator = (candidate.values[rows] == code).astype(np.float64)
        return _shift(model, indicator, label)


def given_association(
    outcome: Column, candidate: Column, given: Sequence[Column]
) -> Association:
    """Association of `outcome` with `candidate` given `given`; see `Conditional`."""
    return Conditional(outcome).association(candidate, given)


def flexibility(values: Floats, kind: Kind) -> int:
    """Degrees of freedom that a curve may have: 1, 2 or 4, by the size of the rarer half."""
    if kind in (Kind.NUMERIC, Kind.ORDINAL):
        rarer = values.size / 2
    else:
        rarer = float(np.unique(values, return_counts=True)[1].min()) if values.size else 0.0
    return 1 if rarer < 10 else 2 if rarer < 25 else 4


def design_of(given: Sequence[Column], rows: NDArray[np.bool_], flexible: int) -> Floats:
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
    pooled = ~np.isin(codes, common)
    if pooled.any():
        columns.append(pooled.astype(np.float64))
    return np.column_stack(columns)


def cauchy(pvalues: Floats) -> float:
    """One p-value of several, dependent or not (ACAT).

    References
    ----------
    Liu, Y. & Xie, J. (2020). Cauchy combination test. *JASA* 115, 393-402, eq. 2. A p-value of 1
    would outweigh all others, so each is first limited to .99.
    """
    clipped = np.minimum(pvalues, 0.99)
    if clipped.min() < 1e-15:
        return float(clipped.size / np.sum(1 / np.maximum(clipped, 1e-300)))
    return float(0.5 - np.arctan(np.mean(np.tan((0.5 - clipped) * np.pi))) / np.pi)


def _views(candidate: Column, rows: NDArray[np.bool_], flexible: int) -> list[Floats]:
    """The ways in which a candidate may matter, each of shape (n, columns)."""
    values = candidate.values[rows]
    if candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        bent = curve(values, flexible)
        return [bent[:, :1], bent] if bent.shape[1] > 1 else [bent]
    levels = indicators(values)
    if levels.shape[1] <= 2:
        return [levels[:, :1]]
    return [column[:, None] for column in levels.T]


def _combined(tests: list[tuple[float, float]]) -> tuple[float, float]:
    """Statistic of the best view, and one p-value for all views."""
    pvalues = np.array([pvalue for _, pvalue in tests])
    statistic = tests[int(np.argmin(pvalues))][0]
    return statistic, float(pvalues[0]) if pvalues.size == 1 else cauchy(pvalues)


def _added(model: NullModel, columns: Floats) -> tuple[float, float]:
    """Statistic and p-value of the score test that `columns` add nothing to `model`."""
    own = model.own(columns)
    weighted = columns * model.root_weights[:, None]
    centred = weighted - model.root_weights[:, None] * (
        model.root_weights @ weighted / (model.root_weights @ model.root_weights)
    )
    testable = (own**2).sum(axis=0) > COPY * (centred**2).sum(axis=0) + 1e-12
    if not testable.any():
        return 0.0, 1.0
    own = own[:, testable]
    left, sizes, _ = np.linalg.svd(own, full_matrices=False)
    left = left[:, sizes > 1e-3 * sizes[0]]
    explained = float(((left.T @ model.residual) ** 2).sum())
    df = left.shape[1]
    if model.linear:
        return _f_test(model, explained, df)
    pvalue = float(chdtrc(df, explained))
    if columns.shape[1] == 1 and _is_indicator(columns):
        pvalue = max(pvalue, _sparse_tail(model, columns[:, 0]))
    return explained, pvalue


def _f_test(model: NullModel, explained: float, df: int) -> tuple[float, float]:
    left_over = model.raw.size - model.basis.shape[1] - df
    residual = float(model.raw @ model.raw) - explained
    if left_over < 1 or residual <= 0:
        return 0.0, 1.0
    statistic = explained / df / (residual / left_over)
    return statistic, float(fdtrc(df, left_over, statistic))


def _is_indicator(columns: Floats) -> bool:
    return bool(np.isin(columns, (0.0, 1.0)).all())


def _sparse_tail(model: NullModel, indicator: Floats) -> float:
    """Two-sided mid-p of a level's count where it is too sparse for a chi-square, else 0.

    The count is Poisson-binomial in the fitted risks; its distribution is convolved exactly.
    """
    inside = indicator == (1 if 2 * indicator.sum() <= indicator.size else 0)
    if float((model.root_weights[inside] ** 2).sum()) >= SPARSE:
        return 0.0
    happened = model.raw[inside] > 0
    chances = np.array([1.0])
    for risk in happened - model.raw[inside]:
        chances = np.convolve(chances, [1 - risk, risk])
    observed = int(happened.sum())
    half = chances[observed] / 2
    return float(min(1.0, 2 * (half + min(chances[:observed].sum(), chances[observed + 1 :].sum()))))


def _level(
    candidate: Column, rows: NDArray[np.bool_], model: NullModel, level: str
) -> tuple[str, float]:
    """Label and code of the level to set against the rest."""
    levels = candidate.variable.levels
    if candidate.variable.kind is Kind.BINARY:
        return "", 1.0
    if level in levels:
        return level, float(levels.index(level))
    values = candidate.values[rows]
    codes, counts = np.unique(values, return_counts=True)
    sums = np.array([model.raw[values == code].sum() for code in codes])
    best = float(codes[np.argmax(np.abs(sums) / np.sqrt(counts))])
    return (levels[int(best)] if levels else ""), best


def _interval(value: float, error: float) -> tuple[float, float]:
    reach = error * float(ndtri((1 + CONFIDENCE) / 2))
    return max(-1.0, value - reach), min(1.0, value + reach)


def _superiority(model: NullModel, ranks: Floats) -> EffectSize:
    """Probability of superiority among observations alike in those given (one-step estimate)."""
    own = model.own(ranks[:, None])[:, 0]
    variance = float((model.root_weights**2).sum())
    value = float(np.clip(2 * (ranks @ model.raw) / variance, -1, 1))
    low, high = _interval(value, 2 * float(np.sqrt(own @ own)) / variance)
    return EffectSize(
        "probability of superiority", (1 + value) / 2, (1 + low) / 2, (1 + high) / 2, null=0.5
    )


def _rho(model: NullModel, ranks: Floats) -> EffectSize:
    """Partial correlation of normal scores, interval by Fisher's z."""
    own = model.own((ranks - ranks.mean())[:, None])[:, 0]
    size = float(np.sqrt((own @ own) * (model.raw @ model.raw)))
    value = float(own @ model.raw) / size if size > 0 else 0.0
    freedom = model.raw.size - model.basis.shape[1] - 2
    reach = float(ndtri((1 + CONFIDENCE) / 2)) / np.sqrt(max(freedom, 1))
    z = np.arctanh(np.clip(value, -0.999999, 0.999999))
    return EffectSize("rho", value, float(np.tanh(z - reach)), float(np.tanh(z + reach)))


def _shift(model: NullModel, indicator: Floats, label: str) -> EffectSize:
    """What a level changes among observations alike in those given (one-step estimate).

    The risk of a 0/1 outcome; of an ordered one the probability of superiority.
    """
    spread = model.spread(indicator)
    room = float(spread @ spread)
    name = "probability of superiority" if model.linear else "risk difference"
    if room <= 1e-9:
        return EffectSize(name, np.nan, np.nan, np.nan, label, null=0.5 if model.linear else 0.0)
    if model.linear:
        return _rank_shift(model, spread, room, label)
    own = model.own(indicator[:, None])[:, 0]
    value = float(np.clip(indicator @ model.raw / room, -1, 1))
    low, high = _interval(value, float(np.sqrt(own @ own)) / room)
    return EffectSize(name, value, low, high, label)


def _rank_shift(model: NullModel, spread: Floats, room: float, label: str) -> EffectSize:
    freedom = model.raw.size - model.basis.shape[1] - 1
    slope = float(spread @ model.raw) / room
    left = model.raw - slope * spread
    error = float(np.sqrt(left @ left / max(freedom, 1) / room))
    reach = error * float(stdtrit(max(freedom, 1), (1 + CONFIDENCE) / 2))
    # of two normals with unit spread and this shift, the superiority is Phi(shift / sqrt 2)
    value, low, high = ndtr(np.array([slope, slope - reach, slope + reach]) / np.sqrt(2))
    return EffectSize("probability of superiority", value, low, high, label, null=0.5)
