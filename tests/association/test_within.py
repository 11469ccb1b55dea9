"""What remains of a candidate within the places of another: statsmodels, and simulation."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import binom

from rootcause.association.within import Left, left_within
from rootcause.engine.crossing import Crossed

RISK = np.array([[0.0], [1.0]])


def crossed(outcome, one, other, *, exact, scores=RISK):
    shape = len(scores), one.max() + 1, other.max() + 1
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (outcome, one, other), 1)
    return Crossed(counts, scores, exact)


def binned(values, most):
    return np.searchsorted(np.quantile(values, np.arange(1, most) / most), values, "right")


def test_a_share_is_the_slope_on_the_curve_within_places():
    rng = np.random.default_rng(3)
    n = 3_000
    other = rng.integers(0, 6, n)
    one = (other + rng.integers(0, 4, n)) // 2
    outcome = (rng.random(n) < 0.1 + 0.1 * one + 0.02 * other).astype(int)
    found = left_within(crossed(outcome, one, other, exact=True))
    curve = np.array([outcome[one == place].mean() for place in range(one.max() + 1)])[one]
    design = np.column_stack([curve, *(other == place for place in range(6))]).astype(float)
    fitted = sm.OLS(outcome, design).fit(cov_type="HC0")
    apart = curve - np.array([curve[other == place].mean() for place in range(6)])[other]
    # both sums hold the trace of the error of the curve, which is taken out here
    means = np.array([outcome[other == place].mean() for place in range(6)])[other]
    sizes = np.bincount(one)[one]
    alike = np.array([np.sum((one == a) & (other == b)) for a, b in zip(one, other, strict=True)])
    trace = np.sum(means * (1 - means) * (1 - alike / np.bincount(other)[other]) / sizes)
    own = np.sum(apart**2)
    expected = (fitted.params[0] * own - trace) / (own - trace)
    np.testing.assert_allclose(found.share, expected, rtol=1e-10)
    np.testing.assert_allclose(found.error, fitted.bse[0] * own / (own - trace), rtol=2e-3)
    assert (found.n, found.allowance) == (n, 0)


def test_what_is_taken_out_of_a_curve_is_its_own_error():
    """Where the other has nothing to do with either, all is left, neither more nor less."""
    shares = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        one, other = rng.integers(0, 8, 4_000), rng.integers(0, 20, 4_000)
        outcome = (rng.random(4_000) < 0.2 + 0.03 * one).astype(int)
        shares.append(left_within(crossed(outcome, one, other, exact=True)).share)
    assert abs(np.mean(shares) - 1) < 3 * np.std(shares) / math.sqrt(len(shares))


@pytest.mark.parametrize("exact", [True, False])
def test_a_proxy_keeps_nothing_as_often_as_the_level_says(exact):
    rejected = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        cause = rng.integers(0, 24, 5_000) if exact else rng.normal(size=5_000)
        depth = cause / 24 if exact else cause / 4 + 0.5
        proxy = binned(depth + 0.2 * rng.normal(size=5_000), 8)
        outcome = (rng.random(5_000) < np.clip(0.2 + 0.3 * depth, 0, 1)).astype(int)
        within = cause if exact else binned(cause, 64)
        rejected.append(left_within(crossed(outcome, proxy, within, exact=exact)).pvalue < 0.05)
    assert sum(rejected) <= binom.ppf(0.999, 400, 0.05)
    if exact:
        assert sum(rejected) >= binom.ppf(0.001, 400, 0.05)


def test_a_step_in_a_bin_is_allowed_for():
    """Where both step in the midst of a place, the proxy keeps no more than is allowed."""
    rng = np.random.default_rng(1)
    n = 1_000_000
    cause = rng.random(n)
    proxy = (cause + 0.01 * rng.normal(size=n) > 0.51).astype(int)
    outcome = (rng.random(n) < 0.1 + 0.8 * (cause > 0.51)).astype(int)
    found = left_within(crossed(outcome, proxy, (cause * 50).astype(int), exact=False))
    assert found.share > 5 * found.error
    assert found.share < found.allowance
    assert found.pvalue == 1


def test_classes_of_a_label_are_taken_together():
    rng = np.random.default_rng(5)
    n = 20_000
    other = rng.integers(0, 10, n)
    one = (other + rng.integers(0, 3, n)) // 2
    outcome = np.where(rng.random(n) < 0.1 * other, 0, rng.integers(1, 3, n))
    scores = np.diag(1 / np.sqrt(np.bincount(outcome) / n))
    proxy = left_within(crossed(outcome, one, other, exact=True, scores=scores))
    cause = left_within(crossed(outcome, other, one, exact=True, scores=scores))
    assert proxy.interval(0.01)[0] < 0 < proxy.interval(0.01)[1] < 0.2
    assert cause.interval(0.01)[0] > 0.5


def test_a_copy_leaves_nothing_to_ask():
    one = np.arange(300) % 3
    found = left_within(crossed((np.arange(300) % 7 == 0).astype(int), one, one, exact=True))
    assert math.isnan(found.share)
    assert math.isinf(found.error)
    assert Left(0.1, 0.0, 0.0, 5).interval(0.05) == (0.1, 0.1)
