from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from cars import LEVERS, investigated, trips
from scipy.special import expit

import rootcause as rc
from rootcause.results import Verdict


def test_levers_that_can_be_crossed_are_separable():
    assert investigated(trips()).plan.inseparable == ()


def test_rivals_that_nobody_can_set_are_told_with_how_often_they_differed():
    plan = rc.investigate(trips(), "failed", levers={}).plan
    (pair,) = plan.inseparable
    assert (pair.why, pair.apart, pair.of) == ("neither is a lever", 0, 20)


def test_a_range_that_does_not_reach_is_told():
    plan = rc.investigate(
        trips(), "failed", levers={"minutes": (1.0, 3.9), "flavour": ["vanilla", "pistachio"]}
    ).plan
    assert plan.inseparable == ()  # pistachio and a short stop part them
    table = trips().assign(heat=lambda t: 50 - 3 * t.minutes)
    plan = rc.investigate(table, "failed", levers={"minutes": (1, 15), "heat": (5, 47)}).plan
    assert plan.inseparable == ()


@pytest.mark.parametrize(("forbidden", "whys"), [([], []), (None, ["forbidden together"])])
def test_what_is_forbidden_together_cannot_be_parted(forbidden, whys):
    investigation = investigated(trips())
    crossed = [
        {"flavour": "vanilla", "minutes": (3.9, 15)},
        {"flavour": ["chocolate", "pistachio"], "minutes": (1, 4.5)},
        {"minutes": (11.9, 15)},
    ]
    plan = rc.plan(investigation, forbidden=crossed if forbidden is None else forbidden)
    assert [one.why for one in plan.inseparable] == whys
    assert LEVERS.keys() == {"minutes", "flavour"}


def test_a_graded_rival_is_counted_apart_by_its_grade():
    rng = np.random.default_rng(6)
    heat = rng.normal(0, 1, 60)
    grade = np.digitize(heat + rng.normal(0, 0.2, 60), [-0.8, 0, 0.8])
    felt = pd.Categorical.from_codes(grade, ["cool", "mild", "warm", "hot"], ordered=True)
    fault = rng.random(60) < expit(2 * heat)
    found = rc.investigate(pd.DataFrame({"heat": heat, "felt": felt, "fault": fault}), "fault")
    cut, above = found["heat"].association.contrast.cut, found["felt"].association.contrast
    warm = ["cool", "mild", "warm", "hot"].index(above.first.label.removesuffix(" or above"))
    apart = int(((heat >= cut) != (grade >= warm)).sum())
    (pair,) = found.plan.inseparable
    assert (pair.names, pair.apart, pair.of) == (("felt", "heat"), apart, 60)


def timed():
    """Queue and heat that both rise after two o'clock."""
    rng = np.random.default_rng(2)
    when = pd.date_range("2026-01-01", periods=48, freq="5h")
    late = when.hour > 14
    return pd.DataFrame(
        {
            "when": when,
            "queue": np.where(late, "long", "short"),
            "heat": np.where(late, "hot", "cold"),
            "oil": rng.uniform(0, 5, 48).round(1),
            "fail": late ^ (rng.random(48) < 0.1),
        }
    )


def test_what_two_rivals_both_go_with_in_time_is_found():
    inv = rc.investigate(timed(), "fail", candidates=["queue", "heat", "oil", "when"])
    inv = replace(
        inv,
        candidates=tuple(
            replace(one, verdict=Verdict.UNDETERMINED, given=("heat",))
            if one.name in ("queue", "heat")
            else one
            for one in inv.candidates
        ),
    )
    found = {one.names: one for one in rc.plan(inv).inseparable}
    apart = found["heat", "queue"]
    assert apart.apart == 0 and apart.time == inv["when: hour"].variable.called


def test_what_stands_and_is_no_lever_is_named():
    table = timed().drop(columns=["when", "heat"])
    plan = rc.investigate(table, "fail", levers={"oil": None}).plan
    assert plan.beyond == ("queue",)
    assert rc.investigate(table, "fail", levers={"queue": None}).plan.beyond == ()
