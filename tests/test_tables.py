"""The door for files and tables: what is read, and the whole sentence where it is not."""

import datetime as dt
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

import rootcause as rc
from rootcause import tables
from rootcause.columns import read_column
from rootcause.errors import ArgumentError, TableError
from rootcause.tables import fingerprint, read_table

# O-rings before Challenger (Dalal, Fowlkes, Hoadley, JASA 1989): flight 4 has no O-ring data.
CHALLENGER = (
    "FlightNumber,Temperature,Pressure,Fail,nFailures,Damage\n"
    "3,69,50,no,0,0\n4,80,50,,,\n41B,57,100,yes,1,4\n"
)


def refused(source, **options):
    with pytest.raises(TableError) as caught:
        read_table(source, **options)
    return str(caught.value)


def workbook(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


# What is read -----------------------------------------------------------------------------------


def test_a_dataframe_comes_back_as_it_is():
    frame = pd.DataFrame({"a": [1, 2]}, index=[7, 9])
    assert rc.read_table(frame) is frame


def test_names_that_are_no_words_become_words():
    frame = pd.DataFrame([[1, 2]], columns=[0, ("a", 1)])
    assert list(read_table(frame)) == ["0", "a 1"]
    assert list(frame) == [0, ("a", 1)]


@pytest.mark.parametrize(
    "make",
    [pl.DataFrame, pa.table, lambda columns: pl.DataFrame(columns).lazy()],
    ids=["polars", "arrow", "lazy"],
)
def test_other_tables(make):
    columns = {"minutes": [1.5, None, 3.0], "flavour": ["vanilla", "mint", None]}
    frame = read_table(make(columns))
    assert list(frame) == ["minutes", "flavour"]
    assert frame["minutes"].isna().tolist() == [False, True, False]
    assert frame["flavour"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pl.Series([2**100, None, 1], dtype=pl.Int128), [2.0**100, None, 1.0]),
        (pa.RunEndEncodedArray.from_arrays([2, 3], [1.5, 2.5]), [1.5, 1.5, 2.5]),
        (pa.DictionaryArray.from_arrays([0, 1, 2], ["low", None, "high"]), ["low", None, "high"]),
        (pa.DictionaryArray.from_arrays([0, 1, 2], ["low", "low", "high"]), ["low", "low", "high"]),
        (pa.ExtensionArray.from_storage(pa.bool8(), pa.array([0, 1, 0], pa.int8())), [0, 1, 0]),
        (
            pa.UnionArray.from_sparse(
                pa.array([0, 1, 0], pa.int8()), [pa.array([1, 2, 3]), pa.array(["a", "b", "c"])]
            ),
            ["1", "b", "3"],
        ),
    ],
    ids=["int128", "run-end", "missing-word", "word-twice", "extension", "union"],
)
def test_columns_that_pandas_has_no_type_for(column, expected):
    make = pl.DataFrame if isinstance(column, pl.Series) else pa.table
    told = read_table(make({"a": column}))["a"]
    assert [None if pd.isna(one) else one for one in told] == expected


def test_objects_of_polars_are_refused():
    said = refused(pl.DataFrame({"fan": pl.Series([{1}, {2}], dtype=pl.Object)}))
    assert said == (
        "'fan' holds Python objects, of which polars gives only where they lie in memory. "
        "Make them numbers or text first."
    )


def test_csv_values_and_missing_words(write):
    frame = read_table(write("flights.csv", CHALLENGER))
    assert frame["FlightNumber"].tolist() == ["3", "4", "41B"]
    assert frame["Temperature"].tolist() == [69, 80, 57]
    assert frame["Fail"].isna().tolist() == [False, True, False]
    assert frame["nFailures"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize("word", ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "#N/A", "-", "?"])
def test_words_for_nothing(write, word):
    frame = read_table(write("t.csv", f"x,c\n1,red\n{word},{word}\n3,blue\n"))
    assert frame["x"].dtype == np.float64
    assert frame.isna().sum().tolist() == [1, 1]


def test_hostile_names_stay_text(write):
    name = "<script>alert(1)</script>"
    assert list(read_table(write("t.csv", f"{name},=1+1\n1,2\n"))) == [name, "=1+1"]


def test_unnamed_columns_that_hold_nothing_are_left_out(write):
    assert list(read_table(write("t.csv", ",a,b,\n0,1,x,\n1,2,y,\n"))) == ["a", "b"]


