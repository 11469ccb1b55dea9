import numpy as np
import pytest
import worlds
from scipy import stats

from rootcause.association import measure_all
from rootcause.association.shared import step_down, westfall_young
from rootcause.errors import ArgumentError
from rootcause.variables import Kind

MIXED = [(Kind.BINARY, "rare"), (Kind.NOMINAL, ""), (Kind.ORDINAL, "skew"), (Kind.NUMERIC, "heavy")]


def slowly(evidence):
    """Algorithm 4.1 of Westfall & Young (1993), as it is written there."""
    observed, k = evidence[0], evidence.shape[1]
    order = sorted(range(k), key=lambda j: -observed[j])
    found = {}
    for place, one in enumerate(order):
        rest = order[place:]
        hits = sum(max(row[j] for j in rest) >= observed[one] for row in evidence)
        before = found[order[place - 1]] if place else 0
        found[one] = max(before, hits / len(evidence))
    return [found[j] for j in range(k)]


def test_step_down_is_that_of_the_book(rng):
    evidence = np.round(rng.normal(size=(60, 7)), 1)
    evidence[0] += [0, 3, 1, 0, 2, 0, 0]
    assert step_down(evidence) == pytest.approx(slowly(evidence))


def family(rng, n, holes=False):
    columns = [worlds.drawn(*one, n, rng) for one in (*MIXED, *MIXED)]
    for one in columns[:4] if holes else ():
        one.values[rng.random(n) < 0.2] = np.nan
    return columns


def test_one_candidate_alone_has_its_permutation_p(rng):
    x = rng.normal(size=40)
    y = worlds.column(Kind.NUMERIC, x + 2.5 * rng.normal(size=40))
    adjusted = westfall_young(y, [worlds.column(Kind.NUMERIC, x)], rng)
    alone = measure_all(y, [worlds.column(Kind.NUMERIC, x)], rng)[0].pvalue
    assert adjusted[0] == pytest.approx(alone, abs=0.02)


def test_copies_cost_nothing(rng):
    x = rng.normal(size=50)
    y = worlds.column(Kind.BINARY, x + rng.normal(size=50) > 0)
    one = worlds.column(Kind.NUMERIC, x)
    alone = westfall_young(y, [one], np.random.default_rng(0))
    copied = westfall_young(y, [one] * 10, np.random.default_rng(0))
    assert copied == pytest.approx(np.repeat(alone, 10))


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC])
def test_family_wise_error_is_held(kind, holes, monkeypatch):
    monkeypatch.setattr("rootcause.association.shared.DRAWS", (199, 199))
    rng, repeats, alarms = np.random.default_rng(5), 250, 0
    for _ in range(repeats):
        y = worlds.drawn(kind, "", 24, rng, "y")
        alarms += np.nanmin(westfall_young(y, family(rng, 24, holes), rng)) <= 0.05
    assert alarms <= stats.binom.isf(1e-4, repeats, 0.05)
    assert alarms >= stats.binom.ppf(1e-4, repeats, 0.05)


def test_constants_are_passed_over(rng):
    y = worlds.drawn(Kind.BINARY, "", 30, rng)
    columns = [worlds.column(Kind.NUMERIC, np.ones(30)), worlds.drawn(Kind.NUMERIC, "", 30, rng)]
    assert np.isnan(westfall_young(y, columns, rng)).tolist() == [True, False]
    assert np.isnan(westfall_young(y, columns[:1], rng)).all()


def test_several_classes_take_no_missing_values(rng):
    y = worlds.drawn(Kind.NOMINAL, "", 30, rng)
    assert np.isfinite(westfall_young(y, family(rng, 30), rng)).all()
    with pytest.raises(ArgumentError, match="'c' has 1; use 'holm' instead"):
        values = np.append(np.nan, np.arange(29))
        westfall_young(y, [worlds.column(Kind.NUMERIC, values)], rng)
