"""A real JupyterLab in a headless Chromium: what a person with a browser sees and can do.

The pictures lie in pytest's folder of each test, to be looked at.
"""

import json
import shutil
from pathlib import Path

import pytest
from running_lab import do, open_lab, open_notebook, server

from rootcause.lab import write_notebook
from rootcause.lab.notebooks import FORMAT, KERNEL
from rootcause.store import new_case, open_book

pytest.importorskip("jupyterlab", reason="no JupyterLab; bring it with: make setup")

ROOT = Path(__file__).parents[2]
STORY = "01-the-car-that-hated-vanilla.ipynb"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
ERRORS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type$='.stderr']"
BROKEN = "[...document.querySelectorAll('.jp-OutputArea img')].filter(one => !one.naturalWidth)"
LABEL = "flavour <b>$x^2$</b> bought"
ASKED = "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText"
MOST_TABS = 40


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a server, and the folder that it serves."""
    folder, home = (tmp_path_factory.mktemp(name) for name in ("served", "own"))
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    (folder / "data").symlink_to(ROOT / "data")
    with server(folder, home) as address:
        yield address, folder


@pytest.fixture
def opened(lab, page):
    """A page of that JupyterLab, high enough for a story, and the folder that it shows."""
    page.set_viewport_size({"width": 1200, "height": 3200})
    open_lab(page, lab[0])
    return page, lab[1]


def test_a_story_runs_and_can_be_read_in_both_themes_and_untrusted(opened, tmp_path):
    page, folder = opened
    story = folder / "notebooks" / STORY
    shown = open_notebook(page, f"notebooks/{STORY}")
    do(page, "notebook:run-all-cells")
    assert shown.locator(".jp-OutputArea-output").count() >= 8
    assert shown.locator(ERRORS).count() == 0
    for name, theme in THEMES.items():
        do(page, "apputils:change-theme", theme=theme)
        page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
        page.screenshot(path=tmp_path / f"{name}.png")
    trusted = shown.locator(".jp-RenderedHTML").all_inner_texts()
    do(page, "docmanager:save")
    notebook = json.loads(story.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "Written by another hand."
    story.with_name("untrusted.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    shown = open_notebook(page, "notebooks/untrusted.ipynb")
    model = "jupyterapp.shell.currentWidget.content.model.cells"
    assert page.evaluate(f"[...{model}].some(one => one.type === 'code' && one.trusted)") is False
    shown.get_by_text("minutes in the shop is the one that stands").first.wait_for()
    page.screenshot(path=tmp_path / "untrusted.png")
    assert shown.locator(".jp-RenderedHTML").all_inner_texts() == trusted
    assert page.evaluate(f"{BROKEN}.length") == 0
    assert [one for one in page.console_log if one.startswith("pageerror")] == []


def tab_to(page, label):
    """Press Tab until what is called so has the focus, as hands without a mouse do."""
    met = []
    while label not in met:
        assert len(met) < MOST_TABS, met
        page.keyboard.press("Tab")
        met.append(page.evaluate(ASKED))


def test_an_observation_is_recorded_by_keyboard_alone(opened, tmp_path):
    page, folder = opened
    book = open_book(folder / "cases.db", create=True)
    case = new_case(title="Vanilla", complaint="No!", outcome="no_start", book=book)
    case.declare("no_start", kind="binary")
    case.declare("flavour", kind="nominal", levels=["vanilla", "mint"], label=LABEL)
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60))
    source = f"import rootcause as rc\n\nrc.open_case({case.id!r}, book='cases.db').form()"
    code = {"cell_type": "code", "execution_count": None, "id": "form", "outputs": []}
    cells = [{**code, "metadata": {}, "source": source}]
    write_notebook({"cells": cells, "metadata": KERNEL, **FORMAT}, folder / "form.ipynb")
    shown = open_notebook(page, "form.ipynb")
    do(page, "notebook:run-all-cells")
    shown.get_by_role("button", name="Record").wait_for()
    tab_to(page, "no_start")
    page.keyboard.type("yes")
    tab_to(page, LABEL.replace("$", "\N{FULLWIDTH DOLLAR SIGN}"))
    page.keyboard.type("mint")
    tab_to(page, "minutes (min)")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    shown.get_by_text("'minutes' is 99 min, and 0 to 60 is plausible.").wait_for()
    page.screenshot(path=tmp_path / "refused.png")
    page.keyboard.press("Control+a")
    page.keyboard.type("1.6 min")
    tab_to(page, "Record")
    page.keyboard.press("Enter")
    shown.get_by_text("Observation 1 recorded.").wait_for()
    page.wait_for_function(f"({ASKED}) === 'no_start'")
    page.screenshot(path=tmp_path / "recorded.png")
    (row,) = case.observations.to_dict("records")
    assert row == {"no_start": True, "flavour": "mint", "minutes": 1.6}
    tab_to(page, "Investigate again")
    page.keyboard.press("Enter")
    shown.get_by_text("it takes at least two").wait_for()
