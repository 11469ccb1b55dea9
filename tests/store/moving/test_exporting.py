"""What leaves a book comes back as it was; what a spreadsheet would run is made harmless."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rootcause as rc

WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
SAID = WORDS.filter(str.strip)
VALUES = {
    "numbers": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "truths": st.booleans(),
    "words": WORDS,
    "times": st.datetimes().map(lambda one: one.replace(microsecond=0)),
}
ROW = st.fixed_dictionaries({}, optional={name: VALUES[name] for name in VALUES})


DATA = Path(__file__).parents[3] / "data"


def new_book(folder, name="cases.db"):
    return rc.open_book(Path(folder) / name, create=True)


def new_case(book, **said):
    words = {"title": "No start", "complaint": "It won't!", "outcome": "truths"}
    return rc.new_case(book=book, who="desk 1", **{**words, **said})


def refusal(call, *args, **options):
    with pytest.raises(rc.RootcauseError) as caught:
        call(*args, **options)
    return str(caught.value)


@pytest.fixture
def case(tmp_path):
    """A case with a bit of everything, of a reporter who is named."""
    case = new_case(
        new_book(tmp_path),
        complaint="Dear all,\nit fails.\nAda Kim",
        reporter={"name": "Ada Kim", "salutation": "Ms", "address": "ada@example.org"},
    )
    case.observe(truths=True, words="=HYPERLINK(1)", numbers=2, note="seen by Kim")
    case.observe(pd.DataFrame({"truths": [True, False], "words": ["Kim", "-1+1"]}))
    case.amend(1, numbers=3, why="misread")
    case.contact("news", "Dear Ms Kim, we look into it.")
    return case


def same(one, other):
    """Whether two open cases hold the same, but for the entry that tells of the journey."""
    mine, theirs = one.snapshot(), other.snapshot()
    pd.testing.assert_frame_equal(mine.observations, theirs.observations)
    pd.testing.assert_frame_equal(one.provenance, other.provenance)
    pd.testing.assert_frame_equal(one.missing, other.missing)
    facts = ("title", "complaint", "owner", "status", "opened", "source", "variables", "truth")
    assert [getattr(mine, name) for name in facts] == [getattr(theirs, name) for name in facts]
    assert mine.entries == theirs.entries[: len(mine.entries)]
    assert {one.kind for one in theirs.entries[len(mine.entries) :]} == {"arrived"}
    assert mine.handling == theirs.handling
    assert one.reporters == other.reporters


ANYTHING = given(
    title=SAID,
    complaint=SAID,
    name=WORDS,
    rows=st.lists(ROW.filter(bool), max_size=4),
    table=st.lists(st.tuples(st.booleans(), WORDS), max_size=3),
    words=st.lists(SAID, max_size=3),
)


@settings(max_examples=4)
@ANYTHING
def test_everything_comes_back(**said):
    comes_back(**said)


@pytest.mark.slow
@settings(max_examples=100)
@ANYTHING
def test_everything_comes_back_a_hundred_times(**said):
    comes_back(**said)


def comes_back(title, complaint, name, rows, table, words):
    with tempfile.TemporaryDirectory() as folder:
        book = new_book(folder)
        case = new_case(book, title=title, complaint=complaint, reporter={"name": name})
        case.observe(truths=True, words="seen")
        for row in rows:
            case.observe(row)
        if table:
            frame = pd.DataFrame(table, columns=["truths", "words"])
            case.observe(frame)
        case.amend(1, words="put right", why="misread")
        for one in words:
            case.hypothesise(one, predicts=one)
            case.contact("news", one)
        for number, path in enumerate(("folder", "one.db")):
            left = case.export(Path(folder) / path)
            there = new_book(folder, f"{number}.db")
            same(case, rc.open_case(there.import_case(left), book=there))
            assert there.verify() == []
        read = rc.read_case(Path(folder) / "folder")
        pd.testing.assert_frame_equal(read.observations, case.observations)
        assert (read.title, read.complaint) == (title, complaint)


def test_what_is_written_can_be_read_by_people(case, tmp_path):
    folder = case.export(tmp_path / "out")
    assert sorted(os.listdir(folder)) == [
        "case.toml",
        "journal.jsonl",
        "observations.csv",
        "part-1.parquet",
        "rows.jsonl",
    ]
    assert 'complaint = """\nDear all,\nit fails.\nAda Kim"""' in (folder / "case.toml").read_text()
    with (folder / "observations.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["words"] for row in rows] == ["'=HYPERLINK(1)", "Kim", "'-1+1"]
    assert [row["numbers"] for row in rows] == ["3.0", "", ""]
    assert oct((folder / "rows.jsonl").stat().st_mode & 0o777) == "0o600"


def test_formulas_come_back(case, tmp_path):
    for redact in (False, True):
        folder = case.export(tmp_path / f"out {redact}", redact=redact)
        assert rc.read_case(folder).observations["words"].tolist()[0] == "=HYPERLINK(1)"


def test_again_into_the_same_folder(case, tmp_path):
    folder = case.export(tmp_path / "out")
    (folder / "README.md").write_text("Ours.")
    case.observe(truths=False)
    assert case.export(folder) == folder
    assert len(rc.read_case(folder).observations) == 4
    assert (folder / "README.md").read_text() == "Ours."


def test_redacted(case, tmp_path):
    folder = case.export(tmp_path / "out", redact=True)
    text = "".join(path.read_text() for path in folder.iterdir())
    assert "Kim" not in text
    assert "ada@example.org" not in text
    assert "Dear Ms reporter 1, we look into it." in text
    read = rc.read_case(folder)
    assert read.complaint == "Dear all,\nit fails.\nreporter 1"
    assert read.observations["words"].tolist() == ["=HYPERLINK(1)", "reporter 1", "-1+1"]
    book = new_book(tmp_path, "there.db")
    copy = rc.open_case(book.import_case(folder), book=book)
    assert copy.handling.contacts == read.handling.contacts
    assert len(copy.observations) == 3
    assert book.verify() == []


def test_what_redaction_reaches_and_what_it_does_not(case, tmp_path):
    case.declare("owner", kind="nominal", levels=["Ms Kim", "other"], note="As Ada Kim says.")
    case.observe(owner="Ms Kim")
    case.contact("reply", "My sister Eve and A. K. saw it, says KIM's lawyer, ada@example.org")
    case.hand_over("engineer Kimura")
    folder = case.export(tmp_path / "out", redact=True)
    assert sorted(os.listdir(folder)) == ["case.toml", "journal.jsonl", "observations.csv"]
    text = "".join(path.read_text() for path in folder.iterdir())
    assert "As reporter 1 says." in text
    assert rc.read_case(folder).observations["owner"].iloc[-1] == "Ms reporter 1"
    assert "My sister Eve and A. K. saw it, says KIM's lawyer, reporter 1" in text
    assert "engineer Kimura" in text


def test_no_folder_but_its_own_is_written_to(case, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years")
    assert refusal(case.export, tmp_path / "mine") == (
        f"{tmp_path / 'mine'} holds something else; give the path of a new folder."
    )
    other = new_case(case.book)
    folder = other.export(tmp_path / "other")
    assert "holds something else" in refusal(case.export, folder)
    (tmp_path / "file").write_text("")
    assert "is no folder" in refusal(case.export, tmp_path / "file")
    case.export(tmp_path / "one.db")
    assert "is there already" in refusal(case.export, tmp_path / "one.db")
    assert refusal(case.export, tmp_path / "two.db", redact=True) == (
        "Only a folder can be redacted; give the path of a folder."
    )


def test_a_case_that_was_only_registered(tmp_path):
    case = rc.new_case(title="No start", complaint="It won't!", book=new_book(tmp_path))
    for redact in (False, True):
        folder = case.export(tmp_path / f"out {redact}", redact=redact)
        assert rc.read_case(folder).complaint == "It won't!"
        book = new_book(tmp_path, f"{redact}.db")
        assert book.import_case(folder) == case.id


def test_the_journal_holds_what_is_needed_to_verify_it(case, tmp_path):
    folder = case.export(tmp_path / "out")
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text().splitlines()]
    assert [line["previous"] for line in lines[1:]] == [line["sha256"] for line in lines[:-1]]


# A disk that is full, a folder that is read-only


FULL = """
import resource, signal, sys, rootcause as rc
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
case = rc.open_case(sys.argv[2], book=sys.argv[1])
for path in sys.argv[3:]:
    try:
        print(case.export(path))
    except rc.CaseError as error:
        print(error)
