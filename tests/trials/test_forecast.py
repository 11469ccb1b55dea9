import numpy as np
from cars import hypotheses, trips

from rootcause.results import Needed
from rootcause.trials import choosing
from rootcause.trials import forecast as forecasting
from rootcause.trials.choosing import Pool, settings_of
from rootcause.trials.forecast import MOST, needed
from rootcause.trials.weighing import Scale, Weighed


def forecast(table, seed=0):
    made, bins = hypotheses(table)
    answers, marks = table.failed.to_numpy(float), np.zeros(len(table), dtype=bool)
    sums = made.sums(bins, answers, marks)
    start = made.start(sums)
    look = made.look(sums, start)
    known = Weighed(made, Scale(), start, sums, look, bins, np.arange(len(table)), (), sums)
    settings = settings_of(made.levers, bins, np.random.default_rng(0))
    ones = np.ones(len(settings))
    return needed(
        known, Pool(settings, ones, ones.astype(int), settings[:0]), np.random.default_rng(seed)
    )


def test_the_number_is_a_range_and_repeats_with_its_seed():
    found = forecast(trips())
    assert isinstance(found, Needed)
    assert 4 <= found.low <= found.median <= found.high <= found.most == MOST
    assert forecast(trips()) == found


def test_noise_needs_more_trials():
    rng = np.random.default_rng(3)
    clean, noisy = trips(40), trips(40)
    noisy["failed"] ^= rng.random(40) < 0.25
    assert forecast(noisy).median > forecast(clean).median


def test_trials_are_played_forward_with_either_arm_as_often(monkeypatch):
    """As the plan makes them: beside a trial of one arm the next one is of the other."""
    sides = []

    def noted(hypotheses, look, pool, made_so):
        chosen = original(hypotheses, look, pool, made_so)
        side = choosing.arms(hypotheses, look, pool.bins)
        at = np.arange(len(chosen))
        after = (side * made_so).sum(axis=1) + side[at, chosen]
        sides.extend(np.abs(after[(side != 0).all(axis=1)]))
        return chosen

    original = forecasting._chosen
    monkeypatch.setattr(forecasting, "_chosen", noted)
    forecast(trips())
    assert len(sides) > 50 and np.mean(np.array(sides) <= 1) > 0.9
