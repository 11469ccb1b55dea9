"""No page shuts anybody out: WCAG 2.2 AA as far as axe can tell, in a real browser."""

import made
import pytest
from axe_playwright_python.sync_playwright import Axe
from test_html import rendered
from test_index import index

from rootcause.report import notebook

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = ["light", "dark"]


@pytest.fixture
def found(page, tmp_path):
    def look(text, theme):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        page.emulate_media(color_scheme=theme)
        page.goto(path.as_uri())
        options = {"runOnly": {"type": "tag", "values": STANDARD}}
        return [
            (one["id"], node["target"], node["failureSummary"])
            for one in Axe().run(page, options=options).response["violations"]
            for node in one["nodes"]
        ]

    return look


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", made.ALL)
def test_report(found, name, theme):
    assert found(rendered(name), theme) == []


@pytest.mark.parametrize("theme", THEMES)
def test_index(found, theme):
    assert found(index(as_of="2026-05-18"), theme) == []


def test_notebook_output(found):
    shown = notebook.render(made.vanilla())
    page = f"<!doctype html><html lang=en><title>n</title><main><h1>n</h1>{shown}</main></html>"
    assert found(page, "light") == []


def test_it_would_find_a_picture_without_words(found):
    assert "image-alt" in str(found("<!doctype html><html lang=en><img src=x.png>", "light"))
