"""``rootcause import``, ``export`` and ``doctor``."""

import json
import sqlite3

import pytest
from running import DATA, KETTLE, refused, run, table

import rootcause as rc


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROOTCAUSE_BOOK", str(tmp_path / "cases.db"))
    return rc.open_book(tmp_path / "cases.db", create=True)


@pytest.fixture
def case(book):
    return rc.new_case(title="T", complaint="The fuse blows.", outcome="fuse", book=book)


def test_the_file_comes_before_the_case(case, tmp_path):
    path = table(tmp_path, "kettle.csv", KETTLE)
    assert run("import", case.id, path).stderr.splitlines()[-1] == (
        f"Error: {str(path)!r} is a file, not a case; the file comes first: "
        f"rootcause import {path} {case.id}"
    )


def test_a_file_comes_in_once(case, tmp_path):
    path = table(tmp_path, "kettle.csv", KETTLE)
    result = run("import", path, case.id)
    assert result.stdout == f"{case.id}: 20 observations imported, 1 to 20.\n"
    assert len(case.observations) == 20
    assert refused(tmp_path, 1, "import", path, case.id)
    assert len(case.observations) == 20


def test_rows_left_out_are_listed_with_line_and_reason(case, tmp_path):
    case.declare("water", kind="numeric", range=(0, 1))
    path = table(tmp_path, "kettle.csv", KETTLE)
    refused(tmp_path, 1, "import", path, case.id)
    assert case.observations.empty
    result = run("import", path, case.id, "--skip-bad-rows")
    assert "10 observations imported, 1 to 10; 10 left out." in result.stdout
    assert "line 3: " in result.stderr


def test_a_whole_case_goes_round(book, tmp_path):
    assert run("import", DATA / "lind-1747").stdout.startswith("lind-1747  imported")
    assert run("export", "lind-1747", tmp_path / "out").exit_code == 0
    other = tmp_path / "other.db"
    said = json.loads(run("import", tmp_path / "out", "--book", other, "--json").stdout)
    rows = rc.open_case(said["case"], book=other).observations
    assert rows.equals(rc.open_case("lind-1747", book=book).observations)


def test_one_file_for_mail(book, tmp_path):
    run("import", DATA / "lind-1747")
    assert run("export", "lind-1747", tmp_path / "lind.db").exit_code == 0
    assert rc.open_book(tmp_path / "lind.db").cases["id"].tolist() == ["lind-1747"]


def test_doctor_finds_an_older_copy_by_its_witness(case, tmp_path):
    before = (tmp_path / "cases.db").read_bytes()
    case.observe(fuse="blown")
    assert run("doctor", "--witness", "seen").stdout.endswith("is whole: 1 case.\n")
    (tmp_path / "cases.db").write_bytes(before)
    assert run("doctor").exit_code == 0
    result = run("doctor", "--witness", "seen")
    assert (result.exit_code, result.stdout) == (
        1,
        f"The journal of case {case.id} had 2 entries and has 1: this is an older copy.\n",
    )


def test_doctor_finds_a_book_whole_and_a_row_that_was_tampered_with(case, tmp_path):
    case.observe(fuse="held")
    assert run("doctor").stdout == f"{tmp_path / 'cases.db'} is whole: 1 case.\n"
    with sqlite3.connect(tmp_path / "cases.db") as raw:
        for (trigger,) in raw.execute(
            "select name from sqlite_master where type='trigger'"
        ).fetchall():
            raw.execute(f'drop trigger "{trigger}"')
        raw.execute("update observations set note = 'never happened'")
    raw.close()
    result = run("doctor")
    assert result.exit_code == 1
    assert "observation" in result.stdout
    assert json.loads(run("doctor", "--json").stdout)["problems"]


def test_a_book_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROOTCAUSE_BOOK", raising=False)
    assert "There is no case book" in refused(tmp_path, 1, "doctor")
    assert list(tmp_path.iterdir()) == []
