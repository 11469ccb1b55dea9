"""Units compared with themselves and with others: against scipy's values, and how often wrong."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.integrate import quad

import rootcause as rc
from rootcause.confirmation import odds, units
from rootcause.confirmation.rows import Observed, Rows
from rootcause.variables import Kind, Variable

DATA = Path(__file__).parents[2] / "data"
BEFORE = np.array(
    [[1, 1, 0, 1], [1, 0, 1, 0], [0, 1, 1, 1], [1, 1, 1, 1], [0, 0, 1, 1], [1, 0, 0, 1]]
)
SINCE = np.array([[0, 0, 1], [0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]])


def table(failed, first=0, **more):
    """One row an observation, the cars taking turns."""
    count = len(failed)
    cars = [f"car {one}" for one in range(first, first + count)]
    rows = {"car": np.tile(cars, failed.shape[1]), "failed": failed.T.ravel()}
    return pd.DataFrame(rows | {name: cells.T.ravel() for name, cells in more.items()})


def confirmed(before=BEFORE, since=SINCE, first=0, **options):
    return rc.confirm(table(before), table(since, first), "failed", **{"unit": "car"} | options)


def observed(before, since, form="values"):
    """The same cars in both periods, shape (cars, observations)."""
    kind = Kind.BINARY if form == "shares" else Kind.NUMERIC
    cars = [np.tile(np.arange(len(one)), one.shape[1]) for one in (before, since)]
    rows = [
        Rows(one.size, int(one.sum()), one.T.ravel().astype(float), units=codes)
        for one, codes in zip((before, since), cars, strict=True)
    ]
    return Observed(Variable("x", kind), form, *rows, unit="car", units=len(before))


def test_signs_are_those_of_scipy():
    """scipy.stats.permutation_test of pairs goes through the same signs."""
    rng = np.random.default_rng(4)
    before, since = rng.normal(size=(7, 5)), rng.normal(-0.6, 1, size=(7, 3))
    change = since.mean(axis=1) - before.mean(axis=1)
    found = units.compare_units(observed(before, since), "lower", rng)
    wanted = stats.permutation_test(
        (change,), np.mean, permutation_type="samples", alternative="less", n_resamples=np.inf
    )
    assert found.pvalue == pytest.approx(wanted.pvalue)
    assert found.effect.value == pytest.approx(change.mean())
    low, high = stats.ttest_1samp(change, 0).confidence_interval()
    assert (found.effect.low, found.effect.high) == pytest.approx((low, high))


def test_other_units_since_are_those_of_scipy():
    """Welch's t of every arrangement of ten cars over two periods."""
    rng = np.random.default_rng(5)
    before, since = rng.normal(size=(6, 5)), rng.normal(-0.9, 1, size=(4, 3))
    one, two = before.mean(axis=1), since.mean(axis=1)

    def welch(first, second, axis):
        return stats.ttest_ind(first, second, equal_var=False, axis=axis).statistic

    wanted = stats.permutation_test(
        (two, one), welch, vectorized=True, alternative="less", n_resamples=np.inf
    )
    found = confirmed(before, since, first=6, better="lower")
    assert found.pvalue == pytest.approx(wanted.pvalue)
    low, high = stats.ttest_ind(two, one, equal_var=False).confidence_interval()
    assert (found.effect.low, found.effect.high) == pytest.approx((low, high))
    assert found.measure == "units exchanged" and found.units == (6, 4)


def test_changes_are_weighed_as_by_integration():
    changes = np.array([-0.4, -0.1, -0.3, 0.05, -0.2, -0.6])
    scores = stats.norm.ppf(0.5 + stats.rankdata(abs(changes)) / 14) * np.sign(changes)
    z, scale = scores.sum() / np.sqrt(scores @ scores), np.sqrt(0.5)

    def wager(shift):
        fit = stats.norm.pdf(z, -shift * np.sqrt(6)) / stats.norm.pdf(z)
        return fit * 2 * stats.cauchy.pdf(shift, scale=scale)

    assert odds.of_changes(changes).fall == pytest.approx(quad(wager, 0, np.inf)[0], rel=1e-5)
    assert odds.of_changes(-changes).rise == pytest.approx(odds.of_changes(changes).fall)
    assert odds.of_changes(np.zeros(4)) == (1.0, 1.0)


def test_intervals_are_those_of_as_many_observations_as_units_are_worth():
    """Two halves that always came out alike: 20 observations in 10 pairs are worth 10."""
    pairs = np.repeat(np.array([1, 0] * 5)[:, None], 2, axis=1)
    seen = observed(pairs, pairs, "shares")
    assert units.worth(seen) == pytest.approx(0.45)  # 1/2, and 9/10 since the rate is estimated
    low, high = units.limits(seen, seen.before)
    k, n = 0.45 * 10, 0.45 * 20
    wanted = stats.beta.ppf([0.025, 0.975], [k, k + 1], [n - k + 1, n - k])
    assert (low, high) == pytest.approx(tuple(wanted))


