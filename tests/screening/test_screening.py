"""Who stands, who is screened off, who are rivals: on simulated worlds whose cause is known."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import expit

import rootcause as rc
from rootcause.association.dependence import dependence_of
from rootcause.results import EffectSize
from rootcause.screening.screening import shown_small, some_rows
from rootcause.variables import Column, Kind, Variable

CHANCE = (
    0.02  # of a failing test, were the share just as asked; seeded, so it fails never or always
)
STANDS, SCREENED_OFF, UNDETERMINED, NO_EVIDENCE = (
    rc.Verdict.STANDS,
    rc.Verdict.SCREENED_OFF,
    rc.Verdict.UNDETERMINED,
    rc.Verdict.NO_EVIDENCE,
)


def verdicts(frame, **options):
    return {one.name: one.verdict for one in rc.investigate(frame, "y", **options).candidates}


def draws(world, n, times=20):
    """Verdicts in several draws of a world."""
    return [verdicts(world(np.random.default_rng([seed, n]), n)) for seed in range(times)]


def at_least(found, share):
    """Whether so many are no surprise, were the share what is asked."""
    return sum(found) >= stats.binom.ppf(CHANCE, len(found), share)


def at_most(found, share):
    return sum(found) <= stats.binom.isf(CHANCE, len(found), share)


def outcome(kind, strength, rng):
    """An outcome of this kind, caused by `strength`, which has variance 1 or so."""
    if kind == "binary":
        return rng.random(strength.size) < expit(3 * strength)
    noisy = strength + 0.4 * rng.normal(size=strength.size)
    if kind == "numeric":
        return np.exp(noisy)
    labels = ["low", "medium", "high"] if kind == "ordinal" else ["grey", "red", "blue"]
    return np.array(labels)[np.digitize(noisy, [-0.6, 0.6])]


def proxy_of(strength, kind, rng, noise=0.7):
    """A column of this kind that follows `strength`."""
    noisy = strength + noise * rng.normal(size=strength.size)
    if kind == "binary":
        return noisy > 0
    return noisy if kind == "numeric" else np.array(list("pqr"))[np.digitize(noisy, [-0.6, 0.6])]


def labelled_cause(rng, n):
    """Three levels, and the strength of each."""
    codes = rng.integers(0, 3, n)
    return np.array(list("abc"))[codes], (codes - 1) * 1.2


# A cause and its proxy --------------------------------------------------------------------------


@pytest.mark.parametrize("proxy", ["binary", "numeric", "nominal"])
@pytest.mark.parametrize("kind", ["binary", "numeric", "ordinal", "nominal"])
def test_proxy_of_a_number_is_screened_off(kind, proxy):
    def world(rng, n):
        x = rng.normal(size=n)
        frame = {"y": outcome(kind, x, rng), "cause": x, "proxy": proxy_of(x, proxy, rng)}
        return pd.DataFrame(frame | {"noise": rng.normal(size=n)})

    found = draws(world, 150, 8)
    assert at_least([one["cause"] == STANDS for one in found], 0.9)
    assert at_most([one["proxy"] == STANDS for one in found], 0.08)
    assert at_least([one["proxy"] == SCREENED_OFF for one in found], 0.5)
    assert at_most([one["noise"] != NO_EVIDENCE for one in found], 0.1)


@pytest.mark.parametrize("proxy", ["binary", "numeric", "nominal"])
@pytest.mark.parametrize("kind", ["binary", "numeric"])
def test_proxy_of_a_label_is_screened_off(kind, proxy):
    def world(rng, n):
        label, strength = labelled_cause(rng, n)
        followed = proxy_of(strength, proxy, rng)
        return pd.DataFrame({"y": outcome(kind, strength, rng), "cause": label, "proxy": followed})

    found = draws(world, 200, 12)
    assert at_least([one["cause"] == STANDS for one in found], 0.9)
    assert at_most([one["proxy"] == STANDS for one in found], 0.08)


def mirrored(cause):
    """The project's own story; whether the minutes or the flavour is the cause."""

    def world(rng, n):
        vanilla = rng.random(n) < 0.4
        minutes = np.where(vanilla, rng.normal(4, 1.5, n), rng.normal(9, 3, n)).clip(1)
        risk = expit(6 - minutes) if cause == "minutes" else np.where(vanilla, 0.9, 0.1)
        flavour = np.where(vanilla, "vanilla", rng.choice(["mint", "lemon"], n))
        return pd.DataFrame({"y": rng.random(n) < risk, "flavour": flavour, "minutes": minutes})

    return world


