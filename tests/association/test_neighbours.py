"""Rows that resemble their neighbours, where nobody said when they were or of which unit."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.association.neighbours import RUNS_UNDECLARED


def running(rng, n):
    """A series of which each value keeps nine tenths of the last."""
    series = rng.normal(size=n)
    for place in range(1, n):
        series[place] += 0.9 * series[place - 1]
    return series


def cautioned(found):
    return RUNS_UNDECLARED in found.cautions


def findings(draws, table):
    """Rankings of tables in which the only candidate is found, though it is noise."""
    for seed in range(draws):
        frame = table(np.random.default_rng(seed))
        (told,) = rc.rank(frame, "y").candidates
        if told.association.pvalue <= 0.05:
            yield frame, told.association


def test_what_two_running_series_seem_to_have_in_common_comes_with_a_caution():
    """Half of such tables are rejected at 5 %, and next to none of those without a word."""

    def table(rng):
        return pd.DataFrame({"y": running(rng, 100), "x": running(rng, 100)})

    found = list(findings(60, table))
    assert len(found) > 20
    assert np.mean([cautioned(one) for _, one in found]) > 0.95
    for frame, one in found[:3]:
        assert cautioned(rc.associate(frame["y"], frame["x"])) == cautioned(one)
        assert RUNS_UNDECLARED in rc.rank(frame, "y").to_frame()["cautions"][0]


@pytest.mark.parametrize("sort", ["", "y", "x"])
def test_rows_that_do_not_run_or_were_sorted_come_with_none(sort):
    def table(rng):
        frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["y", "x"])
        return frame.sort_values(sort) if sort else frame

    found = list(findings(200, table))
    assert found
    assert not any(cautioned(one) for _, one in found)


def test_a_declared_time_takes_the_caution_away(rng):
    n = 100
    load = running(rng, n)
    frame = pd.DataFrame(
        {"y": load + rng.normal(size=n), "x": load, "when": pd.date_range("2026", periods=n)}
    )
    alone, declared = rc.rank(frame, "y", candidates=["x"]), rc.rank(frame, "y", time="when")
    assert cautioned(alone.candidates[0].association)
    assert not any(cautioned(one.association) for one in declared.candidates if one.association)


def test_given_others_too(rng):
    load, heat = running(rng, 100), pd.Series(rng.normal(size=100), name="heat")
    outcome = pd.Series(load + rng.normal(size=100), name="y")
    assert cautioned(rc.associate(outcome, pd.Series(load, name="x"), given=[heat]))
