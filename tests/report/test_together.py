"""Pairs beside their parts: how the answer, the table and the picture tell of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.report import answer, content, phrases, together
from rootcause.report.numbers import NBSP
from rootcause.report.parts import plain

DATA = Path(__file__).parents[2] / "data"


def investigated(both_alone, rows=400):
    """Heat and damp at random; it fails mostly with both, or as well by what each does alone."""
    rng = np.random.default_rng(5)
    heat, damp = (rng.integers(0, 2, rows).astype(bool) for _ in range(2))
    chance = np.where(heat & damp, 0.9, np.where(both_alone & (heat | damp), 0.1, 0.02))
    if not both_alone:
        chance = np.where(heat ^ damp, 0.7, 0.1)
    table = pd.DataFrame(
        {
            "failed": rng.random(rows) < chance,
            "heat": np.where(heat, "hot", "cool"),
            "damp": np.where(damp, "damp", "dry"),
            "noise": rng.normal(size=rows),
        }
    )
    return rc.investigate(table, outcome="failed", rng=1)


@pytest.fixture(scope="module")
def parted():
    """Each part tells something alone, and both more."""
    return investigated(both_alone=True)


@pytest.fixture(scope="module")
def only_both():
    """Neither part tells anything alone."""
    return investigated(both_alone=False)


def headline(investigation):
    return answer.headline(phrases.words(investigation), investigation).replace(NBSP, " ")


def says(investigation):
    return plain(answer.says(phrases.words(investigation), investigation)).replace(NBSP, " ")


def test_a_pair_is_no_candidate_beside_its_parts(parted):
    assert headline(parted) == (
        "Two of 3 candidates stand, each given the other: heat and damp. They tell more together."
    )
    assert "Heat and damp together: with heat hot and damp damp, " in says(parted)


def test_parts_that_tell_nothing_alone_stand_only_together(only_both):
    assert headline(only_both) == "Of 3 candidates, heat and damp stand, but only together."
    assert says(only_both).startswith("With heat hot and damp dry, or heat cool and damp damp, ")


def test_pairs_have_a_band_of_their_own(parted):
    table = content.build(parted).evidence
    assert [band.title for band in table.bands] == ["Stands (2)", "Together (1)", "No evidence (1)"]
    assert table.heading == "Two stand, one pair adds to its parts, one shows nothing"
    assert table.lead.startswith("3 candidates over")


def test_picture_shows_every_combination_of_the_parts(parted):
    picture = content.build(parted).answer.picture
    assert picture.kind == "combinations"
    assert picture.candidates == ("heat", "damp")
    assert picture.headline.startswith("With heat hot and damp damp,")


def test_parts_are_found_whatever_their_names(parted):
    (pair,) = together.pairs(parted)
    assert together.parts(parted, pair) == ("heat", "damp")
    (found,) = (one for one in parted.findings if one.candidates == (pair.name,))
    assert found.startswith("Heat and damp tell more together: with heat hot and damp damp, ")


@pytest.fixture(scope="module")
def turned():
    """One part stands, the other is turned round within one of its levels."""
    return rc.read_case(DATA / "ucb-1973").investigate()


def test_a_reversal_is_told_in_place_of_its_pair(turned):
    assert headline(turned) == (
        "Of 2 candidates, department is the one that stands. It tells more together with sex."
    )
    assert "Sex is reversed within department A" in says(turned)
    assert "together: with" not in says(turned)
    assert content.build(turned).answer.picture.candidates == ("department",)


def test_several_pairs_are_counted(parted):
    (pair,) = together.pairs(parted)
    twice = replace(parted, candidates=(*parted.candidates, pair))
    assert headline(twice).endswith(" Two pairs tell more together.")
