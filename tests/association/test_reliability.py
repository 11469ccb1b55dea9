"""The reliability at which a stronger candidate would explain another away."""

import numpy as np
import pandas as pd
import pytest
import worlds

import rootcause as rc
from rootcause.association.conditional import Conditional
from rootcause.association.reliability import explaining
from rootcause.variables import Kind


def misread(rng, n, reliability):
    """A strain read with error, and the sag that it makes, seen clearly."""
    strain = rng.normal(size=n)
    read = np.sqrt(reliability) * strain + np.sqrt(1 - reliability) * rng.normal(size=n)
    return strain, read, 0.6 * strain + 0.8 * rng.normal(size=n)


@pytest.mark.parametrize("reliability", [0.5, 0.7, 0.9])
@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC])
def test_of_a_misread_cause_it_is_its_reliability(reliability, kind, rng):
    strain, read, sag = misread(rng, 20_000, reliability)
    y = 1.5 * strain + rng.logistic(size=strain.size)
    outcome = worlds.column(kind, y > 1 if kind is Kind.BINARY else y, "y")
    columns = [worlds.column(Kind.NUMERIC, one, name) for one, name in ((sag, "c"), (read, "t"))]
    found = explaining(Conditional(outcome), *columns, ()).reliability
    assert found == pytest.approx(reliability, abs=0.04)


def test_a_weaker_one_explains_nothing(rng):
    strain, read, sag = misread(rng, 2_000, 0.8)
    outcome = worlds.column(Kind.NUMERIC, strain, "y")
    columns = [worlds.column(Kind.NUMERIC, one, name) for one, name in ((read, "c"), (sag, "t"))]
    assert explaining(Conditional(outcome), *columns, ()).reliability == 0.0


def test_the_proxy_of_a_misread_cause_is_undetermined_and_says_when_it_is_none():
    rng = np.random.default_rng(2)
    strain, read, sag = misread(rng, 1_500, 0.72)
    frame = pd.DataFrame({"strain": read, "sag": sag, "hue": rng.normal(size=1_500)})
    frame["broke"] = rng.random(1_500) < 1 / (1 + np.exp(1 - 2 * strain))
    found = rc.investigate(frame, "broke")
    assert found["strain"].verdict is rc.Verdict.STANDS
    assert found["sag"].verdict is rc.Verdict.UNDETERMINED
    assert found["sag"].given == ("strain",)
    assert any("measured with a reliability below ." in one for one in found["sag"].cautions)


def test_two_causes_that_go_together_both_stand():
    stood = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        speed, wear = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], 400).T
        frame = pd.DataFrame({"speed": speed, "wear": wear, "hue": rng.normal(size=400)})
        frame["torn"] = rng.random(400) < 1 / (1 + np.exp(1 - 1.2 * speed - wear))
        found = rc.investigate(frame, "torn")
        stood += {one.name for one in found.having(rc.Verdict.STANDS)} >= {"speed", "wear"}
    assert stood >= 7
