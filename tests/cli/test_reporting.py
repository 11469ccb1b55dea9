"""``rootcause report``: one page a case, an index, one exit code."""

import json

from running import DATA, run


def test_report_writes_one_page_a_case_and_an_index(tmp_path):
    out = tmp_path / "reports" / "today"
    result = run("report", DATA / "lind-1747", DATA / "challenger-1986", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"Index: {out / 'index.html'}\n"
    assert result.stderr.splitlines() == [
        f"1 of 2  {DATA / 'lind-1747'}  done",
        f"2 of 2  {DATA / 'challenger-1986'}  done",
    ]
    pages = sorted(path.name for path in out.iterdir())
    assert pages == ["challenger-1986.html", "index.html", "index.json", "lind-1747.html"]
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="lind-1747.html"' in index
    assert 'href="challenger-1986.html"' in index


def test_report_is_the_same_twice(tmp_path):
    for name in ("first", "second"):
        assert run("report", DATA / "lind-1747", "--out", tmp_path / name).exit_code == 0
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_broken_case_does_not_end_the_batch(tmp_path, broken):
    out = tmp_path / "reports"
    result = run("report", broken, DATA / "lind-1747", "--out", out, "--json")
    assert result.exit_code == 1
    wrong = f'{broken}/case.toml declares no outcome; give one variable role = "outcome".'
    assert f"Error: {wrong}\n" in result.stderr
    assert json.loads(result.stdout) == {
        "index": str(out / "index.html"),
        "cases": [
            {"case": "broken", "report": None, "error": wrong},
            {"case": "lind-1747", "report": "lind-1747.html", "error": None},
        ],
    }
    assert "declares no outcome" in (out / "index.html").read_text(encoding="utf-8")