@pytest.mark.parametrize(("cause", "proxy"), [("minutes", "flavour"), ("flavour", "minutes")])
def test_mirrored_worlds_are_told_apart(cause, proxy):
    found = draws(mirrored(cause), 100, 25)
    assert at_least([one[cause] == STANDS for one in found], 0.9)
    assert at_most([one[proxy] == STANDS for one in found], 0.08)


def test_more_observations_decide_what_few_leave_open():
    few, many = (draws(mirrored("minutes"), n, 20) for n in (12, 120))
    assert at_most([one["flavour"] == STANDS for one in few], 0.2)
    decided = [sum(one["minutes"] == STANDS for one in found) for found in (few, many)]
    assert decided[1] >= decided[0] + 5


def test_two_causes_both_stand():
    def world(rng, n):
        x, z = rng.normal(size=(2, n))
        return pd.DataFrame({"y": rng.random(n) < expit(2.5 * (x + z)), "x": x, "z": z > 0.3})

    found = draws(world, 200, 12)
    assert at_least([one["x"] == one["z"] == STANDS for one in found], 0.9)


def test_cause_that_separates_completely_stands():
    def world(rng, n):
        x = rng.normal(size=n)
        proxy = x + 0.7 * rng.normal(size=n)
        return pd.DataFrame({"y": x > 0.3, "cause": x, "proxy": proxy})

    found = draws(world, 60, 20)
    assert at_least([one["cause"] == STANDS for one in found], 0.9)
    assert at_most([one["proxy"] == STANDS for one in found], 0.05)


def test_u_shaped_cause_does_not_leave_its_proxy_standing():
    def world(rng, n):
        x = rng.normal(size=n)
        off_centre = np.abs(x) + 0.5 * rng.normal(size=n)
        risk = expit(5 * (np.abs(x) - 0.8))
        return pd.DataFrame({"y": rng.random(n) < risk, "cause": x, "proxy": off_centre})

    found = draws(world, 300, 12)
    assert at_least([one["cause"] == STANDS for one in found], 0.8)
    assert at_most([one["proxy"] == STANDS for one in found], 0.1)


def test_missing_values_in_both_do_not_change_who_stands():
    def world(rng, n):
        x = rng.normal(size=n)
        proxy = x + 0.7 * rng.normal(size=n)
        y = rng.random(n) < expit(3 * x)
        holes = rng.random((2, n)) < 0.15
        return pd.DataFrame(
            {
                "y": y,
                "cause": np.where(holes[0], np.nan, x),
                "proxy": np.where(holes[1], np.nan, proxy),
            }
        )

    found = draws(world, 250, 12)
    assert at_least([one["cause"] == STANDS for one in found], 0.9)
    assert at_most([one["proxy"] == STANDS for one in found], 0.08)


# Rivals -----------------------------------------------------------------------------------------


def copies(rng, n=80):
    celsius = rng.normal(20, 5, n)
    failed = rng.random(n) < expit(celsius - 20)
    return pd.DataFrame({"y": failed, "celsius": celsius, "fahrenheit": 32 + 1.8 * celsius})


def test_copies_are_rivals_of_each_other(rng):
    inv = rc.investigate(copies(rng), "y")
    assert inv.answer is rc.Answer.UNDETERMINED
    celsius, fahrenheit = inv["celsius"], inv["fahrenheit"]
    assert celsius.verdict is fahrenheit.verdict is UNDETERMINED
    assert (celsius.given, fahrenheit.given) == (("fahrenheit",), ("celsius",))
    assert celsius.pvalue_given >= 0.99
    assert inv.candidates[0].odds == pytest.approx(1, abs=1e-6)


