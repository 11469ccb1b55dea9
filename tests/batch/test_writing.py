"""Many cases at once: side by side, interrupted, broken."""

import pytest

from rootcause.batch import write_reports, writing


def test_interrupted_batch_remembers_what_was_done(lind, gallery, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_reports([lind, gallery / "lind-1747"], tmp_path / "out", tell=stop)
    again = write_reports([lind, gallery / "lind-1747"], tmp_path / "out")
    assert [one.kept for one in again] == [True, False]


def test_processes_side_by_side_write_the_same_bytes(gallery, tmp_path, bytes_in):
    sources = [gallery / "lind-1747", gallery / "challenger-1986"] * 4
    alone = write_reports(sources, tmp_path / "alone", jobs=1)
    beside = write_reports(sources, tmp_path / "beside", jobs=2)
    assert [one.summary for one in alone] == [one.summary for one in beside]
    assert bytes_in(tmp_path / "alone") == bytes_in(tmp_path / "beside")


def test_process_that_dies_is_a_broken_case_not_the_end(tmp_path, monkeypatch):
    class Died:
        def result(self):
            raise writing.BrokenProcessPool

    assert writing._result(Died(), "cases/kettle").error.startswith("The process that worked on it")


def test_reports_of_namesakes_do_not_overwrite_each_other():
    names = writing._names(("a/tea", "b/tea", "c/Tea", "index", "x/<b>", "/"))
    assert names == ["tea.html", "tea-2.html", "Tea-3.html", "index-2.html", "b.html", "case.html"]
