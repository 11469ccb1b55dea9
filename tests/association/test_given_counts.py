"""Risks given how often each unit had the outcome, against all the ways in which it could."""

from itertools import combinations

import numpy as np
import pytest
from scipy.special import logsumexp
from statsmodels.discrete.conditional_models import ConditionalLogit

from rootcause.association.conditional import Conditional
from rootcause.association.dependence import dependence_of
from rootcause.association.given_counts import Counted, fit_given_counts, given_counts
from rootcause.association.null_models import logistic
from rootcause.association.score_tests import View, added
from rootcause.association.units import Units
from rootcause.variables import Column, Kind, Variable


def column(kind, values, name="x"):
    return Column(Variable(name, kind), np.asarray(values, dtype=float))


def ways(predictor, events):
    """Every way to choose so many, with its chance, and the chances' log total."""
    chosen = np.array(
        [np.isin(range(predictor.size), c) for c in combinations(range(predictor.size), events)]
    )
    logs = chosen @ predictor
    return chosen.astype(float), np.exp(logs - logsumexp(logs)), logsumexp(logs)


def counted(y, labels=None):
    return Counted.of(
        np.asarray(y, dtype=float), Units.of(np.zeros(len(y)) if labels is None else labels)
    )


@pytest.mark.parametrize("spread", [0, 1, 4])
@pytest.mark.parametrize(("n", "events"), [(2, 1), (3, 2), (4, 2), (7, 1), (9, 4), (10, 9)])
def test_risks_and_likelihood_are_those_of_all_ways(rng, n, events, spread):
    predictor = spread * rng.normal(size=n)
    y = np.isin(np.arange(n), rng.choice(n, events, replace=False)).astype(float)
    likelihood, risks, _ = given_counts(counted(y), predictor)
    chosen, chances, total = ways(predictor, events)
    assert risks == pytest.approx(chances @ chosen, abs=1e-12)
    assert likelihood == pytest.approx(y @ predictor - total, abs=1e-10)


def test_many_observations_of_a_unit(rng):
    """The number of ways by their generating polynomial, factor by factor."""
    predictor = 1.5 * rng.normal(size=400)
    y = np.isin(np.arange(400), np.arange(60)).astype(float)

    def log_ways(some):
        logs = np.full(62, -np.inf)
        logs[0] = 0.0
        for one in some:
            logs[1:] = np.logaddexp(logs[1:], logs[:-1] + one)
        return logs

    likelihood, risks, _ = given_counts(counted(y), predictor)
    total = log_ways(predictor)[60]
    assert likelihood == pytest.approx(y @ predictor - total, abs=1e-8)
    first = np.exp(predictor[0] + log_ways(predictor[1:])[59] - total)
    assert risks[0] == pytest.approx(first, rel=1e-8)
    assert risks.sum() == pytest.approx(60)


@pytest.mark.parametrize("n", [2, 3])
def test_weights_of_two_or_three_give_the_variance(rng, n):
    predictor, x = rng.normal(size=(2, n))
    y = np.eye(n)[0]
    _, risks, weights = given_counts(counted(y), predictor)
    chosen, chances, _ = ways(predictor, 1)
    variance = chances @ (chosen @ x - risks @ x) ** 2
    centred = x - weights @ x / weights.sum()
    assert weights @ centred**2 == pytest.approx(variance, rel=1e-3)


def test_weights_of_many_units_give_the_variance(rng):
    """Within a few percent, where observations of five differ as much as 20 to 1."""
    wanted, found = 0.0, 0.0
    for _ in range(200):
        predictor, x = 1.2 * rng.normal(size=5), rng.normal(size=5)
        y = np.isin(np.arange(5), rng.choice(5, 2, replace=False)).astype(float)
        _, risks, weights = given_counts(counted(y), predictor)
        chosen, chances, _ = ways(predictor, 2)
        wanted += chances @ (chosen @ x - risks @ x) ** 2
        found += weights @ (x - weights @ x / weights.sum()) ** 2
    assert found == pytest.approx(wanted, rel=0.04)


