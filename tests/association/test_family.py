import math

import numpy as np
import pandas as pd
import pytest
import worlds

from rootcause.association import MEASURES, associate, measure_all
from rootcause.errors import ArgumentError
from rootcause.variables import Kind

KINDS = (Kind.BINARY, Kind.NOMINAL, Kind.ORDINAL, Kind.NUMERIC)


def measure(outcome, *candidates, seed=0):
    return measure_all(outcome, candidates, np.random.default_rng(seed))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 8])
@pytest.mark.parametrize("kind", KINDS)
def test_the_smallest_tables_are_answered(kind, n, rng):
    outcome = worlds.drawn(kind, "", n, rng, "y")
    for found in measure(outcome, *(worlds.drawn(one, "", n, rng) for one in KINDS)):
        assert math.isnan(found.pvalue) or 0 < found.pvalue <= 1
        assert found.n == n
        assert n > 3 or found.cautions or math.isnan(found.pvalue)


@pytest.mark.parametrize("n", [30, 150])
@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_rows_does_not_matter_but_to_the_draws(kind, n, rng):
    outcome = worlds.drawn(kind, "", n, rng, "y")
    columns = [worlds.drawn(one, "", n, rng) for one in KINDS]
    order = rng.permutation(n)
    turned = [worlds.column(one.variable.kind, one.values[order]) for one in (outcome, *columns)]
    for one, other in zip(measure(outcome, *columns), measure(*turned), strict=True):
        assert one.statistic == pytest.approx(other.statistic)
        assert one.effect.value == pytest.approx(other.effect.value)
        assert one.pvalue == pytest.approx(
            other.pvalue, abs=0.08 if one.method == "permutation" else 1e-9
        )


@pytest.mark.parametrize("kind", KINDS)
def test_added_rows_without_a_value_are_only_counted(kind, rng):
    outcome, candidate = (
        worlds.drawn(kind, "", 150, rng, "y"),
        worlds.drawn(Kind.NUMERIC, "", 150, rng),
    )
    longer = [
        worlds.column(outcome.variable.kind, np.append(outcome.values, [1, 0, 1])),
        worlds.column(Kind.NUMERIC, np.append(candidate.values, [np.nan] * 3)),
    ]
    one, other = measure(outcome, candidate)[0], measure(*longer)[0]
    assert (one.n_missing, other.n_missing) == (0, 3)
    assert other.pvalue == pytest.approx(one.pvalue)
    assert other.effect.value == pytest.approx(one.effect.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_monotone_map_of_the_candidate_changes_no_rank_measure(kind, rng):
    outcome, candidate = (
        worlds.drawn(kind, "", 150, rng, "y"),
        worlds.drawn(Kind.NUMERIC, "", 150, rng),
    )
    one = measure(outcome, candidate)[0]
    other = measure(outcome, worlds.column(Kind.NUMERIC, np.exp(candidate.values)))[0]
    assert (other.statistic, other.pvalue) == pytest.approx((one.statistic, one.pvalue))
    assert other.effect == one.effect


@pytest.mark.parametrize("kind", KINDS)
def test_renamed_levels_change_names_only(kind, rng):
    outcome, candidate = (
        worlds.drawn(kind, "", 150, rng, "y"),
        worlds.drawn(Kind.NOMINAL, "", 150, rng),
    )
    renamed = worlds.column(Kind.NOMINAL, (candidate.values + 1) % 4)
    one, other = measure(outcome, candidate)[0], measure(outcome, renamed)[0]
    assert (other.statistic, other.pvalue) == pytest.approx((one.statistic, one.pvalue))
    assert other.effect.value == pytest.approx(one.effect.value)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.ORDINAL, Kind.NUMERIC])
