import re
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import rootcause as rc

BEFORE = pd.DataFrame(
    {
        "when": pd.date_range("2026-01-01", periods=10),
        "failed": [1, 0, 0, 1, 0, 1, 0, 0, 1, 0],
        "hours": np.arange(1.0, 11),
    }
)
SINCE = pd.DataFrame(
    {"when": pd.date_range("2026-02-01", periods=8), "failed": [0] * 8, "hours": np.full(8, 5.0)}
)
BOTH = pd.concat([BEFORE, SINCE], ignore_index=True)


def counts(found):
    return (found.before.happened, found.before.n, found.after.happened, found.after.n)


@pytest.mark.parametrize(
    "given",
    [
        ((BEFORE, SINCE, "failed"), {}),
        ((BEFORE, SINCE, "failed"), {"time": "when"}),
        ((BEFORE["failed"], SINCE["failed"]), {}),
        ((BEFORE["failed"].tolist(), SINCE["failed"].to_numpy()), {}),
        ((pl.Series(BEFORE["failed"].tolist()), pl.Series("x", SINCE["failed"].tolist())), {}),
        ((BOTH,), {"outcome": "failed", "since": "2026-02-01", "time": "when"}),
        (
            (BOTH.sample(frac=1, random_state=1),),
            {"outcome": "failed", "since": pd.Timestamp("2026-02-01"), "time": "when"},
        ),
        (((4, 10), (0, 8)), {}),
    ],
)
def test_every_way_to_give_the_same_gives_the_same(given):
    found = rc.confirm(*given[0], **given[1])
    assert counts(found) == (4, 10, 0, 8)
    assert found.pvalue == rc.confirm((4, 10), (0, 8)).pvalue


def test_files_are_read(tmp_path):
    BEFORE.to_csv(tmp_path / "before.csv", index=False)
    SINCE.to_parquet(tmp_path / "since.parquet")
    found = rc.confirm(tmp_path / "before.csv", str(tmp_path / "since.parquet"), "failed")
    assert counts(found) == (4, 10, 0, 8)


def test_a_case_brings_outcome_and_time():
    case = rc.read_case(Path(__file__).parents[2] / "data" / "vanilla-car")
    found = rc.confirm(case, since="2026-07-01")
    assert found.outcome.name == "no_start"
    assert found.before.n + found.after.n == 60
    assert found.things == "trips"


def test_rows_go_by_their_time_not_by_their_place():
    shuffled = BOTH.sample(frac=1, random_state=2)
    found = rc.confirm(shuffled, outcome="failed", since="2026-02-01", time="when")
    assert found.before.values.tolist() == BEFORE["failed"].tolist()


def test_missing_outcomes_and_times_are_left_out_and_counted():
    table = BOTH.astype({"failed": float}).copy()
    table.loc[2, "failed"] = None
    table.loc[5, "when"] = None
    found = rc.confirm(table, outcome="failed", since="2026-02-01", time="when")
    assert (found.before.n, found.before.n_missing) == (8, 1)
    assert "without a time and left out: 1" in found.cautions


def test_exposure_is_summed():
    found = rc.confirm(BEFORE, SINCE, "failed", exposure="hours")
    assert (found.before.happened, found.before.exposure) == (4, 55.0)
    assert found.over == "hours"
    assert found.measure == "conditional binomial"


def test_the_last_run_can_be_left_out():
    found = rc.confirm(BEFORE, SINCE, "failed", triggered=2)
    assert counts(found) == (3, 8, 0, 8)


@pytest.mark.parametrize(
    ("given", "options", "said"),
    [
        (
            (SINCE, BEFORE, "failed"),
            {"time": "when"},
            "The periods overlap: before ends at 2026-02-08 00:00:00 and after begins at "
            "2026-01-01 00:00:00, with 18 observations between. Part them where the fix was made.",
        ),
        (
            (BOTH, BOTH, "failed"),
            {},
            "before and after are the same table; part it with since= or switch=.",
        ),
        (
            (BOTH,),
            {"outcome": "failed"},
            "One table holds before and after together: say when the fix was made, since= and "
            "time=, or which column says that it was on, switch=.",
        ),
        (
            (BOTH,),
            {"outcome": "failed", "since": "2027-01-01", "time": "when"},
            "No observation was made since 2027-01-01 00:00:00, so nothing is compared.",
        ),
        (
            (BOTH.assign(when=BOTH["when"].where(BOTH["when"].index < 3)),),
            {"outcome": "failed", "since": "2027-01-01", "time": "when"},
            "No observation was made since 2027-01-01 00:00:00, so nothing is compared. "
            f"{len(BOTH) - 3} have no time: give them one, or those since as a second table.",
        ),
        (
            (BOTH,),
            {"outcome": "failed", "since": "lately", "time": "when"},
            "since='lately' is no time; it takes one such as '2026-03-01 14:00'.",
        ),
        (
            (BEFORE, SINCE, "fail"),
            {},
            "The table of before has no column 'fail'. Did you mean 'failed'?",
        ),
        (
            (BEFORE, SINCE),
            {},
            "No outcome was named. Say which column the complaint is about. There are: 'when', "
            "'failed', 'hours'.",
        ),
        (
            (BEFORE, SINCE.iloc[:0], "failed"),
            {},
            "The table has columns but no rows.",
        ),
        (
            (BEFORE.assign(hours=0.0), SINCE, "failed"),
            {"exposure": "hours"},
            "The exposure 'hours' is to be above 0, but row 1 of 18 holds 0.",
        ),
        (
            ((3, 2), (0, 4)),
            {},
            "before=(3, 2) is no count; it takes (failures, observations), such as (3, 20), or "
            "with exposure= the failures alone.",
        ),
        (
            ((0, 0), (0, 4)),
            {},
            "Nothing was observed before the fix; there is nothing to compare with.",
        ),
        (((3, 20),), {}, "Counts before the fix need those since: confirm((12, 41), (0, 30))."),
        (
            (12, 3),
            {"exposure": (0, 900)},
            "exposure=0 before the fix is nothing to count failures over; it takes a number above "
            "0, such as hours or kilometres.",
        ),
        (
            (12, 3),
            {"exposure": 900},
            "exposure=900 doesn't say over what was counted; beside counts it takes two numbers, "
            "before and since: (1200, 800).",
        ),
        (
            ((3, 20), (0, 4)),
            {"time": "when"},
            "time='when' names something in a table, but counts were given.",
        ),
        (
            (BEFORE, SINCE, "failed"),
            {"since": "2026-02-01"},
            "since= parts one table; leave out after, or since=.",
        ),
        (
            (BOTH,),
            {"outcome": "failed", "switch": "on"},
            "The table has no column 'on'. There are: 'when', 'failed', 'hours'.",
        ),
    ],
)
def test_what_can_t_be_compared_is_one_sentence(given, options, said):
    with pytest.raises(rc.RootcauseError, match=f"^{re.escape(said)}$"):
        rc.confirm(*given, **options)
