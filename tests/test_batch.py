"""Many cases at once: what is done, what is left as it is, what goes wrong."""

import json
import shutil
from pathlib import Path

import pytest

from rootcause import batch
from rootcause.batch import write_reports

DATA = Path(__file__).parents[1] / "data"
LIND = DATA / "lind-1747"


@pytest.fixture
def lind(tmp_path):
    return Path(shutil.copytree(LIND, tmp_path / "lind"))


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_unchanged_cases_are_left_as_they_are(lind, tmp_path):
    out = tmp_path / "out"
    assert [one.kept for one in write_reports([lind], out)] == [False]
    before = bytes_in(out)
    assert [one.kept for one in write_reports([lind], out)] == [True]
    assert bytes_in(out) == before
    assert [one.kept for one in write_reports([lind], out, anew=True)] == [False]
    assert bytes_in(out) == before


@pytest.mark.parametrize("changed", ["observations.csv", "case.toml"])
def test_changed_case_is_done_again(lind, tmp_path, changed):
    write_reports([lind], tmp_path / "out")
    with (lind / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert [one.kept for one in write_reports([lind], tmp_path / "out")] == [False]


def test_report_that_was_touched_is_done_again(lind, tmp_path):
    (report,) = write_reports([lind], tmp_path / "out")
    page = report.path.read_bytes()
    report.path.write_text("scribbled over", encoding="utf-8")
    assert [one.kept for one in write_reports([lind], tmp_path / "out")] == [False]
    assert report.path.read_bytes() == page


def test_another_program_does_them_again(lind, tmp_path, monkeypatch):
    write_reports([lind], tmp_path / "out")
    monkeypatch.setattr(batch, "_program", lambda: "a newer one")
    assert [one.kept for one in write_reports([lind], tmp_path / "out")] == [False]


@pytest.mark.parametrize("memory", ["", "[]", '{"lind.html": 3}', '{"lind.html": {"summary": {}}}'])
def test_memory_that_cannot_be_used_is_no_harm(lind, tmp_path, memory):
    (tmp_path / batch.MEMORY).write_text(memory, encoding="utf-8")
    assert [one.kept for one in write_reports([lind], tmp_path)] == [False]
    assert json.loads((tmp_path / batch.MEMORY).read_text(encoding="utf-8"))["lind.html"]


def test_interrupted_batch_remembers_what_was_done(lind, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_reports([lind, LIND], tmp_path / "out", tell=stop)
    again = write_reports([lind, LIND], tmp_path / "out")
    assert [one.kept for one in again] == [True, False]


def test_processes_side_by_side_write_the_same_bytes(tmp_path):
    sources = [LIND, DATA / "challenger-1986"] * 4
    alone = write_reports(sources, tmp_path / "alone", jobs=1)
    beside = write_reports(sources, tmp_path / "beside", jobs=2)
    assert [one.summary for one in alone] == [one.summary for one in beside]
    assert bytes_in(tmp_path / "alone") == bytes_in(tmp_path / "beside")


def test_process_that_dies_is_a_broken_case_not_the_end(tmp_path, monkeypatch):
    class Died:
        def result(self):
            raise batch.BrokenProcessPool

    assert batch._result(Died(), "cases/kettle").error.startswith("The process that worked on it")


def test_reports_of_namesakes_do_not_overwrite_each_other():
    names = batch._names(("a/tea", "b/tea", "c/Tea", "index", "x/<b>", "/"))
    assert names == ["tea.html", "tea-2.html", "Tea-3.html", "index-2.html", "b.html", "case.html"]
