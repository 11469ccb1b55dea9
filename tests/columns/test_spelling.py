"""Words as the numbers, clock times or dates that they spell."""

import numpy as np
import pandas as pd
import pytest

from rootcause.columns import read_column
from rootcause.columns.cells import read_cells
from rootcause.columns.spelling import listed, shortened, spelled


def read(values):
    return spelled(read_cells(pd.Series(values, dtype=object)))


def test_numbers_written_as_text():
    cells, note = read(["2,5", " 3", None, "4,25"])
    assert note == "commas read as decimal commas"
    np.testing.assert_array_equal(cells.values, [2.5, 3, np.nan, 4.25])


def test_a_few_odd_words_are_missing_and_named():
    cells, note = read(["2.5", "3", "4"] * 13 + ["2,6 min"])
    assert note == "not numbers and taken as missing: '2,6 min'"
    assert np.isnan(cells.values).sum() == 1


@pytest.mark.parametrize(
    "values", [["1", "2", "x"], ["1", "2"] * 9 + ["x", "y"], ["007", "8", "9"]]
)
def test_text_that_stays_text(values):
    assert read(values)[0].form == "words"


def test_share_of_odd_words_counts_cells_not_words():
    values = ["1", "2", "3"] + ["odd"] * 30
    assert read(values)[0].form == "words"
    values = ["1"] * 100 + ["odd", "odder", "2"]
    assert read(values)[0].form == "numbers"


def test_many_words():
    cells, _ = read([f"{value}" for value in np.arange(5000) / 8])
    assert (cells.form, cells.values[-1]) == ("numbers", 624.875)
    assert read([f"u{value}" for value in range(5000)])[0].form == "words"


def test_clock_and_dates():
    column = read_column(pd.Series(["6:30 PM", "7:00 PM", "7:30 PM"]), name="meal")
    assert (column.variable.unit, column.values.tolist()) == ("h", [18.5, 19.0, 19.5])
    assert column.variable.note == "clock times read as hours since midnight"
    assert read(["2026-03-01", "2026-03-02", "2026-03-03"])[0].form == "times"


def test_words_in_messages():
    assert shortened("x" * 50) == "x" * 39 + "…"
    assert listed(list("abcdef"), 2) == "'a', 'b', …"
