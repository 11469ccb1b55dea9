import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

import rootcause as rc
from rootcause.association.multiplicity import CORRECTIONS, adjust
from rootcause.errors import ArgumentError
from rootcause.results import Verdict


@pytest.mark.parametrize("method", CORRECTIONS)
def test_adjusted_as_statsmodels_does(method, rng):
    for pvalues in (rng.random(30) ** 3, np.array([0.02]), np.array([0.01, 0.01, 0.5, 1.0])):
        np.testing.assert_allclose(
            adjust(pvalues, method), multipletests(pvalues, method=method)[1]
        )


def test_adjust_passes_over_what_was_not_tested():
    found = adjust([0.01, math.nan, 0.04])
    np.testing.assert_allclose(found, [0.02, np.nan, 0.04])
    assert adjust([]).size == 0


def test_adjust_knows_its_corrections():
    with pytest.raises(ArgumentError) as told:
        adjust([0.1], "fdr-bh")
    assert str(told.value) == "correction='fdr-bh' is not known. Did you mean 'fdr_bh'?"


@pytest.fixture
def trips(rng):
    n = 80
    minutes = rng.exponential(5, n)
    return pd.DataFrame(
        {
            "no_start": (minutes < 3) ^ (rng.random(n) < 0.05),
            "rain": rng.random(n) < 0.4,
            "minutes": minutes,
            "bill": minutes + rng.normal(size=n),
            "temperature": rng.normal(20, 5, n),
            "driver": "Ann",
        }
    )


def test_rank_orders_and_counts(trips):
    ranking = rc.rank(trips, "no_start", consequences=["bill"])
    names = [one.name for one in ranking.candidates]
    assert names[0] == "minutes"
    assert names[-1] == "driver"
    assert "bill" not in names
    assert ranking.family == 3
    verdicts = {one.name: one.verdict for one in ranking.candidates}
    assert verdicts["minutes"] is Verdict.UNDETERMINED
    assert verdicts["rain"] is Verdict.NO_EVIDENCE
    assert verdicts["driver"] is Verdict.NOT_TESTED
    found = {one.name: one for one in ranking.candidates}
    assert 0 < found["rain"].detectable < 1
    pvalues = [one.association.pvalue for one in ranking.candidates if one.association]
    np.testing.assert_allclose(
        [one.pvalue_adjusted for one in ranking.candidates if one.association], adjust(pvalues)
    )


def test_rank_is_the_same_whatever_the_order_of_columns(trips):
    turned = rc.rank(trips[trips.columns[::-1]], "no_start").candidates
    assert [one.association for one in rc.rank(trips, "no_start").candidates] == [
        one.association for one in turned
    ]


def test_rank_checks_its_arguments(trips):
    with pytest.raises(ArgumentError, match="alpha=5 is not a level between 0 and 1"):
        rc.rank(trips, "no_start", alpha=5)
    with pytest.raises(ArgumentError, match="Did you mean 'holm'"):
        rc.rank(trips, "no_start", correction="Holmes")


def test_noise_is_told_as_no_evidence(rng):
    repeats, alarms = 100, 0
    for _ in range(repeats):
        noise = pd.DataFrame(rng.normal(size=(30, 8)), columns=[f"x{i}" for i in range(8)])
        noise["y"] = rng.random(30) < 0.4
        ranking = rc.rank(noise, "y", kinds={"y": "binary"})
        alarms += any(one.verdict is Verdict.UNDETERMINED for one in ranking.candidates)
    assert alarms <= 0.05 * repeats + 3 * math.sqrt(0.05 * 0.95 * repeats)


def test_westfall_young_counts_copies_as_one(rng):
    x = rng.normal(size=60)
    table = pd.DataFrame({f"x{i}": x + 1e-3 * rng.normal(size=60) for i in range(12)})
    table["y"] = x + 2.2 * rng.normal(size=60)
    by_permutation, holm = (
        rc.rank(table, "y", correction=one) for one in ("westfall_young", "holm")
    )
    assert by_permutation.correction == "westfall_young"
    assert by_permutation.family == 12
    smallest = [one.candidates[0].pvalue_adjusted for one in (by_permutation, holm)]
    assert smallest[0] < smallest[1] / 3
    assert all(one.pvalue_adjusted >= one.association.pvalue for one in by_permutation.candidates)
    assert rc.investigate(table, "y", correction="westfall_young").provenance.family == 12


def test_westfall_young_takes_no_units_and_no_time(trips):
    table = trips.assign(car=np.arange(len(trips)) % 3)
    with pytest.raises(ArgumentError) as told:
        rc.rank(table, "no_start", unit="car", correction="westfall_young")
    assert str(told.value) == (
        "correction='westfall_young' permutes observations, which those of a unit, in time or of "
        "trials do not allow; use 'holm' or 'fdr_by' instead."
    )
