"""Which cases are left as they are."""

import json

import pytest

from rootcause.batch import memory, write_reports, writing


def test_unchanged_cases_are_left_as_they_are(lind, tmp_path, bytes_in):
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
    monkeypatch.setattr(memory, "_program", lambda: "a newer one")
    assert [one.kept for one in write_reports([lind], tmp_path / "out")] == [False]


@pytest.mark.parametrize("left", ["", "[]", '{"lind.html": 3}', '{"lind.html": {"summary": {}}}'])
def test_memory_that_cannot_be_used_is_no_harm(lind, tmp_path, left):
    (tmp_path / memory.MEMORY).write_text(left, encoding="utf-8")
    assert [one.kept for one in write_reports([lind], tmp_path)] == [False]
    assert json.loads((tmp_path / memory.MEMORY).read_text(encoding="utf-8"))["lind.html"]


def test_changed_case_is_summed_up_once(lind, tmp_path, monkeypatch):
    write_reports([lind], tmp_path / "out")
    with (lind / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    seen, really = [], memory.fingerprint_of
    for module in (memory, writing):
        monkeypatch.setattr(
            module, "fingerprint_of", lambda *said: seen.append(said) or really(*said)
        )
    assert [one.kept for one in write_reports([lind], tmp_path / "out")] == [False]
    assert len(seen) == 1
