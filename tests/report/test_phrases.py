"""Phrases about one case."""

from dataclasses import replace

import made
import pytest

from rootcause.report import phrases
from rootcause.report.numbers import NBSP
from rootcause.report.parts import plain
from rootcause.results import Group
from rootcause.variables import Kind, Variable

MINUTES = Variable("minutes", Kind.NUMERIC, unit="min")
FLAVOUR = Variable("flavour", Kind.NOMINAL)
ATE = Variable("ate", Kind.BINARY, levels=("no", "yes"))
SHIFT = Variable("shift", Kind.BINARY, levels=("day", "night"))
FIRMWARE = Variable("firmware", Kind.BINARY, levels=("1.0", "1.1"))


@pytest.mark.parametrize(
    ("variable", "label", "expected"),
    [
        (MINUTES, "under 4", "under 4 min"),
        (MINUTES, "4 or more", "at 4 min or more"),
        (MINUTES, "under -0.94", "under −0.94 min"),
        (FLAVOUR, "vanilla", "with vanilla"),
        (FLAVOUR, "others", "with the others"),
        (ATE, "yes", "with it"),
        (ATE, "no", "without it"),
        (SHIFT, "night", "with night"),
        (FIRMWARE, "1.0", "with 1.0"),
        (FIRMWARE, "1.1", "with 1.1"),
        (SHIFT, "by night", "by night"),
        (SHIFT, "bypass", "with bypass"),
    ],
)
def test_place(variable, label, expected):
    assert phrases.place(variable, label).replace(NBSP, " ") == expected


def test_a_minus_within_a_label_stays():
    assert phrases.in_table(FLAVOUR, "lot -7", unit=True) == "lot -7"
    assert phrases.true_minus("2026-03-02") == "2026-03-02"


def test_a_level_that_is_called_as_the_outcome_is_not_said_twice():
    leaks = Variable("leaks", Kind.BINARY, levels=("tight", "leaks"), happened="leaks")
    assert phrases.Words(leaks, {}).event() == "leaks"


def test_outcome_without_a_verb_is_something_that_is_had():
    words = phrases.words(made.vanilla())
    group = Group("under 4", 13, happened=11)
    assert plain(words.happened(group)).replace(NBSP, " ") == "11 of 13 failed"
    named = replace(
        words, outcome=replace(words.outcome, label="leaks", happened="leaks", levels=("n", "y"))
    )
    assert plain(named.happened(group)).replace(NBSP, " ") == "leaks in 11 of 13"
    assert named.those() == "with leaks"


def test_ordinal_medians_are_levels():
    wear = Variable("wear", Kind.ORDINAL, levels=("none", "some", "heavy"))
    words = phrases.Words(wear, {})
    assert words.value(2.0) == "heavy"
    assert words.value(0.5) == "between none and some"


def test_one_observation_is_singular():
    words = phrases.words(made.vanilla())
    assert (words.so_many(1), words.so_many(41)) == ("1 trip", "41 trips")
    assert words.these(1) == "this 1 trip"


def test_derived_variables_name_their_source_last():
    hour = Variable("printed_at: weekday", Kind.NOMINAL, derived_from="printed_at")
    assert phrases.called(hour) == "weekday (printed at)"
    assert phrases.called(replace(hour, label="weekday of the print")) == "weekday of the print"


def test_a_level_that_reads_like_yes_is_a_name_where_the_other_does_not_say_no():
    assert phrases.says_yes(ATE, "no") is False
    assert phrases.says_yes(FIRMWARE, "1.0") is None
    assert phrases.in_table(FIRMWARE, "1.0", unit=True) == "1.0"
    classes = Variable("defect", Kind.NOMINAL, levels=("1", "2", "3"))
    assert phrases.Words(classes, {}).event("1") == "defect 1"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("shop_minutes", "shop minutes"),
        ("shop.minutes", "shop minutes"),
        ("..a__b..", "a b"),
        ("version_1.2", "version 1.2"),
        ("___", "___"),
        (r"$\alpha_{1}$", r"$\alpha_{1}$"),
        ("x^2_a", "x^2_a"),
    ],
)
def test_names_are_made_readable_and_formulas_stay_as_they_are(name, read):
    assert phrases.called(Variable(name, Kind.NUMERIC)) == read
