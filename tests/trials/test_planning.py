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
    plan = investigated(table, unit="car").plan
    assert [one.block for one in plan.trials] == [1, 1, 2, 2]
    by_unit = plan.to_frame().groupby("unit")["predicted: minutes"]
    assert len(by_unit) == 2 and ((by_unit.max() > 0.5) & (by_unit.min() < 0.5)).all()
    assert plan.sentences[0].startswith(f"On car {plan.trials[0].unit}: set ")


def test_each_block_holds_both_arms_whatever_was_made_before():
    """Two trials more of one arm than of the other don't make two blocks of one arm each."""
    table = tried([("chocolate", 2.0), ("pistachio", 2.6)] * 2, by_minutes)
    table["car"] = np.arange(len(table)) % 4
    by_unit = investigated(table, unit="car").plan.to_frame().groupby("unit")["predicted: minutes"]
    assert len(by_unit) == 2 and ((by_unit.max() > 0.5) & (by_unit.min() < 0.5)).all()


def test_units_on_which_the_outcome_varied_come_first():
    table = trips().assign(car=lambda t: np.where(t.failed, "always", "never"))
    table.loc[:5, "car"] = "sometimes"
    plan = investigated(table, unit="car").plan
    assert plan.trials[0].unit == plan.trials[1].unit == "sometimes"


def test_trials_resemble_what_was_observed():
    table = trips()
    for trial in investigated(table).plan.trials:
        assert 0 <= trial.like < len(table) and len(trial.changed) == 1


def test_trials_are_weighed_and_told():
    plan = investigated(tried(CROSSED, by_minutes)).plan
    assert len(plan.made) == 4 and plan.rivals[0].levers == ("minutes",)
    assert plan.rivals[0].agreed == 4
    assert plan.told_apart == ("minutes",) and not plan.shown and plan.trials
    assert investigated(tried(CROSSED * 2, by_minutes)).plan.needed is None


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


def test_of_several_classes_the_one_that_goes_with_a_candidate_is_planned_for():
    table = trips(60)
    other = np.where(np.random.default_rng(0).random(60) < 0.5, "stalled", "fine")
    table["failed"] = np.where(table.failed, "no start", other)
    plan = investigated(table).plan
    assert plan.outcome.levels == ("not no start", "no start")
    assert all("no start (" in one.replace("\u00a0", " ") for one in plan.sentences)
    made = pd.DataFrame(CROSSED * 2, columns=["flavour", "minutes"])
    made["failed"] = np.where(made.minutes < 4, "no start", "fine")
    table = pd.concat([table.assign(set=False), made.assign(set=True)], ignore_index=True)
    after = investigated(table)
    assert after.plan.shown == ("minutes",) and after["flavour"].verdict == "screened off"


def test_of_several_classes_none_may_go_with_anything():
    table = trips().assign(failed=[f"{one}" for one in range(10)] * 2, minutes=np.nan)
    plan = rc.investigate(table, "failed", levers={"flavour": None}).plan
    assert plan.trials or "several classes" in plan.why_none


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
