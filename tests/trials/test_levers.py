import numpy as np
import pytest
from cars import FLAVOUR, FLAVOURS, MINUTES

from rootcause.results import Lever
from rootcause.trials.levers import binned, roundest
from rootcause.variables import Column, Kind, Variable


def minutes(values, low=1, high=15):
    lever = Lever(MINUTES.variable, low, high)
    return binned(lever, Column(lever.variable, np.array(values, dtype=float)))


def test_settings_are_round_in_the_range_and_in_their_own_bin():
    found = minutes(np.linspace(0.3, 12.7, 60))
    can = ~np.isnan(found.settings)
    assert (found.settings[can] >= 1).all() and (found.settings[can] <= 15).all()
    assert found.bin_of(found.settings[can]).tolist() == np.flatnonzero(can).tolist()
    assert all(len(f"{one:g}") <= 4 for one in found.settings[can])


def test_parts_of_the_range_that_nobody_visited_have_bins():
    found = minutes([1, 2, 2.5, 3, 4], high=30)
    assert np.nanmax(found.settings) > 20


def test_what_was_seen_outside_the_range_can_not_be_set():
    found = minutes(np.arange(40.0), low=10, high=20)
    can = ~np.isnan(found.settings)
    assert 0 < can.sum() < found.size
    assert (found.rows >= 0).all()


def test_a_count_is_set_to_whole_numbers():
    found = minutes(np.repeat(np.arange(1, 13), 3), low=1, high=20)
    can = found.settings[~np.isnan(found.settings)]
    assert can.size > 6 and (can == np.rint(can)).all() and can.max() > 15
    assert found.bin_of(can).tolist() == np.flatnonzero(~np.isnan(found.settings)).tolist()


def test_bins_meet_where_what_was_seen_leaves_a_gap():
    values = np.concatenate([np.linspace(1, 3.9, 20), np.linspace(5.2, 12, 17)])
    found = minutes(values)
    assert ((found.edges > 3.9) & (found.edges < 5.2)).any()


def test_missing_values_have_no_bin():
    assert minutes([1, np.nan, 9]).rows[1] == -1


def test_levels_that_may_not_be_set_keep_their_bin():
    lever = Lever(FLAVOUR.variable, levels=("vanilla", "chocolate"))
    found = binned(lever, Column(lever.variable, np.array([0.0, 1, 2])))
    assert np.isnan(found.settings).tolist() == [False, True, False]
    assert found.rows.tolist() == [0, 1, 2]
    assert [lever.said(one) for one in (0.0, 2.0)] == [FLAVOURS[0], FLAVOURS[2]]


def test_a_number_that_takes_few_values_is_parted_between_them():
    found = minutes([1, 1, 2, 2, 3, 3], low=1, high=3)
    assert {1.5, 2.5} <= set(found.edges)


def test_order_of_rows_does_not_matter():
    values = np.random.default_rng(0).uniform(1, 15, 30)
    one, other = minutes(values), minutes(values[::-1])
    assert (one.edges == other.edges).all() and (one.rows == other.rows[::-1]).all()


@pytest.mark.parametrize("levels", [2, 3, 9])
def test_an_ordinal_lever_has_a_bin_a_level(levels):
    names = tuple(map(str, range(levels)))
    lever = Lever(Variable("step", Kind.ORDINAL, levels=names), levels=names)
    found = binned(lever, Column(lever.variable, np.arange(levels, dtype=float)))
    assert found.ordered and found.size == levels and found.coarse.max() <= 6


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_the_roundest_number_lies_between(scale):
    rng = np.random.default_rng(4)
    for low, high in np.sort(rng.normal(size=(50, 2)) * scale, axis=1):
        assert low <= roundest(low, high) <= high
