"""Imports: files and tables as batches."""

import json
import sqlite3
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import rootcause as rc
from rootcause.store.observations import frames, importing

CSV = "flavor,minutes,no_start\nvanilla,1.5,yes\nmint,4.0,no\nlemon,3.5,no\n"


def refused(call, *args, **named):
    with pytest.raises(rc.RootcauseError) as raised:
        call(*args, **named)
    return str(raised.value)


def saved(folder, kind):
    """The same three trips in a file of each kind."""
    frame = pd.DataFrame(
        {"flavor": ["vanilla", "mint", "lemon"], "minutes": [1.5, 4.0, 3.5], "no_start": [1, 0, 0]}
    )
    path = folder / f"trips.{kind}"
    writers = {
        "csv": lambda: frame.to_csv(path, index=False),
        "xlsx": lambda: frame.to_excel(path, index=False),
        "parquet": lambda: frame.to_parquet(path),
        "json": lambda: path.write_text(frame.to_json(orient="records")),
        "jsonl": lambda: path.write_text(frame.to_json(orient="records", lines=True)),
    }
    writers[kind]()
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json", "jsonl"])
def test_every_door(case, tmp_path, kind):
    path = saved(tmp_path, kind)
    made = case.observe(path)
    assert (made.batch, made.first, made.last, len(made), made.rejected) == (1, 1, 3, 3, ())
    assert made.sha256 == sha256(path.read_bytes()).hexdigest()
    assert case.observations["minutes"].tolist() == [1.5, 4.0, 3.5]
    assert case.provenance["source"].tolist() == [path.name] * 3
    assert refused(case.observe, str(path)).startswith(f"{path.name} was imported already, on ")
    assert len(case.observations) == 3


def test_the_same_table_twice_is_refused_and_another_not(case):
    frame = pd.DataFrame({"minutes": [1.0, 2.0]})
    case.observe(frame)
    assert refused(case.observe, frame.copy()).startswith("table was imported already, on ")
    case.observe(frame + 1)
    assert case.observations["minutes"].tolist() == [1.0, 2.0, 2.0, 3.0]


def test_the_same_file_may_go_to_another_case(case, book, tmp_path):
    path = saved(tmp_path, "csv")
    other = rc.new_case(title="Another", complaint="Another", book=book)
    case.observe(path)
    other.observe(path)
    assert book.verify() == []


ODD = "flavor,minutes\nvanilla,1.5\nmint,soon\nminth,2\nmint,99\nmint,3\n"
REASONS = [
    (3, "'minutes' is 'soon'; a number is needed"),
    (4, "'flavor' is 'minth'; the levels are 'vanilla', 'mint', 'lemon'"),
    (5, "'minutes' is '99'; 0 to 60 is plausible (sure=True takes it as it is)"),
]


def test_rows_that_do_not_fit_refuse_the_whole_file(case, write):
    said = refused(case.observe, write("odd.csv", ODD))
    assert said == (
        f"3 rows don't fit (line 3: {REASONS[0][1]}; line 4: {REASONS[1][1]}; "
        f"line 5: {REASONS[2][1]}). bad_rows='skip' leaves them out."
    )
    assert case.observations.empty


def test_rows_that_do_not_fit_can_be_left_out(case, write):
    made = case.observe(write("odd.csv", ODD), bad_rows="skip")
    assert [(one.line, one.reason) for one in made.rejected] == REASONS
    assert case.observations["minutes"].tolist() == [1.5, 3.0]
    assert list(case.journal["what"])[-1] == (
        "Observations 1 to 2 imported from odd.csv. 3 rows were left out."
    )


def test_torn_lines_are_listed_too(case, write):
    torn = write("torn.csv", "flavor,minutes\nvanilla,1.5\nmint,2,7\nmint,soon\nmint,3\n")
    made = case.observe(torn, bad_rows="skip")
    assert [(one.line, one.reason) for one in made.rejected] == [
        (3, "has another width"),
        (4, "'minutes' is 'soon'; a number is needed"),
    ]


def test_a_table_in_another_unit_is_refused(case):
    said = refused(case.observe, pd.DataFrame({"minutes": [96]}), units={"minutes": "s"})
    assert said == (
        "'minutes' is measured in min, and this table has it in s. Turn it into min first."
    )


