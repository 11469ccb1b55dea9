import numpy as np
import pytest
from scipy.stats import binom

from rootcause.confirmation import doubts
from rootcause.confirmation.rows import Observed, Rows
from rootcause.variables import Kind, Variable


def rows(values, exposure=None):
    values = np.array(values, dtype=float)
    return Rows(values.size, int(values.sum()), values, exposure)


def observed(before, form="shares"):
    return Observed(Variable("failed", Kind.BINARY), form, before, rows([0, 0]))


@pytest.mark.parametrize(
    ("values", "run"), [([0, 1, 1, 1], 3), ([1, 1, 0, 1], 0), ([1, 1, 0], 0), ([1, 1], 2)]
)
def test_the_run_before_the_fix(values, run):
    assert doubts.last_run(rows(values)) == run


def test_failures_in_runs_are_seen():
    assert doubts.in_runs(observed(rows([0] * 15 + [1] * 15)))
    assert not doubts.in_runs(observed(rows([0, 1, 1] * 10)))


def test_independent_failures_seldom_seem_to_come_in_runs():
    rng, n = np.random.default_rng(0), 600
    found = sum(bool(doubts.in_runs(observed(rows(rng.random(40) < 0.3)))) for _ in range(n))
    assert found <= binom.ppf(0.999, n, 0.015)


def test_counts_that_vary_too_much_are_seen():
    even, exposure = [3, 5, 4, 2, 6, 4], np.full(6, 10.0)
    assert not doubts.counted_unevenly(observed(rows(even, exposure), "rates"))
    (said,) = doubts.counted_unevenly(observed(rows([0, 0, 24, 0, 0, 0], exposure), "rates"))
    assert said == "counts before vary 24.0 times as much as chance lets them, so p flatters"
