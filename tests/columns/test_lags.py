import numpy as np
import pytest

from rootcause.columns import check_lags, with_lags
from rootcause.errors import ArgumentError, VariableError
from rootcause.variables import Column, Kind, Variable


def column(name, values, kind=Kind.NUMERIC, **known):
    return Column(Variable(name, kind, **known), np.asarray(values, dtype=float))


WARM = column("warm", [10, 11, 12, 13, 14, 15])
TIME = column("when", [3, 1, 2, 6, 5, np.nan], Kind.TIME)
UNIT = column("car", [0, 0, 1, 1, 0, 1], Kind.NOMINAL, levels=("a", "b"))


def lagged(lags, unit=None):
    return {one.name: one for one in with_lags([WARM], lags, TIME, unit)}


def test_earlier_values_go_by_time_not_by_row():
    found = lagged({"warm": 2})
    assert list(found) == ["warm", "warm: lag 1", "warm: lag 2"]
    np.testing.assert_array_equal(found["warm: lag 1"].values, [12, np.nan, 11, 14, 10, np.nan])
    np.testing.assert_array_equal(found["warm: lag 2"].values, [11, np.nan, np.nan, 10, 12, np.nan])


def test_earlier_values_are_of_the_same_unit():
    found = lagged(1, UNIT)["warm: lag 1"]
    np.testing.assert_array_equal(found.values, [11, np.nan, np.nan, 12, 10, np.nan])


def test_earlier_values_say_where_they_come_from():
    variable = lagged(2)["warm: lag 2"].variable
    assert (variable.derived_from, variable.kind) == ("warm", Kind.NUMERIC)
    assert variable.called == "warm 2 observations before"
    assert lagged(1)["warm: lag 1"].variable.called == "warm one observation before"


def test_more_steps_than_observations_leave_nothing():
    assert np.isnan(lagged(9)["warm: lag 9"].values).all()


def test_what_is_not_tested_or_derived_has_no_earlier_values():
    odd = [
        column("id", range(6), not_tested="an identifier"),
        column("warm: missing", [0] * 6, Kind.BINARY, derived_from="warm"),
    ]
    assert [one.name for one in with_lags(odd, 1, TIME, None)] == ["id", "warm: missing"]


def test_unknown_names_are_met_with_what_there_is():
    with pytest.raises(VariableError) as told:
        lagged({"warn": 1})
    assert str(told.value) == "lags: 'warn' is not a candidate. Did you mean 'warm'?"


@pytest.mark.parametrize("lags", [0, -1, True, 1.5, {"warm": 0}, {"warm": "2"}, ["warm"]])
def test_lags_are_counts(lags):
    with pytest.raises(ArgumentError, match="from 1 up, or one by name of column"):
        check_lags(lags, time="when")


def test_lags_need_a_time():
    check_lags(None, time=None)
    check_lags({"warm": 1}, time="when")
    with pytest.raises(ArgumentError) as told:
        check_lags(1, time=None)
    assert str(told.value) == ("lags need an order: name the column that says when, as time.")