def test_what_a_variable_holds_is_held_in_a_table_too(case, write):
    case.observe(mass=1.5, no_start=True, lot="A7", units={"mass": "kg"})
    path = write("trips.csv", "mass,no_start,lot\n2,yes,12\n3,no,13\n4,perhaps,14\nx,no,15\n")
    with pytest.raises(rc.VariableError) as raised:
        case.observe(path)
    assert str(raised.value) == (
        "2 rows don't fit (line 4: 'no_start' is 'perhaps'; true or false is needed; line 5: "
        "'mass' is 'x'; a number is needed). bad_rows='skip' leaves them out."
    )
    case.observe(path, bad_rows="skip")
    found = case.observations
    assert found["mass"].tolist() == [1.5, 2.0, 3.0]
    assert found["no_start"].tolist() == [True, True, False]
    assert found["lot"].tolist() == ["A7", "12", "13"]


def test_what_a_table_held_first_holds(case):
    case.observe(pd.DataFrame({"mass": [1.0], "smell": ["sour"]}), units={"mass": "g"})
    for values, units in (({"mass": "much"}, {}), ({"mass": 2.0}, {"mass": "kg"})):
        with pytest.raises(rc.VariableError):
            case.observe(values, units=units)
    with pytest.raises(rc.VariableError, match=r"'smell' is '0\.5'; text is needed"):
        case.observe(pd.DataFrame({"mass": [2.0], "smell": [0.5]}))
    assert case.variables["mass"].unit == "g"
    assert len(case.observations) == 1


def test_nothing_left_is_said(case, write):
    said = refused(case.observe, write("t.csv", "minutes\nsoon\n"), bad_rows="skip")
    assert said.startswith("No row is left: 1 row doesn't fit (line 2: 'minutes' is 'soon'")


def test_one_observation_or_a_table_not_both(case):
    frame = pd.DataFrame({"minutes": [1]})
    assert refused(case.observe, frame, minutes=3) == (
        "observe() takes a table or single values, not both at once."
    )


def test_a_failure_half_way_leaves_nothing(case, monkeypatch):
    monkeypatch.setattr(frames, "PART", 10)
    parts = importing.to_parquet

    def broken(table):
        yield from list(parts(table))[:2]
        raise OSError("the disk is gone")

    monkeypatch.setattr(importing, "to_parquet", broken)
    with pytest.raises(OSError, match="the disk is gone"):
        case.observe(pd.DataFrame({"minutes": np.arange(50.0)}))
    assert case.observations.empty
    assert case.book.verify() == []


def test_progress_is_told(case, tmp_path, monkeypatch):
    monkeypatch.setattr(frames, "PART", 2)
    told = []
    case.observe(saved(tmp_path, "csv"), progress=lambda what, share: told.append((what, share)))
    assert told == [("reading", 0.0), ("packing", 2 / 3), ("packing", 1.0)]


def test_entered_and_imported_stand_in_their_order(case):
    case.observe(minutes=1.0, no_start=True)
    case.observe(pd.DataFrame({"minutes": [2, 3], "flavor": pd.Categorical(["mint", "lemon"])}))
    case.observe(minutes=4.0, flavor="vanilla", no_start=False)
    case.observe(pd.DataFrame({"minutes": [5], "flavor": pd.Categorical(["vanilla"])}))
    frame = case.observations
    assert list(frame.index) == [1, 2, 3, 4, 5]
    assert frame["minutes"].tolist() == [1, 2, 3, 4, 5]
    assert frame["flavor"].astype(object).tolist()[1:] == ["mint", "lemon", "vanilla", "vanilla"]
    assert frame["no_start"].tolist() == [True, pd.NA, pd.NA, False, pd.NA]


def test_a_table_alone_comes_back_as_it_was(book):
    case = rc.new_case(title="x", complaint="y", book=book)
    frame = pd.DataFrame(
        {"a": pd.Categorical([2, 1]), "b": pd.interval_range(0, 2), "c": [1j, 2], "d": [1, "x"]}
    )
    case.observe(frame)
    assert_frame_equal(case.observations.reset_index(drop=True), frame)


def test_a_book_of_pickles_and_bombs_is_refused_in_a_sentence(case, book):
    case.observe(pd.DataFrame({"minutes": [1.0]}))
    raw = sqlite3.connect(book.name)
    raw.execute("DROP TRIGGER batches_no_UPDATE")
    for layout in ([{"name": "minutes", "form": "pickle", "columns": 1}], "[", [], {"a": 1}):
        text = layout if isinstance(layout, str) else json.dumps(layout)
        raw.execute("UPDATE batches SET layout = ?", [text])
        raw.commit()
        said = refused(lambda: case.observations)
        assert said.count(".") <= 2
        assert len(book.verify()) >= 1
    raw.close()
