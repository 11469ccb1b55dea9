"""Candidates that act only together are found, and nothing else is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import rootcause as rc
from rootcause.association.conditional import Conditional
from rootcause.columns import read_columns
from rootcause.screening.pairs import ROWS, pairs_scanned, scan


def bystanders(rng: np.random.Generator, n: int) -> dict[str, np.ndarray]:
    return {f"z{i}": rng.normal(size=n) for i in range(6)} | {"coin": rng.random(n) < 0.5}


def exclusive(seed: int, n: int = 120) -> pd.DataFrame:
    """Fails with the old plug on the left or the new one on the right: no margin shows it."""
    rng = np.random.default_rng(seed)
    old, left = rng.random(n) < 0.5, rng.random(n) < 0.5
    return pd.DataFrame(
        {
            "plug": np.where(old, "old", "new"),
            "socket": np.where(left, "left", "right"),
            **bystanders(rng, n),
            "fails": rng.random(n) < np.where(old == left, 0.85, 0.1),
        }
    )


def test_an_exclusive_or_without_any_margin_is_found():
    for seed in range(10):
        inv = rc.investigate(exclusive(seed), "fails")
        assert "plug x socket" in {one.name for one in inv.having(rc.Verdict.STANDS)}
        assert {"plug", "socket"}.isdisjoint(one.name for one in inv.having(rc.Verdict.STANDS))


def test_the_pair_is_told_by_what_fails():
    inv = rc.investigate(exclusive(0), "fails")
    best = inv.candidates[0]
    assert best.name == "plug x socket"
    assert best.variable.derived_from == "plug, socket"
    assert best.variable.levels == (
        "the rest",
        "plug old and socket left, or plug new and socket right",
    )
    assert best.association.contrast.first.label == best.variable.levels[1]
    assert best.association.cautions == (
        "The best of 36 pairs; its p-value is corrected for them.",
    )
    assert best.pvalue_adjusted == pytest.approx(best.association.pvalue * 36 * 10)
    assert "corrected for 36 pairs" in inv.findings[1]
    assert inv.to_frame()["candidate"][0] == "plug x socket"
    assert inv.provenance.pairs == 36


def test_numeric_parts_act_together_too():
    rng = np.random.default_rng(2)
    n = 200
    heat, damp = rng.normal(27, 5, n), rng.normal(60, 10, n)
    crossed = (heat > 27) ^ (damp > 60)
    frame = pd.DataFrame({"heat": heat, "damp": damp, **bystanders(rng, n)})
    inv = rc.investigate(frame.assign(loss=crossed + rng.normal(size=n) / 2), "loss")
    assert inv.candidates[0].name == "heat x damp"


def test_two_causes_that_only_add_up_are_no_pair():
    rng = np.random.default_rng(3)
    n = 300
    a, b = rng.normal(size=n), rng.normal(size=n)
    frame = pd.DataFrame({"a": a, "b": b, **bystanders(rng, n)})
    inv = rc.investigate(frame.assign(y=a + b + rng.normal(size=n)), "y")
    assert {one.name for one in inv.having(rc.Verdict.STANDS)} == {"a", "b"}


def test_a_pair_comes_after_what_stands_alone():
    rng = np.random.default_rng(4)
    frame = exclusive(4, 200)
    load = rng.normal(size=200)
    risk = frame["fails"] * 0.7 + 0.3 * (load > 0.5)
    inv = rc.investigate(frame.assign(load=load, fails=rng.random(200) < risk), "fails")
    standing = [one.name for one in inv.having(rc.Verdict.STANDS)]
    assert standing.index("load") < standing.index("plug x socket")


@pytest.mark.parametrize("rate", [0.4, 0.05])
def test_noise_makes_no_pairs(rate):
    alarms, tables = 0, 120
    for seed in range(tables):
        rng = np.random.default_rng([seed, 77])
        n = 100
        frame = pd.DataFrame(bystanders(rng, n) | {"skewed": rng.exponential(size=n) ** 3})
        frame["label"] = rng.choice(list("abcd"), n, p=[0.6, 0.2, 0.1, 0.1])
        frame["y"] = rng.permutation(n) < rate * n
        read = read_columns(frame, "y")
        alarms += bool(scan(Conditional(read.outcome), read.candidates, alpha=0.05))
    assert alarms <= binom.isf(1e-3, tables, 0.005)


def test_few_rows_many_columns_and_classes_are_not_scanned():
    assert pairs_scanned([None] * 5, ROWS - 1) == 0
    assert pairs_scanned([None] * 5, ROWS) == 10
    assert pairs_scanned([None] * 61, 1000) == 0
    frame = exclusive(5)
    classes = frame.assign(fails=np.where(frame["fails"], "crack", frame["coin"].map(str)))
    inv = rc.investigate(classes, "fails")
    assert inv.answer is not None
    assert inv.provenance.pairs == 0


def test_a_column_and_what_is_derived_from_it_are_no_pair():
    rng = np.random.default_rng(6)
    frame = exclusive(6)
    frame.loc[rng.random(120) < 0.3, "z1"] = np.nan
    read = read_columns(frame, "fails")
    assert any(one.name == "z1: missing" for one in read.candidates)
    assert [one.names for one in scan(Conditional(read.outcome), read.candidates, alpha=0.05)] == [
        ("plug", "socket")
    ]
