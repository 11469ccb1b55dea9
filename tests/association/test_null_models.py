"""The outcome explained by those given: Firth's fit against its sources, and at its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from scipy.special import expit, logit

from rootcause.association.curves import curve
from rootcause.association.designs import indicators
from rootcause.association.null_models import (
    likeliest,
    linear,
    logistic,
    normal_scores,
    rotations,
)

ONE = np.ones((12, 1))


def fitted(model, y):
    """Risks of a logistic null model."""
    return y - model.raw


def penalised(beta, y, design):
    """Firth's log-likelihood (1993, section 3.1): plus half the log determinant of information."""
    risks = expit(design @ beta)
    information = design.T @ (design * (risks * (1 - risks))[:, None])
    likelihood = y @ np.log(risks) + (1 - y) @ np.log1p(-risks)
    return likelihood + 0.5 * np.linalg.slogdet(information)[1]


def maximum(y, design):
    """The penalised likelihood's maximum by a general optimiser that knows no gradient."""
    found = optimize.minimize(
        lambda beta: -penalised(beta, y, design),
        np.zeros(design.shape[1]),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20_000, "maxfev": 20_000},
    )
    return expit(design @ found.x)


@pytest.mark.parametrize("cells", [(3, 7, 6, 4), (0, 10, 8, 2), (5, 0, 0, 5), (1, 0, 3, 9)])
def test_saturated_2x2_adds_a_half_to_each_cell(cells):
    # Firth (1993), Biometrika 80:27, section 3.4: in a saturated model half an observation a cell
    a, b, c, d = cells
    y = np.repeat([1.0, 0.0, 1.0, 0.0], cells)
    x = np.repeat([1.0, 1.0, 0.0, 0.0], cells)
    risks = fitted(logistic(y, np.column_stack([np.ones(y.size), x])), y)
    assert risks[x == 1] == pytest.approx((a + 0.5) / (a + b + 1), rel=1e-7)
    assert risks[x == 0] == pytest.approx((c + 0.5) / (c + d + 1), rel=1e-7)


def test_intercept_alone_is_jeffreys_estimate():
    # Firth (1993), section 3.4: logit of a binomial, (y + 1/2) / (n + 1)
    y = np.array([1.0] * 2 + [0.0] * 10)
    assert fitted(logistic(y, ONE), y) == pytest.approx(2.5 / 13, rel=1e-9)


def test_log_odds_ratio_of_separated_groups():
    # Heinze & Schemper (2002), Stat. Med. 21:2409: with a zero cell Firth's estimate is the log
    # odds ratio with 1/2 added (Haldane 1956, Ann. Hum. Genet. 20:309), finite
    y = np.repeat([1.0, 1.0, 0.0], [9, 4, 11])
    x = np.repeat([1.0, 0.0, 0.0], [9, 4, 11])
    risks = fitted(logistic(y, np.column_stack([np.ones(24), x])), y)
    ratio = logit(risks[x == 1][0]) - logit(risks[x == 0][0])
    assert ratio == pytest.approx(np.log(9.5 / 0.5) - np.log(4.5 / 11.5), rel=1e-6)


@pytest.mark.parametrize("separated", [False, True])
def test_fit_maximises_the_penalised_likelihood(rng, separated):
    x = rng.normal(size=30)
    y = (x > 0.2).astype(float) if separated else (rng.random(30) < expit(x)).astype(float)
    design = np.column_stack([np.ones(30), x])
    assert fitted(logistic(y, design), y) == pytest.approx(maximum(y, design), abs=1e-6)


def test_fit_does_not_go_to_and_fro_over_a_level_of_one_row():
    # Whole Newton steps end in a cycle here, 4 apart in the log odds of the last level
    rng = np.random.default_rng(0)
    y = (rng.random(20) < 0.4).astype(float)
    codes, x = rng.integers(0, 6, 20).astype(float), rng.normal(size=20)
    design = np.hstack([np.ones((20, 1)), indicators(codes)[:, 1:], curve(x, 1)])
    risks = fitted(logistic(y, design), y)
    weighted = design * np.sqrt(risks * (1 - risks))[:, None]
    leverage = (np.linalg.svd(weighted, full_matrices=False)[0] ** 2).sum(axis=1)
    score = design.T @ (y - risks + leverage * (0.5 - risks))  # Firth (1993), eq. 3.1
    assert np.abs(score).max() < 1e-4


