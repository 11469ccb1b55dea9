"""How many independent observations those of a few units are worth."""

import math

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.confirmation.alike import INDEPENDENT, Alike

RNG = np.random.default_rng(3)
BAD = np.repeat([True, False], 6)


def table(failed):
    """One row a trip, the cars taking turns; shape (cars, trips)."""
    cars = np.tile([f"car {one}" for one in range(len(failed))], failed.shape[1])
    return pd.DataFrame({"car": cars, "failed": failed.T.ravel()})


def trips(rates, many, rng):
    return table(rng.random((len(rates), many)) < np.asarray(rates)[:, None])


@pytest.mark.parametrize(
    ("correlation", "units", "many", "worth"),
    [
        (0.0, 10, 59, 59.0),
        (1.0, 10, 200, 10.0),
        (0.1, 10, 100, 100 / 1.9),
        (-0.2, 10, 100, 100.0),
        (0.5, 10, 5, 5.0),
    ],
)
def test_the_design_effect_is_kishs(correlation, units, many, worth):
    """n / (1 + (m - 1) rho), m = n / units being the observations of one unit."""
    assert Alike(correlation, units).worth(many) == pytest.approx(worth)


def test_the_number_needed_is_worth_what_was_asked_for():
    alike = Alike(0.1, 10)
    assert alike.worth(alike.needed(59)) == pytest.approx(59)
    assert Alike(0.2, 10).needed(59) == math.inf  # 10 cars are worth 50 at the most
    assert INDEPENDENT.needed(59) == 59


def test_a_rate_takes_more_observations_of_units_that_are_alike():
    rates = np.where(BAD, 0.35, 0.05)
    before, since = trips(rates, 30, np.random.default_rng(1)), trips(rates * 0, 20, RNG)
    alone = rc.confirm(before, since, "failed", criterion="rate below 10 %").criterion
    found = rc.confirm(before, since, "failed", criterion="rate below 10 %", unit="car")
    assert alone.needed == 29 and alone.met
    assert 29 < found.criterion.needed < 240 and found.criterion.met
    assert found.criterion.worth == pytest.approx(29, rel=0.05)
    assert found.cautions[-1] == (
        f"observations of one car were alike before, so that the {found.criterion.needed} of the "
        "criterion are worth 29 independent ones"
    )


def test_so_many_in_a_row_show_less_of_units_that_are_alike():
    rates = np.where(BAD, 0.6, 0.0)
    before, since = trips(rates, 30, np.random.default_rng(2)), trips(rates * 0, 5, RNG)
    alone = rc.confirm(before, since, "failed", criterion="60 in a row").criterion
    found = rc.confirm(before, since, "failed", criterion="60 in a row", unit="car").criterion
    assert alone.met and found.met and found.needed == 60
    assert found.below > 1.5 * alone.below


def test_units_may_be_too_few_for_any_number_of_observations():
    rates = np.where(BAD, 0.95, 0.0)
    before, since = trips(rates, 30, np.random.default_rng(4)), trips(rates * 0, 30, RNG)
    found = rc.confirm(before, since, "failed", criterion="rate below 2 %", unit="car")
    assert found.criterion.met is None and not found.criterion.reachable
    assert found.cautions[-1] == (
        "no number of observations of so few (car) can meet the criterion, since those of one were "
        "alike before; more of them can"
    )


def test_values_beyond_the_bound_are_what_is_alike():
    """The cars differ in how often they are beyond it, which their means don't tell."""
    beyond = table(RNG.random((12, 30)) < np.where(BAD, 0.6, 0.0)[:, None])
    before = beyond.assign(failed=np.where(beyond.failed, 5.0, RNG.normal(1, 0.3, len(beyond))))
    since = table(RNG.normal(1, 0.2, (12, 10)))
    asked = {"criterion": "95 % below 4", "unit": "car"}
    found = rc.confirm(before, since, "failed", **asked).criterion
    assert found.worth < found.needed or not found.reachable


def test_over_an_exposure_counts_may_vary_more_than_chance_lets_them():
    hours = np.full((12, 10), 10.0)
    rates = np.where(BAD, 0.1, 0.04)[:, None]
    before = table(np.random.default_rng(5).poisson(rates * hours)).assign(hours=10.0)
    since = table(np.zeros((12, 10), dtype=int)).assign(hours=10.0)
    asked = {"criterion": "rate below 0.02", "exposure": "hours"}
    alone = rc.confirm(before, since, "failed", **asked).criterion
    found = rc.confirm(before, since, "failed", unit="car", **asked).criterion
    assert found.needed > 1.2 * alone.needed


@pytest.mark.parametrize("cars", [10, 20])
def test_a_criterion_is_seldom_met_by_a_rate_that_it_excludes(cars):
    """Beta-distributed rates, 1 in 10 since in the mean, no more than before."""
    rng, worlds = np.random.default_rng(6), 200
    met = 0
    for _ in range(worlds):
        rates = rng.beta(0.9, 3.6, cars)
        before, since = trips(rates, 20, rng), trips(rates / 2, 20, rng)
        asked = {"criterion": "rate below 10 %", "unit": "car"}
        met += rc.confirm(before, since, "failed", **asked).criterion.met is True
    assert met <= 0.05 * worlds + 3 * (worlds * 0.05 * 0.95) ** 0.5
