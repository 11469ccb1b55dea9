"""A look at all candidates at once: what the full tests say, where these need no exact tails."""

import numpy as np
import pytest
from scipy.special import expit
from worlds import column

from rootcause.association.at_once import AtOnce
from rootcause.association.combining import TINY, cauchy
from rootcause.association.conditional import Conditional
from rootcause.association.dependence import dependence_of
from rootcause.association.score_tests import added
from rootcause.variables import Column, Kind, Variable

OUTCOMES = (Kind.BINARY, Kind.NUMERIC, Kind.NOMINAL)


def table(kind, n, rng, missing=0.0):
    """An outcome, and five candidates of mixed kinds of which two are causes."""
    x, z = rng.normal(size=(2, n))
    g = rng.integers(0, 3, n)
    strength = x + 0.7 * (g == 1)
    if kind is Kind.BINARY:
        y = rng.random(n) < expit(strength)
    else:
        y = strength + rng.normal(size=n)
        y = np.digitize(y, [-0.5, 1]) if kind is Kind.NOMINAL else y
    values = {
        "x": (Kind.NUMERIC, x),
        "near x": (Kind.NUMERIC, np.round(x + z, 1)),
        "g": (Kind.NOMINAL, g),
        "flag": (Kind.BINARY, (g == 1) != (rng.random(n) < 0.2)),
        "noise": (Kind.NUMERIC, rng.exponential(size=n)),
    }
    columns = [
        column(one, np.where(rng.random(n) < missing, np.nan, cells), name)
        for name, (one, cells) in values.items()
    ]
    return column(kind, y, "y"), columns


@pytest.mark.parametrize("kind", OUTCOMES)
@pytest.mark.parametrize("held", [(), (0,), (0, 2)])
def test_a_look_is_what_the_tests_say(kind, held, rng):
    outcome, columns = table(kind, 1_500, rng)
    conditional, given = Conditional(outcome), [columns[one] for one in held]
    looked = AtOnce(conditional, columns).given(given)
    for place, one in enumerate(columns):
        if place not in held:
            expected = np.log(conditional.pvalue(one, given))
            assert np.log(looked[place]) == pytest.approx(expected, rel=0.03, abs=0.1)


def test_a_look_at_hours_is_what_the_tests_say(rng):
    outcome, columns = table(Kind.BINARY, 1_500, rng)
    hours = Column(Variable("when: hour", Kind.NUMERIC, period=24.0), rng.uniform(0, 24, 1_500))
    conditional = Conditional(outcome)
    looked = AtOnce(conditional, [*columns, hours]).given([columns[0]])
    expected = np.log(conditional.pvalue(hours, [columns[0]]))
    assert np.log(looked[-1]) == pytest.approx(expected, rel=0.03, abs=0.1)


def test_what_is_given_already_adds_nothing(rng):
    outcome, columns = table(Kind.BINARY, 600, rng)
    assert AtOnce(Conditional(outcome), columns).given(columns[:3])[:3] == pytest.approx(1)


def test_missing_values_change_a_look_a_little(rng):
    outcome, columns = table(Kind.BINARY, 3_000, rng, missing=0.1)
    conditional = Conditional(outcome)
    looked = AtOnce(conditional, columns).given([columns[0]])
    for place, one in enumerate(columns[1:], start=1):
        expected = np.log(conditional.pvalue(one, [columns[0]]))
        assert np.log(looked[place]) == pytest.approx(expected, rel=0.1, abs=0.5)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC])
def test_all_ordered_pairs_are_score_tests_of_each_given_each(kind, rng):
    outcome, columns = table(kind, 800, rng)
    conditional = Conditional(outcome)
    found = AtOnce(conditional, columns).given_each([[one] for one in columns])
    assert found.shape == (5, 5)
    rows = conditional.rows()
    for held in range(5):
        model = conditional.null_models([columns[held]], rows)[0]
        for place in set(range(5)) - {held}:
            views = [v for v in conditional.views(columns[place], rows) if v.choices is None]
            expected = cauchy(np.array([added(model, view)[1] for view in views]))
            bound = {"rel": 0.1, "abs": 0.2}  # full tests have exact tails and, held, best cuts
            assert np.log(found[held, place]) == pytest.approx(np.log(expected), **bound)


def test_a_step_is_seen(rng):
    x = rng.normal(size=400)
    outcome = column(Kind.BINARY, rng.random(400) < np.where(np.abs(x) < 0.12, 0.9, 0.2), "y")
    conditional, candidate = Conditional(outcome), column(Kind.NUMERIC, x, "x")
    looked = AtOnce(conditional, [candidate])
    assert looked.given([])[0] < looked.given_each([[]])[0, 0]


def test_what_is_constant_in_each_unit_is_not_passed_over(rng):
    unit = column(Kind.NOMINAL, np.repeat(np.arange(20), 10), "unit")
    outcome = column(Kind.BINARY, rng.random(200) < 0.5, "y")
    shared = column(Kind.NUMERIC, np.repeat(rng.normal(size=20), 10), "shared")
    own = column(Kind.NUMERIC, rng.normal(size=200), "own")
    conditional = Conditional(outcome, dependence_of(outcome, unit, None))
    looked = AtOnce(conditional, [shared, own]).given([])
    assert looked[0] == TINY
    assert looked[1] == pytest.approx(conditional.pvalue(own, []), rel=0.1)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC])
def test_many_units_of_few_rows(rng, kind):
    cars = np.repeat(np.arange(150), 4)
    cause = rng.normal(size=600)
    score = cause + rng.normal(size=150)[cars] + rng.logistic(size=600)
    outcome = column(kind, score > 0 if kind is Kind.BINARY else score, "y")
    unit = column(Kind.NOMINAL, cars, "unit")
    conditional = Conditional(outcome, dependence_of(outcome, unit, None))
    proxies = [column(Kind.NUMERIC, cause + rng.normal(size=600), name) for name in "abc"]
    label = column(Kind.NOMINAL, rng.integers(0, 3, 600), "label")
    candidates, held = [*proxies[1:], label], proxies[0]
    looked = AtOnce(conditional, candidates)
    for found in (looked.given([held]), looked.given_each([[held]])[0]):
        told = np.log([conditional.pvalue(one, [held]) for one in candidates])
        assert np.log(found) == pytest.approx(told, rel=0.2, abs=0.35)


def test_nothing_to_look_at():
    outcome = column(Kind.BINARY, np.tile([0, 1], 20), "y")
    assert AtOnce(Conditional(outcome), []).given([]).shape == (0,)
