"""Steps in a series: F as statsmodels has it, the level held, the right place."""

import numpy as np
import pytest
import statsmodels.api as sm

from rootcause.association.series import DAY, Series, Steps, series_of

YEAR = 365.2425 * DAY


def runs(rng, n, strength):
    """A series that depends on its own last value so strongly, with a variance of 1."""
    noise = rng.standard_normal(n + 50)
    for at in range(1, n + 50):
        noise[at] += strength * noise[at - 1]
    return noise[50:] * np.sqrt(1 - strength**2)


def steps_of(values, step=1.0, weights=None):
    values = np.asarray(values, dtype=float)
    return Steps(series_of(values, np.arange(values.size) * step, weights), 3)


def alarms(rng, make, draws=99, repeats=200):
    return sum(steps_of(make(rng)).pvalue(draws, rng) <= 0.05 for _ in range(repeats))


def test_statistic_is_the_f_of_a_weighted_regression_on_the_last_value(rng):
    """Reference: statsmodels WLS, F of one added column."""
    values = runs(rng, 40, 0.4) + 2 * (np.arange(40) >= 25)
    weights = rng.uniform(0.5, 2, 40)
    steps = Steps(series_of(values, np.arange(40.0), weights), 3)
    late = (np.arange(1, 40) >= steps.place).astype(float)
    design = sm.add_constant(np.column_stack([values[:-1], late]))
    fitted = sm.WLS(values[1:], design, weights=weights[1:]).fit()
    assert steps.statistic == pytest.approx(fitted.tvalues[2] ** 2)


def test_place_is_the_first_moment_after_the_step():
    assert steps_of([0.0, 0.1] * 10 + [5.0, 5.1] * 5).place == 20


@pytest.mark.parametrize("strength", [0.0, 0.5])
def test_no_change_is_seen_where_there_is_none(rng, strength):
    """200 series: up to 17 of them are within chance of 5 %."""
    assert alarms(rng, lambda rng: runs(rng, 60, strength)) <= 17


def test_no_change_is_seen_among_failures_that_come_in_runs(rng):
    def failures(rng):
        chain = [rng.random() < 1 / 3]
        for _ in range(59):
            chain.append(rng.random() < (0.6 if chain[-1] else 0.2))
        return chain

    assert alarms(rng, failures) <= 17


def test_a_yearly_cycle_is_no_change(rng):
    def seasons(rng):
        return runs(rng, 72, 0.3) + 1.5 * np.sin(np.arange(72) * 2 * np.pi / 12)

    found = sum(
        Steps(series_of(seasons(rng), np.arange(72) * YEAR / 12), 4).pvalue(99, rng) <= 0.05
        for _ in range(200)
    )
    assert found <= 17


def test_a_step_is_seen_and_where(rng):
    found = inside = 0
    for _ in range(60):
        steps = steps_of(runs(rng, 80, 0.3) + 2.0 * (np.arange(80) >= 50))
        found += steps.pvalue(99, rng) <= 0.05 and not steps.drifts
        could_be = steps.could_be(0.95, 99, rng)
        inside += could_be[0] <= 50 <= could_be[-1]
    assert found >= 50
    assert inside >= 50


def test_a_steady_drift_is_not_told_as_a_step(rng):
    drifting = [steps_of(runs(rng, 80, 0.2) + np.linspace(0, 4, 80)) for _ in range(60)]
    assert sum(one.drifts for one in drifting) >= 52


def test_values_of_one_moment_are_one_and_neighbours_of_very_many_too():
    series = series_of(
        np.array([1.0, 3.0, 5.0]), np.array([0.0, 0.0, 1.0]), np.array([1.0, 3.0, 4.0])
    )
    assert series.values.tolist() == [2.5, 5.0]
    assert series.weights.tolist() == [1.0, 1.0]
    assert series_of(np.arange(5000.0), np.arange(5000.0)).size == 500


def test_cycles_are_held_only_where_they_were_seen():
    def held(n, step):
        return Series(np.arange(n) * step, np.zeros(n), np.ones(n)).held.shape[1]

    assert held(40, YEAR / 12) == 3
    assert held(30, YEAR / 12) == 1
    assert held(60, DAY) == 3
    assert held(60, 1.0) == 1
