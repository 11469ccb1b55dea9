"""``rootcause investigate`` from outside: what is printed where, and with which exit code."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from running import DATA, KETTLE, TORN_MONTHS, refused, run, table

import rootcause


def test_investigate_answers_in_words(kettle):
    result = run("investigate", kettle, "--outcome", "fuse")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert "water" in result.stdout
    assert "stands" in result.stdout


def test_investigate_json_is_pure_and_the_same_twice(kettle):
    first, second = (run("investigate", kettle, "--outcome", "fuse", "--json") for _ in range(2))
    said = json.loads(first.stdout)
    assert first.stdout == second.stdout
    assert "water" in json.dumps(said)


def test_investigate_passes_on_what_was_asked(kettle, monkeypatch):
    seen = {}

    def spy(table, outcome, **options):
        seen.update(options, outcome=outcome, columns=list(table.columns))
        raise rootcause.ArgumentError("enough seen")

    monkeypatch.setattr(rootcause, "investigate", spy, raising=False)
    result = run(
        *("investigate", kettle, "--outcome", "fuse", "--candidates", 'water,"a, b"'),
        *("--candidates", "tea", "--consequence", "bill", "--ignore", "x, y"),
        *("--unit", "pot", "--time", "when", "--counts", "n", "--of", "cups"),
        *("--kind", "tea=nominal", "--kind", "a=b=ordinal", "--alpha", "0.01"),
        *("--correction", "holm", "--seed", "7", "--lags", "tea=2", "--lags", "a=b=1"),
    )
    assert result.exit_code == 2
    assert seen == {
        "columns": ["water", "tea", "fuse"],
        "outcome": "fuse",
        "candidates": ["water", "a, b", "tea"],
        "consequences": ["bill"],
        "ignored": ["x", "y"],
        "unit": "pot",
        "time": "when",
        "counts": "n",
        "of": "cups",
        "kinds": {"tea": "nominal", "a=b": "ordinal"},
        "lags": {"tea": 2, "a=b": 1},
        "levers": {},
        "trial": None,
        "alpha": 0.01,
        "correction": "holm",
        "rng": 7,
    }


def test_investigate_takes_a_case_with_the_roles_it_declares():
    result = run("investigate", DATA / "oswego-1940", "--json")
    assert result.exit_code == 0, result.stderr
    assert "vanilla_ice_cream" in result.stdout


def test_investigate_writes_the_reports(kettle, tmp_path):
    page, words = tmp_path / "k.html", tmp_path / "k.md"
    result = run("investigate", kettle, "--outcome", "fuse", "--html", page, "--markdown", words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == f"Report: {page}\nReport: {words}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "water" in words.read_text(encoding="utf-8")


def test_report_that_cannot_be_written(kettle, tmp_path):
    page = tmp_path / "nowhere" / "k.html"
    result = run("investigate", kettle, "--outcome", "fuse", "--html", page)
    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"Error: The report can't be written to {str(page)!r}: there is no folder "
        f"{str(page.parent)!r}. Make the folder first.\n"
    )


ALWAYS_HELD = KETTLE.replace("blew", "held")
NEVER_RECORDED = KETTLE.replace("blew", "").replace("held", "")


@pytest.mark.parametrize(
    ("text", "outcome", "said"),
    [
        (None, "fuse", "There is no file k.csv. Did you mean 'kettle.csv'?"),
        ("", "fuse", "k.csv is empty. It takes a header and at least one row."),
        ("water,fuse\n", "fuse", "k.csv has columns but no rows."),
        ("\0\1\2\3" * 99, "fuse", "k.csv is not a table but binary data."),
        (KETTLE, "fuze", "The table has no column 'fuze'. Did you mean 'fuse'?"),
        (
            ALWAYS_HELD,
            "fuse",
            "The outcome 'fuse' is always 'held': there is nothing to explain. "
            "Observe also when it is otherwise.",
        ),
        (
            NEVER_RECORDED,
            "fuse",
            "The outcome 'fuse' was recorded in none of 20 rows; it takes at least two.",
        ),
        (
            "water,fuse\n1,held\n",
            "fuse",
            "The outcome 'fuse' was recorded in 1 of 1 rows; it takes at least two.",
        ),
        (
            "water,water,fuse\n1,2,held\n2,3,blew\n",
            "fuse",
            "k.csv has more than one column called 'water'. Names must differ.",
        ),
        (
            TORN_MONTHS,
            "deaths",
            "k.csv, line 4: '1841-03-01,27712' has 2 values where the header has 3. Mend it, or "
            'leave such lines out: --skip-bad-rows, or bad_rows="skip" in Python.',
        ),
    ],
    ids=[
        *("missing", "empty", "header only", "no table", "typo"),
        *("constant", "all missing", "one row", "duplicate", "torn"),
    ],
)
def test_bad_table(kettle, tmp_path, text, outcome, said):
    path = tmp_path / "k.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert refused(tmp_path, 1, "investigate", path, "--outcome", outcome) == said


def test_copy_of_the_outcome_restates_it(tmp_path):
    rows = [line.split(",") for line in KETTLE.splitlines()]
    renamed = {"fuse": "lights", "held": "on", "blew": "off"}
    text = "\n".join(",".join([*row, renamed[row[2]]]) for row in rows)
    path = table(tmp_path, "k.csv", text + "\n")
    said = json.loads(run("investigate", path, "--outcome", "fuse", "--json").stdout)
    verdicts = {one["candidate"]: one["verdict"] for one in said["candidates"]}
    assert verdicts["lights"] == "restates the outcome"


def test_bad_rows_can_be_left_out_and_are_counted(tmp_path):
    path = table(tmp_path, "months.csv", TORN_MONTHS + "1841-04-01,255,4\n" * 9)
    result = run("investigate", path, "--outcome", "deaths", "--skip-bad-rows", "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == "Left out, as they don't fit the table: 1 (line 4).\n"
    assert json.loads(result.stdout)


def test_bad_rows_of_a_case_can_be_left_out(tmp_path):
    folder = tmp_path / "torn"
    shutil.copytree(DATA / "lind-1747", folder)
    with (folder / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("013,citrus\n")
    said = refused(folder, 1, "investigate", folder)
    assert said.startswith("observations.csv, line 14: '013,citrus' has 2 values")
    result = run("investigate", folder, "--skip-bad-rows")
    assert result.exit_code == 0
    assert result.stderr == "Left out, as they don't fit the table: 1 (line 14).\n"


def test_table_without_outcome_is_a_usage_error(kettle):
    assert refused(kettle.parent, 2, "investigate", kettle) == (
        "A table needs --outcome, the column that the complaint is about. "
        "There are: 'water', 'tea', 'fuse'."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "tea"], "'tea' is not COLUMN=KIND, such as batch=nominal."),
        (["--kind", "tea=nominl"], "'nominl' is no kind. Did you mean 'nominal'?"),
        (["--alpha", "1.5"], "1.5 is not in the range 0<x<1."),
        (["--seed", "-1"], "-1 is not in the range x>=0."),
        (["--bogus"], "--bogus"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_wrong_use_exits_with_2(kettle, arguments, said):
    last = refused(kettle.parent, 2, "investigate", kettle, "--outcome", "fuse", *arguments)
    assert said in last


def test_html_in_a_column_name_stays_text(tmp_path):
    hostile = "<script>alert(1)</script>"
    path = table(tmp_path, "k.csv", KETTLE.replace("water", hostile, 1))
    page = tmp_path / "k.html"
    result = run("investigate", path, "--outcome", "fuse", "--html", page)
    assert result.exit_code == 0, result.stderr
    assert hostile in result.stdout
    assert hostile not in page.read_text(encoding="utf-8")


def test_lags_are_tested_or_refused(tmp_path):
    rows = [
        f"2026-01-{day:02},{day * 7 % 11},{'held' if day % 3 else 'blew'}" for day in range(1, 29)
    ]
    path = table(tmp_path, "k.csv", "\n".join(["when,load,fuse", *rows]) + "\n")
    asked = ("investigate", path, "--outcome", "fuse", "--time", "when", "--json")
    found = json.loads(run(*asked, "--lags", "2").stdout)["candidates"]
    assert {"load: lag 1", "load: lag 2"} <= {one["candidate"] for one in found}
    assert refused(tmp_path, 2, *asked, "--lags", "load").endswith(
        "'load' is neither a number nor COL=NUMBER."
    )


def test_tables_of_counts_come_in(tmp_path):
    cells = tmp_path / "cells.csv"
    cells.write_text("dose,ill,n\nlow,yes,3\nlow,no,17\nhigh,yes,14\nhigh,no,6\n", encoding="utf-8")
    result = run("investigate", str(cells), "--outcome", "ill", "--counts", "n")
    assert result.exit_code == 0, result.stderr
    assert "14 of 20" in result.stdout
    refusal = run("investigate", str(cells), "--outcome", "ill", "--of", "births")
    assert refusal.exit_code == 1
    assert refusal.stderr.startswith("Error: The table has no column 'births'.")


def test_investigate_counts_a_pattern_of_files_too_large_to_hold(tmp_path, monkeypatch):
    pytest.importorskip("duckdb")
    monkeypatch.setattr("rootcause.engine.sources.A_CELL", 10**6)
    rng = np.random.default_rng(3)
    water = rng.normal(size=3_000)
    kettle = pd.DataFrame({"water": water, "fuse": water + rng.normal(size=3_000) > 1})
    for place, part in enumerate((kettle[:900], kettle[900:])):
        part.to_parquet(tmp_path / f"{place}.parquet")
    result = run(
        *("investigate", str(tmp_path / "*.parquet"), "--outcome", "fuse", "--memory", "1GB")
    )
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert "3,000 observations" in result.stdout.replace("\N{NO-BREAK SPACE}", " ")
    asked = "investigate", str(tmp_path / "*.parquet"), "--outcome", "fuse", "--memory", "1x"
    assert refused(tmp_path, 2, *asked) == "memory='1x' is no size, such as '2GB' or '500MB'."
