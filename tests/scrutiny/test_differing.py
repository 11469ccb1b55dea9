"""Is and is not: the closest good one, what differs, and what is usual."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.scrutiny.differing import is_is_not
from rootcause.variables import Column


def numeric(name, values):
    return Column(rc.Variable(name, rc.Kind.NUMERIC), np.asarray(values, dtype=float))


def label(name, values):
    levels = tuple(sorted(set(values) - {None}))
    codes = [np.nan if one is None else levels.index(one) for one in values]
    return Column(rc.Variable(name, rc.Kind.NOMINAL, levels=levels), np.array(codes, dtype=float))


def failed(values):
    return Column(
        rc.Variable("failed", rc.Kind.BINARY, levels=("no", "yes")), np.array(values, dtype=float)
    )


def test_the_closest_is_by_hand():
    """Two candidates: of row 0 the closest is row 2, same shop and one rank away."""
    shop = label("shop", ["a", "b", "a", "a", "b"])
    minutes = numeric("minutes", [1, 9, 2, 8, 10])
    found = is_is_not(failed([1, 0, 0, 0, 1]), [shop, minutes], np.random.default_rng(0))
    assert [(one.row, one.other) for one in found.closest] == [(0, 2), (4, 1)]
    assert found.closest[0].distance == pytest.approx((0 + 1 / 5) / 2)
    assert (found.bad, found.good) == (2, 3)


def test_what_is_missing_is_left_out_of_the_distance():
    shop = label("shop", ["a", None, "b", "a"])
    minutes = numeric("minutes", [1, 1, 1, 4])
    found = is_is_not(failed([1, 0, 0, 0]), [shop, minutes], np.random.default_rng(0))
    assert found.closest[0].other == 1
    assert found.closest[0].distance == 0
    known = {one.name: one.of for one in found.differences}
    assert known == {"shop": 0, "minutes": 1}


def trips(n=80, seed=1):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({f"noise{k}": rng.standard_normal(n) for k in range(4)})
    table["minutes"] = rng.uniform(1, 15, n)
    table["part"] = rng.choice(["a", "b", "c"], n)
    table["failed"] = table["minutes"] < 5
    return table


def test_the_cause_differs_most_beyond_what_is_usual():
    found = rc.investigate(trips(), "failed").is_is_not
    first = found.differences[0]
    assert first.name == "minutes"
    assert first.excess > 0.3
    assert first.higher == 0
    assert len(found.closest) == found.bad == trips()["failed"].sum()


def test_where_nothing_matters_nothing_differs_beyond_what_is_usual():
    """Mean excess over 40 tables of noise, two standard errors about zero."""
    means = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        columns = [numeric(f"x{k}", rng.standard_normal(80)) for k in range(6)]
        found = is_is_not(failed(rng.random(80) < 0.4), columns, rng)
        means.append(np.mean([one.excess for one in found.differences]))
    assert abs(np.mean(means)) <= 2 * np.std(means) / np.sqrt(40) + 0.005


def test_of_very_many_a_sample_is_looked_at():
    rng = np.random.default_rng(0)
    columns = [numeric(f"x{k}", rng.standard_normal(20_000)) for k in range(5)]
    found = is_is_not(failed(rng.random(20_000) < 0.5), columns, rng)
    assert len(found.closest) == 4_000
    assert found.bad > 9_000


def test_only_a_binary_outcome_has_bad_ones():
    assert rc.investigate(trips().drop(columns="failed"), "minutes").is_is_not is None


def test_tables_and_dict():
    investigation = rc.investigate(trips(), "failed")
    found = investigation.is_is_not
    frame, pairs = found.to_frame(), found.pairs()
    assert frame["candidate"][0] == "minutes"
    assert len(pairs) == found.bad
    assert pairs.columns.tolist() == ["row", "closest", "distance", "differs"]
    told = investigation.to_dict()["is_is_not"]
    assert told["differences"][0]["candidate"] == "minutes"
    assert told["looked_at"] == found.bad
