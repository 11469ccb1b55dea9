"""``rootcause lab``: a notebook ready for a case, in a real JupyterLab."""

import json
import os
import subprocess

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from running import DATA, refused, run

import rootcause as rc


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def executed(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    return notebook


def said(notebook):
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    return json.dumps(outputs, ensure_ascii=False)


def test_notebook_of_a_case_runs_and_answers(here):
    result = run("lab", DATA / "lind-1747", "--no-open")
    assert result.stdout == f"Notebook: {here / 'lind-1747.ipynb'}\n"
    assert "citrus" in said(executed(here / "lind-1747.ipynb"))
    assert "<title>" in (here / "lind-1747.html").read_text(encoding="utf-8")


def test_notebook_of_a_table_runs_and_answers(here, kettle):
    assert run("lab", kettle, "--outcome", "fuse", "--no-open").exit_code == 0
    assert "water is the one that stands" in said(executed(here / "kettle.ipynb"))


def test_notebook_of_a_case_in_a_book_takes_observations_and_answers(here):
    book = rc.open_book(here / "cases.db", create=True)
    case = rc.new_case(title="T", complaint="The fuse blows.", outcome="fuse", book=book)
    case.observe(
        pd.DataFrame({"water": [1.7, 1.6, 0.5, 0.4] * 5, "fuse": [True, True, False, False] * 5})
    )
    assert run("lab", case.id, "--book", here / "cases.db", "--no-open").exit_code == 0
    shown = said(executed(here / f"{case.id}.ipynb"))
    assert "The fuse blows." in shown
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "Water, the only candidate tested, stands." in shown


def test_notebook_that_is_there_is_never_written_over(here):
    (here / "lind-1747.ipynb").write_text("mine", encoding="utf-8")
    assert run("lab", DATA / "lind-1747", "--no-open").exit_code == 0
    assert (here / "lind-1747.ipynb").read_text(encoding="utf-8") == "mine"


def test_hostile_names_stay_text(here, tmp_path):
    hostile = here / "# <b>$x$'\"*"
    hostile.mkdir()
    for path in (DATA / "lind-1747").glob("*.*"):
        if path.suffix in (".toml", ".csv"):
            (hostile / path.name).write_bytes(path.read_bytes())
    run("lab", hostile, "--no-open")
    (path,) = here.glob("*.ipynb")
    notebook = executed(path)
    assert notebook.cells[0].source.startswith("# \\# \\<b\\>\\$x\\$'\"\\*\n")


def test_what_cannot_be_opened(here, kettle):
    assert refused(here, 1, "lab", kettle, "--outcome", "fuze", "--no-open") == (
        "The table has no column 'fuze'. Did you mean 'fuse'?"
    )
    assert "There is no file" in refused(here, 1, "lab", "nowhere.csv", "--outcome", "x")
    assert list(here.glob("*.ipynb")) == []


def test_jupyterlab_is_started_on_it(here, monkeypatch):
    started = []
    ended = subprocess.CompletedProcess([], returncode=3)
    monkeypatch.setattr(subprocess, "run", lambda called, check: started.append(called) or ended)
    assert run("lab", DATA / "lind-1747").exit_code == 3
    assert started[0][1:] == ["-m", "jupyterlab", os.fspath(here / "lind-1747.ipynb")]


def test_without_jupyterlab_it_says_what_brings_it(here, monkeypatch):
    monkeypatch.setattr("rootcause.cli.opening.find_spec", lambda name: None)
    assert refused(here, 1, "lab") == (
        "JupyterLab is not installed here; pip install 'rootcause[notebook]' brings it."
    )