def test_likelihood_is_that_of_statsmodels(rng):
    labels = np.repeat(np.arange(60), 5)
    x = rng.normal(size=(300, 2))
    y = (rng.random(300) < 0.4).astype(float)
    kept = counted(y, labels)
    with pytest.warns(Warning, match="no within-group variance"):
        peer = ConditionalLogit(y, x, groups=labels)
    for beta in ([0.0, 0.0], [0.7, -0.4]):
        likelihood, _, _ = given_counts(kept, x[kept.rows] @ np.array(beta))
        assert likelihood == pytest.approx(peer.loglike(np.array(beta)))


def test_many_units_are_fitted_as_by_statsmodels(rng):
    labels = np.repeat(np.arange(500), 4)
    x = rng.normal(size=(2000, 2))
    y = (rng.random(2000) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)
    kept = counted(y, labels)
    with pytest.warns(Warning, match="no within-group variance"):
        peer = ConditionalLogit(y, x, groups=labels).fit(disp=0)
    _, risks, _ = given_counts(kept, x[kept.rows] @ peer.params)
    assert fit_given_counts(kept, x[kept.rows]).fitted == pytest.approx(risks, abs=0.01)


@pytest.mark.parametrize(("exposed", "other"), [(5, 2), (9, 0), (1, 12)])
def test_of_pairs_half_an_event_is_added_to_either_side(exposed, other):
    # One exposed of each pair: given that one of the two had it, a coin of odds exp(beta), whose
    # penalised estimate is (b + 1/2) / (b + c + 1); Firth (1993), section 3.4.
    pairs = exposed + other
    x = np.tile([1.0, 0.0], pairs)
    y = np.concatenate([np.tile([1.0, 0.0], exposed), np.tile([0.0, 1.0], other)])
    fit = fit_given_counts(counted(y, np.repeat(np.arange(pairs), 2)), x[:, None])
    assert fit.fitted[0] == pytest.approx((exposed + 0.5) / (pairs + 1), rel=1e-4)


def test_of_pairs_the_score_test_is_mcnemars():
    # McNemar (1947), Psychometrika 12:153: (b - c)² / (b + c)
    x = np.tile([1.0, 0.0], 40)
    y = np.concatenate([np.tile([1.0, 0.0], 27), np.tile([0.0, 1.0], 13)])
    model = logistic(y, np.ones((80, 1)), Units.of(np.repeat(np.arange(40), 2)))
    assert added(model, View(x[:, None]))[0] == pytest.approx(14**2 / 40)


def test_units_that_always_or_never_had_the_outcome_tell_nothing(rng):
    labels = np.repeat(np.arange(30), 6)
    x, y = rng.normal(size=180), (rng.random(180) < 0.5).astype(float)
    more = np.concatenate([y, np.zeros(60), np.ones(12)])
    units = np.concatenate([labels, np.repeat(np.arange(30, 42), 6)])
    several = np.concatenate([x, 5 + rng.normal(size=72)])

    def tested(y, x, labels):
        return added(logistic(y, np.ones((y.size, 1)), Units.of(labels)), View(x[:, None]))

    assert tested(more, several, units) == pytest.approx(tested(y, x, labels))


def test_where_no_unit_varies_nothing_is_told(rng):
    unit = column(Kind.NOMINAL, np.repeat(np.arange(10), 4), "unit")
    outcome = column(Kind.BINARY, np.repeat([0, 1], 20), "y")
    conditional = Conditional(outcome, dependence_of(outcome, unit, None))
    x, given = (column(Kind.NUMERIC, rng.normal(size=40), name) for name in ("x", "z"))
    assert conditional.association(x).pvalue == 1.0
    assert conditional.association(x, [given]).pvalue == 1.0
