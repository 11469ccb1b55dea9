"""Delimited text: delimiters, encodings, decimal commas, leading zeros, torn rows."""

import pytest

from rootcause.errors import TableError
from rootcause.tables import read_table

# Monthly births and deaths, Vienna (Semmelweis 1861), as found: line 4 is broken.
SEMMELWEIS = "date,births,deaths\n1841-01-01,254,37\n1841-02-01,239,18\n1841-03-01,27712\n"


def refused(source, **options):
    with pytest.raises(TableError) as caught:
        read_table(source, **options)
    return str(caught.value)


def test_words_that_are_levels(write):
    frame = read_table(write("t.csv", "coating,charge\nNone,+\nnone,-\nzinc,+\n"))
    assert frame["coating"].tolist() == ["None", "none", "zinc"]
    assert frame["charge"].tolist() == ["+", "-", "+"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(write, delimiter):
    rows = [["a", "b"], ["1", "x"], ["2", '"y, z; w"']]
    frame = read_table(write("t.txt", "\n".join(delimiter.join(row) for row in rows)))
    assert frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y, z; w"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;x\n2,25;y\n", [1.5, 2.25]),
        ("a;b\n1.5;x\n2.25;y\n", [1.5, 2.25]),
        ("a\tb\n1,5\tx\n2,25\ty\n", [1.5, 2.25]),
        ("a;b\r\n-1,5;x\r\n2;y\r\n", [-1.5, 2.0]),
    ],
)
def test_decimal_comma(write, text, expected):
    assert read_table(write("t.csv", text))["a"].tolist() == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(write, encoding):
    frame = read_table(write("t.csv", "Gerät,Grad\nSäge,12\nMühle,7\n".encode(encoding)))
    assert frame.to_dict("list") == {"Gerät": ["Säge", "Mühle"], "Grad": [12, 7]}


def test_leading_zeros_stay(write):
    frame = read_table(write("t.csv", 'zip,n,d,q\n01234,1,0.5,"007"\n94105,0,01.5,"12"\n'))
    assert frame["zip"].tolist() == ["01234", "94105"]
    assert frame["q"].tolist() == ["007", "12"]
    assert frame["n"].tolist() == [1, 0]
    assert frame["d"].tolist() == [0.5, 1.5]


def test_dates_and_quoted_line_breaks(write):
    frame = read_table(write("t.csv", 'at,said\n2026-03-01 10:00,"no\nstart"\n2026-03-02,x\n'))
    assert frame["at"].dt.hour.tolist() == [10, 0]
    assert frame["said"].tolist() == ["no\nstart", "x"]


def test_a_torn_row(write):
    path = write("monthly.csv", SEMMELWEIS)
    assert refused(path) == (
        f"{path}, line 4: '1841-03-01,27712' has 2 values where the header has 3. Mend it, or "
        'leave such lines out: --skip-bad-rows, or bad_rows="skip" in Python.'
    )


def test_torn_rows_are_skipped_and_counted_by_line(write):
    text = 'a,b\n1,"x\ny"\n\n2\n3,z\n4,5,6\n'
    frame = read_table(write("t.csv", text), bad_rows="skip")
    assert frame["a"].tolist() == [1, 3]
    assert frame.attrs["skipped_rows"] == [5, 7]


def test_a_long_torn_row_is_shortened(write):
    message = refused(write("t.csv", "a,b\n" + "x" * 500 + "\n"))
    assert "x" * 39 + "…" in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (b"\x89PNG\r\n\x1a\n123", "a PNG image"),
        (b"PK\x03\x04...", "an Excel workbook or a zip archive"),
        (b"\n<!DOCTYPE html><p>x", "an HTML page"),
        (b"\xef\xbb\xbf<html><body>", "an HTML page"),
        (b'{"a": [1, 2]}', "JSON"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_something_else_under_a_table_name(write, content, called):
    path = write("t.csv", content)
    assert refused(path) == f"{path} is not a table of text but {called}."


def test_binary_data(write, rng):
    path = write("t.csv", rng.bytes(5000))
    assert refused(path) == f"{path} is not a table but binary data."


def test_a_row_of_another_width_among_many(write):
    path = write("t.csv", "a,b\n" + "1,2\n" * 50_000 + "3\n" + "1,2\n" * 50_000)
    assert refused(path).startswith(f"{path}, line 50002: '3' has 1 value where the header has 2.")


def test_types_are_those_of_the_whole_column(write):
    frame = read_table(write("t.csv", "a,b\n" + "1,2\n" * 50_000 + "1.5,x\n"))
    assert frame["a"].iloc[-1] == 1.5
    assert frame["b"].iloc[[0, -1]].tolist() == ["2", "x"]


def test_a_file_cut_off_inside_quotes(write):
    path = write("t.csv", 'a,b\n1,"x ""y"" z"\n2,"the car did n')
    assert refused(path) == f"{path} is cut off: a quote that opens a value is never closed."


def test_a_quote_inside_a_value_is_text(write):
    assert read_table(write("t.csv", 'pipe,n\n5",1\n6,2\n'))["pipe"].tolist() == ['5"', "6"]
