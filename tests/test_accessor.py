"""``df.rootcause`` says the same calls from the table."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import rootcause as rc
import rootcause.accessor

TRIPS = Path(__file__).parents[1] / "data" / "vanilla-car" / "observations.csv"


@pytest.fixture(scope="module")
def trips():
    return pd.read_csv(TRIPS).drop(columns=["receipt", "note"])


def test_investigate_is_the_same_call(trips):
    said = trips.rootcause.investigate("no_start", consequences=["minutes_late"])
    same = rc.investigate(trips, "no_start", consequences=["minutes_late"])
    pd.testing.assert_frame_equal(said.to_frame(), same.to_frame())


def test_rank_is_the_same_call(trips):
    said, same = trips.rootcause.rank("no_start"), rc.rank(trips, "no_start")
    pd.testing.assert_frame_equal(said.to_frame(), same.to_frame())


@pytest.mark.parametrize(
    ("code", "there"),
    [
        ("import pandas as pd, rootcause", True),
        ("import rootcause, pandas as pd", False),
        ("import rootcause, rootcause.accessor, pandas as pd", True),
    ],
)
def test_it_is_there_when_pandas_was(code, there):
    asked = f"{code}; print(hasattr(pd.DataFrame, 'rootcause'))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout == f"{there}\n"
