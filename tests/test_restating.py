"""The outcome under another name is recognised; a cause that explains all is not taken for it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rootcause.restating import is_step_of, restates
from rootcause.variables import Column, Kind, Variable

DETERMINED = "each of its values goes with one value of the outcome, on every row"
RECORDED = "it was recorded exactly when the outcome happened, or exactly when it did not"
LEVELS = tuple("abcdefghijklmnopqrstuvwxyz")


def column(kind, values, name="c"):
    return Column(Variable(name, kind, levels=LEVELS), np.asarray(values, dtype=float))


def failed(n=40, of=15):
    return (np.arange(n) < of).astype(float)


def binary(values):
    return column(Kind.BINARY, values, "y")


# Restating --------------------------------------------------------------------------------------


def test_renamed():
    assert restates(binary(failed()), column(Kind.BINARY, failed()), 10) == DETERMINED


def test_turned_round():
    assert restates(binary(failed()), column(Kind.BINARY, 1 - failed()), 10) == DETERMINED


@pytest.mark.parametrize("kind", [Kind.NOMINAL, Kind.ORDINAL])
def test_recoded_into_more_levels(rng, kind):
    codes = np.where(failed() == 1, rng.integers(0, 2, 40), rng.integers(2, 5, 40))
    assert restates(binary(failed()), column(kind, codes), 10) == DETERMINED


def test_nominal_outcome_recoded():
    y = np.repeat([0.0, 1.0, 2.0], 10)
    assert restates(column(Kind.NOMINAL, y, "y"), column(Kind.NOMINAL, 9 - y), 10) == DETERMINED


def test_amount_that_is_zero_unless_it_happened(rng):
    tow = np.where(failed() == 1, rng.uniform(80, 200, 40), 0)
    expected = "it is 0 on every row of one outcome and on none of the other"
    assert restates(binary(failed()), column(Kind.NUMERIC, tow), 10) == expected
    assert restates(binary(1 - failed()), column(Kind.NUMERIC, tow), 10) == expected


def test_same_number_whenever_it_happened(rng):
    rest = np.where(failed() == 1, 12.5, rng.normal(size=40))
    expected = "it is 12.5 on every row of one outcome and on none of the other"
    assert restates(binary(failed()), column(Kind.NUMERIC, rest), 10) == expected


@pytest.mark.parametrize("kind", [Kind.NUMERIC, Kind.NOMINAL])
def test_recorded_only_when_it_happened(rng, kind):
    ticket = np.where(failed() == 1, rng.integers(0, 9, 40), np.nan)
    assert restates(binary(failed()), column(kind, ticket), 10) == RECORDED
    assert restates(binary(1 - failed()), column(kind, ticket), 10) == RECORDED


@pytest.mark.parametrize("kind", [Kind.NUMERIC, Kind.ORDINAL])
def test_monotone_copy_of_an_ordered_outcome(kind):
    y = np.arange(20.0)
    turned = restates(column(kind, y, "y"), column(Kind.NUMERIC, -np.exp(y)), 10)
    assert turned == "it puts the rows in the outcome's own order (rank correlation -1.000)"
    swapped = y.copy()
    swapped[[3, 4]] = y[[4, 3]]
    almost = restates(column(kind, y, "y"), column(Kind.NUMERIC, swapped), 10)
    assert almost == "it puts the rows in the outcome's own order (rank correlation 0.998)"


def test_missing_rows_do_not_hide_it():
    copy = failed()
    copy[[0, 7, 30]] = np.nan
    assert restates(binary(failed()), column(Kind.BINARY, copy), 10) == DETERMINED
    y = failed()
    y[[2, 20]] = np.nan
    assert restates(binary(y), column(Kind.BINARY, failed()), 10) == DETERMINED


# Not restating ----------------------------------------------------------------------------------


def test_spread_out_number_may_separate_completely(rng):
    minutes = np.where(failed() == 1, rng.normal(3, 0.5, 40), rng.normal(9, 1, 40))
    assert minutes[:15].max() < minutes[15:].min()
    assert restates(binary(failed()), column(Kind.NUMERIC, minutes), 10) == ""


def test_one_exception_is_enough():
    copy = failed()
    copy[0] = 0
    assert restates(binary(failed()), column(Kind.BINARY, copy), 10) == ""
    tow = np.where(failed() == 1, np.arange(40) + 50, 0)
    tow[-1] = 5
    assert restates(binary(failed()), column(Kind.NUMERIC, tow), 10) == ""


def test_three_of_three_against_none_of_one():
    y = [1, 1, 1, 0]
    assert restates(binary(y), column(Kind.BINARY, y), 1) == ""


def test_agreement_in_tiny_tables_may_be_chance():
    # 6 of 12: 1 of 924 arrangements; believed beside one candidate at .001? not even then
    y = failed(12, 6)
    assert restates(binary(y), column(Kind.BINARY, y), 1) == ""
    y = failed(14, 7)  # 1 of 3432
    assert restates(binary(y), column(Kind.BINARY, y), 3) == DETERMINED
    assert restates(binary(y), column(Kind.BINARY, y), 4) == ""


def test_many_levels_determine_anything():
    each = np.arange(40) // 2  # two rows a level
    y = (each % 2).astype(float)
    assert restates(binary(y), column(Kind.NOMINAL, each), 1) == ""


def test_few_rows_in_the_same_order():
    y = np.arange(9.0)
    assert restates(column(Kind.NUMERIC, y, "y"), column(Kind.NUMERIC, y), 1) == ""


def test_strong_cause_of_an_ordered_outcome(rng):
    x = rng.normal(size=200)
    y = column(Kind.NUMERIC, x + 0.2 * rng.normal(size=200), "y")
    assert restates(y, column(Kind.NUMERIC, x), 1) == ""


def test_labels_do_not_order_an_ordered_outcome():
    y = np.repeat([0.0, 1.0, 2.0], 10)
    assert restates(column(Kind.ORDINAL, y, "y"), column(Kind.NOMINAL, y), 1) == ""


def test_constants_and_columns_never_recorded_together():
    y = failed()
    nothing = np.full(40, np.nan)
    for outcome in (binary(y), column(Kind.NUMERIC, np.arange(40.0), "y")):
        for values in (np.zeros(40), nothing):
            assert restates(outcome, column(Kind.NUMERIC, values), 1) == ""
    assert restates(binary(nothing), column(Kind.BINARY, y), 1) == ""


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC]))
def test_order_of_rows_and_which_side_happened_do_not_matter(seed, kind):
    rng = np.random.default_rng(seed)
    y = (rng.random(30) < 0.4).astype(float)
    noisy = np.where(rng.random(30) < 0.03, 1 - y, y) * (1 + (kind is not Kind.BINARY))
    values = np.where(rng.random(30) < 0.05, np.nan, noisy)
    order = rng.permutation(30)
    found = restates(binary(y), column(kind, values), 5)
    assert restates(binary(y[order]), column(kind, values[order]), 5) == found
    assert bool(restates(binary(1 - y), column(kind, values), 5)) == bool(found)


def test_noise_is_hardly_ever_taken_for_the_outcome():
    # CHANCE is .001 of a whole family: none of 300 tables of ten columns, of any n
    for seed in range(300):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(4, 40))
        y = binary(rng.random(n) < 0.5)
        assert not any(restates(y, column(Kind.BINARY, rng.random(n) < 0.5), 10) for _ in range(10))


# A label that is a step of another candidate ----------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "is_step"),
    [
        ([0, 0, 0, 0, 1, 1, 1, 1], True),
        ([0, 0, 1, 1, 1, 0, 0, 0], True),
        ([1, 0, 1, 1, 0, 0, 0, 1], False),
        ([0, 0, 0, 0, 0, 0, 1, 1], False),
    ],
    ids=["step", "window", "neither", "too few to tell"],
)
def test_a_label_may_be_a_step_or_a_window_of_a_number(inside, is_step, rng):
    order = rng.permutation(8)
    label = column(Kind.BINARY, np.array(inside)[order])
    assert is_step_of(label, column(Kind.NUMERIC, np.arange(8.0)[order])) is is_step


def test_a_level_of_several_may_be_one_and_ties_must_agree():
    label = column(Kind.NOMINAL, [0, 1, 0, 1, 2, 2, 2, 2])
    number = np.array([5.0, 5, 5, 7, 2, 1, 2, 0])
    assert is_step_of(label, column(Kind.NUMERIC, number), "c")
    assert not is_step_of(label, column(Kind.NUMERIC, number), "a")
    assert not is_step_of(label, column(Kind.NUMERIC, np.where(number == 2, 5, number)), "c")


def test_only_labels_are_steps_and_only_of_what_has_an_order():
    number = column(Kind.NUMERIC, np.arange(8.0))
    label = column(Kind.BINARY, failed(8, 4))
    assert not is_step_of(number, number)
    assert not is_step_of(label, label)
