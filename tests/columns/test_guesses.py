"""What names and levels say about a kind."""

import pytest

from rootcause.columns import guesses


def test_tokens():
    assert guesses.tokens("FlightNumber") == guesses.tokens("flight_number") == ("flight", "number")


@pytest.mark.parametrize(
    "name",
    ["batch", "Batch_ID", "machine no", "lotCode", "zip", "production.line", "shift", "car_id"],
)
def test_names_of_labels(name):
    assert guesses.says_label(name)


@pytest.mark.parametrize(
    "name", ["batch_size", "line speed", "minutes", "no", "number of parts", ""]
)
def test_names_of_numbers(name):
    assert not guesses.says_label(name)


@pytest.mark.parametrize("name", ["id", "car_id", "SerialNumber", "uuid", "index", "key"])
def test_names_of_identifiers(name):
    assert guesses.says_identifier(name)


@pytest.mark.parametrize("name", ["heat_index", "temperature", "identity", "order"])
def test_names_of_no_identifiers(name):
    assert not guesses.says_identifier(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pressure [bar]", ("pressure", "bar")),
        ("speed (km/h)", ("speed", "km/h")),
        ("wait (min)", ("wait", "min")),
        ("share [%]", ("share", "%")),
        ("weight (old)", ("", "")),
        ("temp_c", ("", "")),
        ("[bar]", ("", "")),
    ],
)
def test_split_unit(name, expected):
    assert guesses.split_unit(name) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["no", "yes"],
        ["N", "Y"],
        ["0_no", "1_yes"],
        ["pass", "Fail"],
        ["ok", "nok"],
        ["-", "+"],
        ["well", "ill"],
        ["ok", "slow"],
        ["F", "M"],
        ["Admitted", "Rejected"],
        ["clinic 2", "clinic 10"],
        ["4/18", "4/19"],
        ["not found", "found"],
        ["no profile", "profile"],
        ["good", "not good"],
    ],
)
def test_order_of_two(expected):
    assert guesses.order_of_two(expected) == guesses.order_of_two(expected[::-1]) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["low", "medium", "high"],
        ["none", "mild", "severe"],
        ["0_none", "2_moderate", "3_severe"],
        ["1: cold", "2: warm", "3: hot"],
        ["Never", "Sometimes", "Often"],
        ["very low", "low", "high"],
    ],
)
def test_order_on_scale(expected):
    assert guesses.order_on_scale(expected[::-1]) == expected


@pytest.mark.parametrize(
    "levels",
    [["low", "high"], ["low", "medium", "blue"], ["10_a", "20_b", "30_c"], ["Low", "low", "high"]],
)
def test_no_scale(levels):
    assert guesses.order_on_scale(levels) is None


def test_natural_order():
    words = ["M10", "M2", "m1", "2", "10", "²"]
    assert sorted(words, key=guesses.natural_key) == ["2", "10", "m1", "M2", "M10", "²"]


def test_negated():
    assert guesses.negated("ill") == "not ill"
    assert guesses.negated("no start") == "start"


def test_alike():
    assert guesses.alike(["Vanilla", "mint", "vanilla"]) == ["Vanilla", "vanilla"]