def test_large_samples_agree_with_maximum_likelihood(rng):
    from statsmodels.api import GLM, families

    x = rng.normal(size=20_000)
    y = (rng.random(x.size) < expit(0.7 * x - 1)).astype(float)
    design = np.column_stack([np.ones(x.size), x])
    expected = GLM(y, design, family=families.Binomial()).fit().fittedvalues
    assert fitted(logistic(y, design), y) == pytest.approx(expected, abs=1e-4)


def test_many_likeliest_fits_at_once_are_each_that_of_statsmodels(rng):
    from statsmodels.api import GLM, families

    x = rng.normal(size=(3, 400))
    y = (rng.random(400) < expit(x[0])).astype(float)
    kept = np.ones((3, 400))
    kept[2, :50] = 0
    found = likeliest(y, np.stack([kept, x * kept], axis=1))
    for risks, rows, one in zip(found, kept > 0, x, strict=True):
        design = np.column_stack([np.ones(rows.sum()), one[rows]])
        expected = GLM(y[rows], design, family=families.Binomial()).fit().fittedvalues
        assert risks[rows] == pytest.approx(expected, abs=1e-3)


def test_rotations_make_columns_orthonormal_and_drop_what_is_rounding(rng):
    columns = rng.normal(size=(2, 30, 3))
    columns[1, :, 2] = columns[1, :, 0] - columns[1, :, 1]
    turning, evenness = rotations(columns.swapaxes(1, 2) @ columns)
    basis = columns @ turning
    grams = basis.swapaxes(1, 2) @ basis
    assert grams[0] == pytest.approx(np.eye(3), abs=1e-12)
    assert sorted(np.linalg.eigvalsh(grams[1])) == pytest.approx([0, 1, 1], abs=1e-6)
    assert (evenness > 0).all()
    assert (evenness <= 1).all()


def test_redundant_columns_do_no_harm(rng):
    x = rng.normal(size=40)
    y = (rng.random(40) < expit(x)).astype(float)
    once = np.hstack([np.ones((40, 1)), curve(x, 2)])
    twice = np.hstack([once, curve(x, 2), curve(-x, 2), np.zeros((40, 1))])
    lean, fat = logistic(y, once), logistic(y, twice)
    assert fat.raw == pytest.approx(lean.raw, abs=1e-4)
    assert fat.basis.shape[1] == lean.basis.shape[1] == 3


def test_outcome_that_never_varied_is_finite():
    for y in (np.zeros(12), np.ones(12)):
        model = logistic(y, ONE)
        assert np.isfinite(model.residual).all()
        assert fitted(model, y) == pytest.approx((y.sum() + 0.5) / 13, rel=1e-6)


@settings(max_examples=25)
@given(st.integers(3, 40), st.integers(0, 10**6))
def test_any_design_gives_risks_between_0_and_1_and_an_orthonormal_basis(n, seed):
    rng = np.random.default_rng(seed)
    blocks = [np.ones((n, 1)), curve(np.round(rng.normal(size=n) * 3), 2)]
    blocks.append(indicators(rng.integers(0, 5, n).astype(float))[:, 1:])
    y = (rng.random(n) < rng.random()).astype(float)
    model = logistic(y, np.hstack(blocks))
    risks = fitted(model, y)
    assert (risks > 0).all()
    assert (risks < 1).all()
    gram = model.basis.T @ model.basis
    assert gram == pytest.approx(np.eye(len(gram)), abs=1e-9)


def test_linear_residuals_are_those_of_statsmodels(rng):
    from statsmodels.api import OLS

    x, y = rng.normal(size=30), rng.exponential(size=30)
    design = np.hstack([np.ones((30, 1)), curve(x, 4)])
    scores = stats.norm.ppf((stats.rankdata(y) - 0.5) / 30)
    assert linear(y, design).raw == pytest.approx(OLS(scores, design).fit().resid, abs=1e-12)


def test_normal_scores_are_those_of_midranks():
    values = np.array([3.0, 1.0, 3.0, 8.0])
    expected = stats.norm.ppf((stats.rankdata(values) - 0.5) / 4)
    assert normal_scores(values) == pytest.approx(expected, abs=1e-14)


def test_copies_are_held_and_others_are_not(rng):
    x = rng.normal(size=200)
    y = (rng.random(200) < 0.5).astype(float)
    model = logistic(y, np.hstack([np.ones((200, 1)), curve(x, 4)]))
    scores = normal_scores(x)
    columns = np.column_stack([scores, -scores, scores + 0.5 * rng.normal(size=200), np.ones(200)])
    assert model.holds(columns).tolist() == [True, True, False, True]
