"""Reversals by level: found where they are, with their counts; not where there are none."""

import numpy as np
import pandas as pd

import rootcause as rc


def clinics(n=900, seed=0, turned=True):
    """Treatment b helps in the small ward alone, but is given most where most die."""
    rng = np.random.default_rng(seed)
    ward = rng.choice(["large", "middle", "small"], n)
    given = pd.Series(ward).map({"large": 0.15, "middle": 0.5, "small": 0.7})
    risk = pd.Series(ward).map({"large": 0.1, "middle": 0.4, "small": 0.95})
    b = rng.random(n) < given
    helps = np.where((ward == "small") & turned, -0.25, 0.0)
    died = rng.random(n) < risk + helps * b
    return pd.DataFrame({"ward": ward, "treatment": np.where(b, "b", "a"), "died": died})


def test_the_level_where_it_turns_is_named_with_its_counts():
    table = clinics()
    (one,) = rc.investigate(table, "died")["treatment"].reversals
    assert (one.given, one.level) == ("ward", "small")
    counts = table[table["ward"] == "small"].groupby("treatment")["died"].agg(["sum", "size"])
    contrast = one.association.contrast
    assert {side.label: (side.happened, side.n) for side in (contrast.first, contrast.second)} == {
        label: tuple(counts.loc[label]) for label in ("a", "b")
    }
    assert one.pvalue_adjusted >= 3 * one.association.pvalue


def test_no_reversal_is_seen_where_there_is_none():
    """The treatment does nothing in any ward: 5 % of 40 tables, and chance."""
    named = sum(
        bool(rc.investigate(clinics(200, seed, turned=False), "died")["treatment"].reversals)
        for seed in range(40)
    )
    assert named <= 5
