"""Log evidence: against quadrature, Schwarz' formula, and what a rival should weigh."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import expit, logsumexp
from worlds import column

from rootcause.association import evidence
from rootcause.association.conditional import Conditional
from rootcause.association.evidence import PRIOR_SD, WIDE, Evidence
from rootcause.association.given_counts import Counted, given_counts
from rootcause.association.score_tests import View
from rootcause.association.units import Units
from rootcause.variables import Kind


def weigher(values, kind=Kind.BINARY):
    return Evidence(Conditional(column(kind, values, "y")))


def by_quadrature(y, x):
    """Log of the likelihood averaged over both priors, by brute force."""
    slopes, intercepts = np.linspace(-15, 15, 601), np.linspace(-30, 30, 601)
    eta = intercepts[:, None, None] + slopes[:, None] * x
    logs = eta @ y - np.logaddexp(0, eta).sum(axis=2)
    logs += stats.norm.logpdf(slopes, scale=PRIOR_SD)
    logs += stats.norm.logpdf(intercepts, scale=WIDE)[:, None]
    top = logs.max()
    inner = integrate.trapezoid(np.exp(logs - top), slopes, axis=1)
    return top + np.log(integrate.trapezoid(inner, intercepts))


@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_laplace_is_near_quadrature(rng, slope):
    x = rng.normal(size=60)
    y = (rng.random(60) < expit(slope * x)).astype(float)
    found = evidence._laplace(y, np.ones((60, 1)), x[:, None])
    assert found == pytest.approx(by_quadrature(y, x), abs=0.05)


def test_laplace_is_near_quadrature_where_the_candidate_separates(rng):
    # Kass & Raftery (1995), JASA 90:773, section 4.1.1: less exact where the prior still counts
    x = rng.normal(size=20)
    y = (x > 0).astype(float)
    found = evidence._laplace(y, np.ones((20, 1)), x[:, None])
    assert found == pytest.approx(by_quadrature(y, x), abs=0.5)


def test_laplace_within_units_is_near_quadrature(rng):
    labels = np.repeat(np.arange(25), 4)
    x = rng.normal(size=100)
    y = (rng.random(100) < expit(x + labels / 12 - 1)).astype(float)
    units = Units.of(labels)
    counted = Counted.of(y, units)
    slopes = np.linspace(-10, 10, 2001)
    logs = [given_counts(counted, slope * x[counted.rows])[0] for slope in slopes]
    total = logsumexp(logs + stats.norm.logpdf(slopes, scale=PRIOR_SD)) + np.log(0.01)
    found = evidence._laplace_within(y, np.ones((100, 1)), x[:, None], units=units)
    assert found == pytest.approx(total, abs=0.05)


def test_schwarz_within_units_counts_what_varies_within(rng):
    """As of contrasts within units, which are fewer than observations by the units."""
    labels = np.repeat(np.arange(20), 2)
    x, y = rng.normal(size=(2, 40))
    differences = [one[1::2] - one[::2] for one in (y, x)]

    def gain(y, x, ones, **units):
        with_x = evidence._schwarz(y, ones, x[:, None], **units)
        return with_x - evidence._schwarz(y, ones, np.empty((y.size, 0)), **units)

    found = gain(y, x, np.ones((40, 1)), units=Units.of(labels))
    y, x = differences
    slope = x @ y / (x @ x)
    explained = np.log(((y - slope * x) ** 2).sum() / (y @ y))
    assert found == pytest.approx(-0.5 * 21 * explained - 0.5 * np.log(21))


def test_schwarz_is_minus_half_of_statsmodels_bic(rng):
    from statsmodels.api import OLS

    x, y = rng.normal(size=(2, 40))
    bics, logs = [], []
    for shape in (x[:, None], np.column_stack([x, x**2, x**3])):
        bics.append(OLS(y, np.hstack([np.ones((40, 1)), shape])).fit().bic)
        logs.append(evidence._schwarz(y, np.ones((40, 1)), shape))
    assert logs[0] - logs[1] == pytest.approx((bics[1] - bics[0]) / 2, rel=1e-9)


def test_averaged_is_the_log_of_the_mean_over_all_shapes(rng):
    columns = rng.normal(size=(30, 3))
    views = [View(column[:, None], is_level=False) for column in columns.T]
    logs = {float(evidence._scaled(view)[0, 0]): -700.0 - k for k, view in enumerate(views)}
    found = evidence._averaged(
        rng.normal(size=30), np.ones((30, 1)), views, lambda y, design, shape: logs[shape[0, 0]]
    )
    expected = -700 + np.log((1 + np.exp(-1.0) + np.exp(-2.0)) / 3)
    assert found == pytest.approx(expected, rel=1e-12)


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.sampled_from([Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC]))
def test_weights_of_two_rivals_add_to_one(seed, kind):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=30)
    y = x if kind is Kind.NUMERIC else np.digitize(x, [0] if kind is Kind.BINARY else [-0.5, 0.5])
    mine = column(Kind.NUMERIC, x + rng.normal(size=30), "mine")
    other = column(Kind.NOMINAL, rng.integers(0, 4, 30), "other")
    weighs = weigher(y, kind)
    total = weighs.weight(mine, other, []) + weighs.weight(other, mine, [])
    assert total == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC], ids=str)
def test_copies_weigh_the_same(rng, kind):
    x = rng.normal(size=50)
    y = x + rng.normal(size=50)
    weighs = weigher(y if kind is Kind.NUMERIC else np.digitize(y, [0]), kind)
    celsius, fahrenheit = (column(Kind.NUMERIC, v, k) for k, v in (("c", x), ("f", 32 + 1.8 * x)))
    assert weighs.weight(celsius, fahrenheit, []) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC], ids=str)
def test_cause_outweighs_noise(rng, kind):
    x = rng.normal(size=80)
    y = 2 * x + rng.normal(size=80)
    weighs = weigher(y if kind is Kind.NUMERIC else np.digitize(y, [0]), kind)
    noise = column(Kind.NUMERIC, rng.normal(size=80), "noise")
    assert weighs.weight(column(Kind.NUMERIC, x, "x"), noise, []) > 0.999


def test_many_levels_pay_for_the_choice(rng):
    # the same two groups, told by two levels or picked from among ten
    y = np.repeat([1.0, 0.0], 30)
    two = y.copy()
    two[:5] = 0
    ten = np.where(two == 1, 9, rng.integers(0, 9, 60))
    few, many = column(Kind.BINARY, two, "two"), column(Kind.NOMINAL, ten, "ten")
    assert weigher(y).weight(few, many, []) > 0.8


def test_rivals_never_recorded_together_weigh_the_same():
    half = np.arange(20) < 10
    mine = column(Kind.NUMERIC, np.where(half, 1.0, np.nan), "mine")
    other = column(Kind.NUMERIC, np.where(half, np.nan, 1.0), "other")
    assert weigher(np.arange(20) % 2).weight(mine, other, []) == 0.5


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC], ids=str)
def test_a_handful_of_rows_weighs_without_failing(rng, kind, n):
    mine, other = (column(Kind.NUMERIC, rng.normal(size=n), name) for name in ("mine", "other"))
    weight = weigher(np.arange(n) % 2, kind).weight(mine, other, [])
    assert 0 <= weight <= 1


def test_several_levels_may_matter_at_once(rng):
    lot = rng.integers(0, 9, 270)
    bad = lot < 3
    y = (rng.random(270) < np.where(bad, 0.6, 0.02)).astype(float)
    weigh = weigher(y)
    summary, lots = column(Kind.BINARY, bad, "bad"), column(Kind.NOMINAL, lot, "lot")
    singles = [evidence._laplace(y, np.ones((270, 1)), _contrast(lot == one)) for one in range(9)]
    told = evidence._laplace(y, np.ones((270, 1)), _contrast(bad))
    best_single = max(singles) - np.log(9)
    assert 0.5 < weigh.weight(summary, lots, []) < expit(told - best_single)
    odds = -np.log(1 / weigh.weight(lots, summary, []) - 1)
    each = evidence._laplace(
        y, np.ones((270, 1)), np.hstack([_contrast(lot == one) for one in range(9)])
    )
    assert odds == pytest.approx(np.logaddexp(each, best_single) - np.log(2) - told, abs=0.2)


def _contrast(level):
    return 2 * (level - level.mean())[:, None]
