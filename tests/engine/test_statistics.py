from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rootcause.engine.batches import contingencies, facts, moments
from rootcause.engine.scales import Scale
from rootcause.engine.statistics import Contingency, Facts, Moments, merged

SPLITS = {"in halves": [1000], "unevenly": [1, 3, 900, 1999], "one by one": [*range(1, 40)]}


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(5)
    n = 2_000
    x = rng.lognormal(size=n) + 20
    x[rng.random(n) < 0.1] = np.nan
    words = rng.choice(["a", "b", "c", None], n, p=[0.6, 0.3, 0.05, 0.05])
    failed = pd.Series(rng.random(n) < 0.1, dtype=object)
    failed[rng.random(n) < 0.02] = None
    columns = {"failed": failed, "x": x, "k": rng.integers(0, 7, n), "word": words}
    return pd.DataFrame(columns)


def table(frame):
    return pa.Table.from_pandas(frame, preserve_index=False)


def in_parts(frame, split):
    edges = [0, *split, len(frame)]
    return [table(frame.iloc[a:b]) for a, b in pairwise(edges)]


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
@pytest.mark.parametrize("turned", [False, True])
def test_moments_merge(frame, split, turned):
    found = [moments(part, ["x", "k"]) for part in in_parts(frame, split)]
    total = merged(found[::-1] if turned else found)
    known = frame.dropna(subset="x")
    values = np.stack([known["x"], known["k"]]).astype(np.longdouble)
    apart = values - values.mean(axis=1, keepdims=True)
    assert total.n == len(known)
    np.testing.assert_allclose(total.mean, values.mean(axis=1).astype(float), rtol=1e-12)
    expected = (apart @ apart.T).astype(float)
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    np.testing.assert_allclose(total.products / scale, expected / scale, atol=1e-12)


def test_moments_of_nothing_change_nothing():
    some = Moments.of(np.array([[1.0, 2.0, 4.0]]))
    for both in (some.merge(Moments.none(1)), Moments.none(1).merge(some)):
        assert both.n == 3
        np.testing.assert_array_equal(both.products, some.products)


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_counts_merge_exactly(frame, split):
    outcome = Scale("failed")
    scales = [Scale("x", low=20, per=8, cells=64), Scale("k"), Scale("word")]
    whole = contingencies(table(frame), outcome, scales)
    found = [contingencies(part, outcome, scales) for part in in_parts(frame, split)]
    for expected, *some in zip(whole, *found, strict=True):
        one = merged(some)
        np.testing.assert_array_equal(one.columns, expected.columns)
        np.testing.assert_array_equal(one.counts, expected.counts)
        np.testing.assert_array_equal(one.missing, expected.missing)


def test_counts_are_those_of_a_crosstab(frame):
    (found,) = contingencies(table(frame), Scale("failed"), [Scale("word")])
    known = frame[frame["failed"].notna()]
    expected = pd.crosstab(known["failed"].astype(bool), known["word"])
    np.testing.assert_array_equal(found.counts, expected)
    np.testing.assert_array_equal(found.columns, ["a", "b", "c"])
    by_outcome = known["word"].isna().groupby(known["failed"].astype(bool)).sum()
    np.testing.assert_array_equal(found.missing, by_outcome)


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_facts_merge(frame, split):
    odd = frame.assign(x=frame["x"].where(frame["x"] < 25, np.inf))
    whole = facts(table(odd), list(odd))
    for name, expected in whole.items():
        one = merged([facts(part, [name])[name] for part in in_parts(odd, split)])
        assert repr(one) == repr(expected)
    assert whole["x"].n_infinite > 0
    assert whole["k"].whole
    assert not whole["x"].whole


def test_a_merge_may_be_grouped_anyhow():
    rng = np.random.default_rng(0)
    one, two, three = (
        Contingency(
            np.arange(2.0),
            np.sort(rng.choice(9, 5, replace=False)),
            rng.integers(0, 3, (2, 5)),
            rng.integers(0, 2, 2),
        )
        for _ in range(3)
    )
    left, right = one.merge(two).merge(three), one.merge(two.merge(three))
    np.testing.assert_array_equal(left.counts, right.counts)
    np.testing.assert_array_equal(left.missing, right.missing)
    assert left.n == one.n + two.n + three.n


def test_facts_of_words_have_no_extent():
    assert np.isnan(Facts(3, 1).low)
