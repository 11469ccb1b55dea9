"""Tables of counts: one row an observation, shares of so many, and what is refused."""

import pandas as pd
import pytest

import rootcause as rc
from rootcause.counted import shares, unfolded

CELLS = pd.DataFrame(
    {"dose": ["low", "low", "high", "high"], "ill": [1, 0, 1, 0], "n": [3, 17, 14, 6]}
)


def test_rows_stand_for_so_many_observations():
    long = unfolded(CELLS, "n")
    assert len(long) == 40
    assert list(long.columns) == ["dose", "ill"]
    assert long.groupby(["dose", "ill"]).size().to_dict() == {
        ("high", 0): 6,
        ("high", 1): 14,
        ("low", 0): 17,
        ("low", 1): 3,
    }


def test_counts_give_what_the_rows_themselves_give():
    counted = rc.investigate(CELLS, "ill", counts="n")
    long = rc.investigate(unfolded(CELLS, "n"), "ill")
    assert counted.n == 40
    assert counted["dose"].association == long["dose"].association
    assert counted.provenance.fingerprint != long.provenance.fingerprint


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [(-1, "-1.0"), (2.5, "2.5"), (None, "nan")],
    ids=["negative", "half", "none"],
)
def test_a_count_that_is_none_is_refused(wrong, shown):
    table = CELLS.assign(n=[3.0, wrong, 14.0, 6.0])
    with pytest.raises(rc.VariableError) as caught:
        rc.investigate(table, "ill", counts="n")
    assert str(caught.value) == (
        "'n' is to say how many observations a row stands for, but in row 2 it is "
        f"{table['n'].iloc[1]!r}; it takes whole numbers from 0 up."
    )
    assert shown in repr(table["n"].iloc[1])


def test_too_many_observations_are_refused():
    with pytest.raises(rc.VariableError, match="adds up to 4,000,000,000 observations"):
        unfolded(CELLS.assign(n=10**9), "n")


def test_a_count_of_so_many_is_a_share():
    table = pd.DataFrame({"deaths": [2, 0, 5], "births": [20, 0, 25]})
    share = shares(table, "deaths", "births")["deaths"]
    assert share.tolist()[::2] == [10.0, 20.0]
    assert pd.isna(share[1])


def test_the_outcome_is_told_in_percent_and_what_it_is_counted_of_is_no_candidate():
    table = pd.DataFrame(
        {"deaths": [2, 3, 5, 1, 9, 12, 8, 7], "births": [100] * 8, "ward": list("aaaabbbb")}
    )
    found = rc.investigate(table, "deaths", of="births")
    assert (found.outcome.unit, found.outcome.called) == ("%", "deaths of births")
    assert [one.name for one in found.candidates] == ["ward"]
    assert found.columns["deaths"].values[:3].tolist() == [2.0, 3.0, 5.0]


def test_more_than_there_were_is_refused():
    table = pd.DataFrame({"deaths": [2, 30], "births": [20, 25]})
    with pytest.raises(rc.VariableError) as caught:
        rc.investigate(table, "deaths", of="births")
    assert str(caught.value) == ("'deaths' is to be counted of 'births', but row 2 says 30 of 25.")


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(rc.VariableError, match=r"The table has no column 'N'\. Did you mean 'n'\?"):
        rc.investigate(CELLS, "ill", counts="N")


@pytest.mark.parametrize("option", ["counts", "of"])
def test_the_outcome_is_not_what_it_is_counted_of(option):
    with pytest.raises(rc.ArgumentError) as caught:
        rc.investigate(CELLS, "ill", **{option: "ill"})
    assert str(caught.value) == f"'ill' is the outcome; it can't be in {option} as well."
