"""Observations of one unit are alike: with `unit` given, no null candidate is blamed too often."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from alarms import too_often

import rootcause as rc
from rootcause.association.conditional import Conditional
from rootcause.association.dependence import dependence_of
from rootcause.association.null_models import logistic
from rootcause.association.score_tests import View, added
from rootcause.association.units import Units
from rootcause.variables import Column, Kind, Variable

FALSE_ALARM = 1e-5  # of one cell, were the test exactly at its level
liberal = partial(too_often, false_alarm=FALSE_ALARM)
OUTCOMES = ("binary", "rare", "nominal", "ordinal", "numeric", "heavy")
CANDIDATES = ("binary", "nominal", "numeric", "heavy")
SHARES = {"units": (1, 0), "both": (0.7, 0.7), "within": (0, 1)}  # of the units and of the rows
DESIGNS = ((8, 25), (12, 8), (40, 5))  # units, observations of each
IN_FULL = ((4, 3), (6, 5), *DESIGNS, (50, 100))
MANY = ((300, 4), (400, 2))


def told(score, kind):
    """A column of this kind from scores, the same cut for each draw."""
    if kind == "numeric":
        return score
    if kind == "heavy":
        return np.sinh(2 * score)
    cuts = {"binary": [0.2], "rare": [1.2], "nominal": [-0.5, 0.5], "ordinal": [-0.6, 0.3, 1]}[kind]
    labels = np.array([f"level {i}" for i in range(len(cuts) + 1)])[np.digitize(score, cuts)]
    return pd.Categorical(labels, ordered=True) if kind == "ordinal" else labels


def scores(rng, unit, shares):
    of_units, of_rows = shares
    return of_units * rng.normal(size=unit.max() + 1)[unit] + of_rows * rng.normal(size=unit.size)


def table(rng, outcome, units, each, shares=SHARES["both"]):
    unit = np.repeat(np.arange(units), each)
    columns = {"unit": [f"car {one}" for one in unit]}
    columns["y"] = told(scores(rng, unit, shares), outcome)
    for how, shares in SHARES.items():
        for kind in CANDIDATES:
            columns[f"{kind} {how}"] = told(scores(rng, unit, shares), kind)
    return pd.DataFrame(columns)


def rejected(outcome, design, repeats, seed, unit="unit", shares=SHARES["both"]):
    """P-values of each candidate by name, over the draws in which it was tested."""
    rng = np.random.default_rng([seed, *design])
    found = {f"{kind} {how}": [] for how in SHARES for kind in CANDIDATES}
    for _ in range(repeats):
        drawn = table(rng, outcome, *design, shares)
        if drawn["y"].nunique() > 1:
            for one in rc.rank(drawn, "y", candidates=list(found), unit=unit).candidates:
                if one.association is not None:
                    found[one.name].append(one.association.pvalue)
    return found


@pytest.mark.parametrize("outcome", ["binary", "nominal", "numeric"])
@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_never_liberal_with_units(outcome, design):
    assert liberal(rejected(outcome, design, 10, seed=1)) == []


def test_without_units_it_would_be():
    assert liberal(rejected("numeric", (8, 25), 12, seed=1, unit=None)) != []


@pytest.mark.parametrize("outcome", ["binary", "rare", "numeric"])
@pytest.mark.parametrize("how", ["both", "within"])
def test_never_liberal_with_many_units(outcome, how):
    assert liberal(rejected(outcome, (300, 4), 8, seed=3, shares=SHARES[how])) == []


def given_the_cause(outcome, design, repeats, seed):
    """P-values of a proxy given the cause."""
    rng = np.random.default_rng([seed, *design])
    unit = np.repeat(np.arange(design[0]), design[1])
    cars = Column(Variable("car", Kind.NOMINAL), unit.astype(float))
    found = []
    for _ in range(repeats):
        cause, noise = rng.normal(size=(2, unit.size))
        proxy = 0.8 * cause + 0.6 * noise
        score = 0.8 * cause + scores(rng, unit, SHARES["both"])
        kind = Kind.NUMERIC if outcome == "numeric" else Kind.BINARY
        y = Column(Variable("y", kind), score if outcome == "numeric" else 1.0 * (score > 0.8))
        tests = Conditional(y, dependence_of(y, cars, None))
        given = Column(Variable("cause", Kind.NUMERIC), cause)
        found.append(tests.pvalue(Column(Variable("proxy", Kind.NUMERIC), proxy), [given]))
    return found


@pytest.mark.parametrize("outcome", ["binary", "numeric"])
def test_proxies_are_not_blamed_beside_the_cause_with_many_units(outcome):
    assert liberal({"proxy": given_the_cause(outcome, (120, 4), 80, seed=4)}) == []


def with_columns_for_units(y, x, unit):
    """The score test's p with a fitted level for each unit."""
    held = np.column_stack([np.ones(y.size), unit[:, None] == np.unique(unit)[1:]])
    return added(logistic(y, held), View(x[:, None]))[1]


def test_rare_outcomes_of_units_of_few_rows_are_not_overlooked():
    """A level fitted to each unit finds far less than what is found given how often each had it."""
    rng = np.random.default_rng(5)
    unit = np.repeat(np.arange(60), 4)
    given_counts, columns = 0, 0
    for _ in range(60):
        x = rng.normal(size=240)
        y = (rng.random(240) < 1 / (1 + np.exp(3 - 0.8 * x))).astype(float)
        found = added(logistic(y, np.ones((240, 1)), Units.of(unit)), View(x[:, None]))[1]
        given_counts += found <= 0.05
        columns += with_columns_for_units(y, x, unit) <= 0.05
    assert given_counts >= 30
    assert columns <= given_counts - 10


@pytest.mark.slow
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("design", IN_FULL, ids=str)
def test_never_liberal_with_units_in_full(outcome, design):
    assert liberal(rejected(outcome, design, 400, seed=2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("design", MANY, ids=str)
@pytest.mark.parametrize("how", ["both", "within"])
def test_never_liberal_with_many_units_in_full(outcome, design, how):
    assert liberal(rejected(outcome, design, 200, seed=6, shares=SHARES[how])) == []


@pytest.mark.slow
@pytest.mark.parametrize("outcome", ["binary", "numeric"])
def test_proxies_are_not_blamed_beside_the_cause_in_full(outcome):
    assert liberal({"proxy": given_the_cause(outcome, (400, 4), 600, seed=7)}) == []
