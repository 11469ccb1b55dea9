import numpy as np
import pytest
from scipy.stats import binom
from trials.best import best
from trials.floor import least, least_measured, least_of_any, least_of_any_measured

from rootcause.trials.stopping import DOUBT
from trials import race, rigs, table

SEEDS = range(8)


def races(make, policy):
    return [race.race(make, policy, seed).apart for seed in SEEDS]


@pytest.mark.parametrize("make", [rigs.two_switches, rigs.nine_in_ten, rigs.one_of_six])
def test_the_plan_finds_the_cause_sooner_than_chance(make):
    planned, random = races(make, race.plan), races(make, race.random)
    assert table.wrong(planned) == table.dropped(planned) == 0
    assert table.needed(planned, 0.5) <= 6
    assert sum(end.trials for end in planned) < sum(end.trials for end in random)


def test_nothing_is_shown_where_nothing_matters():
    runs = [race.race(rigs.nothing, race.plan, seed) for seed in SEEDS]
    assert table.wrong([run.shown for run in runs]) == 0


def test_predictions_come_true_about_as_often_as_they_say():
    said = [
        one
        for make in (rigs.two_switches, rigs.threshold, rigs.nine_in_ten)
        for seed in SEEDS
        for one in race.race(make, race.plan, seed).said
    ]
    chance = np.array([max(one.value, 1 - one.value) for one in said])
    came = np.array([(one.came == 1) == (one.value > 0.5) for one in said])
    sure = (chance >= 0.85) & (chance < 0.95)
    assert sure.sum() > 50 and 0.82 <= came[sure].mean() <= 0.99


def test_a_race_repeats_with_its_seed():
    assert race.race(rigs.threshold, race.plan, 3) == race.race(rigs.threshold, race.plan, 3)


@pytest.mark.slow
@pytest.mark.parametrize("make", [rigs.two_switches, rigs.minutes_not_flavour, rigs.one_of_six])
def test_one_lever_that_decides_takes_few_trials(make):
    ends = [race.race(make, race.plan, seed).apart for seed in range(100)]
    assert table.needed(ends, 0.5) <= 6 and table.dropped(ends) <= 2


def test_what_is_shown_was_told_apart_before():
    for make in (rigs.nine_in_ten, rigs.unrecorded):
        for seed in SEEDS:
            run = race.race(make, race.plan, seed)
            assert run.apart.trials <= run.shown.trials


@pytest.mark.slow
def test_nothing_seldom_stands_where_nothing_matters():
    runs = [race.race(rigs.nothing, race.plan, seed) for seed in range(200)]
    assert table.wrong([run.apart for run in runs]) <= 18
    assert table.wrong([run.shown for run in runs]) <= 4


@pytest.mark.parametrize("make", [rigs.drifting, rigs.cause_in_drift])
def test_a_drift_shows_nothing_else(make):
    """Either arm is set as often, so a rate that rises by itself is no effect of a lever."""
    runs = [race.race(make, race.plan, seed) for seed in SEEDS]
    assert table.wrong([run.shown for run in runs]) == 0


@pytest.mark.slow
def test_a_cause_nobody_recorded_is_seldom_pinned_on_a_lever():
    shown = [race.race(rigs.unrecorded, race.plan, seed).shown for seed in range(100)]
    assert table.wrong(shown) <= 8


def test_nobody_needs_fewer_than_one_who_knows_every_rate():
    assert least(0.95, DOUBT) == (4, 8)
    median, most = least(0.75, 0.5)
    assert 8 < median < most


def test_the_least_for_a_measured_outcome_agrees_with_that_for_two_answers():
    """Means far apart are two answers that always come right; without a rival Wald's own bound."""
    assert least_measured(8, DOUBT) == least(1 - 1e-9, DOUBT)
    assert least_measured(2, DOUBT)[0] < least_measured(1, DOUBT)[0]


@pytest.mark.parametrize(("wrong", "trials"), [(1 / 8, 4), (1 / 16, 5), (1 / 32, 6), (1 / 64, 7)])
def test_no_rule_names_one_of_two_sooner_than_a_coin_lets_it(wrong, trials):
    """An answer that always comes right: n clean ones come from a coin, for either, in 2 / 2^n."""
    assert least_of_any(1 - 1e-9, wrong, 0.99) == trials


def test_the_most_powerful_rule_is_that_of_neyman_and_pearson():
    """Of 14 trials: 11 or more as foretold, .0287 by a coin, and in .5213 if 3 in 4 come right."""
    level = 2 * binom.sf(10, 14, 0.5)
    assert binom.sf(10, 14, 0.75) == pytest.approx(0.5213, abs=1e-4)
    assert least_of_any(0.75, level, 0.52) == 14 and least_of_any(0.75, level, 0.53) > 14


def test_no_rule_is_sooner_for_a_measured_outcome_than_for_two_answers():
    assert least_of_any_measured(9, 1 / 20, 0.5) == least_of_any(1 - 1e-9, 1 / 20, 0.5) == 5
    assert least_of_any_measured(2, 1 / 20, 0.5) < least_of_any_measured(1, 1 / 20, 0.5)


def test_nobody_is_better_than_the_best_policy():
    """It knows the cause, so it is no worse than the plan in the mean over races."""
    seeds, horizon = range(12), 8
    found = [best(rigs.two_switches, rigs.SURELY, seed, horizon) for seed in seeds]
    ends = [race.race(rigs.two_switches, race.plan, seed).apart for seed in seeds]
    took = [end.trials if end.right and end.trials <= horizon else horizon for end in ends]
    assert 4 <= np.mean([one.mean for one in found]) <= np.mean(took) + 0.5
    for one in found:
        assert (np.diff(one.passed) >= -1e-12).all() and one.passed[3] == 0
        assert one.mean >= horizon - one.passed[:horizon].sum() - 1e-9
