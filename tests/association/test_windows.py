"""Steps and windows: the span that stands out, and no more often than chance allows."""

import numpy as np
import pytest
import worlds
from scipy import stats

from rootcause.association.prepare import paired
from rootcause.association.tenths import in_tenths, tenths
from rootcause.association.windows import INSIDE, LEAST, SPANS, most_telling, windows_of
from rootcause.variables import Kind

COUNTED = [(Kind.BINARY, ""), (Kind.NOMINAL, ""), (Kind.NUMERIC, "")]


def test_spans_are_all_steps_and_the_windows_inside():
    steps = [tuple(span) for span in SPANS if span[0] == 0]
    assert steps == [(0, stop) for stop in range(1, 10)]
    inside = SPANS[SPANS[:, 0] > 0]
    assert set(inside[:, 1] - inside[:, 0]) == {1, 2, 3}
    assert inside.min() == 1
    assert inside.max() == 9
    assert len(set(map(bytes, INSIDE))) == len(SPANS)


@pytest.mark.parametrize("ties", [False, True])
def test_counted_outcomes_have_fishers_p_charged_for_the_choice(ties, rng):
    x = rng.uniform(0, 10, 120)
    x = np.floor(x) if ties else x
    y = rng.random(120) < np.where((x >= 4) & (x < 6), 0.8, 0.1)
    (found,) = windows_of([paired(worlds.column(Kind.BINARY, y), worlds.column(Kind.NUMERIC, x))])
    inside = INSIDE[found.which][tenths(x)]
    table = [[np.sum(inside & y), np.sum(inside & ~y)], [np.sum(~inside & y), np.sum(~inside & ~y)]]
    alone = stats.fisher_exact(table).pvalue
    assert found.pvalue == pytest.approx(1 - (1 - alone) ** len(SPANS), rel=1e-6)
    assert found.pvalue < 0.05


def test_a_class_has_fishers_p_too(rng):
    x, y = rng.normal(size=150), rng.integers(0, 3, 150)
    pair = paired(worlds.column(Kind.NOMINAL, y), worlds.column(Kind.NUMERIC, x))
    (found,) = windows_of([pair])
    inside = INSIDE[found.which][tenths(x)]
    alone = min(
        stats.fisher_exact(np.histogram2d(y == one, inside, bins=2)[0]).pvalue for one in range(3)
    )
    assert found.pvalue == pytest.approx(1 - (1 - alone) ** (3 * len(SPANS)), rel=1e-6)


@pytest.mark.parametrize("outcome", COUNTED, ids=str)
@pytest.mark.parametrize("n", [60, 300])
def test_no_more_windows_than_chance_allows(outcome, n):
    rejected = 0
    for seed in range(150):
        rng = np.random.default_rng([seed, n])
        y = worlds.drawn(*outcome, n, rng, "y")
        x = worlds.drawn(Kind.NUMERIC, "skew", n, rng)
        rejected += windows_of([paired(y, x)])[0].pvalue <= 0.05
    assert rejected <= stats.binom.isf(1e-4, 150, 0.05)


@pytest.mark.parametrize("seed", range(20))
def test_most_telling_is_the_best_of_all_steps_and_windows(seed):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=80), int(rng.integers(0, 3)))
    residual = rng.normal(size=80)
    residual -= residual.mean()
    steps = [x < one for one in np.unique(x) if LEAST <= np.sum(x < one) <= x.size - LEAST]
    every = np.column_stack([*steps, in_tenths(x) @ INSIDE.T]).astype(float)
    every = every[:, (every.std(axis=0) > 0)]
    best = max(abs(np.corrcoef(one, residual)[0, 1]) for one in every.T)
    found = most_telling(x, residual)
    assert found.shape == (80, 1)
    assert abs(np.corrcoef(found[:, 0], residual)[0, 1]) == pytest.approx(best, rel=1e-9)


def test_most_telling_of_a_constant_is_no_step():
    assert np.ptp(most_telling(np.ones(70), np.tile([1.0, -1.0], 35))) == 0