def test_workbook(tmp_path):
    rows = [
        ["minutes", "flavour", "when", "code", None],
        [1.5, "vanilla", dt.datetime(2026, 3, 1, 10), "007", None],
        [None, None, None, None, None],
        [None, "-", dt.datetime(2026, 3, 2, 11), "12", None],
        [3, "mint", None, "#N/A"],
    ]
    frame = read_table(workbook(tmp_path / "t.xlsx", rows))
    assert list(frame) == ["minutes", "flavour", "when", "code"]
    assert frame["minutes"].dtype == np.float64
    assert frame["when"].dtype.kind == "M"
    assert frame.isna().sum().tolist() == [1, 1, 1, 1]


def test_parquet_with_a_named_index(tmp_path):
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="car"))
    frame.to_parquet(path)
    assert read_table(path).to_dict("list") == {"a": [1, 2], "car": ["x", "y"]}
    frame.rename_axis(None).to_parquet(path)
    assert list(read_table(path)) == ["a"]


def test_parquet_keeps_categories(tmp_path):
    path = tmp_path / "t.parquet"
    wear = pd.Categorical(["some", "none"], ["none", "some", "heavy"], ordered=True)
    pd.DataFrame({"wear": wear}).to_parquet(path)
    assert read_table(path)["wear"].cat.ordered


# What is refused --------------------------------------------------------------------------------


def test_nothing_left_when_all_rows_are_torn(write):
    path = write("t.csv", "a,b\n1\n2\n")
    assert refused(path, bad_rows="skip") == f"{path} has columns but no rows."


def test_missing_file(write):
    path = write("trips.csv", "a,b\n1,2\n")
    wrong = path.with_name("tripps.csv")
    assert refused(wrong) == f"There is no file {wrong}. Did you mean 'trips.csv'?"
    nowhere = path.parent / "no" / "t.csv"
    assert refused(nowhere) == f"There is no file {nowhere}."
    assert refused("t\0.csv").startswith("There is no file")


def test_folder(tmp_path):
    assert refused(tmp_path) == f"{tmp_path} is a folder. Name a file in it."


def test_unknown_type(write):
    path = write("t.doc", "{}")
    assert refused(path) == (
        f"{path} is of no known type. Files end in .csv, .tsv, .txt, .xlsx, .xlsm, .parquet, "
        ".json, .jsonl."
    )


def test_json_is_a_list_of_objects_or_one_a_line(write):
    rows = ['{"flavor": "vanilla", "minutes": 1.5}', '{"flavor": "mint", "failed": true}']
    whole = rc.read_table(write("t.json", f"[{', '.join(rows)}]"))
    lines = rc.read_table(write("t.jsonl", "\n".join(rows) + "\n"))
    pd.testing.assert_frame_equal(whole, lines)
    assert list(whole.columns) == ["flavor", "minutes", "failed"]
    assert whole["minutes"].tolist()[0] == 1.5


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.json", '{"a": 1}', "is no list of objects such as [{"),
        ("t.json", "[1, 2]", "is no list of objects such as [{"),
        ("t.json", "[{", "can't be read as JSON: Expecting property name"),
        ("t.json", "[" * 100_000, "can't be read as JSON: "),
        ("t.jsonl", '{"a": 1}\n{"a"', "can't be read as JSON: Expecting ':'"),
        ("t.json", b"\xff\xfe", "can't be read as JSON: 'utf-8' codec"),
    ],
)
def test_other_json_is_refused(write, name, content, said):
    assert said in refused(write(name, content))


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.parquet"])
def test_empty_file(write, name):
    path = write(name, "")
    assert refused(path) == f"{path} is empty. It takes a header and at least one row."


@pytest.mark.parametrize("text", ["a,b", "a,b\n", "\n\na,b\n\n"])
def test_no_rows(write, text):
    path = write("t.csv", text)
    assert refused(path) == f"{path} has columns but no rows."


@pytest.mark.parametrize("text", ["\n\n", "\n  \n", "\ufeff"])
def test_nothing_but_blanks(write, text):
    path = write("t.csv", text)
    assert refused(path) == f"{path} is empty. It takes a header and at least one row."


def test_unreadable_workbook_and_parquet(write):
    for name, called in (("t.xlsx", "Excel"), ("t.parquet", "Parquet")):
        path = write(name, "hello, this is text\n" * 20)
        message = refused(path)
        assert message.startswith(f"{path} can't be read as {called}: ")
        assert "\n" not in message


