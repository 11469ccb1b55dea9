"""Observations of one unit are alike: with `unit` given, no null candidate is blamed too often."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import rootcause as rc

FALSE_ALARM = 1e-5  # of one cell, were the test exactly at its level
LEVELS = (0.1, 0.05, 0.01)
OUTCOMES = ("binary", "rare", "nominal", "ordinal", "numeric", "heavy")
CANDIDATES = ("binary", "nominal", "numeric", "heavy")
SHARES = {"units": (1, 0), "both": (0.7, 0.7), "within": (0, 1)}  # of the units and of the rows
DESIGNS = ((8, 25), (12, 8), (40, 5))  # units, observations of each
IN_FULL = ((4, 3), (6, 5), *DESIGNS, (50, 100))


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


def table(rng, outcome, units, each):
    unit = np.repeat(np.arange(units), each)
    columns = {"unit": [f"car {one}" for one in unit]}
    columns["y"] = told(scores(rng, unit, SHARES["both"]), outcome)
    for how, shares in SHARES.items():
        for kind in CANDIDATES:
            columns[f"{kind} {how}"] = told(scores(rng, unit, shares), kind)
    return pd.DataFrame(columns)


def rejected(outcome, design, repeats, seed, unit="unit"):
    """P-values of each candidate by name, over the draws in which it was tested."""
    rng = np.random.default_rng([seed, *design])
    found = {f"{kind} {how}": [] for how in SHARES for kind in CANDIDATES}
    for _ in range(repeats):
        drawn = table(rng, outcome, *design)
        if drawn["y"].nunique() > 1:
            for one in rc.rank(drawn, "y", candidates=list(found), unit=unit).candidates:
                if one.association is not None:
                    found[one.name].append(one.association.pvalue)
    return found


def liberal(found):
    return [
        (name, level, int(np.sum(np.array(pvalues) <= level)), len(pvalues))
        for name, pvalues in found.items()
        for level in LEVELS
        if np.sum(np.array(pvalues) <= level) > stats.binom.isf(FALSE_ALARM, len(pvalues), level)
    ]


@pytest.mark.parametrize("outcome", ["binary", "nominal", "numeric"])
@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_never_liberal_with_units(outcome, design):
    assert liberal(rejected(outcome, design, 10, seed=1)) == []


def test_without_units_it_would_be():
    assert liberal(rejected("numeric", (8, 25), 12, seed=1, unit=None)) != []


@pytest.mark.slow
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("design", IN_FULL, ids=str)
def test_never_liberal_with_units_in_full(outcome, design):
    assert liberal(rejected(outcome, design, 400, seed=2)) == []
