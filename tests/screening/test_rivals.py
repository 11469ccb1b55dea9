"""Which rivals a candidate doesn't hold against."""

import pytest

from rootcause.results import Association, EffectSize
from rootcause.screening.rivals import Rivalry, unresolved


def against(other, pvalue, weight):
    effect = EffectSize("rho", 0.3, 0.1, 0.5)
    association = Association("y", "x", "score given others", 4.0, pvalue, 100, 0, effect)
    return Rivalry(other, association, weight)


def open_to(*held):
    return [one.other for one in unresolved(held, 0.05 / max(len(held), 1))]


def test_it_holds_where_it_is_still_associated_and_likelier():
    assert open_to() == []
    assert open_to(against("a", 0.001, 0.99), against("b", 0.002, 0.9)) == []


def test_it_holds_by_evidence_of_four_to_one():
    assert open_to(against("a", 0.3, 0.81)) == []
    assert open_to(against("a", 0.3, 0.79)) == ["a"]


def test_many_look_alikes_are_weighed_together():
    assert open_to(against("a", 0.3, 0.85)) == []
    assert open_to(*(against(one, 0.3, 0.85) for one in "ab")) == ["a", "b"]


def test_the_level_is_shared_by_all_of_them():
    few = [against("a", 0.02, 0.6)]
    assert open_to(*few) == []
    many = [against(f"far {i}", 1e-9, 1.0) for i in range(4)]
    assert open_to(*few, *many) == ["a"]


def test_a_likelier_rival_stays_open_and_comes_first():
    assert open_to(against("a", 1e-9, 0.4), against("b", 0.5, 0.2)) == ["b", "a"]


def test_certainty_is_no_division_by_zero():
    assert open_to(against("a", 0.5, 0.0)) == ["a"]


@pytest.mark.parametrize("weight", [0.0, 0.3, 0.5])
def test_half_of_the_evidence_is_never_enough(weight):
    assert open_to(against("a", 1e-12, weight)) == ["a"]
