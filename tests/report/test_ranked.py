import pandas as pd
import pytest

import rootcause as rc


@pytest.fixture
def trips(rng):
    minutes = rng.uniform(1, 20, 60).round(1)
    return pd.DataFrame(
        {
            "no_start": minutes < 6,
            "shop_minutes": minutes,
            "humidity": rng.uniform(20, 90, 60).round(),
            "receipt": [f"r{place}" for place in range(60)],
        }
    )


def test_a_ranking_reads_as_a_table(trips):
    told = repr(rc.rank(trips, "no_start")).splitlines()
    assert " ".join(told[:3]) == (
        "2 candidates for no start, each measured alone, best first: 1 goes with it at 5 % "
        "(Benjamini–Hochberg over 2 tests). Whether one is only a proxy of another was not looked "
        "into: investigate does."
    )
    assert told[4].split() == ["effect", "size", "95", "%", "interval", "p", "corrected", "n"]
    assert [line.split("  ")[0] for line in told[5:7]] == ["shop minutes", "humidity"]
    assert told[-1] == "Not tested (1): receipt (an identifier: a different value on every row)."


def test_a_ranking_without_evidence_or_tests_says_so(trips):
    none = rc.rank(trips[["no_start", "humidity"]], "no_start")
    assert repr(none).splitlines()[:2] == [
        "1 candidate for no start, each measured alone, best first: none go with it at 5 %",
        "(Benjamini–Hochberg over 1 test).",
    ]
    nothing = repr(rc.rank(trips[["no_start", "receipt"]], "no_start"))
    assert nothing.splitlines()[0] == "Nothing that was recorded could be tested against no start."


def test_a_long_ranking_counts_the_rest(trips, rng):
    wide = trips.assign(**{f"x{place}": rng.normal(size=60) for place in range(30)})
    told = repr(rc.rank(wide, "no_start"))
    assert "\nand 20 more\n" in told


def test_places_are_counted_from_the_best(trips):
    found = rc.rank(trips, "no_start")
    assert [one.rank for one in found.candidates] == [1, 2, 3]
    assert found.to_frame()["rank"].tolist() == [1, 2, 3]


def test_hostile_names_drive_neither_terminal_nor_notebook(trips):
    hostile = trips.rename(columns={"humidity": "<b>\x1b[31m", "shop_minutes": "<script>"})
    found = rc.rank(hostile, "no_start")
    assert "\x1b" not in repr(found)
    assert "<script>" not in found._repr_html_()
    assert "<b>" not in found._repr_html_()
