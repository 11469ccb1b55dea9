import numpy as np
import pytest
from cars import CROSSED, investigated, tried, trips
from scipy.stats import ttest_ind

import rootcause as rc
from rootcause.association.binary_binary import Fourfold, risk_differences


def unsettled(seed=0, n=24):
    """Trials whose answers have nothing to do with what was set."""
    answers = iter(np.random.default_rng(seed).random(n) < 0.4)
    crossed = [CROSSED[at % 4] for at in range(n)]
    table = tried(crossed, lambda *_: bool(next(answers)), trips(20))
    table.loc[:19, "failed"] = np.random.default_rng(seed + 1).random(20) < 0.4
    return table


def test_what_is_left_possible_is_the_difference_with_its_interval():
    table = unsettled()
    plan = investigated(table).plan
    assert plan.why_none and plan.possible
    for one in plan.possible:
        assert one.more.n + one.less.n == 24
        counts = (one.more.happened, one.more.n, one.less.happened, one.less.n)
        (effect,) = risk_differences(Fourfold(*(np.array([float(x)]) for x in counts)))
        assert one.effect == effect and effect.low < 0 < effect.high
    assert any("percentage points" in said for said in plan.to_dict()["says"])


def test_of_a_measured_outcome_it_is_the_difference_of_means():
    table = unsettled()
    table["force"] = np.random.default_rng(3).normal(50, 4, len(table))
    plan = rc.investigate(
        table.drop(columns="failed"), "force", levers={"minutes": (1, 15)}, trial="set"
    ).plan
    (one,) = plan.possible
    made = table.force[table.set]
    short = (table.minutes[table.set] < 4).to_numpy()
    expected = ttest_ind(made[short], made[~short], equal_var=False).confidence_interval()
    assert sorted(map(abs, (one.effect.low, one.effect.high))) == pytest.approx(
        sorted(map(abs, expected))
    )


@pytest.mark.slow
def test_the_interval_holds_the_truth_nineteen_times_in_twenty():
    held = [
        one.effect.low <= 0 <= one.effect.high
        for seed in range(300)
        for one in investigated(unsettled(2 * seed)).plan.possible[:1]
    ]
    assert len(held) > 150 and np.mean(held) > 0.92