def test_positive_means_more_of_the_outcome_with_more_of_the_candidate(kind):
    n = 40
    outcome = worlds.column(kind, np.arange(n) // (20 if kind is Kind.BINARY else 10))
    for other in (Kind.BINARY, Kind.ORDINAL, Kind.NUMERIC):
        candidate = worlds.column(other, np.arange(n) // (20 if other is Kind.BINARY else 10))
        assert measure(outcome, candidate)[0].effect.on_axis[0] > 0.5


def test_the_same_seed_gives_the_same_answer(rng):
    columns = [worlds.drawn(one, "", 30, rng) for one in KINDS]
    outcome = worlds.drawn(Kind.BINARY, "", 30, rng)
    assert measure(outcome, *columns) == measure(outcome, *columns)


def test_too_few_to_reject_anything_is_said():
    found = measure(
        worlds.column(Kind.BINARY, [1, 1, 1, 0]), worlds.column(Kind.NUMERIC, [3, 4, 5, 1])
    )[0]
    assert found.resolution > 0.05
    assert found.cautions == ("too few observations to reject anything at 5 %",)


@pytest.mark.parametrize(
    ("measure", "outcome", "candidate"),
    [
        ("welch", [1.0, 2.5, 3.0, 4.0, 6.0, 7.5], [False] * 5 + [True]),
        ("brunnermunzel", [1.0, 2.5, 3.0, 4.0, 6.0, 7.5], [False] * 5 + [True]),
        ("welch", [1.0, 1.0, 3.0, 4.0, 6.0, 7.5], list("aabbcc")),
        ("anova", [1.0, 2.5, 3.0], list("abc")),
    ],
)
def test_a_measure_that_these_groups_do_not_allow_says_so(measure, outcome, candidate):
    found = associate(pd.Series(outcome), pd.Series(candidate), measure=measure)
    assert math.isnan(found.pvalue)
    assert found.cautions == (
        f"no p-value: {measure} takes two observations in each group, not all of one value",
    )


def test_readings_next_to_nothing_are_measured_as_others_are(rng):
    heat, fan = rng.normal(size=20), np.arange(20) % 2 == 0
    one, other = (
        associate(pd.Series(values), pd.Series(fan), measure="welch")
        for values in (heat, heat * 1e-200)
    )
    assert other.pvalue == pytest.approx(one.pvalue, rel=1e-12)


def test_an_interval_holds_a_perfect_correlation():
    minutes = pd.Series(np.arange(8.0))
    effect = associate(minutes, 2 * minutes + 1, measure="pearson").effect
    assert (effect.value, effect.high) == (1.0, 1.0)


def test_a_constant_is_not_measured():
    found = measure(worlds.column(Kind.BINARY, [1, 1, 0, 0]), worlds.column(Kind.NUMERIC, [3] * 4))[
        0
    ]
    assert math.isnan(found.pvalue)
    assert math.isnan(found.effect.value)
    assert found.method == "not tested"
    assert found.contrast is None


@pytest.fixture
def trips():
    minutes = [1.4, 1.6, 2.0, 2.2, 2.5, 7.0, 8.5, 9.0, 9.5, 12.0]
    return pd.DataFrame(
        {
            "no_start": [True, True, True, True, False, False, False, False, True, False],
            "minutes": minutes,
            "flavor": list("vvvvvmmnnm"),
        }
    )


def test_associate(trips):
    found = associate(trips["no_start"], trips["minutes"])
    assert (found.outcome, found.candidate, found.n) == ("no_start", "minutes", 10)
    assert found.effect.value == pytest.approx(0.16)
    assert found == associate(trips["no_start"], trips["minutes"])
    assert associate(trips["no_start"], trips["minutes"], measure="mannwhitney").pvalue < 0.1


def test_associate_given_others(trips):
    found = associate(trips["no_start"], trips["flavor"], given=trips[["minutes"]])
    assert found.given == ("minutes",)
    assert found.pvalue > 0.05


def test_associate_says_what_it_can_not_do(trips):
    with pytest.raises(ArgumentError) as told:
        associate(trips["no_start"], trips["minutes"][:4])
    assert str(told.value) == (
        "The columns are not of the same observations: 'no_start' has 10, 'minutes' has 4 rows."
    )
    with pytest.raises(ArgumentError, match="can't be chosen together with given"):
        associate(trips["no_start"], trips["flavor"], trips[["minutes"]], measure="fisher")


PERFECT = {
    Kind.NUMERIC: lambda n: pd.Series(np.arange(float(n))),
    Kind.BINARY: lambda n: pd.Series(np.arange(n) >= n // 2),
    Kind.ORDINAL: lambda n: pd.Series(pd.Categorical(np.arange(n) * 4 // n, ordered=True)),
    Kind.NOMINAL: lambda n: pd.Series(np.array(list("pqr"))[np.arange(n) * 3 // n]),
}


@pytest.mark.parametrize("n", [6, 12, 30, 200, 5000])
@pytest.mark.parametrize("row", MEASURES, ids=lambda row: f"{row.name}: {row.outcomes[0]}")
def test_no_p_is_zero_however_perfect_the_association(row, n):
    for outcome in row.outcomes:
        for candidate in row.candidates:
            columns = (PERFECT[kind](n) for kind in (outcome, candidate))
            found = associate(*columns, measure=None if row.default else row.name)
            assert found.measure == row.name
            assert 0 < found.pvalue <= 1


@pytest.mark.parametrize("n", [5, 12, 30, 200])
def test_a_perfect_correlation_has_the_least_p_of_all_permutations(n):
    column = PERFECT[Kind.NUMERIC](n)
    least = max(2 / math.factorial(n), 1e-300)
    for name in ("spearman", "pearson", "kendall"):
        for values in (column, 3 - column / 7):
            told = associate(values, column, measure=name).pvalue
            assert told == pytest.approx(least, rel=1e-9) or name == "kendall"
            assert told >= least * (1 - 1e-9)


@pytest.mark.parametrize("name", ["welch", "anova"])
def test_groups_without_any_spread_have_it_too(name):
    groups = PERFECT[Kind.NOMINAL](12)
    values = groups.map({"p": 1.0, "q": 2.0, "r": 4.0})
    found = associate(values, groups, measure=name)
    assert found.statistic == math.inf
    assert found.pvalue == pytest.approx(2 * math.factorial(4) ** 3 / math.factorial(12), rel=1e-9)


def test_groups_fully_apart_have_the_least_p_of_all_permutations():
    label, values = PERFECT[Kind.BINARY](20), PERFECT[Kind.NUMERIC](20)
    told = associate(label, values, measure="brunnermunzel").pvalue
    assert told == pytest.approx(2 / math.comb(20, 10), rel=1e-9)


@pytest.mark.parametrize("n", [5, 12, 30, 200])
def test_a_perfect_correlation_given_another_candidate_is_not_missed(n, rng):
    x, z = pd.Series(rng.normal(size=n)), pd.Series(rng.normal(size=n))
    assert 0 < associate(2 * x + 1, x, [z]).pvalue < 0.01