def test_copies_of_labels_are_rivals(rng):
    codes = rng.integers(0, 3, 90)
    y = rng.random(90) < np.array([0.9, 0.2, 0.2])[codes]
    names, numbers = np.array(["Ann", "Bo", "Cy"])[codes], np.array(["p3", "p1", "p2"])[codes]
    found = verdicts(pd.DataFrame({"y": y, "operator": names, "press": numbers}))
    assert found == {"operator": UNDETERMINED, "press": UNDETERMINED}


def test_rivals_of_a_cause_stay_below_what_stands(rng):
    frame = copies(rng, 300)
    other = rng.normal(size=300)
    frame["y"] = rng.random(300) < expit(1.2 * (frame["celsius"] - 20) + 4 * other)
    inv = rc.investigate(frame.assign(other=other), "y")
    ranked = [(one.name, one.verdict) for one in inv.candidates]
    assert ranked[0] == ("other", STANDS)
    assert {verdict for _, verdict in ranked[1:]} == {UNDETERMINED}


# What is recorded of a verdict ------------------------------------------------------------------


def test_screened_off_says_by_whom_and_how_little_is_left():
    inv = rc.investigate(mirrored("minutes")(np.random.default_rng(3), 300), "y")
    flavour = inv["flavour"]
    assert (inv["minutes"].verdict, flavour.verdict) == (STANDS, SCREENED_OFF)
    assert flavour.given == flavour.conditionals[0].given == ("minutes",)
    left, alone = flavour.conditionals[0].effect, flavour.association.effect
    assert flavour.pvalue_given == flavour.conditionals[0].pvalue > 0.05
    assert left.level == alone.level == "vanilla"
    assert max(-left.low, left.high) <= abs(alone.value) / 2
    assert inv["minutes"].conditionals[0].given == ("flavour",)
    assert inv["minutes"].pvalue_given < 0.05


def test_nothing_selected_leaves_all_without_evidence(rng):
    frame = pd.DataFrame(rng.normal(size=(40, 5)), columns=list("abcde"))
    found = verdicts(frame.assign(y=rng.random(40) < 0.5))
    assert set(found.values()) == {NO_EVIDENCE}


@pytest.mark.parametrize(
    ("low", "high", "alone", "small"),
    [
        (-0.2, 0.2, 0.5, True),
        (-0.2, 0.2, -0.5, True),
        (-0.44, 0.44, 0.5, True),  # its 90 % interval ends at .369, three quarters are .375
        (-0.1, 0.45, 0.5, False),
        (-0.45, 0.1, 0.5, False),
        (float("nan"), float("nan"), 0.5, False),
        (-0.2, 0.2, float("nan"), False),
    ],
)
def test_small_is_a_90_percent_interval_within_three_quarters(low, high, alone, small):
    left = EffectSize("rho", 0.0, low, high)
    assert shown_small(left, EffectSize("rho", alone, -1, 1)) is small


def test_small_is_judged_on_the_common_axis():
    alone = EffectSize("probability of superiority", 0.9, 0.8, 1.0, null=0.5)
    left = EffectSize("probability of superiority", 0.5, 0.31, 0.69, null=0.5)
    assert shown_small(left, alone)
    assert not shown_small(EffectSize("risk difference", 0.0, -0.75, 0.2), alone)


# What must not matter ---------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cause", ["minutes", "flavour"])
def test_order_and_names_do_not_change_verdicts(seed, cause):
    rng = np.random.default_rng(seed)
    frame = mirrored(cause)(rng, 150).assign(noise=rng.normal(size=150))
    expected = verdicts(frame)
    assert verdicts(frame.sample(frac=1, random_state=seed)) == expected
    assert verdicts(frame[frame.columns[::-1]]) == expected
    renamed = frame.replace({"flavour": {"vanilla": "zz", "mint": "aa", "lemon": "mm"}})
    assert verdicts(renamed) == expected
    assert verdicts(frame.assign(minutes=np.exp(frame["minutes"]))) == expected
    assert verdicts(frame.assign(y=np.where(frame["y"], "failed", "ok"))) == expected


