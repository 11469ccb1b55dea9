"""A book replaced by an older copy of itself is whole, and still found."""

import shutil
from pathlib import Path

import pytest

import rootcause as rc


@pytest.fixture
def seen(case, book, tmp_path):
    """A witness that saw the book, and a copy of the book of that time."""
    assert book.verify(tmp_path / "witness") == []
    return tmp_path / "witness", Path(shutil.copy(book.name, tmp_path / "older.db"))


def test_what_was_seen_and_more_is_fine(case, book, seen):
    case.observe(minutes=3.0)
    rc.new_case(title="Another", complaint="Another", book=book)
    before = seen[0].read_text()
    assert book.verify(seen[0]) == book.verify(seen[0]) == []
    assert seen[0].read_text() != before


def test_an_older_copy_is_found(case, book, seen):
    case.observe(minutes=3.0)
    other = rc.new_case(title="Another", complaint="Another", book=book)
    assert book.verify(seen[0]) == []
    remembered = seen[0].read_text()
    shutil.copy(seen[1], book.name)
    assert book.verify() == []
    assert book.verify(seen[0]) == [
        "The journal of the book had 3 entries and has 2: this is an older copy.",
        f"The journal of case {case.id} had 4 entries and has 3: this is an older copy.",
        f"The journal of case {other.id} was seen by the witness and is gone.",
    ]
    assert seen[0].read_text() == remembered


def test_another_past_is_found(case, book, seen):
    case.observe(minutes=3.0)
    assert book.verify(seen[0]) == []
    shutil.copy(seen[1], book.name)
    case.observe(minutes=4.0)
    assert book.verify(seen[0]) == [
        f"The journal of case {case.id} tells something else than the witness saw, up to entry 4."
    ]


def test_another_book_is_said(seen, tmp_path):
    other = rc.open_book(tmp_path / "other.db", create=True)
    assert other.verify(seen[0]) == ["This is another book than the witness saw."]


@pytest.mark.parametrize("content", ["", "[]", '{"book": "x"}', "[" * 100_000, b"\xff"])
def test_what_is_no_witness_is_left_alone(book, write, content):
    path = write("thesis.txt", content)
    before = path.read_bytes()
    with pytest.raises(rc.CaseError, match="is no witness of a book; give the path of a new file"):
        book.verify(path)
    assert path.read_bytes() == before


def test_a_witness_that_cannot_be_written_is_said(book, tmp_path):
    assert book.verify(tmp_path / "no" / "witness") == [
        f"{tmp_path / 'no' / 'witness'} can't be written: No such file or directory."
    ]
    with pytest.raises(rc.CaseError, match=r"can't be read: Is a directory\."):
        book.verify(tmp_path)
