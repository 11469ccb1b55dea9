"""``rootcause list``: who has what, how far it is, what is due."""

import json

import pytest
from running import run

import rootcause as rc


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROOTCAUSE_BOOK", raising=False)
    book = rc.open_book(tmp_path / "cases.db", create=True)
    noise = rc.new_case(title="Noise", complaint="It sings.", book=book)
    noise.triage("engineer 2")
    old = rc.new_case(title="Old <b>smell</b>", complaint="It smells.", book=book)
    old.decline("not our car", by="head of service")
    rc.new_case(title="No start", complaint="It won't start.", book=book)
    return book


def listed(*arguments):
    return [row["title"] for row in json.loads(run("list", *arguments, "--json").stdout)]


def test_open_cases_stand_in_columns(book):
    lines = run("list").stdout.splitlines()
    assert lines[0].split() == ["id", "due", "status", "owner", "reporter", "title", "answer"]
    assert [line.split()[0] for line in lines[1:]] == ["2026-0001", "2026-0003"] or len(lines) == 3


def test_filters(book):
    assert listed() == ["Noise", "No start"]
    assert listed("--all") == ["Noise", "Old <b>smell</b>", "No start"]
    assert listed("--owner", "engineer 2") == ["Noise"]
    assert listed("--status", "declined") == ["Old <b>smell</b>"]


def test_what_is_due(book):
    assert run("list", "--due").stdout == "Nothing is overdue.\n"
    case = rc.open_case(book.cases["id"].iloc[0], book=book)
    case.promise("Send the list", due="2026-01-02", at="2026-01-01")
    (late,) = json.loads(run("list", "--due", "--json").stdout)
    assert (late["what"], late["due"], late["owner"]) == (
        "Send the list.",
        "2026-01-02",
        "engineer 2",
    )
    assert "Send the list" in run("list", "--due").stdout


def test_who_waits_for_an_answer(book):
    assert "Noise" in listed("--unanswered")


def test_an_empty_book(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rc.open_book(tmp_path / "cases.db", create=True)
    assert run("list").stdout == "No case.\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_the_terminal(book, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    long = rc.new_case(title="It does not start " * 6, complaint="No.", book=book)
    long.triage("an engineer with quite a long name")
    lines = run("list").stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[-1].startswith("2026-0004") and "It does" in lines[-1] and "…" in lines[-1]
    assert "It does not start " * 5 in run("show", "2026-0004").stdout.replace("\n", " ")
