"""Numbers as people read them."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootcause.report import numbers
from rootcause.report.numbers import NBSP

NAN = float("nan")


@pytest.mark.parametrize(
    ("p", "written"),
    [
        (0.63, ".63"),
        (0.003, ".003"),
        (0.0002, ".0002"),
        (0.00099, ".001"),
        (0.0001, ".0001"),
        (0.00009, f"<{NBSP}.0001"),
        (0.0, f"<{NBSP}.0001"),
        (0.0449, ".04"),
        (0.0496, ".050"),
        (0.0512, ".051"),
        (0.994, ".99"),
        (0.9941, "1"),
        (1.0, "1"),
        (NAN, "–"),
    ],
)
def test_probability(p, written):
    assert numbers.probability(p) == written


@pytest.mark.parametrize(
    ("p", "written"),
    [
        (0.0005, "≤ .0005"),
        (0.000416, "≤ .0005"),  # and not .0004, which it may exceed
        (0.0095, "≤ .01"),
        (0.0501, "≤ .051"),
        (0.993, "≤ 1"),
        (0.00005, "< .0001"),
    ],
)
def test_probability_that_is_only_a_bound(p, written):
    assert numbers.probability(p, bound=True) == written.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("p", "bound", "written"),
    [(0.63, False, "p = .63"), (1e-9, False, "p < .0001"), (0.0005, True, "p ≤ .0005")],
)
def test_equals_has_no_place_for_a_line_break(p, bound, written):
    assert numbers.equals(p, bound) == written.replace(" ", NBSP)


@given(st.floats(0, 1), st.floats(0, 1))
def test_probabilities_keep_their_order(one, other):
    """A smaller p is never written as a larger one."""

    def read(text):
        return 0.00005 if text.startswith("<") else float(text)

    small, large = sorted((one, other))
    assert read(numbers.probability(small)) <= read(numbers.probability(large))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.5, ".50"),
        (-0.87, "−.87"),
        (-0.004, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.999, "1"),
        (-1.0, "−1"),
        (NAN, "–"),
    ],
)
def test_effect(value, written):
    assert numbers.effect(value) == written


@given(st.floats(-1, 1))
def test_effect_has_two_decimals_and_a_true_minus(value):
    assert re.fullmatch(r"0|−?(\.\d\d|1)", numbers.effect(value))


def test_interval():
    assert numbers.interval(-0.96, -0.6) == "−.96 to −.60"
    assert numbers.interval(NAN, 0.2) == ""


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (4.0, "min", "4 min"),
        (54.5, "cm", "54.5 cm"),
        (1013.0, "hPa", "1013 hPa"),
        (0.1 + 0.2, "", "0.3"),
        (-3.14159, "", "−3.142"),
        (1234567.8, "", "1234568"),
        (-0.0, "", "0"),
        (2e-9, "A", "2e-09 A"),
        (NAN, "min", "–"),
    ],
)
def test_amount(value, unit, written):
    assert numbers.amount(value, unit) == written.replace(" ", NBSP)


@given(st.floats(-1e12, 1e12))
def test_amount_is_near(value):
    written = numbers.amount(value).replace("−", "-")
    assert math.isclose(float(written), value, rel_tol=5e-3, abs_tol=1e-300)


def test_counts():
    assert numbers.of(11, 13) == f"11{NBSP}of{NBSP}13"
    assert numbers.count(6366) == "6,366"
    assert [numbers.in_words(n) for n in (0, 1, 2, 10, 11)] == ["no", "one", "two", "ten", "11"]


def test_shares():
    assert numbers.points(0.384) == f"38{NBSP}percentage points"
    assert numbers.percent(0.05) == f"5{NBSP}%"


def test_listed():
    assert numbers.listed([]) == ""
    assert numbers.listed(["a"]) == "a"
    assert numbers.listed(["a", "b"]) == "a and b"
    assert numbers.listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("text", "written"),
    [("minutes", "Minutes"), ("pH of it", "pH of it"), ("", ""), ("<b>x</b>", "<b>x</b>")],
)
def test_capital(text, written):
    assert numbers.capital(text) == written


def test_day():
    assert numbers.day("2026-03-02T09:00:00+01:00") == f"2{NBSP}March{NBSP}2026"
    assert numbers.day("last week") == "last week"


def test_to_one():
    odds = {1.0: "1 to 1", 1.44: "1.4 to 1", 12.4: "12 to 1", 1e12: "more than 1,000 to 1"}
    assert {value: numbers.to_one(value) for value in odds} == odds


@pytest.mark.parametrize(
    ("of_all", "written"),
    [(0, "0 %"), (1 / 380, "< 1 %"), (0.5, "50 %"), (379 / 380, "> 99 %"), (1, "100 %")],
)
def test_a_share_is_never_all_or_nothing_where_it_is_not(of_all, written):
    assert numbers.share(of_all).replace(numbers.NBSP, " ") == written