def test_outcome_turned_round_gives_the_same_verdicts():
    frame = mirrored("minutes")(np.random.default_rng(5), 150)
    assert verdicts(frame.assign(y=~frame["y"])) == verdicts(frame)


# The bar ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("outcome_kind", ["binary", "numeric"])
@pytest.mark.parametrize("n", [12, 40, 100])
def test_tables_of_noise_name_nothing(outcome_kind, n):
    blamed = []
    for seed in range(150):
        rng = np.random.default_rng([seed, n])
        y = rng.normal(size=n) if outcome_kind == "numeric" else rng.permutation(n) < 0.4 * n
        frame = {f"x{i}": rng.normal(size=n) for i in range(6)}
        frame |= {f"b{i}": rng.random(n) < 0.3 for i in range(3)}
        frame |= {f"g{i}": rng.choice(list("abcd"), n) for i in range(3)}
        answer = rc.investigate(pd.DataFrame(frame | {"y": y}), "y").answer
        blamed.append(answer in (rc.Answer.STANDS, rc.Answer.UNDETERMINED))
    assert at_most(blamed, 0.05)


# Fully aligned ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sure", [1.0, 0.95])
def test_a_label_and_a_step_of_a_number_that_part_the_rows_alike_are_rivals(sure):
    for seed in range(8):
        rng = np.random.default_rng(seed)
        vanilla = np.arange(20) % 2 == 0
        minutes = np.where(vanilla, rng.uniform(1, 4, 20), rng.uniform(4, 12, 20))
        flavour = np.where(vanilla, "vanilla", rng.choice(["mint", "lemon"], 20))
        fails = np.where(rng.random(20) < sure, vanilla, ~vanilla)
        table = pd.DataFrame({"fails": fails, "flavour": flavour, "minutes": minutes})
        verdicts = {one.name: one.verdict for one in rc.investigate(table, "fails").candidates}
        assert set(verdicts.values()) <= {"undetermined", "no evidence"}, (seed, verdicts)


def reversed_within(rng, n):
    """Faster machines make fewer flaws, yet on each machine speed makes more."""
    machine = rng.choice(3, n)
    usual = np.array([80, 100, 120])[machine]
    speed = usual + rng.normal(0, 8, n)
    flaws = np.array([9, 5, 1])[machine] + 0.12 * (speed - usual) + rng.normal(0, 1.5, n)
    return pd.DataFrame({"machine": np.array(list("ABC"))[machine], "speed": speed, "y": flaws})


def test_a_cause_that_is_reversed_given_another_is_no_error_of_reading():
    """Error in the machine could hide part of what speed does, not turn it round."""
    for found in draws(reversed_within, 300):
        assert found["machine"] is found["speed"] is STANDS


def two_gauges(rng, n):
    """What breaks the part is read by two gauges, both with error and about as well."""
    strain = rng.normal(size=n)
    columns = {f"gauge {i}": strain + 0.5 * rng.normal(size=n) for i in (1, 2)}
    return pd.DataFrame({**columns, "y": strain + 0.7 * rng.normal(size=n)})


def test_of_two_readings_of_one_thing_neither_stands_alone():
    found = draws(two_gauges, 200)
    assert at_most([list(one.values()).count(STANDS) == 1 for one in found], 0.05)
    assert at_least([{*one.values()} == {UNDETERMINED} for one in found], 0.75)


def column(values, kind=Kind.NOMINAL):
    return Column(Variable("unit", kind), np.asarray(values, dtype=float))


def test_of_many_rows_those_of_whole_units_are_looked_at(rng):
    y = column(rng.integers(0, 2, 900), Kind.BINARY)
    cars = column(rng.permutation(np.arange(900) // 6))
    rows = some_rows(900, dependence_of(y, cars, None), rng, enough=300)
    assert rows.sum() == 300
    assert set(np.unique(cars.values[rows], return_counts=True)[1]) == {6}
    large = column(np.arange(900) // 90)
    rows = some_rows(900, dependence_of(y, large, None), rng, enough=300)
    assert rows.sum() == 300
    assert np.unique(large.values[rows]).size == 10
