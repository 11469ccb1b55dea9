"""Observations that depend on each other: repeats of a unit, and runs in time.

What is common to a unit, a trend, and the outcome's own last two values are held in every null
model; a candidate that runs in time is replaced by its innovations, what its own past and the
trend do not foretell (Haugh 1976). So two series that only drift side by side show nothing.

References
----------
Haugh, L. D. (1976). Checking the independence of two covariance-stationary time series: a
univariate residual cross-correlation approach. *JASA* 71, 378-385.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from rootcause.association.curves import midranks
from rootcause.association.units import Units
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

LAGS = 2
RUNS = 2.6  # autocorrelation times root n beyond which a series runs in time: p of about .01
PLAIN = 0.3  # autocorrelation that is no longer left to chance, however few the rows
DRIFTS = 0.01  # p below which the outcome has a trend
HOW_IN_TIME = {
    (False, True): "the outcome drifts with time: every test allows for its trend",
    (True, False): "the outcome runs in time: every test allows for its own last values",
    (True, True): "the outcome drifts and runs in time: every test allows for both",
}
SAME = 1e-12  # variance within units below which a column is constant in each


@dataclass(frozen=True, slots=True)
class Dependence:
    """How observations depend on each other.

    Attributes
    ----------
    common
        What observations have in common, held in every null model beside those given: columns
        for the outcome's own past, shape (n, k).
    trend
        Columns for the outcome's trend, likewise; k of 0 where it has none.
    units
        Which observations are of one unit, each with a level of its own in every null model;
        None when no unit was declared.
    order
        Rows in the order of time, shape (n,); None when no time was declared.
    even
        Whether observations follow each other at even steps, so that a lag means something.
    runs
        Whether the outcome depends on its own last values.
    in_time
        How the outcome depends on time, in words; empty where it doesn't.
    """

    common: Floats
    trend: Floats
    units: Units | None = None
    order: Codes | None = None
    even: bool = False
    runs: bool = False
    in_time: str = ""

    @property
    def declared(self) -> bool:
        """Whether a unit or a time was declared."""
        return self.units is not None or self.order is not None

    @property
    def independent(self) -> bool:
        """Whether nothing is held, neither what was declared nor which rows were trials."""
        return not len(self.common)

    def beside(self, deliberate: NDArray[np.bool_]) -> Dependence:
        """The same with trials apart from what was only seen, shape (n,), where there are both."""
        if deliberate.all() or not deliberate.any():
            return self
        nothing = np.empty((deliberate.size, 0))
        common, trend = (nothing, nothing) if self.independent else (self.common, self.trend)
        return replace(self, common=np.column_stack([common, deliberate]), trend=trend)

    def units_of(self, rows: NDArray[np.bool_]) -> Units | None:
        """Which of the kept rows are of one unit; None where none was declared."""
        return None if self.units is None else self.units.among(rows)

    def held(self, rows: NDArray[np.bool_]) -> Floats:
        """What the kept rows have in common but for units, and the trend, shape (m, k)."""
        if self.independent:
            return np.empty((int(rows.sum()), 0))
        return np.hstack([self.common[rows], self.trend[rows]])

    def among(self, rows: NDArray[np.bool_]) -> Dependence:
        """The same for the kept rows alone."""
        if self.independent:
            return self
        units = self.units_of(rows)
        order = None if self.order is None else _among(self.order, rows)
        return replace(
            self, common=self.common[rows], trend=self.trend[rows], units=units, order=order
        )

    def previous(self, columns: Floats, rows: NDArray[np.bool_]) -> Floats:
        """`columns` of the kept rows one step earlier, 0 before they begin, shape (m, k)."""
        if self.order is None:
            return np.zeros_like(columns)
        order = _among(self.order, rows)
        earlier = np.zeros_like(columns)
        earlier[order[1:]] = columns[order[:-1]]
        return earlier

    def is_order(self, column: Column) -> bool:
        """Whether `column` only counts how far the time had got."""
        if self.order is None:
            return False
        values = column.values[self.order]
        values = values[~np.isnan(values)]
        rises = (values[1:] >= values[:-1]).all() and 2 * np.unique(values).size > values.size
        return bool(rises)

    def concerns(self, column: Column) -> bool:
        """Whether a test of `column` differs from one of independent observations."""
        several = self.units is not None and len(self.units) > 1
        if several or self.common.shape[1] + self.trend.shape[1] > 0:
            return True
        rows = column.present
        scores = midranks(column.values[None, rows])[0][:, None]
        return bool((self.innovations(scores, rows) != scores).any())

    def constant_in_units(self, column: Column) -> bool:
        """Whether `column` never varies within a unit, so that units are what it can tell."""
        if self.units is None:
            return False
        rows = column.present
        values, units = column.values[rows], self.units.codes[rows]
        low = np.full(len(self.units), np.inf)
        high = np.full(len(self.units), -np.inf)
        np.minimum.at(low, units, values)
        np.maximum.at(high, units, values)
        return bool((low == high)[np.isfinite(low)].all())

    def by_unit(self, column: Column) -> Column:
        """One value a unit: the mean, or of labels the most frequent; shape (units,)."""
        if self.units is None:
            return column
        rows = column.present
        units, values = self.units.codes[rows], column.values[rows]
        size = len(self.units)
        if column.variable.kind is Kind.NOMINAL:
            return Column(column.variable, _most_frequent(units, values, size))
        counts = np.bincount(units, minlength=size)
        sums = np.bincount(units, weights=values, minlength=size)
        with np.errstate(invalid="ignore"):
            means = sums / counts
        whole = column.variable.kind is not Kind.BINARY or np.isin(means, (0, 1)).all()
        variable = column.variable if whole else replace(column.variable, kind=Kind.NUMERIC)
        return Column(variable, means)

    def past(self, columns: Floats, rows: NDArray[np.bool_]) -> Floats:
        """Earlier values of `columns` where the outcome's own are held, shape (m, k * LAGS or 0).

        What acted one step earlier is in the outcome's last value, and must be taken out of it.
        """
        if not self.runs:
            return np.empty((len(columns), 0))
        earlier = [self.previous(columns, rows)]
        while len(earlier) < LAGS:
            earlier.append(self.previous(earlier[-1], rows))
        return np.hstack(earlier)

    def in_order(self, rows: NDArray[np.bool_]) -> Codes | None:
        """The kept rows in the order of time, shape (m,); None when no time was declared."""
        return None if self.order is None else _among(self.order, rows)

    def innovations(self, columns: Floats, rows: NDArray[np.bool_]) -> Floats:
        """`columns` of the kept rows, shape (m, k), less what their own past foretells."""
        if self.order is None or len(columns) < 4 * (LAGS + 2):
            return columns
        order = _among(self.order, rows)
        back = np.argsort(order)
        found = [_innovation(column[order])[back] for column in columns.T]
        return np.column_stack(found)


_NONE = np.empty((0, 0))
INDEPENDENT = Dependence(_NONE, _NONE)


def dependence_of(outcome: Column, unit: Column | None, time: Column | None) -> Dependence:
    """How the observations of `outcome` depend on each other, by what was declared.

    Parameters
    ----------
    outcome
        Without missing values.
    unit
        What is observed repeatedly, as labels; None when every observation is of another.
    time
        When each observation was made; None when unknown or of no matter.
    """
    if unit is None and time is None:
        return INDEPENDENT
    nothing = np.empty((outcome.values.size, 0))
    units = None if unit is None else Units.of(_labels(unit))
    if time is None:
        return Dependence(nothing, nothing, units)
    order = np.argsort(np.where(time.present, time.values, np.inf), kind="stable")
    place = np.argsort(order)
    series = _scores(outcome)[order]
    runs, drifts = _runs(_detrended(series)), _trend_pvalue(series) < DRIFTS
    common = _lagged(series)[place] if runs else nothing
    trend = _trend(place.size)[place, 1:] if drifts else nothing
    said = HOW_IN_TIME.get((runs, drifts), "")
    return Dependence(common, trend, units, order, _evenly(time.values[order]), runs, said)


def runs_in_time(column: Column) -> bool:
    """Whether neighbouring rows of `column` resemble each other beyond chance (p of about .01)."""
    values = column.values[column.present]
    return bool(values.size > 4 * (LAGS + 2) and _runs(midranks(values[None])[0]))


def _evenly(times: Floats) -> bool:
    """Whether nine steps in ten are within a tenth of the usual one."""
    steps = np.diff(times)
    usual = float(np.median(steps)) if steps.size else 0.0
    return usual > 0 and bool(np.mean(np.abs(steps - usual) <= usual / 10) >= 0.9)


def _labels(unit: Column) -> Floats:
    """Labels of units; rows without one are a unit of their own each."""
    labels = unit.values.copy()
    missing = np.isnan(labels)
    labels[missing] = np.nanmax(labels, initial=-1) + 1 + np.arange(missing.sum())
    return labels


def _most_frequent(units: Codes, values: Floats, size: int) -> Floats:
    """The most frequent value of each of `size` units, of several the least; NaN without any."""
    common = np.full(size, np.nan)
    pairs, counts = np.unique(np.column_stack([units, values]), axis=0, return_counts=True)
    least_frequent_first = np.lexsort((-pairs[:, 1], counts))
    told = pairs[least_frequent_first]
    common[told[:, 0].astype(np.intp)] = told[:, 1]
    return common


def _scores(outcome: Column) -> Floats:
    if outcome.variable.kind is Kind.NOMINAL:
        codes, counts = np.unique(outcome.values, return_counts=True)
        commonest: Floats = (outcome.values == codes[counts.argmax()]).astype(np.float64)
        return commonest
    ranks: Floats = midranks(outcome.values[None])[0]
    scores: Floats = ndtri((ranks - 0.5) / ranks.size)
    return scores


def _among(order: Codes, rows: NDArray[np.bool_]) -> Codes:
    """`order` of all rows, as the order of those kept."""
    place = np.cumsum(rows) - 1
    kept: Codes = place[order[rows[order]]]
    return kept


def _lagged(series: Floats) -> Floats:
    """The last values of a series, nearest first, 0 (the mean) before it begins; (n, LAGS)."""
    centred = series - series.mean()
    columns = np.zeros((series.size, LAGS))
    for lag in range(1, LAGS + 1):
        columns[lag:, lag - 1] = centred[:-lag]
    return columns / max(float(centred.std()), SAME)


def _autocorrelation(series: Floats) -> float:
    centred = series - series.mean()
    total = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / total if total > SAME else 0.0


def _runs(series: Floats) -> bool:
    along = _autocorrelation(series)
    return bool(abs(along) * np.sqrt(series.size) > RUNS or along > PLAIN)


def _trend(n: int) -> Floats:
    steps = np.linspace(-1, 1, n)
    return np.column_stack([np.ones(n), steps, steps**2])


def _detrended(series: Floats) -> Floats:
    basis, _ = np.linalg.qr(_trend(series.size))
    left: Floats = series - basis @ (basis.T @ series)
    return left


def _trend_pvalue(series: Floats) -> float:
    """Spearman's test of the series against its order."""
    n = series.size
    if n < 4 * (LAGS + 2) or np.ptp(series) == 0:
        return 1.0
    rho = float(np.corrcoef(midranks(series[None])[0], np.arange(n))[0, 1])
    return float(2 * ndtr(-abs(rho) * np.sqrt(n - 1)))


def _innovation(series: Floats) -> Floats:
    """Residual of a series on its own last values and its trend; itself where it doesn't run."""
    left = _detrended(series)
    if not _runs(left):
        return left if _trend_pvalue(series) < DRIFTS else series
    basis, _ = np.linalg.qr(np.hstack([_trend(series.size), _lagged(series)])[LAGS:])
    innovation = np.zeros(series.size)  # of the first ones nothing is known that came before
    innovation[LAGS:] = series[LAGS:] - basis @ (basis.T @ series[LAGS:])
    return innovation
