"""Two that stand and act only together are told from two whose risks add up or multiply."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from statsmodels.stats.proportion import proportion_confint

import rootcause as rc
from rootcause.screening.synergy import only_together, synergy_pvalue, wilson
from rootcause.variables import Column, Kind, Variable


def binary(name, values):
    return Column(Variable(name, Kind.BINARY, levels=("no", "yes")), np.asarray(values, float))


def table(rng, risks, n=300):
    """An outcome and two coins; `risks` with neither, the second, the first, and both."""
    one, other = rng.random((2, n)) < 0.5
    happened = rng.random(n) < np.asarray(risks)[2 * one + other]
    return binary("y", happened), [binary("a", one), binary("b", other)]


def test_limits_are_wilsons():
    events, rows = np.array([0.0, 3, 17, 28]), np.array([40.0, 60, 28, 28])
    low, high = wilson(events, rows, 1.959964)
    expected = proportion_confint(events, rows, method="wilson")
    assert low == pytest.approx(expected[0], abs=1e-6)
    assert high == pytest.approx(expected[1], abs=1e-6)


def test_in_large_samples_p_is_that_of_three_binomials(rng):
    # the difference of risks over its standard error: Wald, Agresti (2013), section 3.1.2
    rows = np.full(4, 20_000.0)
    risks = np.array([0.1, 0.2, 0.3, 0.515])
    deviate = (0.515 - 0.5) / np.sqrt(sum(p * (1 - p) / 20_000 for p in risks[1:]))
    from scipy.stats import norm

    assert synergy_pvalue(risks * rows, rows) == pytest.approx(2 * norm.sf(deviate), rel=0.1)


def test_risks_that_add_up_are_seldom_taken_for_synergy():
    rng = np.random.default_rng(5)
    rows = np.full(4, 40.0)
    risks = np.array([0.0, 0.2, 0.3, 0.5])
    below = [synergy_pvalue(rng.binomial(40, risks).astype(float), rows) for _ in range(1_000)]
    assert np.mean(np.array(below) <= 0.05) <= 0.035  # the null is one-sided


@pytest.mark.parametrize("swap", [False, True])
def test_what_needs_both_is_found_on_either_side(swap):
    rng = np.random.default_rng(2)
    outcome, (a, b) = table(rng, [0.02, 0.02, 0.02, 0.6])
    b = binary("b", 1 - b.values) if swap else b
    (found,) = only_together(outcome, [a, b], alpha=0.05)
    assert found.names == ("a", "b")
    assert found.scanned == 1


def test_risks_that_multiply_are_not_said_to_act_only_together():
    odds = expit(np.array([-3, -1.2, -1.2, 0.6]))
    for seed in range(20):
        outcome, columns = table(np.random.default_rng(seed), odds, n=2_000)
        assert not only_together(outcome, columns, alpha=0.05)


def test_other_outcomes_and_empty_cells_have_none(rng):
    outcome, (a, _) = table(rng, [0.1, 0.1, 0.1, 0.9])
    assert only_together(outcome, [a, binary("copy", a.values)], alpha=0.05) == []
    number = Column(Variable("y", Kind.NUMERIC), rng.normal(size=300))
    assert only_together(number, [a, a], alpha=0.05) == []


def test_an_investigation_names_both_and_the_pair():
    rng = np.random.default_rng(7)
    n = 220
    tuesday, dated = rng.random(n) < 0.2, rng.random(n) < 0.4
    frame = pd.DataFrame(
        {
            "tuesday": tuesday,
            "dated": dated,
            "noise": rng.normal(size=n),
            "fails": rng.random(n) < np.where(tuesday & dated, 0.8, 0.01),
        }
    )
    inv = rc.investigate(frame, "fails")
    assert [one.name for one in inv.having(rc.Verdict.STANDS)][-1] == "tuesday x dated"
    assert {"tuesday", "dated"} <= {one.name for one in inv.having(rc.Verdict.STANDS)}
