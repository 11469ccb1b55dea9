"""Wrong options: one sentence each, whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import rootcause as rc

TABLE = pd.DataFrame({"y": [0, 1] * 10, "x": range(20), "batch": ["a", "b"] * 10})


@pytest.mark.parametrize("call", [rc.investigate, rc.rank])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"candidates": "x"}, "candidates='x' is one text; it takes a list: ['x']."),
        ({"consequences": "x"}, "consequences='x' is one text; it takes a list: ['x']."),
        ({"candidates": 3}, "candidates=3 is no list of column names."),
        ({"unit": ["x"]}, "unit=['x'] is no column name; it takes one text."),
        ({"time": 3}, "time=3 is no column name; it takes one text."),
        ({"consequences": ["y"]}, "'y' is the outcome; it can't be in consequences as well."),
        ({"unit": "y"}, "'y' is the outcome; it can't be in unit as well."),
        ({"alpha": "a"}, "alpha='a' is not a level between 0 and 1, such as 0.05."),
        ({"alpha": True}, "alpha=True is not a level between 0 and 1, such as 0.05."),
        ({"alpha": 5}, "alpha=5 is not a level between 0 and 1, such as 0.05."),
        ({"rng": "a"}, "rng='a' is neither a generator nor a seed: a number from 0 up."),
        ({"rng": -1}, "rng=-1 is neither a generator nor a seed: a number from 0 up."),
        (
            {"kinds": ["nominal"]},
            "kinds=['nominal'] doesn't say which column is what; it takes {'batch': 'nominal'}.",
        ),
    ],
)
def test_a_wrong_option_is_one_sentence(call, options, message):
    with pytest.raises(rc.ArgumentError) as caught:
        call(TABLE, "y", **options)
    assert str(caught.value) == message


def test_an_outcome_is_one_name():
    with pytest.raises(rc.ArgumentError, match=r"outcome=\['y'\] is no column name"):
        rc.investigate(TABLE, ["y"])
    with pytest.raises(rc.ArgumentError, match="'y' is the outcome; it can't be in ignored"):
        rc.investigate(TABLE, "y", ignored=["y"])


def test_a_generator_and_a_numpy_seed_will_do():
    for rng in (np.random.default_rng(1), np.int64(3), None):
        assert rc.rank(TABLE, "y", rng=rng).candidates
