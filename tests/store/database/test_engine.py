"""Opening books: what is there, what isn't, and what only looks like one."""

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pandas as pd
import pytest

import rootcause as rc
from rootcause.store.database import engine
from rootcause.store.database.schema import cases


def refused(call, *args, **named):
    with pytest.raises(rc.RootcauseError) as raised:
        call(*args, **named)
    return str(raised.value)


def test_a_new_file_is_its_owners_only(tmp_path):
    path = tmp_path / "cases.db"
    before = os.umask(0)
    try:
        rc.open_book(path, create=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cases.db"]


@pytest.mark.parametrize(
    "name", ["a b?c#d%20e.db", "ünïcödé 漢字.db", "'; DROP TABLE cases; --.db"]
)
def test_any_file_name(tmp_path, name):
    rc.open_book(tmp_path / name, create=True)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert rc.open_book(str(tmp_path / name)).verify() == []


def test_what_is_not_there_is_said(tmp_path):
    rc.open_book(tmp_path / "cases.db", create=True)
    said = refused(rc.open_book, tmp_path / "case.db")
    assert said.startswith(
        f"There is no case book {tmp_path / 'case.db'}. Did you mean 'cases.db'?"
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cases.db"]
    assert refused(rc.open_book, tmp_path) == (
        f"{tmp_path} is a folder; a case book is a file, such as {tmp_path / 'cases.db'}."
    )
    nowhere = tmp_path / "no" / "cases.db"
    assert refused(rc.open_book, nowhere, create=True) == (
        f"{nowhere} can't be made: No such file or directory."
    )
    assert refused(rc.open_book, "a\0b", create=True).endswith("embedded null byte.")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a/b", "A case book is a file or a postgresql:// URL, not 'mysql'."),
        ("://", "The book's URL can't be read. It looks like postgresql://user@host/database."),
        (
            "postgresql://a:secret@localhost:1/b",
            "postgresql://a:***@localhost:1/b can't be reached:",
        ),
    ],
)
def test_other_urls_are_refused_without_their_password(url, said):
    told = refused(rc.open_book, url)
    assert told.startswith(said)
    assert "secret" not in told


def test_no_driver_is_said(monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    assert refused(rc.open_book, "postgresql://a/b") == (
        'A book on PostgreSQL needs psycopg. Install it with: pip install "rootcause[postgresql]".'
    )


# What only looks like a book


def test_an_empty_file_is_no_book(write):
    path = write("cases.db", "")
    assert refused(rc.open_book, path) == (
        f"{path} holds no case book yet. open_book(..., create=True) makes one."
    )
    assert path.stat().st_size == 0
    assert rc.open_book(path, create=True).verify() == []


@pytest.mark.parametrize(
    "content", ["not a database " * 100, b"\0" * 5000, b"SQLite format 3\0" * 99]
)
@pytest.mark.parametrize("create", [True, False])
def test_another_file_is_no_book(write, content, create):
    path = write("cases.db", content)
    before = path.read_bytes()
    assert refused(rc.open_book, path, create=create) == f"{path} is not a case book."
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [True, False])
def test_another_database_is_no_book(tmp_path, create):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE migrations (number INTEGER)")
    raw.close()
    said = f"{path} is a database, but not a case book."
    assert refused(rc.open_book, path, create=create) == said


def test_a_truncated_book_is_refused_or_found_damaged(case, book, tmp_path):
    case.observe(pd.DataFrame({"minutes": range(9000)}).assign(flavor="mint"), sure=True)
    whole = Path(book.name).read_bytes()
    copy = tmp_path / "copy.db"
    for share in (0.01, 0.3, 0.6, 0.9, 0.99):
        copy.write_bytes(whole[: int(len(whole) * share)])
        try:
            problems = rc.open_book(copy).verify()
        except rc.CaseError as error:
            problems = [str(error)]
        assert problems, share


def test_a_symbolic_link_leads_to_the_book(book, tmp_path):
    link = tmp_path / "link.db"
    link.symlink_to(book.name)
    assert rc.open_book(link).verify() == []


# What can't be written


@pytest.mark.parametrize("modes", [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)])
def test_a_read_only_book_is_read_and_not_written(case, book, nobody, modes):
    case.observe(minutes=3.0)
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(book.name, folder)
        os.chmod(path, modes[0])
        os.chmod(folder, modes[1])
        with nobody():
            copy = rc.open_case(case.id, book=path)
            assert len(copy.observations) == len(copy.book.cases) == 1
            assert copy.book.verify() == []
            said = refused(copy.observe, minutes=3.0)
        assert said in (
            f"{path} can't be written by this user: it, or its folder, is read-only.",
            f"{path} can't be opened: its folder may be read-only, or it is gone.",
        )
        assert Path(path).read_bytes() == Path(book.name).read_bytes()
        os.chmod(folder, 0o700)


def limited(size):
    """No file may grow beyond this size, as on a full disk."""

    def limit():
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


FILL = """
import sys, numpy as np, pandas as pd, rootcause as rc
case = rc.open_case(sys.argv[2], book=sys.argv[1])
done = 0
try:
    for place in range(1000):
        if sys.argv[3] == "one":
            case.observe(minutes=3.0, note="x" * 20_000)
        else:
            case.observe(pd.DataFrame({"minutes": np.random.default_rng(place).random(5000) * 60}))
        done += 1
        print(done, flush=True)
except rc.CaseError as error:
    print(error)
"""


@pytest.mark.parametrize(("what", "rows"), [("one", 1), ("table", 5000)])
def test_a_full_disk_is_said_and_loses_nothing(case, book, what, rows):
    size = os.stat(book.name).st_size
    command = [sys.executable, "-c", FILL, book.name, case.id, what]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited(size + 200_000),
    )
    *counts, said = done.stdout.splitlines()
    assert said in (
        f"{book.name} can't be read or written: the disk is full or failing.",
        f"{book.name} can't grow: the disk is full. Nothing was changed.",
    ), done.stderr
    assert len(counts) >= 2
    assert len(case.observations) == rows * len(counts)
    assert book.verify() == []
    case.observe(minutes=3.0)


# Several at once


def test_a_book_in_use_is_waited_for(case, book, monkeypatch):
    done = threading.Event()

    def write():
        case.observe(minutes=3.0, who="late")
        done.set()

    with book.writing():
        late = threading.Thread(target=write)
        late.start()
        assert not done.wait(0.3)
        assert len(book.cases) == 1
    late.join()
    assert case.observations["minutes"].tolist() == [3.0]


def test_who_never_lets_go_is_reported(case, book, monkeypatch):
    monkeypatch.setattr(engine, "PATIENCE", 0.2)
    with book.writing():
        said = refused(case.observe, minutes=3.0)
    assert said == f"{book.name} is in use by another program that doesn't let go; try again."
    case.observe(minutes=3.0)


def test_a_book_that_another_program_put_in_wal_mode_is_brought_back(case, book):
    raw = sqlite3.connect(book.name)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.close()
    case.observe(minutes=3.0)
    raw = sqlite3.connect(book.name)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    raw.close()


def test_a_copy_of_an_open_book_is_whole(case, book, tmp_path):
    with book.reading() as connection:
        case_count = len(connection.execute(cases.select()).all())
        copy = shutil.copy(book.name, tmp_path / "copy.db")
    assert rc.open_book(copy).verify() == []
    assert len(rc.open_book(copy).cases) == case_count