"""


def test_an_export_to_a_full_disk_leaves_no_half_and_can_be_done_again(case, tmp_path):
    numbers = np.random.default_rng(0).random(20_000)
    case.observe(pd.DataFrame({"more": numbers}))
    paths = [tmp_path / "out", tmp_path / "one.db"]
    command = [sys.executable, "-c", FULL, case.book.name, case.id, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        f"{paths[0]} can't be written: File too large.",
        f"{paths[1]} can't be read or written: the disk is full or failing.",
    ], done.stderr
    assert os.listdir(paths[0]) == ["part-1.parquet"]  # of the first import, which is small
    assert sorted(os.listdir(tmp_path)) == ["cases.db", "out"]
    for path in paths:
        assert case.export(path) == path
    assert len(rc.read_case(paths[0]).observations) == len(case.observations)
    assert case.book.verify() == rc.open_book(paths[1]).verify() == []


def test_a_read_only_folder_is_said(case, nobody):
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(case.book.name, folder)
        os.chmod(path, 0o444)
        os.chmod(folder, 0o555)
        with nobody():
            copy = rc.open_case(case.id, book=path)
            said = [refusal(copy.export, Path(folder) / name) for name in ("out", "one.db")]
            said.append(refusal(copy.book.import_case, DATA / "vanilla-car"))
        os.chmod(folder, 0o700)
        assert os.listdir(folder) == ["cases.db"]
    assert said[:2] == [
        f"{folder}/out can't be written: Permission denied.",
        f"{folder}/one.db can't be made: Permission denied.",
    ]
    assert said[2].startswith(f"{path} can't be")
