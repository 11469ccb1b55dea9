"""Whether 95 % intervals hold the truth, in the worlds of benchmarks/interval_coverage.py."""

import interval_coverage
import numpy as np
import pytest
from scipy import stats

SIMULATED = tuple(interval_coverage.READS)
EXACT = tuple(interval_coverage.ON_RISKS)


@pytest.mark.parametrize("name", EXACT)
def test_intervals_of_risks_hold_the_truth_in_every_table(name):
    cells = list(interval_coverage.enumerated(name, (12, 30)))
    assert min(one.coverage for one in cells) >= 0.92


@pytest.mark.parametrize("name", SIMULATED)
def test_intervals_hold_the_truth(name, monkeypatch):
    monkeypatch.setattr(interval_coverage, "POPULATION", 80_000)
    draws = 120
    for one in interval_coverage.simulated(name, (30,), draws):
        assert one.coverage * draws >= stats.binom.ppf(1e-5, draws, 0.93), one


@pytest.mark.slow
@pytest.mark.parametrize("name", SIMULATED)
def test_intervals_hold_the_truth_in_full(name):
    cells = list(interval_coverage.simulated(name, (12, 30, 200), 2000))
    assert min(one.coverage for one in cells) >= 0.92 - 3 * np.sqrt(0.92 * 0.08 / 2000)
    inside = [abs(one.coverage - 0.95) for one in cells if not one.edge]
    assert np.mean(inside) <= 0.02
