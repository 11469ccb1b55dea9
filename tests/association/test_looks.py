"""Looks beyond the curve: a window, a spread, and what they cost."""

import numpy as np
import pandas as pd
import pytest
import worlds
from scipy import stats

import rootcause as rc
from rootcause.association.combining import SHARE, with_looks
from rootcause.association.independence import independence
from rootcause.association.looks import every_look, spread_pvalue
from rootcause.association.prepare import paired
from rootcause.variables import Kind


def looked(pair):
    return every_look([pair], np.random.default_rng(0), 0.05)[0]


def plain(pair):
    return independence([pair], np.random.default_rng(0), 0.05)[0]


def test_each_look_costs_its_share_of_the_level():
    assert with_looks(0.01) == 0.01
    assert with_looks(0.01, 0.9) == pytest.approx(0.01 / (1 - SHARE))
    assert with_looks(0.01, 1e-4, 0.5) == pytest.approx(1e-4 / SHARE)
    assert with_looks(1.0, 1.0) == 1.0


def test_a_narrow_window_is_seen_where_a_curve_is_blind(rng):
    x = rng.permutation(np.linspace(0, 1, 300))
    y = rng.random(300) < np.where((x > 0.46) & (x < 0.56), 0.9, 0.1)
    pair = paired(worlds.column(Kind.BINARY, y), worlds.column(Kind.NUMERIC, x))
    assert looked(pair).pvalue < min(1e-6, plain(pair).pvalue / 1000)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC])
def test_a_spread_is_seen_where_the_level_stays(kind, rng):
    x = rng.integers(0, 2 if kind is Kind.BINARY else 4, 300).astype(float)
    y = rng.normal(size=300) * (1 + 1.5 * x)
    pair = paired(worlds.column(Kind.NUMERIC, y), worlds.column(kind, x))
    assert looked(pair).pvalue < 1e-6 < 1e-3 < plain(pair).pvalue


def test_spread_of_two_groups_is_moods_test(rng):
    x, y = rng.random(400) < 0.4, rng.normal(size=400)
    y = np.where(x, 1.3 * y, y)
    pair = paired(worlds.column(Kind.NUMERIC, y), worlds.column(Kind.BINARY, x))
    assert spread_pvalue(pair) == pytest.approx(stats.mood(y[x], y[~x]).pvalue, rel=0.1)


def test_few_rows_and_two_by_two_tables_are_left_as_they_are(rng):
    few = paired(worlds.column(Kind.NUMERIC, rng.normal(size=40)),
                 worlds.column(Kind.NUMERIC, rng.normal(size=40)))  # fmt: skip
    table = paired(worlds.column(Kind.BINARY, rng.random(90) < 0.5),
                   worlds.column(Kind.NUMERIC, rng.integers(0, 2, 90)))  # fmt: skip
    for pair in (few, table):
        assert looked(pair) == plain(pair)


def test_noise_is_rejected_no_more_than_nominal():
    rejected = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        y, x = (worlds.column(Kind.NUMERIC, one) for one in rng.normal(size=(2, 120)))
        rejected += looked(paired(y, x)).pvalue <= 0.05
    assert rejected <= stats.binom.isf(1e-3, 150, 0.05)


def test_the_window_explains_its_proxy_away_and_the_spread_stands():
    rng = np.random.default_rng(4)
    turns, clamp = rng.uniform(1000, 3500, 400), rng.uniform(0, 1, 400)
    table = {
        "turns": turns,
        "belt": 0.85 * (turns - 2250) / 720 + 0.5 * rng.normal(size=400),
        "hums": rng.random(400) < np.where((turns > 2150) & (turns < 2450), 0.9, 0.08),
        "clamp": clamp,
        "length": (0.4 + 2 * clamp**2) * rng.normal(size=400),
        "label": rng.choice(list("abc"), 400),
    }
    frame = pd.DataFrame(table)
    hums = rc.investigate(frame, "hums", ignored=["length"])
    assert [one.name for one in hums.having(rc.Verdict.STANDS)] == ["turns"]
    length = rc.investigate(frame, "length", ignored=["hums"])
    assert [one.name for one in length.having(rc.Verdict.STANDS)] == ["clamp"]
