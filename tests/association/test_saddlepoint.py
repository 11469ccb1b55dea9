"""The tail of a score: against every set of events, a normal score, and counts that are known."""

import numpy as np
import pytest
from scipy import stats

from rootcause.association.saddlepoint import score_tail


def by_enumeration(factors, risks, score):
    """Chances of every set of events whose score is as far from 0; a tie counts half."""
    sets = np.array(list(np.ndindex(*[2] * risks.size)))
    chances = np.prod(np.where(sets == 1, risks, 1 - risks), axis=1)
    far = np.abs((sets - risks) @ factors)
    return chances[far > abs(score) + 1e-9].sum() + chances[abs(far - abs(score)) <= 1e-9].sum() / 2


@pytest.mark.parametrize("happened", [1, 2, 3])
def test_tail_is_near_that_of_every_set_of_events(happened):
    off, normal = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        risks, factors = rng.uniform(0.005, 0.05, 12), rng.uniform(-1, 3, 12)
        score = float(factors @ (np.isin(np.arange(12), np.argsort(-factors)[:happened]) - risks))
        exact = by_enumeration(factors, risks, score)
        off.append(np.log(score_tail(factors, risks, score) / exact))
        spread = np.sqrt(factors**2 @ (risks * (1 - risks)))
        normal.append(np.log(2 * stats.norm.sf(score / spread) / exact))
    assert np.abs(off).max() < np.log(2.5)
    assert abs(np.mean(off)) < np.log(1.4)
    assert np.mean(normal) < np.log(0.5)  # what it is there for


def test_tail_of_many_events_is_normal():
    risks, factors = np.full(40_000, 0.5), np.tile([1.0, -1.0], 20_000)
    for z in (1.0, 2.0, 4.0):
        assert score_tail(factors, risks, 100 * z) == pytest.approx(2 * stats.norm.sf(z), rel=1e-2)


@pytest.mark.parametrize("score", [0.0, 1e-12])
def test_nothing_beyond_what_is_expected_is_no_surprise(score):
    assert score_tail(np.array([1.0, 2.0, -1.0]), np.full(3, 0.1), score) > 0.9


def test_greatest_score_has_the_chance_of_its_events():
    factors, risks = np.array([1.0, 2.0, 0.0]), np.array([0.1, 0.2, 0.3])
    greatest = float(factors @ (np.ones(3) - risks))
    assert score_tail(factors, risks, greatest) == pytest.approx(0.1 * 0.2, rel=1e-9)
    assert score_tail(factors, risks, greatest + 1) == 0.0


def test_sides_and_scale_do_not_matter(rng):
    risks, factors = rng.uniform(0.01, 0.3, 30), rng.normal(size=30)
    plain = score_tail(factors, risks, 2.5)
    assert score_tail(-7 * factors, risks, 7 * 2.5) == pytest.approx(plain, rel=1e-6)
    assert score_tail(-factors, 1 - risks, 2.5) == pytest.approx(plain, rel=1e-6)
