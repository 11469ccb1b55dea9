import json

import planned
import pytest

from rootcause.report import plan_views
from rootcause.results import Lever, Plan
from rootcause.variables import Kind, Variable

PLANS = [planned.plan, planned.tried, planned.shown, planned.stuck, planned.measured]


def test_settings_have_a_row_a_trial_and_a_column_a_lever():
    frame = planned.plan().settings
    assert frame.to_dict("list") == {
        "shop_minutes": [8.0, 2.0],
        "flavour": ["vanilla", "chocolate"],
    }


def test_the_frame_adds_what_every_rival_predicts():
    frame = planned.plan().to_frame()
    assert list(frame.columns) == [
        "trial",
        "block",
        "shop_minutes",
        "flavour",
        "predicted: shop_minutes",
        "predicted: flavour",
        "predicted: shop_minutes x flavour",
        "gain",
        "sentence",
    ]
    assert frame["predicted: flavour"].tolist() == [0.81, 0.18]
    assert frame["trial"].tolist() == [1, 2]


def test_a_plan_without_trials_has_empty_frames():
    plan = planned.shown()
    assert plan.settings.empty and list(plan.settings.columns) == ["shop_minutes", "flavour"]
    assert plan.to_frame().empty


@pytest.mark.parametrize("make", PLANS)
def test_every_plan_can_be_told(make):
    plan = make()
    text, page = repr(plan), plan._repr_html_()
    assert max(map(len, text.splitlines())) <= 99
    assert plan_views.trying.heading(plan) in text.replace("\n", " ")
    assert "<style" not in page and "<svg" not in page
    assert ("<img" in page) == bool(plan.trials)
    told = json.loads(json.dumps(plan.to_dict(), allow_nan=False))
    assert len(told["trials"]) == len(plan.trials) and len(told["made"]) == len(plan.made)


def test_names_are_text_and_nothing_else():
    evil = "<script>alert(1)</script>"
    lever = Lever(Variable(evil, Kind.BINARY, levels=(evil, "b")), levels=(evil, "b"))
    said = planned.Prediction((evil,), 0.9)
    trials = (planned.Trial({evil: evil}, (said,)),)
    plan = Plan(planned.FAILED, (lever,), trials=trials, rivals=(planned.Rival((evil,), 0.9),))
    assert "<script>" not in plan._repr_html_()


def test_without_levers_the_reason_is_told():
    plan = Plan(planned.FAILED, why_none="No lever was declared.")
    assert repr(plan) == "No lever was declared."
    assert "No lever was declared." in plan._repr_html_()
