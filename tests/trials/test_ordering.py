import numpy as np
from cars import investigated, trips

from rootcause.results import Prediction, Trial
from rootcause.trials.ordering import in_order, units_of

RNG = np.random.default_rng


def proposed(*chances):
    return [Trial({}, (Prediction(("minutes",), one),)) for one in chances]


def test_every_block_holds_both_arms_on_its_unit():
    made = in_order(proposed(0.9, 0.1, 0.8, 0.2, 0.7, 0.3), None, ["7", "3"], RNG(0))
    assert [one.block for one in made] == [1, 1, 2, 2, 3, 3]
    assert [one.unit for one in made] == ["7", "7", "3", "3", "7", "7"]
    chances = np.array([one.predictions[0].value for one in made]).reshape(3, 2)
    assert ((chances > 0.5).sum(axis=1) == 1).all()


def test_without_blocks_or_units_there_are_none():
    assert {(one.block, one.unit) for one in in_order(proposed(0.9, 0.1), None, [], RNG(0))} == {
        (0, "")
    }


def test_either_arm_comes_first_by_lot():
    firsts = [in_order(proposed(0.9, 0.1), None, [], RNG(seed))[0] for seed in range(40)]
    often = sum(one.predictions[0].value > 0.5 for one in firsts)
    assert 10 < often < 30


def test_units_that_always_came_out_the_same_come_last():
    table = trips().assign(car=lambda t: np.where(t.failed, "bad", "good"))
    table.loc[::4, "car"] = None
    table.loc[[0, 4, 8, 12, 16], "car"] = "mixed"
    assert table.failed[table.car == "mixed"].nunique() == 2
    found = investigated(table, unit="car")
    for seed in range(5):
        units = units_of(found, RNG(seed))
        assert units[0] == "mixed" and sorted(units) == ["bad", "good", "mixed"]
    assert units_of(investigated(trips()), RNG(0)) == []
