"""What an outcome must be, and the words for it."""

import numpy as np
import pandas as pd
import pytest

from rootcause.columns import read_outcome
from rootcause.errors import VariableError
from rootcause.variables import Kind, Role, Variable


@pytest.mark.parametrize(
    ("name", "values", "happened", "otherwise"),
    [
        ("no_start", [True, False, True], "no start", "start"),
        ("ill", ["Y", "N", "N"], "ill", "not ill"),
        ("Fail", ["yes", "no", None], "Fail", "not Fail"),
        ("failed", [1, 0, 1], "failed", "not failed"),
        ("fit_for_duty", ["0_no", "1_yes"] * 2, "fit for duty", "not fit for duty"),
        ("test", ["pass", "fail", "pass"], "fail", "pass"),
        ("Admit", ["Rejected", "Admitted"] * 2, "Rejected", "Admitted"),
        ("pressure", [50, 200, 50], "200", "50"),
    ],
)
def test_words_for_a_binary_outcome(name, values, happened, otherwise):
    variable = read_outcome(pd.Series(values), name=name).variable
    assert (variable.kind, variable.role) == (Kind.BINARY, Role.OUTCOME)
    assert (variable.happened, variable.otherwise) == (happened, otherwise)


def test_declared_words_stay():
    declared = Variable("ill", Kind.BINARY, happened="fell ill", otherwise="stayed well")
    variable = read_outcome(pd.Series(["N", "Y", "Y"]), name="ill", declared=declared).variable
    assert (variable.happened, variable.otherwise) == ("fell ill", "stayed well")
    assert variable.levels == ("N", "Y")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1.5, 2.5, 3.5], Kind.NUMERIC),
        (range(1, 31), Kind.NUMERIC),
        (["low", "high", "medium"] * 3, Kind.ORDINAL),
        (["red", "green", "blue"] * 3, Kind.NOMINAL),
    ],
)
def test_other_outcomes(values, kind):
    variable = read_outcome(pd.Series(values), name="y").variable
    assert (variable.kind, variable.not_tested, variable.happened) == (kind, "", "")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([None, None, None], "was recorded in none of 3 rows; it takes at least two."),
        ([1.5, None, None], "was recorded in 1 of 3 rows; it takes at least two."),
        (
            ["ok", "ok", None],
            "is always 'ok': there is nothing to explain. Observe also when it is otherwise.",
        ),
        (
            pd.date_range("2026", periods=5),
            "is a time, which can't be explained as it is. "
            "Make a number of it (a delay in minutes) or a yes or no (too late).",
        ),
        (
            [f"u{place}" for place in range(9)],
            "can't be explained: an identifier: a different value on every row.",
        ),
        (
            [f"it did not start, {place}" for place in range(9)],
            "can't be explained: free text: hardly any two rows say the same.",
        ),
        (
            [f"u{place}" for place in range(30)] * 2,
            "has 30 levels, and at most 20 can be explained. Put them into fewer groups.",
        ),
    ],
)
def test_nothing_to_explain(values, message):
    with pytest.raises(VariableError) as caught:
        read_outcome(pd.Series(values), name="y")
    assert str(caught.value) == f"The outcome 'y' {message}"


def test_an_identifier_by_name_is_no_outcome():
    with pytest.raises(VariableError, match="can't be explained: an identifier"):
        read_outcome(pd.Series(np.arange(7, 20)), name="car_id")


@pytest.mark.parametrize("levels", [(), ("leaks", "tight")])
@pytest.mark.parametrize("words", [("leaks", ""), ("", "tight"), ("Leaks", "Tight")])
def test_a_word_that_names_a_level_says_which_is_the_event(levels, words):
    """Else "leaks" would be the word for tight joints, since they come last in the alphabet."""
    declared = Variable("leaks", Kind.BINARY, levels=levels, happened=words[0], otherwise=words[1])
    column = read_outcome(pd.Series(["tight", "leaks", "leaks"]), name="leaks", declared=declared)
    assert column.variable.levels == ("tight", "leaks")
    assert column.values.tolist() == [0, 1, 1]
