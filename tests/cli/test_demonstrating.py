"""``rootcause demo``."""

import sys

import pytest
from running import DATA, run

import rootcause
from rootcause.cli import demonstrating


def test_demo_answers_and_says_where_the_report_is(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("click.launch", opened.append)
    monkeypatch.chdir(tmp_path)
    result = run("demo")
    assert result.exit_code == 0, result.stderr
    assert "minutes in the shop" in result.stdout
    report = tmp_path / "rootcause-report.html"
    assert result.stdout.endswith(f"Report: {report}\n")
    assert "vanilla" in report.read_text(encoding="utf-8")
    assert opened == []


@pytest.mark.parametrize(
    ("terminal", "surroundings", "watched"),
    [
        (True, {"DISPLAY": ":0"}, True),
        (True, {"DISPLAY": ":0", "CI": "true"}, False),
        (False, {"DISPLAY": ":0"}, False),
        (True, {}, sys.platform in ("darwin", "win32")),
    ],
)
def test_browser_opens_only_when_someone_watches(monkeypatch, terminal, surroundings, watched):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert demonstrating._has_screen() is watched


def test_demo_case_is_found_in_a_clone_and_in_an_installed_wheel(tmp_path, monkeypatch):
    assert demonstrating._shipped("vanilla-car") == DATA / "vanilla-car"
    package = tmp_path / "site-packages" / "rootcause"
    (package / "_data" / "vanilla-car").mkdir(parents=True)
    monkeypatch.setattr(rootcause, "__file__", str(package / "__init__.py"))
    assert demonstrating._shipped("vanilla-car") == package / "_data" / "vanilla-car"
    with pytest.raises(rootcause.CaseError, match="'oswego' is missing from this installation"):
        demonstrating._shipped("oswego")
