"""A book of every version opens: one is kept of each, as that version made it."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

import rootcause as rc
from rootcause.store.book.migrations import VERSION
from rootcause.store.database.schema import migrations

KEPT = sorted(Path(__file__).parent.glob("version-*.db"))


def test_one_is_kept_of_every_version():
    assert [one.stem for one in KEPT] == [f"version-{n}" for n in range(1, VERSION + 1)]


@pytest.mark.parametrize("kept", KEPT, ids=lambda one: one.stem)
def test_a_book_of_every_version_opens(kept, tmp_path):
    path = shutil.copy(kept, tmp_path)
    book = rc.open_book(path)
    with book.reading() as connection:
        assert connection.execute(select(func.max(migrations.c.number))).scalar() == VERSION
    assert book.verify() == []
    case = rc.open_case(book.cases["id"].iloc[0], book=book)
    found = case.observations
    assert found.index.tolist() == [1, 2, 4]
    assert found["shop_minutes"].iloc[[0, 2]].tolist() == [2.6, 2.0]
    assert found["no_start"].tolist() == [True, False, True]
    assert case.missing["reason"].tolist() == ["refused"]
    assert (case.handling.owner, case.handling.hypotheses[0].statement) == (
        "engineer 2",
        "Vapor lock",
    )
    assert case.reporters[0].name == "A. Vega"
    case.observe(flavour="mint", shop_minutes=8.0, no_start=False)
    case.erase_reporter("reporter 1", why="asked for it")
    there = rc.open_book(tmp_path / "there.db", create=True)
    assert len(rc.open_case(there.import_case(path), book=there).observations) == 4
    assert book.verify() == there.verify() == []
