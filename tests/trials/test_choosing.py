from dataclasses import replace

import numpy as np
import pytest
from cars import hypotheses, trips

from rootcause.trials.choosing import Pool, batch, changes_from, gains, settings_of
from rootcause.trials.hypotheses import foretells_more


def start(numeric=False, agree=0.9):
    table = trips(agree=agree)
    made, bins = hypotheses(table, numeric)
    sums = made.sums(bins, table.failed.to_numpy(float), np.zeros(len(table), dtype=bool))
    settings = settings_of(made.levers, bins, np.random.default_rng(0))
    pool = Pool(settings, np.ones(len(settings)), changes_from(settings, bins), settings[:0])
    return made, sums, made.start(sums), pool


def test_all_settings_are_looked_at_where_they_are_few():
    made, _, _, pool = start()
    can = [int((~np.isnan(lever.settings)).sum()) for lever in made.levers]
    assert len(pool.bins) == np.prod(can) == len(np.unique(pool.bins, axis=0))


def test_the_second_trial_is_the_best_of_all_after_the_first():
    made, sums, begun, pool = start()
    pool = replace(pool, changes=np.zeros_like(pool.changes))
    (first, gain), (second, _) = batch(made, sums, begun, pool, 2)
    look = made.look(sums, begun)
    alone = gains(made, look, pool.bins)[0]
    assert gain == pytest.approx(alone.max(), rel=0.07)
    places = made.places(pool.bins[first : first + 1])[:, 0]
    chance = float(look.weights[0] @ look.foretold.mean[0, places])
    after = np.zeros(len(pool.bins))
    for answer, share in ((0.0, 1 - chance), (1.0, chance)):
        more = made.add(sums, pool.bins[first : first + 1], np.array([answer]))
        after += share * gains(made, made.look(more, begun), pool.bins)[0]
    assert after[second] >= 0.93 * after.max()


def test_of_settings_that_tell_as_much_the_cheapest_is_taken():
    made, sums, begun, pool = start()
    ((first, _),) = batch(made, sums, begun, pool, 1)
    dear = pool.costs.copy()
    dear[pool.bins[:, 0] == pool.bins[first, 0]] = 50
    ((other, _),) = batch(made, sums, begun, replace(pool, costs=dear), 1)
    assert pool.bins[other, 0] != pool.bins[first, 0]


def test_the_first_two_trials_exchange_what_went_together():
    made, sums, begun, pool = start(agree=1.0)
    chosen = [pool.bins[at] for at, _ in batch(made, sums, begun, pool, 2)]
    vanilla = [bins[0] == 2 for bins in chosen]
    short = [made.levers[1].settings[bins[1]] < 4 for bins in chosen]
    assert sorted(zip(vanilla, short, strict=True)) == [(False, True), (True, False)]


def arms(made, sums, begun, bins):
    """True where the foremost lever foretells more."""
    look = made.look(sums, begun)
    foremost = int(look.weights[0, made.singles].argmax())
    return foretells_more(made, look, foremost)[0, np.asarray(bins)[:, foremost]]


@pytest.mark.parametrize("agree", [0.7, 0.9, 1.0])
def test_as_many_trials_of_either_arm(agree):
    made, sums, begun, pool = start(agree=agree)
    chosen = [pool.bins[at] for at, _ in batch(made, sums, begun, pool, 6)]
    assert arms(made, sums, begun, chosen).sum() == 3


def test_the_arm_that_is_behind_comes_next():
    made, sums, begun, pool = start()
    ((first, _),) = batch(made, sums, begun, pool, 1)
    side = arms(made, sums, begun, pool.bins)
    tried = replace(pool, made=np.repeat(pool.bins[first : first + 1], 2, axis=0))
    chosen = [at for at, _ in batch(made, sums, begun, tried, 2)]
    assert [side[at] for at in chosen] == [not side[first]] * 2
    only = replace(tried, bins=pool.bins[side], costs=pool.costs[side], changes=pool.changes[side])
    assert len(batch(made, sums, begun, only, 2)) == 2


@pytest.mark.parametrize("trials", [1, 4])
def test_a_numeric_outcome_is_planned_for_as_well(trials):
    made, sums, begun, pool = start(numeric=True)
    chosen = batch(made, sums, begun, pool, trials)
    assert len(chosen) == trials and all(gain > 0 for _, gain in chosen)
