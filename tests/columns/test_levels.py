"""Levels that occur, in order; declared ones are matched by what they mean."""

import numpy as np
import pandas as pd
import pytest

from rootcause.columns import read_column
from rootcause.errors import VariableError
from rootcause.variables import Kind, Variable


def levels(values, kind=None, declared=()):
    variable = Variable("x", Kind(kind), levels=declared) if declared else None
    column = read_column(pd.Series(values), name="x", kind=kind, declared=variable)
    named = [
        None if np.isnan(code) else column.variable.levels[int(code)] for code in column.values
    ]
    return column.variable.levels, named


def test_only_levels_that_occur():
    values = pd.Categorical(["b", None, "a"], ["z", "b", "a"])
    assert levels(values, "nominal") == (("a", "b"), ["b", None, "a"])
    declared = ("none", "some", "heavy")
    assert levels(["heavy", "none"], "ordinal", declared) == (("none", "heavy"), ["heavy", "none"])


@pytest.mark.parametrize(
    "values", [[True, False], ["Yes", "No"], [1, 0], ["1_yes", "0_no"], ["T", "F"]]
)
def test_declared_levels_are_matched_by_meaning(values):
    assert levels(values, "binary", ("no", "yes"))[1] == ["yes", "no"]


def test_the_second_of_two_declared_levels_is_what_happened():
    assert levels([True, False], "binary", ("started", "failed"))[1] == ["failed", "started"]


def test_numbers_as_levels_are_in_their_order():
    assert levels([10, 9, 100, 9], "nominal")[0] == ("9", "10", "100")
    assert levels(["10", "9", "100"], "ordinal")[0] == ("9", "10", "100")
    assert levels([0.5, 0.25], "binary")[0] == ("0.25", "0.5")


@pytest.mark.parametrize(
    ("values", "kind", "declared", "message"),
    [
        (["a", "b", "c"], "binary", (), "'x' is declared binary ('a', 'b'), but row 3 holds 'c'."),
        (
            ["no", None, "perhaps"],
            "binary",
            ("no", "yes"),
            "'x' is declared with levels 'no', 'yes', but row 3 holds 'perhaps'.",
        ),
        (
            ["red", "blue", "green"],
            "ordinal",
            (),
            "'x' is declared ordinal, but the order of its levels ('red', 'blue', 'green') "
            "is not known. Declare them in order.",
        ),
    ],
)
def test_levels_that_cannot_be(values, kind, declared, message):
    with pytest.raises(VariableError) as caught:
        levels(values, kind, declared)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("no", "yes"), [("nein", "Ja"), ("non", "oui"), ("No", "Sí"), ("não", "sim"), ("нет", "да")]
)
def test_yes_and_no_in_other_languages(no, yes):
    column = read_column(pd.Series([no, yes, yes, no], name="failed"))
    assert column.variable.levels == ("no", "yes")
    assert column.values.tolist() == [0, 1, 1, 0]
