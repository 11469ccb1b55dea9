"""Notebooks run from top to bottom in a real kernel, and are kept without outputs."""

import ast
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
STORY, DECIDING = NOTEBOOKS[:2]


@cache
def executed(path):
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources)
    with TemporaryDirectory() as folder:  # a port may be taken by others while a kernel starts
        client.config.AsyncKernelManager.transport = "ipc"
        client.config.AsyncKernelManager.ip = str(Path(folder) / "kernel")
        client.execute()
    return notebook


def outputs(notebook, cell_id):
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    return cell.outputs


@pytest.fixture(scope="module")
def story():
    """The first notebook, run in a kernel of its own."""
    return executed(STORY)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in cells if cell.outputs or cell.execution_count] == []
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
    assert [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_without_a_word_of_error(path):
    notebook = executed(path)
    said = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    assert len(said) >= 4
    assert [one for one in said if one.output_type == "error" or one.get("name") == "stderr"] == []


@pytest.mark.parametrize("cell_id", ["answer", "oswego"])
def test_answer_is_shown_richly(story, cell_id):
    (shown,) = outputs(story, cell_id)
    assert "<table" in shown.data["text/html"]
    assert "data:image/svg+xml;base64," in shown.data["text/html"]
    assert "stands" in shown.data["text/plain"]


def test_figure_is_a_picture(story):
    (shown,) = outputs(story, "figure")
    assert "image/png" in shown.data


def test_flavour_matters_alone_and_not_given_the_minutes(story):
    (said,) = outputs(story, "flavour-given-minutes")
    alone, given = (float(line.rpartition("= ")[2]) for line in said.text.splitlines())
    assert alone < 0.001
    assert given > 0.05


def test_vanilla_leads_at_the_supper(story):
    (shown,) = outputs(story, "table")
    first = shown.data["text/plain"].splitlines()[1]
    assert "vanilla_ice_cream" in first
    assert "stands" in first


def test_the_deciding_trials_settle_it():
    notebook = executed(DECIDING)
    (rivals,) = outputs(notebook, "rivals")
    assert rivals.data["text/plain"].startswith("Shop minutes or flavour: these 30 observations")
    rounds = "".join(one.text for one in outputs(notebook, "loop")).splitlines()
    assert "Not yet shown: 4 trials" in rounds[0]
    assert "Shown by 12 trials, 10 as" in rounds[-1]
    (answer,) = outputs(notebook, "answer")
    assert "shop minutes is the one that stands" in answer.data["text/plain"]


@pytest.mark.parametrize("cell_id", ["confirm", "switched"])
def test_the_fix_is_confirmed(cell_id):
    (shown,) = outputs(executed(DECIDING), cell_id)
    assert shown.data["text/plain"].startswith("The fix is confirmed")
