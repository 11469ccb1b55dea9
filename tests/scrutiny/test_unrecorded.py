"""E-values: those of the paper, intervals as statsmodels has them, halves of numbers."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

import rootcause as rc
from rootcause.results import Contrast, Group, Unrecorded
from rootcause.scrutiny.unrecorded import unrecorded
from rootcause.variables import Column


def column(name, values, levels=()):
    kind = rc.Kind.BINARY if levels else rc.Kind.NUMERIC
    return Column(rc.Variable(name, kind, levels=levels), np.asarray(values, dtype=float))


def fourfold(a, n, c, m):
    exposed = [1] * n + [0] * m
    ill = [1] * a + [0] * (n - a) + [1] * c + [0] * (m - c)
    contrast = Contrast(Group("yes", n, happened=a), Group("no", m, happened=c))
    return column("ill", ill, ("no", "yes")), column("x", exposed, ("no", "yes")), contrast


@pytest.mark.parametrize(
    ("ratio", "low", "needed", "to_doubt"), [(3.9, 1.8, 7.26, 3.0), (1.0, 1.0, 1.0, 1.0)]
)
def test_values_of_the_paper(ratio, low, needed, to_doubt):
    """VanderWeele & Ding 2017: breast feeding and death of infants, 3.9 (1.8 to 8.7)."""
    away = Unrecorded("a", "b", ratio, low)
    assert away.needed == pytest.approx(needed, abs=0.005)
    assert away.to_doubt == pytest.approx(to_doubt, abs=0.005)


def test_ratio_and_interval_are_those_of_statsmodels():
    """Reference: statsmodels confint_proportions_2indep(compare="ratio", method="log")."""
    away = unrecorded(*fourfold(43, 54, 3, 21))
    low, _ = confint_proportions_2indep(43, 54, 3, 21, compare="ratio", method="log")
    assert (away.first, away.second) == ("yes", "no")
    assert away.ratio == pytest.approx((43 / 54) / (3 / 21))
    assert away.low == pytest.approx(low)
    assert not away.approximate


def test_the_group_with_more_of_the_outcome_comes_first():
    away = unrecorded(*fourfold(2, 20, 12, 20))
    assert (away.first, away.second) == ("no", "yes")
    assert away.ratio == pytest.approx(6)


def test_none_in_one_group_still_has_a_finite_ratio():
    away = unrecorded(*fourfold(10, 20, 0, 20))
    assert away.ratio == pytest.approx((10.5 / 20.5) / (0.5 / 20.5))


def test_an_interval_that_holds_one_needs_nothing_to_be_doubted():
    assert unrecorded(*fourfold(6, 10, 5, 10)).to_doubt == 1


def test_a_numeric_outcome_by_its_standardised_difference():
    """A difference of d standard deviations stands for a ratio of exp(0.91 d)."""
    values = np.concatenate([np.arange(10.0), np.arange(10.0) + 3])
    contrast = Contrast(Group("yes", 10, median=7.5), Group("no", 10, median=4.5))
    x = column("x", [0] * 10 + [1] * 10, ("no", "yes"))
    away = unrecorded(column("y", values), x, contrast)
    d = 3 / np.std(np.arange(10.0), ddof=1)
    error = np.sqrt(20 / 100 + d**2 / 40)
    assert away.approximate
    assert away.ratio == pytest.approx(np.exp(0.91 * d))
    assert away.low == pytest.approx(max(1, np.exp(0.91 * d - 1.78 * error)))


def test_a_numeric_candidate_is_halved_not_cut_where_it_flatters():
    rng = np.random.default_rng(0)
    minutes = rng.uniform(0, 10, 60)
    table = pd.DataFrame({"minutes": minutes, "failed": minutes < 3})
    away = rc.investigate(table, "failed")["minutes"].unrecorded
    cut = float(away.first.removeprefix("under "))
    assert (minutes < cut).sum() == 30
    assert away.ratio > 30


def test_the_interval_covers_the_ratio(rng):
    """400 tables with a ratio of 2: the lower end lies above it in at most 5 %."""
    above = 0
    for _ in range(400):
        a, c = rng.binomial(60, 0.4), rng.binomial(60, 0.2)
        above += unrecorded(*fourfold(a, 60, c, 60)).low > 2
    assert above <= 20


def test_only_what_stands_is_asked_about():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"x": rng.random(60) < 0.5, "z": rng.standard_normal(60)})
    table["failed"] = np.where(table["x"], rng.random(60) < 0.8, rng.random(60) < 0.1)
    found = rc.investigate(table, "failed")
    assert found["x"].unrecorded is not None
    assert found["z"].unrecorded is None
    told = {one["candidate"]: one["e_value"] for one in found.to_dict()["candidates"]}
    assert told == {"x": found["x"].unrecorded.needed, "z": None}


@pytest.mark.parametrize("unit", [1e300, 1e-100])
def test_numbers_of_any_size_have_a_ratio(unit, rng):
    x = np.repeat([0.0, 1.0], 20)
    y = x + rng.normal(size=40)
    contrast = Contrast(Group("yes", 20), Group("no", 20))
    away = [
        unrecorded(column("y", times * y), column("x", x, ("no", "yes")), contrast)
        for times in (1.0, unit)
    ]
    assert away[1].ratio == pytest.approx(away[0].ratio, rel=1e-9)


def test_groups_too_far_apart_to_tell_have_a_finite_ratio():
    x = np.repeat([0.0, 1.0], 20)
    contrast = Contrast(Group("yes", 20), Group("no", 20))
    y = x + 1e-9 * np.arange(40)
    away = unrecorded(column("y", y), column("x", x, ("no", "yes")), contrast)
    assert 1e6 < away.to_doubt <= away.needed < np.inf
    y[0] = np.inf
    assert unrecorded(column("y", y), column("x", x, ("no", "yes")), contrast) is None
