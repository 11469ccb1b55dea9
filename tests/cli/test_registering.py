"""``rootcause new``: a complaint is registered in one command."""

import json
import os
import stat

import pytest
from running import refused, run

import rootcause as rc

WORDS = "When I buy vanilla, it will not start."


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROOTCAUSE_BOOK", raising=False)
    monkeypatch.setenv("ROOTCAUSE_WHO", "engineer 2")
    return tmp_path


def test_one_command_registers_and_says_what_is_next(here):
    result = run("new", "Allergic to vanilla", "--complaint", WORDS, "--outcome", "no_start")
    assert result.exit_code == 0, result.stderr
    case_id = result.stdout.split()[0]
    assert f"rootcause observe {case_id} no_start=..." in result.stdout
    case = rc.open_case(case_id, book=here / "cases.db")
    assert case.snapshot().complaint == WORDS
    assert case.journal["who"].tolist() == ["engineer 2"]
    assert stat.S_IMODE(os.stat(here / "cases.db").st_mode) == 0o600


def test_nobody_has_to_fill_a_form(here):
    assert run("new", "Strange noise", "--complaint", "It sings.").exit_code == 0


def test_the_words_come_from_a_file_or_a_pipe(here):
    (here / "letter.txt").write_text(WORDS + "\n", encoding="utf-8")
    said = json.loads(run("new", "T", "--complaint-file", "letter.txt", "--json").stdout)
    assert rc.open_case(said["id"]).snapshot().complaint == WORDS + "\n"


def test_an_owner_takes_it_at_once(here):
    run("new", "T", "--complaint", WORDS, "--owner", "engineer 3")
    (row,) = rc.open_book(here / "cases.db").cases.itertuples()
    assert (row.owner, row.status) == ("engineer 3", "triaged")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["T"],
            2,
            "What was said is missing: give it with --complaint 'TEXT' or --complaint-file PATH.",
        ),
        (["T", "--complaint", "  "], 2, "`complaint` is text and says something, not '  '."),
        (["T", "--complaint", WORDS, "--complaint-file", "-"], 2, "The complaint was given twice"),
    ],
)
def test_what_cannot_be_registered(here, arguments, code, said):
    assert refused(here, code, "new", *arguments).startswith(said)
    assert not (here / "cases.db").exists() or rc.open_book(here / "cases.db").cases.empty
