"""The answer as tables and plain values."""

import json
from dataclasses import replace

import made
import pandas as pd
import pytest

from rootcause.report import frames
from rootcause.results import Ranking, Verdict

PROMISED = [
    *("rank", "candidate", "derived_from", "kind", "verdict", "given", "measure", "effect"),
    *("estimate", "low", "high", "statistic", "pvalue", "pvalue_adjusted", "pvalue_given"),
    *("n", "n_missing", "cautions", "sentence"),
]
EVERY = pytest.mark.parametrize("name", made.ALL)


@EVERY
def test_columns_are_the_promised_ones(name):
    investigation = made.ALL[name]()
    frame = investigation.to_frame()
    assert list(frame.columns) == PROMISED
    assert list(frame["candidate"]) == [one.name for one in investigation.candidates]
    assert list(frame["rank"]) == list(range(1, len(frame) + 1))


@EVERY
def test_types_do_not_depend_on_the_answer(name):
    frame = made.ALL[name]().to_frame()
    assert frame.dtypes.equals(made.vanilla().to_frame().dtypes)
    assert frame["n"].dtype == "Int64"
    assert frame["pvalue"].dtype == "float64"


def test_values_at_full_precision():
    row = made.vanilla().to_frame().set_index("candidate").loc["flavor"]
    assert row["verdict"] == "screened off"
    assert row["given"] == "shop_minutes"
    assert (row["effect"], row["estimate"], row["low"], row["high"]) == (
        "Cramér's V",
        0.52,
        0.27,
        0.80,
    )
    assert (row["pvalue"], row["pvalue_adjusted"], row["pvalue_given"]) == (0.003, 0.005, 0.63)


def test_what_was_not_tested_is_missing_and_has_its_reason():
    row = made.vanilla().to_frame().set_index("candidate").loc["receipt"]
    assert pd.isna(row["n"]) and pd.isna(row["pvalue"]) and row["measure"] == ""
    assert row["cautions"] == "an identifier: a different value on every row"


def test_several_given_are_joined():
    assert made.three_rivals().to_frame()["given"][0] == "flash, distance"


def test_cautions_are_joined_once_each():
    told = made.vanilla()
    one = told.candidates[0]
    doubled = replace(one.association, cautions=("Few rows.", "A drift."))
    told = replace(told, candidates=(replace(one, association=doubled, cautions=("Few rows.",)),))
    assert told.to_frame()["cautions"][0] == "Few rows.; A drift."


def test_no_candidates_give_an_empty_frame_of_the_same_shape():
    frame = replace(made.nothing(), candidates=()).to_frame()
    assert list(frame.columns) == PROMISED and frame.empty


def test_ranking():
    told = made.vanilla()
    ranking = Ranking(told.outcome, told.candidates, "fdr_bh", 0.05, 5)
    frame = ranking.to_frame()
    assert list(frame.columns) == frames.RANKED
    assert "verdict" not in frame and "sentence" not in frame
    assert list(frame["pvalue"][:3]) == [4e-5, 0.0004, 0.003]


@EVERY
def test_dict_is_strict_json_and_comes_back_the_same(name):
    told = made.ALL[name]().to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_dict_says_what_is_not_known_as_none():
    told = made.rivals().to_dict()
    first = told["candidates"][0]
    assert first["pvalue_given"] is None
    assert first["given"] == ["flash"]
    assert first["conditionals"][0]["pvalue"] is None
    assert first["contrast"]["first"] == {
        "label": "A",
        "n": 9,
        "happened": 7,
        "median": None,
        "mean": None,
    }
    assert told["answer"] == "undetermined" and told["schema"] == frames.SCHEMA
    assert told["case"] is None


def test_dict_of_a_case():
    told = made.vanilla().to_dict()
    assert told["case"]["id"] == "VC-0007"
    assert told["headline"] == "Of 5 candidates, minutes in the shop is the one that stands."
    assert told["provenance"]["permutations"] == 9999
    assert [one["reached"] for one in told["ladder"]] == [True, True, False, False]
    assert told["candidates"][0]["verdict"] == str(Verdict.STANDS)


HELD = ["given", "measure", "effect", "estimate", "low", "high", "statistic", "pvalue", "n"]


@EVERY
def test_one_candidate_alone_then_given_each_set(name):
    investigation = made.ALL[name]()
    for one in investigation.candidates:
        frame = investigation[one.name].to_frame()
        held = [*filter(None, [one.association]), *one.conditionals]
        assert list(frame.columns) == HELD
        assert list(frame["given"]) == [", ".join(each.given) for each in held]
        assert frame.dtypes.equals(made.vanilla()["flavor"].to_frame().dtypes)
    assert list(made.vanilla()["shop_minutes"].to_frame()["pvalue"]) == [4e-5, 0.002, 0.0006]
