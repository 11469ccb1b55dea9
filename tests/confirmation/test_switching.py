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
