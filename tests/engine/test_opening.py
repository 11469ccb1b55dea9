"""What is held and what is counted, and the one sentence of each thing that can go wrong."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import rootcause as rc
from rootcause.engine.opening import in_bytes, is_engine, opened
from rootcause.errors import ArgumentError, TableError

duckdb = pytest.importorskip("duckdb")


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    minutes = rng.gamma(3, 2, 400)
    return pd.DataFrame(
        {"minutes": minutes, "no_start": minutes < 4, "bay": rng.integers(0, 5, 400)}
    )


@pytest.fixture
def small(monkeypatch):
    """Nothing fits into memory."""
    monkeypatch.setattr("rootcause.engine.sources.A_CELL", 10**9)
    monkeypatch.setattr("rootcause.engine.sources.OF_TEXT", 10**9)


@pytest.mark.parametrize(
    ("said", "size"),
    [(None, 2**31), ("500MB", 500_000_000), ("1.5 GiB", 3 * 2**29), (3 * 10**9, 3 * 10**9)],
)
def test_sizes(said, size):
    assert in_bytes(said) == size


@pytest.mark.parametrize("said", ["much", "10", "1MB", "-3GB", "2 GB RAM"])
def test_sizes_that_are_none(said):
    with pytest.raises(ArgumentError, match=r"memory='.*' is (no size|too little)"):
        in_bytes(said)


def test_a_small_file_is_held(frame, tmp_path):
    frame.to_parquet(tmp_path / "trips.parquet")
    path = str(tmp_path / "trips.parquet")
    assert opened(path) == path
    assert opened(frame) is frame


def test_a_table_is_no_engine_for_the_name_of_a_column(frame):
    table = frame.rename(columns={"bay": "contingencies"})
    assert opened(table) is table
    assert not is_engine(table)


def test_a_pattern_of_small_files_is_held(frame, tmp_path):
    for place, part in enumerate((frame[:100], frame[100:])):
        part.to_csv(tmp_path / f"{place}.csv", index=False)
    found = opened(str(tmp_path / "*.csv"))
    pd.testing.assert_frame_equal(found, frame, check_dtype=False, check_column_type=False)


def test_a_small_relation_is_held(frame):
    found = opened(duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False)))
    pd.testing.assert_frame_equal(found, frame, check_dtype=False, check_column_type=False)


def test_what_is_too_large_is_counted(frame, tmp_path, small):
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_csv(tmp_path / "b.csv", index=False)
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.register("frame", pa.Table.from_pandas(frame, preserve_index=False))
        connection.execute("CREATE TABLE trips AS SELECT * FROM frame")
    for name in ("a.parquet", "a.*", "b.csv", "c.duckdb"):
        engine = opened(str(tmp_path / name))
        assert is_engine(engine)
        assert opened(engine) is engine
        assert engine.n == 400
        assert engine.names == ("minutes", "no_start", "bay")
        engine.close()


def test_nothing_is_left_behind(frame, tmp_path, small, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    frame.to_csv(tmp_path / "b.csv", index=False)
    rc.rank(str(tmp_path / "b.csv"), "no_start")
    assert list((tmp_path / "temporary").iterdir()) == []

    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("rootcause.engine.disk.Disk.contingencies", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rc.investigate(str(tmp_path / "b.csv"), "no_start")
    assert list((tmp_path / "temporary").iterdir()) == []


def parts(frame, folder, second):
    frame.to_parquet(folder / "a.parquet")
    second.to_parquet(folder / "b.parquet")
    return str(folder / "*.parquet")


@pytest.mark.parametrize("size", ["held", "counted"])
class TestFilesThatDontFit:
    @pytest.fixture(autouse=True)
    def _size(self, size, request):
        if size == "counted":
            request.getfixturevalue("small")

    def test_a_column_missing_in_some(self, frame, tmp_path):
        pattern = parts(frame, tmp_path, frame.drop(columns="bay"))
        with pytest.raises(TableError, match=r"b\.parquet has no column 'bay', which .*a\.parquet"):
            opened(pattern)

    def test_a_column_too_many(self, frame, tmp_path):
        pattern = parts(frame.drop(columns="bay"), tmp_path, frame)
        with pytest.raises(TableError, match=r"a\.parquet has no column 'bay', which .*b\.parquet"):
            opened(pattern)

    def test_a_type_that_changes(self, frame, tmp_path):
        pattern = parts(frame, tmp_path, frame.assign(bay="left"))
        with pytest.raises(TableError, match=r"'bay' changes between files: numbers in .*a\.par"):
            opened(pattern)

    def test_whole_numbers_beside_others_are_numbers(self, frame, tmp_path):
        found = opened(parts(frame, tmp_path, frame.assign(bay=frame["bay"] + 0.5)))
        if is_engine(found):
            assert found.facts(["bay"])["bay"].high == 4.5
            found.close()
        else:
            assert found["bay"].max() == 4.5

    def test_a_bad_file_among_many(self, frame, tmp_path):
        pattern = parts(frame, tmp_path, frame)
        (tmp_path / "c.parquet").write_bytes(b"PAR1 not really")
        with pytest.raises(TableError, match=r"c\.parquet can't be read as Parquet"):
            opened(pattern)


def test_text_of_other_columns(frame, tmp_path, small):
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.drop(columns="bay").to_csv(tmp_path / "b.csv", index=False)
    with pytest.raises(TableError, match=r"b\.csv has no column 'bay', which .*a\.csv has"):
        opened(str(tmp_path / "*.csv"))


def test_a_text_column_that_changes_late_is_text(frame, tmp_path, small, monkeypatch):
    monkeypatch.setattr("rootcause.engine.texts.HEAD", 2_000)
    late = frame.assign(bay=[*frame["bay"][:-1], "left"])
    late.to_csv(tmp_path / "a.csv", index=False)
    found = rc.rank(str(tmp_path / "a.csv"), "no_start")
    held = rc.rank(late, "no_start")
    kinds = {one.name: one.variable.kind for one in held.candidates}
    assert {one.name: one.variable.kind for one in found.candidates} == kinds


def test_a_torn_line_is_told(frame, tmp_path, small):
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False)
    path.write_text(path.read_text() + "1,2\n")
    with pytest.raises(TableError, match=r"a\.csv can't be read as a table: .*columns"):
        opened(str(path))


def test_no_file_of_a_pattern():
    with pytest.raises(TableError, match=r"There is no file /nowhere/\*\.parquet\."):
        opened("/nowhere/*.parquet")


def test_a_database_of_several_tables(tmp_path):
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.execute("CREATE TABLE one AS SELECT 1 AS a; CREATE TABLE two AS SELECT 1 AS a")
    with pytest.raises(TableError, match="is to hold one table, and it holds 'one', 'two'"):
        opened(tmp_path / "c.duckdb")


def test_names_are_only_names(frame, tmp_path, small):
    odd = {"minutes": 'x"; DROP TABLE a; --', "bay": "it's <b>", "no_start": "$(rm)\u202e"}
    frame = frame.rename(columns=odd).assign(flavor="O'Neill; --")
    frame.loc[:100, "flavor"] = 'va"nilla'
    path = Path(tmp_path / "it's.parquet")
    frame.to_parquet(path)
    found = rc.rank(path, odd["no_start"])
    assert {one.name for one in found.candidates} == {*odd.values(), "flavor"} - {odd["no_start"]}
    expected = rc.rank(frame, odd["no_start"])
    assert [one.name for one in found.candidates] == [one.name for one in expected.candidates]


@pytest.mark.parametrize("asked", [{"unit": "bay"}, {"correction": "westfall_young"}])
def test_rank_refuses_what_needs_rows(frame, tmp_path, small, asked):
    frame.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(ArgumentError, match="needs the observations themselves"):
        rc.rank(tmp_path / "a.parquet", "no_start", **asked)


def test_a_database_that_is_none(tmp_path):
    (tmp_path / "c.duckdb").write_bytes(b"no database at all" * 400)
    with pytest.raises(TableError, match=r"DuckDB can't read these observations: .*c\.duckdb"):
        opened(tmp_path / "c.duckdb")


def test_a_file_that_breaks_off_is_told(frame, tmp_path, small):
    path = tmp_path / "a.parquet"
    frame.to_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + b"\0" * 800 + whole[804:])
    with pytest.raises(TableError, match="DuckDB can't read these observations"):
        rc.rank(path, "no_start")


def test_dates_in_words_are_not_tested(frame, tmp_path, small):
    days = pd.Series(pd.date_range("2026-01-05", periods=400).strftime("%d.%m.%Y"))
    frame.assign(day=days[frame.index % 9].to_numpy()).to_parquet(tmp_path / "a.parquet")
    found = rc.rank(tmp_path / "a.parquet", "no_start")
    reasons = {one.name: one.reason for one in found.candidates}
    assert reasons["day"] == "times written as text: beyond memory they have to be stored as times"
