"""Alike are those who share rare words; which words, is told."""

import math

import pytest

from rootcause.case.likeness import alike, words_of

CASES = {
    "fridge": words_of("The fridge hums at night"),
    "stall": words_of("The engine is stalling when I stop for ice cream"),
    "lamp": words_of("The lamp flickers when I cook"),
}


def test_the_same_words_in_another_form_are_found_and_told():
    found = alike(words_of("My car stalls after I stop for ice cream"), CASES)
    assert found[0].id == "stall"
    assert {"stalls", "cream", "ice"} <= set(found[0].shared)
    assert found[0].score > 3 * max([one.score for one in found[1:]], default=0)


def test_a_word_that_every_case_has_counts_little():
    found = alike(["the", "fuse"], {"a": ["the", "lamp"], "b": ["the", "fuse"], "c": ["the"]})
    scores = {one.id: one.score for one in found}
    assert scores["b"] == pytest.approx(1)
    assert scores["a"] < 0.1
    assert alike([], CASES) == []
    assert alike(words_of("The fridge"), {}) == []


def test_scores_are_cosines_worked_out_by_hand():
    found = alike(["fuse", "blew"], {"a": ["fuse", "held"], "b": ["lamp"]})
    fuse, blew = math.log(4 / 2), math.log(4)
    held = math.log(4)
    by_hand = fuse * fuse / (math.hypot(fuse, blew) * math.hypot(fuse, held))
    assert [one.id for one in found] == ["a"]
    assert found[0].score == pytest.approx(by_hand, rel=1e-12)


def test_no_words_in_numbers_or_signs():
    assert words_of("In 1986, O-ring no. 7 <b>") == ("ring",)
