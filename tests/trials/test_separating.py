import pytest
from cars import LEVERS, investigated, trips

import rootcause as rc


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
