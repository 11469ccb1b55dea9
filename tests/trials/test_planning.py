import time

import numpy as np
import pandas as pd
import pytest
from cars import CROSSED, LEVERS, by_flavour, by_minutes, investigated, tried, trips

import rootcause as rc
from rootcause.errors import ArgumentError


def test_the_plan_exchanges_what_went_together():
    plan = investigated(trips()).plan
    assert list(plan.settings.columns) == ["minutes", "flavour"]
    assert len(plan.settings) == 4 and plan.settings["minutes"].dtype == float
    assert plan.settings["minutes"].between(1, 15).all()
    short = plan.settings["minutes"] < 4.5
    assert (short == (plan.settings["flavour"] != "vanilla")).all()


def test_every_pair_of_trials_holds_both_arms():
    for seed in range(5):
        vanilla = rc.plan(investigated(trips()), rng=seed).settings["flavour"] == "vanilla"
        assert vanilla[:2].sum() == vanilla[2:].sum() == 1


def test_order_is_random_and_repeats_with_its_seed():
    investigation = investigated(trips())
    orders = [rc.plan(investigation, rng=seed).settings for seed in range(8)]
    assert orders[3].equals(rc.plan(investigation, rng=3).settings)
    assert len({one["flavour"].iloc[0] == "vanilla" for one in orders}) == 2


def test_predictions_stand_beside_the_settings():
    frame = investigated(trips()).plan.to_frame()
    assert {"trial", "block", "predicted: minutes", "predicted: flavour", "gain", "sentence"} <= {
        *frame.columns
    }
    apart = frame["predicted: minutes"] - frame["predicted: flavour"]
    assert (apart.abs() > 0.5).all()
    assert (frame["gain"] > 0).all()


def test_forbidden_combinations_are_not_proposed():
    investigation = investigated(trips())
    plan = rc.plan(investigation, trials=6, forbidden=[{"flavour": "vanilla", "minutes": (4, 15)}])
    bad = (plan.settings["flavour"] == "vanilla") & (plan.settings["minutes"] >= 4)
    assert not bad.any()


def test_a_dear_setting_is_avoided():
    investigation = investigated(trips())
    assert "pistachio" in set(rc.plan(investigation).settings["flavour"])
    plan = rc.plan(investigation, costs={"flavour": {"pistachio": 5}, "minutes": 0.2})
    assert "pistachio" not in set(plan.settings["flavour"])


def test_blocks_hold_both_arms():
    plan = rc.plan(investigated(trips()), trials=6, block=2)
    assert [one.block for one in plan.trials] == [1, 1, 2, 2, 3, 3]


def test_a_unit_asks_for_blocks():
    table = trips().assign(car=np.arange(20) % 4)
    assert {one.block for one in investigated(table, unit="car").plan.trials} == {1, 2}


def test_trials_resemble_what_was_observed():
    table = trips()
    for trial in investigated(table).plan.trials:
        assert 0 <= trial.like < len(table) and len(trial.changed) == 1


def test_trials_are_weighed_and_told():
    plan = investigated(tried(CROSSED, by_minutes)).plan
    assert len(plan.made) == 4 and plan.rivals[0].levers == ("minutes",)
    assert plan.rivals[0].agreed == 4
    assert plan.needed.median < investigated(trips()).plan.needed.median


@pytest.mark.parametrize(("answer", "cause"), [(by_minutes, "minutes"), (by_flavour, "flavour")])
def test_following_the_plan_shows_the_cause(answer, cause):
    table = trips().assign(set=False)
    for _ in range(12):
        plan = investigated(table).plan
        if plan.shown:
            break
        settings = plan.settings.iloc[0]
        failed = answer(settings["flavour"], settings["minutes"])
        row = pd.DataFrame([{**settings, "failed": bool(failed), "set": True}])
        table = pd.concat([table, row], ignore_index=True)
    assert plan.shown == (cause,)
    assert plan.trials == () and plan.why_none and plan.needed is None


def test_without_levers_the_plan_says_so():
    plan = rc.investigate(trips(), "failed").plan
    assert plan.settings.empty and "levers=" in plan.why_none
    assert [one.names for one in plan.inseparable] == [("flavour", "minutes")]


def test_an_outcome_of_several_classes_is_not_planned_for():
    table = trips(60)
    table["failed"] = np.random.default_rng(0).choice(["a", "b", "c"], 60)
    assert "several classes" in investigated(table).plan.why_none


def test_without_evidence_the_contrast_is_told_that_would_show_an_effect():
    table = trips(40).assign(failed=np.random.default_rng(5).random(40) < 0.4)
    plan = rc.plan(investigated(table), smallest=0.5)
    assert plan.comparison.effect == 0.5 and 10 < plan.comparison.each < 30
    assert plan.comparison.lever in LEVERS


def test_trials_that_settle_nothing_come_to_an_end():
    rng = np.random.default_rng(2)
    crossed = [CROSSED[at % 4] for at in range(24)]
    table = tried(crossed, lambda *_: bool(rng.random() < 0.4), trips(20).assign(failed=False))
    table["failed"] = rng.random(len(table)) < 0.4
    plan = investigated(table).plan
    assert plan.trials == () and "not settled it" in plan.why_none


def test_a_numeric_outcome_is_planned_for():
    table = trips().assign(force=lambda t: 80.0 - 10 * t.failed + np.tile([-1, 1], 10))
    plan = rc.investigate(table.drop(columns="failed"), "force", levers=LEVERS).plan
    assert 65 < plan.to_frame()["predicted: minutes"].min() < 75
    assert all(one.predictions[0].spread > 0 for one in plan.trials)


def test_six_levers_are_planned_for_in_less_than_a_second():
    rng = np.random.default_rng(0)
    table = trips(40).assign(**{f"dial {one}": rng.uniform(0, 10, 40) for one in "abcd"})
    levers = LEVERS | {f"dial {one}": (0, 10) for one in "abcd"}
    investigation = rc.investigate(table, "failed", levers=levers)
    begun = time.process_time()
    plan = rc.plan(investigation)
    assert time.process_time() - begun < 1
    assert len(plan.settings) == 4 and len(plan.rivals) >= 6


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"trials": 0}, "trials=0 is no number of trials from 1 to 12."),
        ({"trials": True}, "trials=True is no number of trials from 1 to 12."),
        ({"smallest": 0}, "smallest=0 is no size of an effect, such as 0.3."),
        ({"block": 1}, "block=1 is no number of trials from 2 up."),
        (
            {"forbidden": [{"minutes": (0, 99)}]},
            "Every setting of the levers is forbidden, so nothing can be tried.",
        ),
    ],
)
def test_wrong_options_are_one_sentence(options, said):
    with pytest.raises(ArgumentError) as error:
        rc.plan(investigated(trips()), **options)
    assert str(error.value) == said
