import numpy as np
import pandas as pd
import pytest

import rootcause as rc


def switched(order, outcome):
    return rc.confirm(pd.DataFrame({"fix": order, "bad": outcome}), outcome="bad", switch="fix")


def test_three_off_and_three_on_give_one_in_twenty():
    """Fisher (1935): 1 of the 20 orders in which three of six can be drawn."""
    found = switched(["off", "on", "off", "on", "on", "off"], [1, 0, 1, 0, 0, 1])
    assert found.measure == "randomisation"
    assert found.pvalue == pytest.approx(1 / 20)
    assert found.answer is rc.FixAnswer.CONFIRMED
    assert found.switches == 4


def test_measured_values_are_permuted_too():
    table = pd.DataFrame(
        {"fix": ["off", "on", "off", "on", "on", "off"], "gap": [5.0, 2, 6, 3, 1, 4]}
    )
    found = rc.confirm(table, outcome="gap", switch="fix", better="lower")
    assert found.pvalue == pytest.approx(1 / 20)


def test_switched_once_it_is_only_before_and_since():
    found = switched(["off"] * 3 + ["on"] * 3, [1, 1, 1, 0, 0, 0])
    assert found.measure == "boschloo"
    assert found.answer is not rc.FixAnswer.CONFIRMED


def test_random_orders_keep_the_level():
    rng = np.random.default_rng(1)
    wrong = 0
    outcome = [1, 1, 0, 1, 0, 0, 1, 0]
    for _ in range(150):
        order = rng.permutation(["off", "on"] * 4)
        wrong += switched(order, outcome).answer is rc.FixAnswer.CONFIRMED
    assert wrong <= 15


@pytest.mark.parametrize(("rate", "each"), [(1.0, 3), (0.7, 7), (0.5, 10)])
def test_a_plan_to_switch_is_as_short_as_it_can_be(rate, each):
    plan = rc.plan_switching(rate=rate)
    assert plan["switch"].value_counts().to_dict() == {"off": each, "on": each}


def test_two_ways_are_compared_as_a_switch():
    plan = rc.plan_switching(("current", "better"), rng=3)
    made = plan.assign(bad=(plan["switch"] == "current").astype(int))
    found = rc.confirm(made, outcome="bad", switch="switch", on="better")
    assert found.answer is rc.FixAnswer.CONFIRMED
    assert (found.before.happened, found.after.happened) == (3, 0)
    worse = rc.confirm(made, outcome="bad", switch="switch", on="current")
    assert worse.answer is not rc.FixAnswer.CONFIRMED


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"ways": ("a", "a")}, "are not two"),
        ({"rate": 0}, "is no rate of failures"),
        ({"rate": 0.001}, "would take more than 200 observations each way"),
    ],
)
def test_a_plan_that_can_t_be_is_refused(options, said):
    with pytest.raises(rc.ArgumentError, match=said):
        rc.plan_switching(**options)
