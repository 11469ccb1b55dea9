"""The hours of a day: found wherever they lie, told as one, no oftener than chance allows."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import rootcause as rc
from rootcause.association import best_cut, measure_all
from rootcause.association.clock import sharpest_hours
from rootcause.association.conditional import Conditional
from rootcause.association.contrast import best_cut_of
from rootcause.association.grids import Grid
from rootcause.association.prepare import paired
from rootcause.association.tenths import tenths
from rootcause.association.views import Curves, scores
from rootcause.association.windows import ROUND, windows_of
from rootcause.results import Group, between
from rootcause.variables import Column, Kind, Variable

DRAWS = 200


def hour(values):
    return Column(Variable("when: hour", Kind.NUMERIC, unit="h", period=24.0), np.asarray(values))


def failed(values):
    levels = ("no", "yes")
    return Column(Variable("y", Kind.BINARY, levels=levels), np.asarray(values, dtype=float))


def night(values, start, end):
    return between(values, start, end)


def pvalues(start, end, rng, share=0.5, rest=0.2, n=200):
    """p of tables in which the outcome is more frequent between two hours."""
    found = []
    for _ in range(DRAWS):
        hours = rng.uniform(0, 24, n)
        y = rng.random(n) < np.where(night(hours, start, end), share, rest)
        found.append(measure_all(failed(y), [hour(hours)], rng)[0].pvalue)
    return np.array(found)


@pytest.mark.parametrize("n", [30, 200])
def test_it_does_not_matter_where_a_day_begins(n, rng):
    hours = rng.uniform(0, 24, n)
    outcome = scores((rng.random(n) < 0.4).astype(float), Kind.BINARY)
    found = []
    for shift in (0.0, 7.3, 16.0):
        view = Curves.round_the_clock([(hours + shift) % 24])
        found.append(view.pvalues(outcome.rows @ view.columns.T, outcome)[0])
    assert found == pytest.approx([found[0]] * 3, rel=1e-9)


def test_a_window_over_midnight_is_found_as_one_in_the_day_is(rng):
    power = [np.mean(pvalues(*window, rng) <= 0.05) for window in ((22, 3), (10, 15))]
    assert min(power) > 0.6
    assert abs(power[0] - power[1]) < 4 * np.sqrt(0.5 / DRAWS)


@pytest.mark.parametrize("n", [30, 200])
def test_hours_that_do_not_matter_are_found_no_more_often_than_chance_allows(n, rng):
    found = pvalues(0, 12, rng, share=0.3, rest=0.3, n=n)
    for alpha in (0.1, 0.05, 0.01):
        assert np.sum(found <= alpha) <= stats.binom.ppf(1 - 1e-4, DRAWS, alpha)


@pytest.mark.parametrize("window", [(22, 3), (10, 15)])
def test_what_goes_with_certain_hours_is_rarely_found_given_the_hour(window, rng):
    draws, n = 60, 600
    found = []
    for _ in range(draws):
        hours = rng.uniform(0, 24, n)
        inside = night(hours, *window)
        proxy = Column(Variable("proxy", Kind.NUMERIC), inside + 0.5 * rng.normal(size=n))
        tests = Conditional(failed(rng.random(n) < np.where(inside, 0.6, 0.2)))
        found.append((tests.pvalue(proxy, [hour(hours)]), tests.pvalue(hour(hours), [proxy])))
    wrongly, rightly = np.sum(np.array(found) <= 0.05, axis=0)
    assert wrongly <= stats.binom.ppf(1 - 1e-4, draws, 0.05)
    assert rightly >= 0.75 * draws


def test_given_the_hour_it_does_not_matter_either_where_a_day_begins(rng):
    hours, z = rng.uniform(0, 24, 200), Column(Variable("z", Kind.NUMERIC), rng.normal(size=200))
    y = failed(rng.random(200) < np.where(night(hours, 10, 15), 0.6, 0.2))
    told = [Conditional(y).pvalue(z, [hour((hours + shift) % 24)]) for shift in (0.0, 4.8, 12.0)]
    assert told[1:] == pytest.approx([told[0]] * 2, rel=1e-6)


def test_windows_go_round_the_clock(rng):
    hours = rng.uniform(0, 24, 120)
    y = rng.random(120) < np.where(night(hours, 23, 2), 0.8, 0.1)
    (found,) = windows_of([paired(failed(y), hour(hours))])
    inside = ROUND[found.which][tenths(hours)]
    table = np.histogram2d(inside, y, bins=2)[0]
    alone = stats.fisher_exact(table).pvalue
    assert found.pvalue == pytest.approx(1 - (1 - alone) ** 45, rel=1e-6)
    assert len({min(bytes(one), bytes(~one)) for one in ROUND}) == len(ROUND) == 45


def test_hours_are_told_as_one_over_midnight_and_in_the_day():
    hours = np.arange(0.5, 24)
    for start, end, names in (
        (22, 3, ("between 22:00 and 3:00", "between 3:00 and 22:00")),
        (9, 13, ("between 9:00 and 13:00", "between 13:00 and 9:00")),
        (0, 6, ("between 0:00 and 6:00", "between 6:00 and 0:00")),
    ):
        inside = night(hours, start, end)
        found = best_cut(failed(inside), hour(hours))
        assert found.first == Group(names[0], int(inside.sum()), happened=int(inside.sum()))
        assert found.second == Group(names[1], 24 - int(inside.sum()), happened=0)
        assert (found.cut, found.until, found.line, found.fitted) in (
            (start, end, None, True),
            (end, start, None, True),
        )
        np.testing.assert_array_equal(found.inside(hour(hours), names[0]), inside)
        np.testing.assert_array_equal(found.inside(hour(hours), names[1]), ~inside)


def test_hours_of_counts_are_those_of_the_observations(rng):
    hours = np.floor(rng.uniform(0, 24, 400)) + 0.5
    y = rng.random(400) < np.where(night(hours, 21, 4), 0.7, 0.1)
    values, index = np.unique(hours, return_inverse=True)
    counts = np.stack([np.bincount(index, ~y), np.bincount(index, y)]).astype(np.int64)
    kept = failed([0, 1]), hour(values), np.ones(400, dtype=bool)
    grid = Grid(*kept, counts=counts, some=(y.astype(float), hours))
    assert best_cut_of(grid) == best_cut(failed(y), hour(hours))


def test_too_few_observations_have_no_hours():
    assert sharpest_hours(np.array([3.0]), np.array([5.0]), np.zeros(1), 1) is None


def test_an_answer_names_the_hours(rng):
    when = pd.Timestamp("2024-03-01") + pd.to_timedelta(rng.integers(0, 60 * 86_400, 300), unit="s")
    hours = when.hour + when.minute / 60
    y = rng.random(300) < np.where((hours >= 22) | (hours < 3), 0.7, 0.08)
    found = rc.investigate(pd.DataFrame({"when": when, "failed": y}), "failed")
    assert found["when: hour"].verdict == "stands"
    said = str(found)
    told = re.search(r"etween 2[12]:\d\d and [23]:\d\d, failed in", said)
    assert told
    assert "These hours were chosen on these same observations" in said
    assert told[0].removesuffix(", failed in") in found.to_html()
    assert found["when: hour"].plot() is not None