def test_units_that_are_alike_are_worth_no_more_than_independent_ones():
    alike = np.tile([1, 0, 0, 1], (6, 1))
    assert units.worth(observed(alike, alike, "shares")) == 1


def test_what_is_said():
    found = confirmed(planned=18)
    assert found.answer.value == "works so far"
    assert found.pvalue == pytest.approx(1 / 64)
    assert found.clean is None
    assert found.findings[1].replace("\N{NO-BREAK SPACE}", " ") == (
        "The rate fell by 50 percentage points (95 % interval: −71 to −29; p = .02, one-sided, "
        "each car compared with itself, 6 in all)."
    )


def test_an_exposure_gives_a_difference_of_rates():
    hours = {"hours": np.full(BEFORE.shape, 2.0)}, {"hours": np.full(SINCE.shape, 4.0)}
    found = rc.confirm(
        table(BEFORE, **hours[0]), table(SINCE, **hours[1]), "failed", unit="car", exposure="hours"
    )
    change = SINCE.mean(axis=1) / 4 - BEFORE.mean(axis=1) / 2
    assert found.effect.name == "rate difference"
    assert found.effect.value == pytest.approx(change.mean())
    assert found.findings[1].startswith("The rate fell by 0.29 per hour (95")


def test_order_of_rows_and_names_of_units_change_nothing():
    mixed = [one.sample(frac=1, random_state=2) for one in (table(BEFORE), table(SINCE))]
    renamed = [one.assign(car=one["car"].str.replace("car ", "")) for one in mixed]
    found = rc.confirm(*renamed, "failed", unit="car")
    assert found.pvalue == confirmed().pvalue and found.odds == pytest.approx(confirmed().odds)


def test_few_units_are_said_to_be_too_few():
    found = confirmed(BEFORE[:4], SINCE[:4])
    assert found.cautions[-1] == (
        "so few can't show it, however it comes out: of 4 (car), p is at least .062; 5 can"
    )
    other = confirmed(BEFORE[:2], SINCE[:2], first=2)
    assert other.cautions[-1] == (
        "so few can't show it, however it comes out: of 2 (car), p is at least .17"
    )


def test_units_of_one_period_and_rows_without_a_unit_are_told():
    since = table(SINCE)
    since.loc[0, "car"] = None
    found = rc.confirm(table(BEFORE), since[since["car"] != "car 5"], "failed", unit="car")
    assert found.cautions[:1] == ("without a car and left out: 1",)
    assert "of one period only, and not compared: 1 of 6" in found.cautions
    assert found.units == (5, 5)


def test_a_case_brings_its_unit_where_there_are_enough():
    case = rc.read_case(DATA / "login-standing")
    since = case.observations.assign(login="let in")
    found = rc.confirm(case, since)
    people = case.observations["person"].nunique()
    assert (found.unit, found.units) == ("person", (people, people))
    few = since[since["person"].isin(["person 1", "person 2"])]
    found = rc.confirm(case, few)
    assert found.units is None
    assert found.cautions[-2] == (
        "observations of one person may resemble each other, which p and odds don't allow for"
    )


def test_each_row_its_own_unit_is_no_unit():
    one, two = (part.assign(car=range(len(part))) for part in (table(BEFORE), table(SINCE)))
    two["car"] += 100
    found = rc.confirm(one, two, "failed", unit="car")
    assert found.units is None
    assert found.pvalue == rc.confirm(one, two, "failed").pvalue


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (((3, 9), (0, 9)), {"unit": "car"},
         "unit='car' names something in a table, but counts were given."),
        ((table(BEFORE), table(SINCE), "failed"), {"unit": "cat"},
         "The table of before has no column 'cat'. Did you mean 'car'?"),
        ((table(BEFORE).assign(on=["a", "b"] * 12),), {"outcome": "failed", "unit": "car",
         "switch": "on"}, "unit= can't go by switch=; compare before and since."),
    ],
)  # fmt: skip
def test_what_can_t_be_compared_is_one_sentence(arguments, options, said):
    with pytest.raises(rc.RootcauseError, match=f"^{re.escape(said)}$"):
        rc.confirm(*arguments, **options)


@pytest.mark.parametrize("cars", [5, 10])
def test_a_useless_fix_seldom_seems_to_work(cars):
    """Cars that differ, and from month to month; with a binomial bound."""
    rng, runs = np.random.default_rng(6), 200
    wrong = alone = 0
    for _ in range(runs):
        before = rng.random((cars, 15)) < rng.beta(0.6, 1.4, (cars, 1))
        since = rng.random((cars, 15)) < rng.beta(0.6, 1.4, (cars, 1))
        seen = observed(before, since, "shares")
        wrong += units.compare_units(seen, "lower", rng).pvalue <= 0.05
        alone += rc.confirm(*((int(one.sum()), one.size) for one in (before, since))).pvalue <= 0.05
    most = stats.binom.ppf(0.999, runs, 0.05)
    assert wrong <= most < alone