def test_bombs_are_not_unpacked(tmp_path, monkeypatch):
    sheet, table = tmp_path / "t.xlsx", tmp_path / "t.parquet"
    with ZipFile(workbook(sheet, [["a"], [1]]), "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(10_000_000))
    pq.write_table(pa.table({"a": np.zeros(10_000_000)}), table, use_dictionary=False)
    assert read_table(sheet)["a"].tolist() == [1]
    monkeypatch.setattr(tables, "LARGEST", 1_000_000)
    monkeypatch.setattr(tables, "DENSEST", 10)
    for path in (sheet, table):
        message = refused(path)
        assert message.startswith(f"{path} would unpack to 0.")
        assert message.endswith(" GiB, over 10 times its size; no table is packed like that.")
    assert len(read_table(workbook(tmp_path / "honest.xlsx", [["a"], [1]]))) == 1


def test_empty_workbook(tmp_path):
    path = workbook(tmp_path / "t.xlsx", [])
    assert refused(path) == f"The first sheet of {path} is empty."


def test_duplicate_names(write, tmp_path):
    expected = "has more than one column called 'a'. Names must differ."
    path = write("t.csv", "a,b, a\n1,2,3\n")
    assert refused(path) == f"{path} {expected}"
    path = workbook(tmp_path / "t.xlsx", [["a", "b", "a"], [1, 2, 3]])
    assert refused(path) == f"{path} {expected}"
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    path = tmp_path / "t.parquet"
    pq.write_table(table, path)
    assert refused(path) == f"{path} {expected}"
    assert refused(pd.DataFrame([[1, 2]], columns=["a", "a"])) == f"The table {expected}"
    assert refused(pd.DataFrame([[1, 2]], columns=["1", 1])).startswith("The table has more than")


def test_a_name_left_out(write):
    path = write("t.csv", "a,,c\n1,x,3\n")
    assert refused(path) == f"{path} has no name for column 2. Each column needs a name."


def test_a_workbook_whose_first_sheet_is_no_table_says_which_it_read(tmp_path):
    book, path = Workbook(), tmp_path / "t.xlsx"
    book.active.title = "Read me"
    book.active["A1"] = "This workbook holds the trips."
    book.create_sheet("Trips").append(["minutes"])
    book.save(path)
    assert refused(path) == (
        f"{path} has 2 sheets, and the first one, 'Read me', is no table with a name over each "
        "column. Put the table first, or save it by itself."
    )


def test_no_columns():
    assert refused(pd.DataFrame(index=[1, 2])) == "The table has no columns."


@pytest.mark.parametrize("source", [42, None, [1, 2], {"a": [1]}, object(), pd.Series([1])])
def test_wrong_type(source):
    name = type(source).__name__
    assert refused(source) == f"Observations are a table or the path of a file, not {name!r}."


def test_bad_rows_takes_two_words():
    with pytest.raises(ArgumentError, match=r"^bad_rows is 'refuse' or 'skip', not 'ignore'\.$"):
        read_table(pd.DataFrame({"a": [1]}), bad_rows="ignore")


# The fingerprint --------------------------------------------------------------------------------


@pytest.fixture
def frame(rng):
    n = 50
    return pd.DataFrame(
        {
            "when": pd.date_range("2026-01-01 08:30", periods=n, freq="7h"),
            "flavour": rng.choice(["vanilla", "mint", None], n),
            "minutes": np.where(rng.random(n) < 0.1, np.nan, rng.normal(5, 1, n).round(3)),
            "count": rng.integers(0, 9, n),
            "no_start": rng.random(n) < 0.4,
        }
    )


def test_fingerprint_is_the_same_from_any_door(frame, tmp_path):
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    doors = [read_table(tmp_path / name) for name in ("t.csv", "t.parquet", "t.xlsx")]
    doors += [read_table(pl.from_pandas(frame)), frame[frame.columns[::-1]]]
    doors += [frame.set_axis(frame.index[::-1]), frame.astype({"flavour": "category"})]
    assert {fingerprint(door) for door in doors} == {fingerprint(frame)}


def test_fingerprint_knows_other_tables(frame):
    other = frame.copy()
    other.loc[7, "minutes"] = 99.0
    others = [other, frame[::-1], frame.rename(columns={"count": "number"}), frame.iloc[:-1]]
    others += [frame.replace({"flavour": {"mint": "lemon"}}), frame.drop(columns="count")]
    assert len({fingerprint(one) for one in [frame, *others]}) == len(others) + 1


def test_numbers_of_an_arrow_table_are_not_copied():
    values = np.linspace(0, 1, 1000)
    frame = read_table(pa.table({"load": values, "fan": values + 1}))
    assert np.shares_memory(read_column(frame["load"]).values, values)
