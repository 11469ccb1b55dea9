"""What is held and what is counted, and the one sentence of each thing that can go wrong."""

import os
import signal
import tempfile
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

import rootcause as rc
from rootcause.engine.opening import in_bytes, is_engine, opened
from rootcause.engine.sources import of_relation
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


def test_ctrl_c_breaks_off_a_long_query():
    long = of_relation(duckdb.sql("SELECT random() AS x FROM range(3_000_000_000)"))
    waiting = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    waiting.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            long.facts(["x"])
    finally:
        waiting.cancel()


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


def test_row_groups_larger_than_the_memory_of_duckdb_are_read(tmp_path):
    n = 2**20  # as many rows as pandas puts into one, of 8 MiB a column
    rng = np.random.default_rng(0)
    wide = pd.DataFrame(rng.normal(size=(n, 12)), columns=[f"x{k}" for k in range(12)])
    wide.to_parquet(tmp_path / "a.parquet")
    source = opened(tmp_path / "a.parquet", "256MiB")
    found = source.facts(source.names)
    source.close()
    assert found["x11"].low == wide["x11"].min()


def test_a_text_file_of_numbers_and_one_of_words(frame, tmp_path, monkeypatch):
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.assign(minutes="long").to_csv(tmp_path / "b.csv", index=False)
    expected = (
        f"'minutes' changes between files: numbers in {tmp_path / 'a.csv'}, "
        f"text in {tmp_path / 'b.csv'}."
    )
    for weight in (1, 10**9):
        monkeypatch.setattr("rootcause.engine.sources.OF_TEXT", weight)
        with pytest.raises(TableError) as error:
            opened(str(tmp_path / "*.csv"))
        assert str(error.value) == expected


def test_whole_numbers_may_turn_out_to_have_decimals(frame, tmp_path, small):
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.assign(bay=frame["bay"] + 0.5).to_csv(tmp_path / "b.csv", index=False)
    (tmp_path / "c.csv").write_text(",".join(frame.columns) + "\n")  # a header alone
    source = opened(str(tmp_path / "*.csv"))
    found = source.facts(["bay"])["bay"]
    source.close()
    assert (found.n, found.high, found.whole) == (800, 4.5, False)


def test_a_folder_is_told_as_a_pattern(frame, tmp_path):
    frame.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(TableError) as error:
        rc.rank(tmp_path, "no_start")
    hint = f"or all of them by a pattern: '{tmp_path}/*.parquet'."
    assert str(error.value) == f"{tmp_path} is a folder. Name a file in it, {hint}"


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


def test_rank_refuses_what_needs_all_rows(frame, tmp_path, small):
    frame.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(ArgumentError, match="needs the observations themselves"):
        rc.rank(tmp_path / "a.parquet", "no_start", correction="westfall_young")


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


def answers(found):
    return {
        one.name: (one.variable.kind, one.variable.levels, one.reason)
        + ((one.association.measure, one.association.n) if one.association else ())
        for one in found.candidates
    }


def test_an_order_that_parquet_says_is_kept(frame, tmp_path, small):
    stages = ["zeta", "mid", "alpha", "never"]
    place = np.digitize(frame["minutes"], [3, 7])
    frame["stage"] = pd.Categorical.from_codes(place, stages, ordered=True)
    frame["flavor"] = pd.Categorical.from_codes(frame["bay"] % 3, ["fig", "lime", "ash"])
    frame.loc[::9, "stage"] = None
    pattern = parts(frame[:100], tmp_path, frame[100:])
    found, held = rc.rank(pattern, "no_start"), rc.rank(frame, "no_start")
    assert answers(found) == answers(held)
    kinds = {one.name: str(one.variable.kind) for one in found.candidates}
    assert (kinds["stage"], kinds["flavor"]) == ("ordinal", "nominal")
    for one, other in zip(found.candidates, held.candidates, strict=True):
        if one.name in ("stage", "flavor"):
            assert one.association.pvalue == pytest.approx(other.association.pvalue, rel=1e-9)
    graded = rc.rank(pattern, "stage", candidates=["bay"])
    assert graded.outcome == rc.rank(frame, "stage", candidates=["bay"]).outcome


def test_an_order_that_files_disagree_on_is_none(frame, tmp_path, small):
    halves = [frame[:200].copy(), frame[200:].copy()]
    for half, stages in zip(
        halves, (["zeta", "mid", "alpha"], ["mid", "zeta", "alpha"]), strict=True
    ):
        half["stage"] = pd.Categorical.from_codes(half["bay"] % 3, stages, ordered=True)
    found = rc.rank(parts(halves[0], tmp_path, halves[1]), "no_start", candidates=["stage"])
    assert str(found.candidates[0].variable.kind) == "nominal"


@pytest.mark.parametrize("size", ["held", "counted"])
class TestFolders:
    @pytest.fixture(autouse=True)
    def _size(self, size, request):
        if size == "counted":
            request.getfixturevalue("small")

    def test_what_folders_say_is_a_column(self, frame, tmp_path):
        frame["plant"] = np.where(frame["minutes"] < 5, "south side", None)
        frame["line"] = frame["bay"] % 3
        frame["day"] = np.array(["2026-01-05", "2026-02-06"])[frame["bay"] % 2]
        frame.to_parquet(tmp_path / "logs", partition_cols=["plant", "line", "day"])
        found = rc.rank(str(tmp_path / "logs/**/*.parquet"), "no_start")
        assert {one.name: str(one.variable.kind) for one in found.candidates} == {
            "minutes": "numeric",
            "bay": "numeric",
            "plant": "nominal",
            "plant: missing": "binary",
            "line": "nominal",
            "day": "time",
            "day: weekday": "nominal",
            "day: month": "nominal",
        }
        missing = next(one for one in found.candidates if one.name == "plant: missing")
        assert missing.association.n == 400

    def test_folders_that_say_less_than_others(self, frame, tmp_path):
        for folder, rows in (("bay=1", frame[:200]), (".", frame[200:])):
            (tmp_path / folder).mkdir(exist_ok=True)
            rows.drop(columns="bay").to_parquet(tmp_path / folder / "a.parquet")
        with pytest.raises(TableError) as told:
            opened(str(tmp_path / "**/*.parquet"))
        lacks, has = tmp_path / "a.parquet", tmp_path / "bay=1/a.parquet"
        assert str(told.value) == (
            f"The folders of {lacks} don't say 'bay', which those of {has} do."
        )

    def test_a_day_without_rows(self, frame, tmp_path):
        found = rc.rank(parts(frame, tmp_path, frame[:0]), "no_start")
        assert {one.association.n for one in found.candidates} == {400}


def test_names_that_duckdb_does_not_tell_apart(frame, tmp_path, small):
    path = tmp_path / "a.parquet"
    frame.rename(columns={"bay": "Minutes"}).to_parquet(path)
    with pytest.raises(TableError) as told:
        opened(str(path))
    assert str(told.value) == (
        f"{path} has columns 'minutes' and 'Minutes', which DuckDB does not tell apart. "
        "Rename one of them."
    )


def test_times_so_far_from_utc(frame, tmp_path, small):
    moments = np.arange(400) * 3_600_000_000
    zones = ("+02:30", "-05:00", "Europe/Berlin")
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for zone in zones:
        table = table.append_column(zone, pa.array(moments, pa.timestamp("us", zone)))
    pa.parquet.write_table(table, tmp_path / "a.parquet")
    engine = opened(str(tmp_path / "a.parquet"))
    assert [one.low for one in engine.facts(zones).values()] == [9_000, -18_000, 3_600]
    engine.close()
