"""Candidates that keep their value for long: found where they act, not where the outcome drifts."""

import numpy as np
import pytest
from scipy.stats import binom
from worlds import column

from rootcause.association import settings
from rootcause.association.conditional import Conditional
from rootcause.association.dependence import dependence_of
from rootcause.association.null_models import linear, logistic
from rootcause.association.settings import as_telling, is_setting
from rootcause.association.units import Units
from rootcause.variables import Column, Kind, Variable

N = 200
CLOCK = Column(Variable("when", Kind.TIME), np.arange(N, dtype=float))


def switched(at, n=N):
    return (np.arange(n) >= at).astype(float)


def wandering(rng, memory):
    series = rng.normal(size=N)
    for i in range(1, N):
        series[i] = memory * series[i - 1] + np.sqrt(1 - memory**2) * series[i]
    return series


def in_time(y):
    return Conditional(y, dependence_of(y, None, CLOCK))


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (switched(70), True),
        (np.repeat(np.arange(10.0), 20), True),
        (np.arange(N) // 5 % 7, False),
        (np.random.default_rng(0).normal(size=N), False),
        (np.zeros(N), False),
    ],
)
def test_a_setting_keeps_its_values_for_long(series, expected):
    assert is_setting(np.asarray(series, dtype=float)) is expected


@pytest.mark.parametrize("fit", [linear, logistic])
def test_other_moments_are_those_of_the_score_test(fit, rng):
    y = (rng.random(N) < 0.3 + 0.4 * switched(120)).astype(float)
    design = np.column_stack([np.ones(N), np.linspace(-1, 1, N)])
    order, model = rng.permutation(N), fit(y, design)
    setting = np.empty(N)
    setting[order] = switched(110)
    told = []
    for step in range(N):
        moved = np.empty(N)
        moved[order] = np.roll(switched(110), step)
        own = model.own(moved[:, None])[:, 0]
        told.append((own @ model.residual) ** 2 / (own @ own))
    expected = np.mean(np.array(told) >= told[0] * (1 - 1e-9))
    assert as_telling(model, setting[:, None], order) == expected


def test_the_switch_with_which_it_began_is_found():
    found = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        y = column(Kind.BINARY, rng.random(N) < 0.1 + 0.6 * switched(120), "y")
        found += in_time(y).pvalue(column(Kind.BINARY, switched(120), "x"), ()) <= 0.01
    assert found >= 14


@pytest.mark.parametrize("outcome", ["drifts", "wanders", "runs"])
def test_a_switch_at_any_other_moment_is_rarely_blamed(outcome):
    blamed = naive = 0
    for seed in range(80):
        rng = np.random.default_rng([seed, 1])
        hidden = 3 * np.linspace(-1, 1, N) if outcome == "drifts" else 2 * wandering(rng, 0.95)
        y = hidden + rng.normal(size=N) / 2
        kind = Kind.BINARY if outcome == "runs" else Kind.NUMERIC
        y = column(kind, y > 0 if outcome == "runs" else y, "y")
        x = column(Kind.BINARY, switched(rng.integers(30, 170)), "x")
        blamed += in_time(y).pvalue(x, ()) <= 0.05
        naive += Conditional(y).pvalue(x, ()) <= 0.05
    assert blamed <= binom.isf(1e-3, 80, 0.05)
    assert naive > 40, "the trap must be real, or this shows nothing"


def test_other_moments_with_units_are_those_with_a_column_for_each(rng):
    units = np.repeat(np.arange(5), 20)
    y, order = rng.normal(size=100), rng.permutation(100)
    setting = (np.argsort(order) > 60).astype(float)
    dummies = (units[:, None] == np.arange(5)).astype(float)
    plain, within = linear(y, dummies), linear(y, np.ones((100, 1)), Units.of(units))
    told = settings._moments(plain, setting, order)
    assert settings._some_moments(within, setting, order) == pytest.approx(told)
