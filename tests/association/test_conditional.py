"""Association given others: against outside values, calibrated, and unharmed by separation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import expit
from worlds import column

from rootcause.association.combining import cauchy
from rootcause.association.conditional import Conditional, given_association
from rootcause.variables import Kind

KINDS = (Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC)
CHANCE = 1e-4  # of a failing test of calibration, were the level exactly kept


def noise(kind, n, rng, name="c"):
    """A candidate that has nothing to do with anything."""
    if kind is Kind.BINARY:
        return column(kind, rng.random(n) < 0.4, name)
    if kind is Kind.NOMINAL:
        return column(kind, rng.choice(4, n, p=[0.4, 0.3, 0.2, 0.1]), name)
    return column(kind, rng.normal(size=n), name)


def caused(kind, x, rng):
    """An outcome of this kind that `x` causes strongly."""
    if kind is Kind.BINARY:
        return column(kind, rng.random(x.size) < expit(2.5 * x), "y")
    if kind is Kind.NOMINAL:
        return column(kind, np.digitize(x + 0.5 * rng.logistic(size=x.size), [-0.6, 0.6]), "y")
    return column(kind, x**3 + rng.normal(size=x.size), "y")


def rejections(outcome, candidate, n, draws, *, separated=False):
    """How often pure noise is found associated at 5 %, given the cause."""
    found = 0
    for seed in range(draws):
        rng = np.random.default_rng([seed, n])
        x = rng.normal(size=n)
        y = column(Kind.BINARY, x > 0, "y") if separated else caused(outcome, x, rng)
        test = Conditional(y)
        found += test.pvalue(noise(candidate, n, rng), [column(Kind.NUMERIC, x, "x")]) <= 0.05
    return found


# Against outside values -------------------------------------------------------------------------


def test_cauchy_combination_is_its_formula():
    # Liu & Xie (2020), JASA 115:393, eq. 2, with equal weights, and their standard Cauchy tail
    pvalues = np.array([0.03, 0.2, 0.6])
    statistic = np.mean(np.tan((0.5 - pvalues) * np.pi))
    assert cauchy(pvalues) == pytest.approx(stats.cauchy.sf(statistic), rel=1e-12)


def test_cauchy_combination_at_its_ends():
    assert cauchy(np.array([0.4])) == 0.4
    assert cauchy(np.array([0.001, 1.0])) == cauchy(np.array([0.001, 0.99])) < 0.05
    assert 0 < cauchy(np.array([0.0, 0.5])) < 1e-290
    # the two ways of working it out meet where one takes over from the other
    pair = [cauchy(np.array([p, 0.3, 0.7])) for p in (1.0001e-15, 0.9999e-15)]
    assert pair[0] == pytest.approx(pair[1], rel=2e-2)
    assert cauchy(np.array([1e-20, 1e-20])) == pytest.approx(1e-20)


# Calibration ------------------------------------------------------------------------------------


def too_many(draws, level=0.05):
    """The most rejections that an exact test at this level would give by chance."""
    return stats.binom.isf(CHANCE, draws, level)


@pytest.mark.parametrize("n", [20, 40, 120])
@pytest.mark.parametrize("candidate", KINDS, ids=str)
def test_noise_is_rarely_rejected_given_the_cause(candidate, n):
    assert rejections(Kind.BINARY, candidate, n, 150) <= too_many(150)


@pytest.mark.slow
@pytest.mark.parametrize("n", [20, 40, 120])
@pytest.mark.parametrize("candidate", KINDS, ids=str)
@pytest.mark.parametrize("outcome", KINDS, ids=str)
def test_noise_is_rejected_no_more_than_nominal(outcome, candidate, n):
    assert rejections(outcome, candidate, n, 1500) <= too_many(1500)


@pytest.mark.parametrize("n", [20, 120])
@pytest.mark.parametrize("candidate", KINDS, ids=str)
def test_noise_is_rarely_rejected_where_the_given_separates(candidate, n):
    found = rejections(Kind.BINARY, candidate, n, 100, separated=True)
    assert found <= too_many(100)


def test_cause_that_separates_is_found_given_its_proxy():
    found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=40)
        y = column(Kind.BINARY, x > 0, "y")
        proxy = column(Kind.NUMERIC, x + 0.7 * rng.normal(size=40), "p")
        found += Conditional(y).pvalue(column(Kind.NUMERIC, x), [proxy]) <= 0.05
    assert found >= stats.binom.ppf(CHANCE, 60, 0.8)


def test_what_goes_with_a_step_at_the_edge_is_rarely_found_given_it():
    """A load far above the rest in 1 row of 27 is the cause; whoever brings it is not."""
    found = np.zeros(2)
    for seed in range(200):
        rng = np.random.default_rng(seed)
        there = rng.permutation(400) < 20
        load = rng.normal(480, 60, 400) + 1200 * (there & (rng.random(400) < 0.75))
        y = column(Kind.BINARY, rng.random(400) < np.where(load > 1300, 0.9, 1 / 300), "y")
        given_load = [column(Kind.NUMERIC, load, "load")]
        pvalue = Conditional(y).pvalue(column(Kind.BINARY, there), given_load)
        found += pvalue <= np.array([0.05, 0.005])
    assert (found <= [too_many(200), too_many(200, 0.005)]).all()


@pytest.mark.parametrize(("n", "share"), [(400, 0.05), (1500, 0.02), (1500, 0.05)])
def test_small_groups_are_rarely_found_where_events_are_few(n, share):
    """Of 2 in 100 observations, most of them in a tenth that another candidate names."""
    found, draws = np.zeros(3), 0
    for seed in range(60):
        rng = np.random.default_rng([seed, n])
        cause = np.arange(n) < n / 10
        y = column(Kind.BINARY, rng.random(n) < np.where(cause, 0.12, 0.01), "y")
        test, other = Conditional(y), column(Kind.BINARY, cause, "x")
        for place, group in enumerate(rng.random((20, n)) < share):
            pvalue = test.pvalue(column(Kind.BINARY, group, f"c{place}"), [other])
            found += pvalue <= np.array([0.05, 0.01, 0.001])
            draws += 1
    assert (found <= [too_many(draws, level) for level in (0.05, 0.01, 0.001)]).all()


# Behaviour --------------------------------------------------------------------------------------


def test_association_counts_the_rows_it_left_out(rng):
    x, z = rng.normal(size=(2, 50))
    x[:4], z[2:9] = np.nan, np.nan
    y = column(Kind.BINARY, np.where(np.arange(50) == 49, np.nan, rng.random(50) < 0.5), "y")
    candidate, other = column(Kind.NUMERIC, x, "x"), column(Kind.NUMERIC, z, "z")
    found = given_association(y, candidate, [other])
    assert (found.n, found.n_missing) == (40, 10)
    assert (found.outcome, found.candidate, found.given) == ("y", "x", ("z",))
    assert found.measure == "score given others"
    assert found.pvalue == Conditional(y).pvalue(candidate, [other])


@pytest.mark.parametrize("outcome", [*KINDS, Kind.ORDINAL], ids=str)
@pytest.mark.parametrize("candidate", KINDS, ids=str)
def test_nothing_recorded_together_tells_nothing(rng, outcome, candidate):
    first = np.arange(30) < 15
    y = column(outcome, rng.integers(0, 2, 30), "y")
    mine = noise(candidate, 30, rng)
    mine = column(candidate, np.where(first, mine.values, np.nan))
    other = column(Kind.NUMERIC, np.where(first, np.nan, rng.normal(size=30)), "z")
    found = Conditional(y).association(mine, [other])
    assert (found.n, found.pvalue, found.statistic) == (0, 1.0, 0.0)
    assert np.isnan([found.effect.value, found.effect.low, found.effect.high]).all()


@pytest.mark.parametrize("outcome", KINDS, ids=str)
@pytest.mark.parametrize("candidate", KINDS, ids=str)
@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_a_handful_of_rows_rejects_nothing_and_does_not_fail(rng, outcome, candidate, n):
    y = column(outcome, np.arange(n) % 2, "y")
    other = column(Kind.NUMERIC, rng.normal(size=n), "z")
    found = Conditional(y).association(noise(candidate, n, rng), [other])
    assert 0.01 < found.pvalue <= 1


@pytest.mark.parametrize("outcome", KINDS, ids=str)
def test_copy_adds_nothing_given_its_original(rng, outcome):
    x = rng.normal(size=60)
    test = Conditional(caused(outcome, x, rng))
    celsius, fahrenheit = (column(Kind.NUMERIC, v, k) for k, v in (("c", x), ("f", 32 + 1.8 * x)))
    found = test.association(fahrenheit, [celsius])
    assert found.pvalue >= 0.99
    assert np.isnan(found.effect.value)
    assert test.pvalue(fahrenheit, []) < 1e-4


def test_u_shaped_cause_leaves_no_residue_in_its_proxy():
    found = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=200)
        y = column(Kind.BINARY, rng.random(200) < expit(4 * (np.abs(x) - 0.8)), "y")
        proxy = column(Kind.NUMERIC, np.abs(x) + 0.3 * rng.normal(size=200), "p")
        found += Conditional(y).pvalue(proxy, [column(Kind.NUMERIC, x, "x")]) <= 0.05
    assert found <= too_many(100, 0.1)  # the cause enters as a curve with 4 df, which is not it


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_order_of_rows_and_names_of_levels_do_not_matter(seed, outcome, candidate):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=40)
    y, mine = caused(outcome, x, rng), noise(candidate, 40, rng)
    plain = given_association(y, mine, [column(Kind.NUMERIC, x, "x")])
    order = rng.permutation(40)
    code = 3 - mine.values if candidate is Kind.NOMINAL else mine.values
    turned = given_association(
        column(outcome, y.values[order], "y"),
        column(candidate, code[order]),
        [column(Kind.NUMERIC, np.exp(x[order]), "x")],
    )
    assert turned.pvalue == pytest.approx(plain.pvalue, rel=1e-5, abs=1e-12)
    assert abs(turned.effect.value) == pytest.approx(abs(plain.effect.value), abs=1e-5)


def test_class_flipped_gives_the_same_p(rng):
    x = rng.normal(size=30)
    y, mine = rng.random(30) < expit(x), noise(Kind.NOMINAL, 30, rng)
    given_x = [column(Kind.NUMERIC, x, "x")]
    one, other = (Conditional(column(Kind.BINARY, v, "y")) for v in (y, ~y))
    assert one.pvalue(mine, given_x) == pytest.approx(other.pvalue(mine, given_x), rel=1e-6)


def test_rare_classes_of_the_outcome_are_left_out():
    test = Conditional(column(Kind.NOMINAL, [0] * 9 + [1] * 5 + [2, 3], "y"))
    assert [one.sum() for one in test.classes(test.outcome.values)] == [9, 5]
    assert [one.sum() for one in test.classes(np.array([0.0, 1.0, 1.0]))] == [1, 2]


@pytest.mark.parametrize(("rarer", "df"), [(9, 1), (10, 2), (24, 2), (25, 4)])
def test_flexibility_follows_the_rarer_half(rarer, df):
    binary = column(Kind.BINARY, [1] * rarer + [0] * 60, "y")
    assert Conditional(binary).flexibility(binary.present) == df
    numeric = column(Kind.NUMERIC, np.arange(2 * rarer), "y")
    assert Conditional(numeric).flexibility(numeric.present) == df
