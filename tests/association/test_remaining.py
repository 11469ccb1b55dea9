"""The effect that is left: against outside values, and covering "none" when nothing is left."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit
from worlds import column

from rootcause.association.conditional import Conditional
from rootcause.association.null_models import linear, logistic
from rootcause.association.remaining import remaining_effect, unknown_effect
from rootcause.variables import Kind

CHANCE = 1e-4  # of a failing test of coverage, were it exactly nominal


def rows(n):
    return np.ones(n, dtype=bool)


def plain(n):
    return np.ones((n, 1))


# Against outside values -------------------------------------------------------------------------


def test_average_marginal_effect_is_that_of_statsmodels(rng):
    from statsmodels.api import Logit

    n = 20_000
    z = rng.normal(size=n)
    b = rng.random(n) < expit(z)
    y = (rng.random(n) < expit(0.8 * z - 0.5 + 0.15 * b)).astype(float)
    design = np.column_stack([np.ones(n), z])
    fit = Logit(y, np.column_stack([design, b])).fit(disp=False)
    frame = fit.get_margeff(at="overall", dummy=True).summary_frame()
    expected = frame.iloc[-1]
    found = remaining_effect(logistic(y, design), column(Kind.BINARY, b), rows(n))
    assert found.name == "risk difference"
    assert found.value == pytest.approx(expected.iloc[0], abs=1e-3)
    assert (found.low, found.high) == pytest.approx(tuple(expected.iloc[-2:]), abs=1e-3)


def test_risk_difference_without_given_is_the_difference_of_risks(rng):
    n = 20_000
    b = rng.random(n) < 0.3
    y = (rng.random(n) < 0.4 + 0.05 * b).astype(float)
    found = remaining_effect(logistic(y, plain(n)), column(Kind.BINARY, b), rows(n))
    assert found.value == pytest.approx(y[b].mean() - y[~b].mean(), abs=1e-4)


def test_superiority_without_given_is_the_area_under_the_curve(rng):
    # Hanley & McNeil (1982), Radiology 143:29: U / (m k)
    x = np.round(rng.normal(size=4000), 1)
    y = (rng.random(4000) < expit(0.3 * x - 3)).astype(float)
    found = remaining_effect(logistic(y, plain(4000)), column(Kind.NUMERIC, x), rows(4000))
    expected = stats.mannwhitneyu(x[y == 1], x[y == 0]).statistic / (y.sum() * (1 - y).sum())
    assert found.name == "probability of superiority"
    assert found.value == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("given", [0, 1, 3])
def test_interval_of_rho_is_fishers(rng, given):
    # Fisher (1924), Metron 3:329: a partial correlation is one with n less by those given
    others = rng.normal(size=(30, given))
    x, y = rng.normal(size=(2, 30)) + others.sum(axis=1)
    design = np.hstack([plain(30), others])
    scores = stats.norm.ppf((stats.rankdata(y) - 0.5) / 30)
    both = np.column_stack([stats.rankdata(x), scores])
    left = both - design @ np.linalg.lstsq(design, both, rcond=None)[0]
    r = stats.pearsonr(*left.T).statistic
    reach = stats.norm.ppf(0.975) / np.sqrt(30 - given - 3)
    found = remaining_effect(linear(y, design), column(Kind.NUMERIC, x), rows(30))
    assert found.name == "rho"
    assert found.value == pytest.approx(r, rel=1e-9)
    assert found.low == pytest.approx(np.tanh(np.arctanh(r) - reach), rel=1e-9)
    assert found.high == pytest.approx(np.tanh(np.arctanh(r) + reach), rel=1e-9)


def test_rank_shift_is_the_coefficient_of_statsmodels(rng):
    from statsmodels.api import OLS

    z, b = rng.normal(size=50), rng.random(50) < 0.4
    y = z + 0.5 * b + rng.normal(size=50)
    scores = stats.norm.ppf((stats.rankdata(y) - 0.5) / 50)
    design = np.column_stack([np.ones(50), z])
    fit = OLS(scores, np.column_stack([design, b])).fit()
    expected = stats.norm.cdf(np.array([fit.params[-1], *fit.conf_int()[-1]]) / np.sqrt(2))
    found = remaining_effect(linear(y, design), column(Kind.BINARY, b), rows(50))
    assert found.name == "probability of superiority"
    assert (found.value, found.low, found.high) == pytest.approx(tuple(expected), rel=1e-9)


# What the interval says -------------------------------------------------------------------------


@pytest.mark.parametrize("n", [20, 40, 120])
@pytest.mark.parametrize("outcome", [Kind.BINARY, Kind.NUMERIC], ids=str)
@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC], ids=str)
def test_interval_covers_none_when_nothing_is_left(outcome, kind, n):
    missed, draws = 0, 100
    for seed in range(draws):
        rng = np.random.default_rng([seed, n])
        x = rng.normal(size=n)
        happened = rng.random(n) < expit(2 * x - 1)
        y = column(outcome, happened if outcome is Kind.BINARY else x + rng.normal(size=n), "y")
        proxy = x + rng.normal(size=n)
        candidate = column(kind, proxy > 0 if kind is Kind.BINARY else proxy)
        effect = Conditional(y).association(candidate, [column(Kind.NUMERIC, x, "x")]).effect
        missed += not effect.low <= effect.null <= effect.high
    assert missed <= stats.binom.isf(CHANCE, draws, 0.05)


@pytest.mark.parametrize("rare", [0.1, 0.3])
def test_interval_excludes_none_just_where_the_score_test_rejects(rare):
    # with Firth's intercept the residuals don't sum to nothing, which must not move the effect
    agreed = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=25)
        y = np.append(rng.random(24) < rare * np.exp(0.8 * x[1:]), True).astype(float)
        model = logistic(y, plain(25))
        effect = remaining_effect(model, column(Kind.NUMERIC, x), rows(25))
        own = model.own(stats.rankdata(x)[:, None])[:, 0]
        z = own @ model.residual / np.sqrt(own @ own)
        excluded = not effect.low <= 0.5 <= effect.high
        agreed += excluded == (abs(z) > stats.norm.ppf(0.975))
        assert effect.value == pytest.approx(0.5, abs=1e-9) or (effect.value > 0.5) == (z > 0)
    assert agreed == 200


def test_effect_of_a_rare_outcome_is_none_on_average():
    values = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=20)
        y = np.zeros(20)
        y[:2] = 1
        model = logistic(y, plain(20))
        values.append(remaining_effect(model, column(Kind.NUMERIC, x), rows(20)).value)
    assert np.mean(values) == pytest.approx(0.5, abs=4 * np.std(values) / 20)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC, Kind.NOMINAL], ids=str)
@pytest.mark.parametrize("is_linear", [True, False])
def test_copy_of_what_is_given_has_no_effect_to_tell(rng, kind, is_linear):
    x = rng.integers(0, 2, 30).astype(float)
    y = x + rng.normal(size=30)
    design = np.column_stack([np.ones(30), x])
    model = linear(y, design) if is_linear else logistic((y > 0.5).astype(float), design)
    found = remaining_effect(model, column(kind, x), rows(30))
    assert np.isnan([found.value, found.low, found.high]).all()


def test_level_named_is_the_level_told(rng):
    codes = np.arange(60) % 3
    y = (codes == 2).astype(float)
    y[:6] = 1 - y[:6]
    candidate = column(Kind.NOMINAL, codes, levels=("a", "b", "c"))
    model = logistic(y, plain(60))
    assert remaining_effect(model, candidate, rows(60)).level == "c"
    assert remaining_effect(model, candidate, rows(60), "a").level == "a"
    assert remaining_effect(model, candidate, rows(60), "a").value < 0
    assert remaining_effect(model, candidate, rows(60), "not one of them").level == "c"


@pytest.mark.parametrize(
    ("ordered", "kind", "name", "null"),
    [
        (True, Kind.NUMERIC, "rho", 0.0),
        (True, Kind.NOMINAL, "probability of superiority", 0.5),
        (False, Kind.ORDINAL, "probability of superiority", 0.5),
        (False, Kind.BINARY, "risk difference", 0.0),
    ],
)
def test_unknown_effect_has_the_name_it_would_have(ordered, kind, name, null):
    found = unknown_effect(column(kind, [0, 1]), ordered)
    assert (found.name, found.null) == (name, null)
    assert np.isnan([found.value, found.low, found.high]).all()
