"""What the evidence hangs on: one row, or the scale of the outcome."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc


def fragile(seed):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"hot": np.arange(26) < 9, "z": rng.standard_normal(26)})
    table["failed"] = rng.random(26) < np.where(table["hot"], 0.75, 0.2)
    return table


def test_what_is_claimed_of_a_row_is_so():
    """Leaving out the row that is named gives the p that is told, corrected as before."""
    named = 0
    for seed in range(60):
        found = rc.investigate(fragile(seed), "failed")["hot"]
        for hinge in found.hinges:
            if not hinge.given:
                named += 1
                assert hinge.pvalue == pytest.approx(found.pvalue_adjusted)
                assert hinge.pvalue <= 0.05 < hinge.otherwise
                again = rc.investigate(fragile(seed).drop(index=hinge.row), "failed")["hot"]
                corrected = found.pvalue_adjusted / found.association.pvalue
                assert hinge.otherwise == pytest.approx(again.association.pvalue * corrected)
    assert named >= 2


def test_strong_evidence_hangs_on_no_row():
    table = fragile(0)
    table["failed"] = table["hot"]
    table.loc[[0, 20], "failed"] = ~table.loc[[0, 20], "failed"]
    assert rc.investigate(table, "failed")["hot"].hinges == ()


def skewed(seed=0, n=60):
    """A part raises the outcome by a factor; one wild reading hides it on the scale as recorded."""
    rng = np.random.default_rng(seed)
    part = rng.random(n) < 0.5
    lasts = np.exp(rng.normal(0, 0.5, n) + 1.0 * part)
    lasts[np.flatnonzero(~part)[:2]] = 400
    return pd.DataFrame({"part": part, "lasts": lasts})


def test_the_scale_is_named_where_it_decides():
    (hinge,) = rc.investigate(skewed(), "lasts")["part"].hinges
    assert (hinge.on, hinge.other_scale) == ("scale", "as recorded")
    assert hinge.pvalue < 0.01
    assert hinge.otherwise > 0.05


def test_no_scale_is_named_where_all_agree():
    """Normal readings, any scale: at most 2 of 30 tables."""
    named = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        part = rng.random(60) < 0.5
        table = pd.DataFrame({"part": part, "lasts": rng.normal(50, 5, 60) + 6 * part})
        named += bool(rc.investigate(table, "lasts")["part"].hinges)
    assert named <= 2


def test_a_binary_outcome_has_no_scale():
    assert not [
        one
        for seed in range(5)
        for one in rc.investigate(fragile(seed), "failed")["hot"].hinges
        if one.on == "scale"
    ]
