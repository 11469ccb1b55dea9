"""What is read of counts is what is read of the observations."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from rootcause.association import detectable_in, measure_pairs, paired
from rootcause.association.curves import midranks
from rootcause.association.grids import Grid
from rootcause.association.lyings import lyings
from rootcause.association.ordered_ordered import tau_b
from rootcause.columns import read_column, read_outcome

N = 1_500
OUTCOMES = ("failed", "rare", "grade", "wear", "delay")
CANDIDATES = ("hot", "minutes", "coarse", "flavor", "line", "load")


@pytest.fixture(scope="module")
def columns():
    rng = np.random.default_rng(11)
    heat = rng.normal(size=N)
    minutes = np.round(np.exp(heat + rng.normal(size=N)), 3)
    minutes[rng.random(N) < 0.1] = np.nan
    wear = np.digitize(heat + rng.normal(size=N), [-0.5, 1])
    load = pd.Categorical.from_codes(rng.integers(0, 3, N), ["low", "mid", "high"], ordered=True)
    frame = pd.DataFrame(
        {
            "failed": heat + rng.normal(size=N) > 1,
            "rare": (heat + rng.normal(size=N) > 2.5).astype(int),
            "grade": np.array(["A", "B", "C", "D"])[np.digitize(heat, [-1, 0.5, 2.9])],
            "wear": pd.Categorical.from_codes(wear, ["none", "some", "heavy"], ordered=True),
            "delay": np.round(heat + rng.normal(size=N), 1),
            "hot": heat > 0.5,
            "minutes": minutes,
            "coarse": np.digitize(heat, [-1, 0, 1]) * 5.0,
            "flavor": rng.choice(["van", "choc", "fig", "tin"], N, p=[0.5, 0.4, 0.097, 0.003]),
            "line": np.array(["x", "y"])[(heat > 2.2).astype(int)],
            "load": load,
        }
    )
    read = {name: read_column(frame[name]) for name in CANDIDATES}
    return read | {name: read_outcome(frame[name]) for name in OUTCOMES}


def grid_of(pair, edges=None):
    """The same pair as counts; its candidate in bins where edges are given."""
    rows, down = np.unique(pair.outcome.values, return_inverse=True)
    values, across = np.unique(pair.candidate.values, return_inverse=True)
    begins = None
    if edges is not None:
        values = begins = np.concatenate([edges[:1], edges])
        across = np.searchsorted(edges, pair.candidate.values, "right")
    counts = np.zeros((rows.size, values.size), dtype=np.int64)
    np.add.at(counts, (down, across), 1)
    used = counts.any(axis=0)
    return Grid(
        type(pair.outcome)(pair.outcome.variable, rows),
        type(pair.candidate)(pair.candidate.variable, values[used]),
        np.ones(0, dtype=bool),
        counts=counts[:, used],
        missing=pair.n_missing,
        begins=None if begins is None else begins[used],
        some=(pair.outcome.values, pair.candidate.values),
    )


def same(one, other):
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if field.name == "also":
            continue  # means come from moments, see tests/engine
        if isinstance(mine, float):
            assert_allclose(mine, theirs, rtol=1e-9, atol=1e-300, err_msg=field.name)
        elif hasattr(mine, "__dataclass_fields__"):
            same(mine, theirs)
        else:
            assert mine == theirs, field.name


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("candidate", CANDIDATES)
def test_counts_give_the_same_association(columns, outcome, candidate):
    pair = paired(columns[outcome], columns[candidate])
    grid = grid_of(pair)
    rng = np.random.default_rng(0)
    (expected,) = measure_pairs([pair], rng, 0.05)
    (found,) = measure_pairs([grid], rng, 0.05)
    if expected.method == "permutation" or found.method == "exact" != expected.method:
        assert found.method == "exact"  # nothing is permuted of counts
        assert found.pvalue < 0.05 or expected.pvalue > 1e-4
        return
    same(expected, found)
    assert_allclose(detectable_in(grid, 0.05), detectable_in(pair, 0.05), rtol=1e-9)


@pytest.mark.parametrize("outcome", ["failed", "grade", "delay"])
def test_bins_leave_open_what_the_interval_holds(columns, outcome):
    pair = paired(columns[outcome], columns["minutes"])
    edges = np.quantile(pair.candidate.values, np.linspace(0, 1, 65)[1:-1])
    (exact,) = measure_pairs([pair], np.random.default_rng(0), 0.05)
    (binned,) = measure_pairs([grid_of(pair, edges)], np.random.default_rng(0), 0.05)
    assert binned.effect.low <= exact.effect.value <= binned.effect.high
    assert binned.effect.low < exact.effect.low
    assert binned.effect.high > exact.effect.high
    assert_allclose(binned.effect.value, exact.effect.value, atol=0.01)
    assert_allclose(np.log(binned.pvalue), np.log(exact.pvalue), rtol=0.05)


@pytest.mark.parametrize("seed", range(30))
def test_no_order_inside_the_bins_leaves_the_bracket(seed):
    """The values inside each bin in their worst order for the superiority, and at random."""
    rng = np.random.default_rng(seed)
    upper = rng.random(400) < rng.uniform(0.05, 0.95)
    bins = rng.integers(0, rng.integers(2, 30), 400)
    outcome = read_outcome(pd.Series(upper, name="failed"))
    for inside in (upper, ~upper, rng.random(400)):
        values = bins + np.asarray(inside, dtype=float) / 2 + rng.random(400) / 4
        pair = paired(outcome, read_column(pd.Series(values, name="x")))
        tally = grid_of(pair, np.arange(1.0, bins.max() + 1)).tally
        apart = np.ptp(lyings([pair.tally, tally]).superiority)
        assert apart <= tally.slack + 1e-12


@pytest.mark.parametrize("seed", range(30))
def test_no_order_inside_the_bins_leaves_the_bracket_of_ranks(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 12, (2, 300))
    other = np.where(rng.random(300) < 0.5, one, other)
    turn = rng.choice([-1, 0, 1])
    x = one + 0.5 + rng.random(300) / 9 + turn * other / 30
    y = other + 0.5 + rng.random(300) / 9 + one / 30
    pair = paired(read_outcome(pd.Series(y, name="y")), read_column(pd.Series(x, name="x")))
    grid = grid_of(pair, np.arange(1.0, 12))
    down = np.searchsorted(np.arange(1.0, 12), y, "right")
    counts = np.zeros((12, grid.candidate.values.size), dtype=np.int64)
    np.add.at(counts, (down, np.searchsorted(np.arange(1.0, 12), x, "right")), 1)
    rough = Grid(
        type(pair.outcome)(pair.outcome.variable, np.arange(12.0)),
        grid.candidate,
        grid.rows,
        counts=counts,
        begins=grid.begins,
        outcome_begins=np.arange(12.0),
        some=grid.some,
    )
    exact = np.corrcoef(midranks(np.stack([x, y])))[0, 1]
    ranks = np.corrcoef(midranks(np.stack([np.floor(x), np.floor(y)])))[0, 1]
    assert abs(exact - ranks) <= rough.slack
    taus = tau_b(y, x).value, tau_b(np.floor(y), np.floor(x)).value
    assert abs(taus[0] - taus[1]) <= rough.tied_in_bins
