import numpy as np
import pytest

from trials import race, rigs, table

SEEDS = range(8)


def races(make, policy):
    return [race.race(make, policy, seed) for seed in SEEDS]


@pytest.mark.parametrize("make", [rigs.two_switches, rigs.nine_in_ten, rigs.one_of_six])
def test_the_plan_finds_the_cause_sooner_than_chance(make):
    planned, random = races(make, race.plan), races(make, race.random)
    assert table.wrong(planned) == table.dropped(planned) == 0
    assert table.needed(planned, 0.5) <= 8
    assert table.needed(planned, 0.5) <= table.needed(random, 0.5)


def test_nothing_is_blamed_where_nothing_matters():
    assert table.wrong(races(rigs.nothing, race.plan)) == 0


def test_predictions_come_true_about_as_often_as_they_say():
    said = [
        one
        for make in (rigs.two_switches, rigs.threshold, rigs.nine_in_ten)
        for run in races(make, race.plan)
        for one in run.said
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
    runs = [race.race(make, race.plan, seed) for seed in range(100)]
    assert table.needed(runs, 0.5) <= 8 and table.dropped(runs) <= 2
