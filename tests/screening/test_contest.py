"""Candidates held against each other: a look at all saves tests and changes no choice."""

import numpy as np
import pytest
from scipy.special import expit

from rootcause.association import measure_all
from rootcause.association.conditional import Conditional
from rootcause.results import Candidate, Verdict
from rootcause.screening.contest import TOLD, Contest
from rootcause.variables import Column, Kind, Variable


def number(name, values):
    return Column(Variable(name, Kind.NUMERIC), np.asarray(values, dtype=float))


def contest(outcome, columns, rng):
    """With each p-value as its own correction."""
    alone = measure_all(outcome, columns, rng)
    candidates = {
        one.name: Candidate(one.variable, Verdict.NO_EVIDENCE, found, found.pvalue)
        for one, found in zip(columns, alone, strict=True)
    }
    conditional = Conditional(outcome)
    return Contest(conditional, {one.name: one for one in columns}, candidates, alpha=0.05)


def world(rng, n=300, missing=0.0):
    """Two causes, look-alikes of the first, and noise."""
    a, b = rng.normal(size=(2, n))
    causes = {"a": a, "b": b}
    alike = {f"like a {i}": a + rng.normal(size=n) for i in range(12)}
    noise = {f"noise {i}": rng.normal(size=n) for i in range(15)}
    y = Column(Variable("y", Kind.BINARY, levels=("no", "yes")), rng.random(n) < expit(2 * a + b))
    values = {**alike, **noise, **causes}
    gaps = {name: np.where(rng.random(n) < missing, np.nan, one) for name, one in values.items()}
    outcome = Column(y.variable, y.values.astype(float))
    return outcome, [number(name, one) for name, one in gaps.items()]


@pytest.mark.parametrize("missing", [0.0, 0.1])
@pytest.mark.parametrize("seed", range(3))
def test_who_enters_is_who_a_test_of_every_candidate_would_let_in(seed, missing):
    rng = np.random.default_rng(seed)
    outcome, columns = world(rng, missing=missing)
    found = contest(outcome, columns, rng)
    for selected in (["a"], ["like a 3"], ["a", "b"]):
        left = [one for one in columns if one.name not in selected]
        given = [found.columns[one] for one in selected]
        pvalues = {one.name: found.conditional.pvalue(one, given) for one in left}
        best = min(pvalues, key=pvalues.__getitem__)
        expected = best if pvalues[best] * len(left) <= 0.05 else None
        assert found._entering(selected) == expected


@pytest.mark.parametrize("seed", range(3))
def test_the_causes_are_selected(seed):
    rng = np.random.default_rng(seed)
    assert sorted(contest(*world(rng), rng).selected()) == ["a", "b"]


def test_of_many_rivals_those_far_behind_are_not_worked_out(rng):
    found = contest(*world(rng, n=2_000), rng)
    rivalries, level = found.rivalries("a", ["a", "b"])
    assert len(rivalries) == TOLD
    assert level == pytest.approx(0.05 / sum(found.alone[o].pvalue <= 0.05 for o in others(found)))
    assert all(one.association.pvalue <= level and one.weight == 1 for one in rivalries)


def others(found):
    return [name for name in found.alone if name not in ("a", "b")]


def test_a_rival_that_may_account_for_it_is_weighed(rng):
    outcome, columns = world(rng)
    a = next(one for one in columns if one.name == "a")
    twin = number("twin", a.values + 0.15 * rng.normal(size=300))
    found = contest(outcome, [*columns, twin], rng)
    rivalries, _ = found.rivalries("a", ["a", "b"])
    weights = {one.other: one.weight for one in rivalries}
    assert 0.01 < weights["twin"] < 0.99


def test_a_proxy_is_exchanged_for_the_cause(rng):
    found = contest(*world(rng, n=600), rng)
    assert sorted(found._swapped(["like a 0", "b"])) == ["a", "b"]
