"""Reversals by level: found where they are, with their counts; not where there are none."""

import numpy as np
import pandas as pd

import rootcause as rc


def clinics(n=600, seed=0, turned=True):
    """Treatment b helps in the small ward and not elsewhere, but is given where most die."""
    rng = np.random.default_rng(seed)
    ward = rng.choice(["large", "middle", "small"], n)
    b = rng.random(n) < pd.Series(ward).map({"large": 0.15, "middle": 0.5, "small": 0.85})
    base = pd.Series(ward).map({"large": 0.2, "middle": 0.5, "small": 0.8}).to_numpy()
    helps = np.where((ward == "small") & turned, -0.45, 0.0)
    died = rng.random(n) < base + helps * b
    return pd.DataFrame({"ward": ward, "treatment": np.where(b, "b", "a"), "died": died})


def test_the_level_where_it_turns_is_named_with_its_counts():
    table = clinics()
    found = rc.investigate(table, "died")
    reversals = found["treatment"].reversals
    if (
        found["treatment"].association.effect.low > 0
        or found["treatment"].association.effect.high < 0
    ):
        assert [(one.given, one.level) for one in reversals] == [("ward", "small")]
        inside = table[table["ward"] == "small"]
        counts = inside.groupby("treatment")["died"].agg(["sum", "size"])
        (one,) = reversals
        sides = {
            s.label: (s.happened, s.n)
            for s in (one.association.contrast.first, one.association.contrast.second)
        }
        assert sides == {t: tuple(counts.loc[t]) for t in ("a", "b")}
        assert one.pvalue_adjusted >= one.association.pvalue


def test_no_reversal_is_seen_where_there_is_none():
    """The treatment does nothing in any ward: at most 5 % of 60 tables, and chance."""
    named = sum(
        bool(rc.investigate(clinics(200, seed, turned=False), "died")["treatment"].reversals)
        for seed in range(60)
    )
    assert named <= 6
