"""A numeric outcome on other scales, and who is preferred there."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

import rootcause as rc
from rootcause.association.conditional import Conditional
from rootcause.screening.scales import Scales
from rootcause.variables import Column, Kind, Variable

FARR = rc.read_case("data/farr-1852")


def districts(*names):
    return FARR.investigate().columns, [FARR.investigate().columns[one] for one in names]


@pytest.mark.parametrize(("scale", "left"), [("as recorded", "y"), ("logarithms", "np.log(y)")])
def test_straight_lines_are_the_f_test_of_least_squares(scale, left):
    """Those of statsmodels; Farr's elevation given water has the p = .28 that is argued over."""
    columns, (elevation, water, poor) = districts("elevation", "water", "poor_rate")
    outcome = columns["deaths_per_10000"]
    table = pd.DataFrame({"y": outcome.values, "e": elevation.values, "w": water.values})
    table["p"] = poor.values
    scales = Scales(Conditional(outcome))
    both = smf.ols(f"{left} ~ e + p + C(w)", table).fit().wald_test_terms(scalar=True).table
    assert scales.straight(scale, elevation, [water, poor]) == pytest.approx(both["pvalue"]["e"])
    assert scales.straight(scale, water, [poor, elevation]) == pytest.approx(both["pvalue"]["C(w)"])
    alone = smf.ols(f"{left} ~ e + C(w)", table).fit()
    assert scales.straight(scale, elevation, [water]) == pytest.approx(alone.pvalues["e"])
    if scale == "as recorded":
        assert alone.pvalues["e"] == pytest.approx(0.28, abs=0.005)


def test_an_outcome_without_a_scale_has_no_other_scales():
    codes = np.arange(30.0) % 2
    for kind in (Kind.BINARY, Kind.ORDINAL):
        column = Column(Variable("y", kind, levels=("no", "yes")), codes)
        assert Scales(Conditional(column)).values == {}
    negative = Column(Variable("y", Kind.NUMERIC), codes - 1)
    assert list(Scales(Conditional(negative)).values) == ["as recorded"]


def test_where_the_scale_decides_neither_stands_and_it_is_said():
    """Farr 1852: the height of the ground, or the water that is drunk there."""
    found = FARR.investigate(candidates=["elevation", "water"])
    assert {one.name: one.verdict.value for one in found.candidates} == {
        "elevation": "undetermined",
        "water": "undetermined",
    }
    (hinge,) = found["elevation"].hinges
    assert (hinge.on, hinge.given) == ("scale", ("water",))
    assert (hinge.scale, hinge.other_scale) == ("ranks", "as recorded, straight")
    assert hinge.pvalue < 0.001
    assert hinge.otherwise == pytest.approx(0.28, abs=0.005)


def bent(rng, n):
    """A cause whose logarithm matters, of an outcome that it multiplies, and two proxies."""
    cause = rng.lognormal(0, 1, n)
    log = np.log(cause)
    return pd.DataFrame(
        {
            "cause": cause,
            "gauge": 0.8 * log + 0.6 * rng.normal(size=n),
            "lamp": log + rng.normal(size=n) > 0,
            "y": np.exp(0.5 * log + 0.6 * rng.normal(size=n)),
        }
    )


def test_a_bent_cause_is_not_doubted_because_a_straight_line_misses_it():
    """Its proxies have nothing of their own on ranks: at most 1 of 40 is doubted for the scale."""
    doubted = 0
    for seed in range(40):
        found = rc.investigate(bent(np.random.default_rng(seed), 100), "y")["cause"]
        doubted += any("straight" in one.other_scale for one in found.hinges)
    assert doubted <= 1
