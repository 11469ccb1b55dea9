"""Everything known of one candidate, as people ask for it."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import rootcause as rc
from rootcause.results import Candidate, InvestigatedCandidate

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def vanilla():
    return rc.read_case(DATA / "vanilla-car").investigate()


def test_is_the_candidate_it_was(vanilla):
    for one in vanilla.candidates:
        found = vanilla[one.name]
        assert isinstance(found, InvestigatedCandidate) and isinstance(found, Candidate)
        for part in Candidate.__dataclass_fields__:
            assert getattr(found, part) is getattr(one, part)
        assert found.investigation is vanilla


def test_can_be_told_apart_replaced_and_kept(vanilla):
    found = vanilla["flavour"]
    assert hash(found) == hash(vanilla["flavour"])
    assert found != vanilla["shop_minutes"]
    assert replace(found, rank=9).investigation is vanilla
    assert repr(pickle.loads(pickle.dumps(found))) == repr(found)


def test_sentence_is_the_one_of_the_table(vanilla):
    sentences = vanilla.to_frame().set_index("candidate")["sentence"]
    assert all(vanilla[name].sentence == said for name, said in sentences.items())


def test_findings_are_those_that_speak_of_it(vanilla):
    spoken = vanilla["shop_minutes"].findings
    assert spoken[0] == vanilla.findings[0]
    assert any(one.startswith("Flavour is screened off") for one in spoken)
    assert not any("umidity" in one for one in spoken)
    assert [one.candidates for one in vanilla["receipt"].findings] == [("receipt",)]


def test_frame_has_a_row_for_each_conditioning_set(vanilla):
    frame = vanilla["flavour"].to_frame()
    alone, given = vanilla["flavour"].association, vanilla["flavour"].conditionals[0]
    assert list(frame["given"]) == ["", "shop_minutes"]
    assert list(frame["pvalue"]) == [alone.pvalue, given.pvalue]
    assert list(frame["estimate"]) == [alone.effect.value, given.effect.value]


def test_every_candidate_can_be_shown(vanilla):
    for one in vanilla.candidates:
        found = vanilla[one.name]
        assert "verdict" in repr(found) and str(one.verdict) in repr(found)
        assert found._repr_html_().lstrip().startswith("<div")
        assert isinstance(found.plot(), Figure)


def test_names_are_offered_for_completion(vanilla):
    assert vanilla._ipython_key_completions_() == [one.name for one in vanilla.candidates]


def test_oswego_read_aloud():
    found = rc.read_case(DATA / "oswego-1940").investigate()["vanilla_ice_cream"]
    shown = repr(found)
    assert "with it, 43 of 54 fell ill; without it, 3 of 21" in shown
    assert "fell ill, of how many  yes 43 of 54; no 3 of 21" in shown
    assert "odds ratio 20 (6.07 to 88.6)" in shown
