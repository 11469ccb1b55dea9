import numpy as np
import pytest
import worlds
from scipy import stats

from rootcause.association.independence import UNTESTED, independence
from rootcause.association.looks import every_look
from rootcause.association.prepare import paired
from rootcause.variables import Kind

LEVELS = (0.1, 0.05, 0.01)
ROWS = (12, 30, 200, 5000)
CELLS = len(LEVELS) * len(ROWS) * len(worlds.OUTCOMES) * len(worlds.CANDIDATES)
FALSE_ALARM = 0.02 / CELLS  # of one cell, were its test exactly at its level: 1 in 50 of the grid


def null_pvalues(test, outcome, n, repeats, seed):
    """P-values of independent candidates of every kind and form; shape (repeats, candidates)."""
    rng = np.random.default_rng([seed, n, worlds.OUTCOMES.index(outcome)])
    found = np.ones((repeats, len(worlds.CANDIDATES)))
    for row in found:
        column = worlds.drawn(*outcome, n, rng, "y")
        candidates = [worlds.drawn(*one, n, rng) for one in worlds.CANDIDATES]
        pairs = [paired(column, one) for one in candidates]
        row[:] = [one.pvalue for one in test(pairs, rng, 0.05)]
    return np.where(np.isnan(found), 1, found)


def liberal(pvalues):
    """Cells that reject more often than a valid test would, with the level and the count."""
    return [
        (*worlds.CANDIDATES[i], level, count)
        for level in LEVELS
        for i, count in enumerate(np.sum(pvalues <= level, axis=0))
        if count > stats.binom.isf(FALSE_ALARM, len(pvalues), level)
    ]


def liberal_together(pvalues):
    """Levels at which all candidates taken together are rejected too often, with the share.

    What the first half of the draws seldom rejects is left out: too few values would hide others.
    """
    half = len(pvalues) // 2
    found = []
    for level in LEVELS:
        often = np.mean(pvalues[:half] <= level, axis=0) > 0.7 * level
        if often.any():
            share = np.mean(pvalues[half:, often] <= level, axis=1)
            error = share.std() / np.sqrt(share.size)
            if share.mean() > level + stats.norm.isf(FALSE_ALARM) * error:
                found.append((level, float(share.mean())))
    return found


@pytest.mark.parametrize("outcome", worlds.OUTCOMES, ids=str)
@pytest.mark.parametrize(("n", "repeats"), [(12, 60), (30, 30), (200, 15)])
def test_never_liberal(outcome, n, repeats):
    assert liberal(null_pvalues(every_look, outcome, n, repeats, seed=1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("outcome", worlds.OUTCOMES, ids=str)
@pytest.mark.parametrize("n", ROWS)
def test_never_liberal_in_full(outcome, n):
    pvalues = null_pvalues(every_look, outcome, n, 1500 if n < 5000 else 1000, seed=2)
    assert liberal(pvalues) == []
    assert liberal_together(pvalues) == []


def test_a_binary_outcome_with_enough_rows_is_not_far_below_the_level_either():
    pvalues = null_pvalues(independence, (Kind.BINARY, ""), 200, 100, seed=3)
    ordered = [i for i, (kind, _) in enumerate(worlds.CANDIDATES) if kind is Kind.NUMERIC]
    assert np.mean(pvalues[:, ordered] <= 0.05) > 0.025


def of(outcome, *candidates, alpha=0.05, seed=0):
    pairs = [paired(outcome, one) for one in candidates]
    return independence(pairs, np.random.default_rng(seed), alpha)


@pytest.mark.parametrize("n", [80, 400])
@pytest.mark.parametrize("shape", ["straight", "bowl", "window"])
def test_every_shape_is_seen(shape, n, rng):
    x = rng.permutation(np.linspace(-2, 2, n))
    happens = {"straight": x > 0.5, "bowl": np.abs(x) > 1.2, "window": np.abs(x - 0.3) < 0.7}[shape]
    y = np.where(rng.random(n) < 0.1, ~happens, happens)
    for kind in (Kind.BINARY, Kind.NUMERIC):
        outcome = worlds.column(kind, y + (rng.normal(size=n) / 3 if kind is Kind.NUMERIC else 0))
        assert of(outcome, worlds.column(Kind.NUMERIC, x))[0].pvalue < 0.01


@pytest.mark.parametrize("n", [80, 400])
@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC])
def test_one_level_among_many_is_seen(kind, n, rng):
    codes = rng.permutation(np.arange(n) % 10)
    y = np.where(codes == 7, 1.0, rng.random(n) < 0.2)
    y = y + rng.normal(size=n) / 5 if kind is Kind.NUMERIC else y
    found = of(worlds.column(kind, y), worlds.column(Kind.NOMINAL, codes))
    assert found[0].pvalue < 0.01


def test_two_valued_columns_are_exact_whatever_their_kind(rng):
    x, y = rng.random((2, 30)) < 0.4
    outcome = worlds.column(Kind.BINARY, y)
    found = of(outcome, *(worlds.column(kind, x) for kind in (Kind.BINARY, Kind.NUMERIC)))
    assert found[0] == found[1]
    assert found[0].method == "exact"


def test_neither_order_nor_company_nor_missing_rows_matter(rng):
    n = 40
    outcome = worlds.drawn(Kind.BINARY, "", n, rng, "y")
    holes = np.where(np.arange(n) < 6, np.nan, rng.normal(size=n))
    columns = [worlds.drawn(Kind.NUMERIC, "", n, rng), worlds.column(Kind.NUMERIC, holes)]
    columns += [worlds.drawn(Kind.NOMINAL, "", n, rng)]
    forward, backward = of(outcome, *columns), of(outcome, *columns[::-1])
    assert forward == backward[::-1]
    longer = [
        worlds.column(one.variable.kind, np.append(one.values, np.nan))
        for one in (outcome, columns[0])
    ]
    assert of(*longer)[0].pvalue == pytest.approx(of(outcome, columns[0])[0].pvalue, abs=0.06)


def test_the_method_follows_from_the_observations(rng):
    def method(n, share, kind=Kind.NUMERIC):
        y = worlds.column(Kind.BINARY, np.arange(n) < share * n)
        return of(y, worlds.drawn(kind, "", n, rng))[0].method

    assert method(12, 0.5) == "exact"
    assert method(60, 0.5) == "permutation"
    assert method(1000, 0.5) == "asymptotic"
    assert method(1000, 0.01) == "permutation"
    assert method(1000, 0.5, Kind.BINARY) == "exact"


def test_lopsided_columns_of_very_many_rows_are_judged_exactly(rng):
    n = 30_000
    y = worlds.column(Kind.BINARY, np.arange(n) < 150)
    rare = np.zeros(n)
    rare[:: n // 20] = rng.normal(size=20)
    null, strong = rare[rng.permutation(n)], rare.copy()
    strong[:8] = 5.0
    found = of(y, worlds.column(Kind.NUMERIC, null), worlds.column(Kind.NUMERIC, strong))
    assert [one.method for one in found] == ["exact", "exact"]
    assert found[0].pvalue > 0.05
    assert found[1].pvalue < 1e-9


def test_nothing_is_said_of_a_constant(rng):
    outcome = worlds.drawn(Kind.BINARY, "", 20, rng, "y")
    constant = worlds.column(Kind.NUMERIC, np.ones(20))
    empty = worlds.column(Kind.NUMERIC, np.full(20, np.nan))
    assert of(outcome, constant, empty) == [UNTESTED, UNTESTED]
