"""Hostile folders and files give one sentence and nothing is written; honest ones come in."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

import rootcause as rc
from rootcause.store.moving import exporting, moved_folder
from rootcause.store.observations import unfolding

DATA = Path(__file__).parents[3] / "data"


def new_book(folder, name="cases.db"):
    return rc.open_book(Path(folder) / name, create=True)


@pytest.fixture
def book(tmp_path):
    return new_book(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A book into which nothing comes: `refusal` looks each time that it stayed as it was."""
    return new_book(tmp_path_factory.mktemp("untouched"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A case, exported."""
    folder = tmp_path_factory.mktemp("exported")
    case = rc.new_case(
        title="No start", complaint="It won't!", outcome="fails", book=new_book(folder)
    )
    case.observe(fails=True, minutes=2.0)
    case.observe(pd.DataFrame({"fails": [True, False], "minutes": [1.0, 9.0]}))
    case.hypothesise("Heat", predicts="Short stops fail.")
    return case.export(folder / "out")


@pytest.fixture
def folder(exported, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(exported, tmp_path / "out"))


def refusal(book, path):
    """What both doors say, the path left out; the book stays as it was."""
    before = book.cases
    with pytest.raises(rc.RootcauseError) as caught:
        book.import_case(path)
    pd.testing.assert_frame_equal(book.cases, before)
    assert book.verify() == []
    said = str(caught.value).replace(str(path), "out")
    if Path(path).is_dir():
        with pytest.raises(rc.RootcauseError) as caught:
            rc.read_case(path)
        assert str(caught.value).replace(str(path), "out") == said
    assert "\n" not in said
    assert len(said) < 400
    return said


def rewrite(folder, change, name="rows.jsonl"):
    path = folder / name
    lines = [change(json.loads(line)) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def of_table(name, **new):
    return lambda row: {**row, **new} if row.get("table") == name else row


def test_a_folder_of_a_version_that_knew_less(book, folder):
    """A column that was added since, and may be empty, is not asked for."""
    rewrite(folder, lambda row: {name: value for name, value in row.items() if value is not None})
    assert rc.open_case(book.import_case(folder), book=book).investigate().n == 3
    assert book.verify() == []


def test_twice_is_once(book, folder):
    case_id = book.import_case(folder)
    with pytest.raises(rc.CaseError) as caught:
        book.import_case(folder)
    assert str(caught.value) == f"The book has this case already, as {case_id}."


def test_an_id_that_is_taken_gets_a_number(book, folder):
    mine = rc.new_case(title="Mine", complaint="Mine.", book=book)
    there = rc.open_case(book.import_case(folder, who="engineer 1"), book=book)
    assert there.id == f"{mine.id}-2"
    last = there.journal.iloc[-1]
    assert (last["who"], last["what"]) == ("engineer 1", f"Came from out, where it was {mine.id}.")
    assert there.investigate().n == 3
    assert book.verify() == []


@pytest.mark.parametrize("name", sorted(path.parent.name for path in DATA.glob("*/case.toml"))[:4])
def test_folders_written_by_hand(book, name):
    case = rc.open_case(book.import_case(DATA / name), book=book)
    told = rc.read_case(DATA / name)
    mine = case.snapshot()
    assert (mine.complaint, mine.status, mine.owner, mine.truth) == (
        told.complaint,
        told.status,
        told.owner,
        told.truth,
    )
    assert list(mine.observations.columns) == list(told.observations.columns)
    assert len(mine.observations) == len(told.observations)
    assert {one.name: one.kind for one in mine.variables.values()} == {
        one.name: one.kind for one in told.variables.values()
    }
    assert [one.what for one in case.owed] == [one.what for one in rc.case.owed.owed(told.handling)]
    with pytest.raises(rc.CaseError, match="The book has this case already, as"):
        book.import_case(DATA / name)
    assert book.verify() == []


def test_the_least_that_a_folder_may_say(book, tmp_path):
    (tmp_path / "case.toml").write_text(
        'id = "least"\ntitle = "Pump"\ncomplaint = "It leaks."\n'
        '[variables.leaks]\nkind = "binary"\nrole = "outcome"\n'
    )
    (tmp_path / "observations.csv").write_text("leaks,hours\nyes,3\nno,4\n")
    case = rc.open_case(book.import_case(tmp_path), book=book)
    assert book.cases.loc[0, "opened"] == case.journal["at"].iloc[0][:10]
    assert case.journal["what"].iloc[0] == "Registered: Pump"
    assert case.observations["hours"].tolist() == [3, 4]
    assert book.verify() == []


def test_text_edited_after_the_export(book, folder):
    path = folder / "observations.csv"
    path.write_text(path.read_text().replace("9.0", "7.0"))
    assert refusal(book, folder) == (
        "out/observations.csv was changed since it was exported. Export it again, or delete "
        "rows.jsonl to take the rest of the folder as it stands."
    )
    (folder / "rows.jsonl").unlink()
    case = rc.open_case(book.import_case(folder), book=book)
    assert case.observations["minutes"].tolist() == [2.0, 1.0, 7.0]
    assert case.handling.hypotheses[0].statement == "Heat"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            of_table("cases", title="Other"),
            "Number 0 of cases is not what the journal tells of it.",
        ),
        (of_table("cases", title=7), "A row of cases has no 'title' of the right type and length"),
        (of_table("cases", id="x" * 201), "has no 'id' of the right type and length"),
        (of_table("cases", opened="long ago"), "opened is a date such as '2026-03-31'"),
        (of_table("cases", nonsense=7), "A row of cases has an unknown column 'nonsense'."),
        (
            of_table("observations", cells={"fails": False}),
            "Number 1 of observations is not what the journal",
        ),
        (of_table("parts", n="../../x"), "a part has a number."),
        (of_table("batches", length=9), "Number 1 of batches is not what the journal"),
        (of_table("cases", table="pg_authid"), "there is no table 'pg_authid'."),
        (lambda row: {**row, "format": 2} if "format" in row else row, "this version of rootcause"),
        (lambda row: {**row, "uid": "x"} if "format" in row else row, "Entry 1 of the journal"),
        (lambda row: {**row, "sha256": 7} if "format" in row else row, "was changed since"),
    ],
)
def test_changed_rows(untouched, folder, change, said):
    rewrite(folder, change)
    assert said in refusal(untouched, folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: {**row, "what": "Nothing."}, "Entry 1 of the journal does not follow"),
        (lambda row: {**row, "details": []}, "Entry 1 of the journal is not one that"),
        (lambda row: {**row, "at": "now"}, "Entry 1 of the journal is not one that"),
        (
            lambda row: {**row, "who": None},
            "A row of journal has no 'who' of the right type and length",
        ),
    ],
)
def test_changed_journal(untouched, folder, change, said):
    rewrite(folder, change, "journal.jsonl")
    assert said in refusal(untouched, folder)


def test_a_journal_cut_short_or_shuffled(untouched, folder):
    path = folder / "journal.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:]))
    assert "Entry 2 of the journal does not follow from the one before" in refusal(
        untouched, folder
    )
    path.write_text("".join(lines[:-1]))
    assert "it was cut short" in refusal(untouched, folder)
    path.write_text("".join(lines)[:-20])
    assert "can't be read" in refusal(untouched, folder)


@pytest.mark.parametrize("name", ["rows.jsonl", "part-1.parquet", "journal.jsonl"])
def test_links_out_of_the_folder(untouched, folder, tmp_path, name):
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    assert refusal(untouched, folder) == (
        f"out/{name} is a link; a case folder holds its files itself, so copy it here."
    )


def test_missing_part(untouched, folder):
    (folder / "part-1.parquet").unlink()
    assert "has no part-1.parquet" in refusal(untouched, folder)


def test_a_part_that_is_another(untouched, folder):
    (folder / "part-1.parquet").write_bytes(b"PAR1 bomb")
    assert refusal(untouched, folder) == "Part 1 of the imported observations was changed."


def test_a_part_that_unfolds_to_too_much(untouched, folder, monkeypatch):
    monkeypatch.setattr(unfolding, "LARGEST", 50)
    assert refusal(untouched, folder).startswith(
        "Imported observations can't be read again: 2 rows"
    )


@pytest.mark.parametrize("name", ["rows.jsonl", "journal.jsonl", "part-1.parquet"])
def test_huge_files_are_refused_unread(untouched, folder, name):
    with (folder / name).open("ab") as file:
        file.truncate(2**31)
    assert f"out/{name} has 2,048.0 MiB" in refusal(untouched, folder)


@pytest.mark.parametrize("again", [0, 1, 2])
def test_an_export_that_was_cut_off_is_seen(untouched, folder, tmp_path, monkeypatch, again):
    there = new_book(tmp_path, "b.db")
    case = rc.open_case(there.import_case(folder), book=there)
    case.observe(fails=False, minutes=8.0)
    written = []

    def cut_off(path, content, write=moved_folder.write):
        if len(written) == again:
            raise KeyboardInterrupt
        written.append(write(path, content))

    monkeypatch.setattr(exporting, "write", cut_off)
    with pytest.raises(KeyboardInterrupt):
        case.export(folder)
    assert refusal(untouched, folder)


def test_newer_format(untouched, folder):
    path = folder / "case.toml"
    path.write_text(path.read_text().replace("format = 1", "format = 2"))
    assert refusal(untouched, folder) == (
        "out/case.toml, line 1: this is format 2; this version of rootcause reads format 1."
    )


@pytest.mark.parametrize("depth", [1, 100_000])
def test_nested_json(untouched, folder, depth):
    (folder / "rows.jsonl").write_text("[" * depth)
    assert "out/rows.jsonl, line 1 can't be read" in refusal(untouched, folder)


def test_steps_that_make_no_sense(untouched, folder):
    (folder / "rows.jsonl").unlink()
    line = {"at": "2026-03-02T09:00:00Z", "who": "x", "what": "y", "kind": "done"}
    (folder / "journal.jsonl").write_text(json.dumps({**line, "details": {"action": 9}}))
    assert "There is no action 9" in refusal(untouched, folder)
    (folder / "journal.jsonl").write_text(json.dumps({**line, "details": "action"}))
    assert "'details' must be an object" in refusal(untouched, folder)


# One-case files.


def test_a_file_is_read_from_a_copy(book, folder, tmp_path):
    there = new_book(tmp_path, "b.db")
    case = rc.open_case(there.import_case(folder), book=there)
    file = case.export(tmp_path / "one.sqlite")
    before = file.read_bytes()
    assert rc.open_case(book.import_case(file), book=book).handling == case.handling
    assert file.read_bytes() == before
    assert book.verify() == []


def test_files_that_are_no_case(untouched, folder, tmp_path):
    (tmp_path / "x.db").write_bytes(b"not a book")
    assert refusal(untouched, tmp_path / "x.db") == "out is not a case book."
    two = new_book(tmp_path, "two.db")
    assert "holds 0 cases; one at a time can be brought." in refusal(untouched, tmp_path / "two.db")
    for title in ("One", "Two"):
        rc.new_case(title=title, complaint="x", book=two)
    assert "holds 2 cases" in refusal(untouched, tmp_path / "two.db")
    assert "There is no folder" in refusal(untouched, tmp_path / "nowhere")


def test_a_file_that_was_tampered_with(untouched, folder, tmp_path):
    import sqlite3

    there = new_book(tmp_path, "b.db")
    there.import_case(folder)
    copy = shutil.copy(tmp_path / "b.db", tmp_path / "c.db")
    with sqlite3.connect(copy) as raw:
        raw.execute("UPDATE cases SET title = 'Other'")
    raw.close()
    assert refusal(untouched, copy) == "out is not whole. Case 2026-0001 was altered."


def test_a_pipe_is_not_waited_for(untouched, tmp_path):
    os.mkfifo(tmp_path / "pipe.db")
    assert "is a file; a case is a folder" in refusal(untouched, tmp_path / "pipe.db")
