"""Real associations are shown, beside the textbook's test, in the worlds of benchmarks/power.py."""

import frontier
import numpy as np
import power
import pytest

from rootcause.association.combining import HEADSTART

PRICE = 0.03  # of looking at every shape, where the effect is the one that the textbook looks for
STRAIGHT = [one for one in power.WORLDS if one.shape in ("straight", "all levels")]
ROUND = [one for one in power.WORLDS if one.test.__name__ == "mardia"]
BENT = [one for one in power.WORLDS if one.shape in ("bowl", "window")]


def worlds(chosen):
    names = [f"{one.outcome} by {one.candidate}, {one.shape}" for one in chosen]
    return pytest.mark.parametrize("world", chosen, ids=names)


@worlds(BENT)
def test_what_the_textbook_does_not_see_is_seen(world):
    found = power.power(world, 200, 60)
    assert found.ours > found.textbook


def test_months_and_weekdays_are_found_over_the_end_of_the_year_and_week_as_within():
    over, within = (one for one in ROUND if one.shape in ("Dec to Feb", "Jun to Aug"))
    found = [power.power(one, 200, 120).ours for one in (over, within)]
    assert min(found) > 0.5
    assert abs(found[0] - found[1]) < 4 * np.sqrt(0.5 / 120)


def test_one_month_is_seen_that_a_test_of_the_circle_does_not_see():
    (month,) = (one for one in ROUND if one.shape == "May")
    found = power.power(month, 200, 60)
    assert found.ours > found.textbook + 0.1


@pytest.mark.slow
@worlds([one for one in power.WORLDS if one not in ROUND])
@pytest.mark.parametrize("n", [40, 200])
def test_power_is_not_far_below_the_textbook(world, n):
    draws = 1000
    found = power.power(world, n, draws)
    assert found.ours >= found.textbook - PRICE - 3 * np.sqrt(0.5 / draws)


@worlds(STRAIGHT)
def test_a_plain_effect_is_not_missed_for_the_others(world):
    found = power.power(world, 200, 60)
    assert found.ours > found.textbook / 2


def test_the_rule_that_is_used_pays_little_and_buys_much():
    used, rank = (frontier.RULES[name] for name in (f"head start {HEADSTART:g}", "rank alone"))
    null = frontier.parts_of(frontier.nothing, 200, 10_000, [1])
    gains = {}
    for name in ("fails, straight", "moves, straight", "bowl", "window"):
        parts = frontier.parts_of(frontier.WORLDS[name], 200, 1000, [2])
        shown = [np.mean(rule(parts) > np.quantile(rule(null), 0.95)) for rule in (used, rank)]
        gains[name] = shown[0] - shown[1]
    assert min(gains["fails, straight"], gains["moves, straight"]) > -0.03
    assert gains["bowl"] > 0.5
    assert gains["window"] > 0.25
