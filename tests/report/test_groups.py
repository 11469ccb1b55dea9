"""Who belongs to which group, and which observations separate two candidates."""

from dataclasses import replace

import made
import numpy as np
import pytest

from rootcause.report import groups


@pytest.mark.parametrize("name", made.ALL)
def test_groups_have_the_sizes_that_the_contrast_says(name):
    told = made.ALL[name]()
    for one in told.candidates:
        contrast = groups.contrast_of(one)
        if contrast is None:
            continue
        column = told.columns[one.name]
        for side in (contrast.first, contrast.second):
            assert contrast.inside(column, side.label).sum() == side.n


def test_missing_values_are_in_no_group():
    told = made.vanilla()
    for name in ("shop_minutes", "flavor"):
        column, contrast = told.columns[name], groups.contrast_of(told[name])
        holes = replace(column, values=np.where(np.arange(41) < 3, np.nan, column.values))
        for side in (contrast.first, contrast.second):
            assert not contrast.inside(holes, side.label)[:3].any()


def test_crossing_counts_every_observation_once():
    told = made.vanilla()
    crossed = groups.crossing(told, told["shop_minutes"], told["flavor"])
    assert crossed[:6] == ("under 4", "vanilla", 11, 25, 2, 3)
    assert crossed.separating == (1, 5, 9, 11, 37)


def test_crossing_of_a_measured_outcome_takes_the_higher_groups():
    told = made.numeric_outcome()
    crossed = groups.crossing(told, told["cure_hours"], told["press"])
    assert (crossed.first, crossed.other) == ("15 or more", "new")


def test_no_crossing_without_groups():
    told = made.vanilla()
    assert groups.crossing(told, told["shop_minutes"], told["receipt"]) is None


def test_the_one_that_the_complaint_speaks_of_comes_first():
    told = made.vanilla()
    assert [one.name for one in groups.fallen(told)] == ["flavor", "queue"]
    assert [one.name for one in groups.fallen(made.without_case())] == ["queue", "flavor"]
