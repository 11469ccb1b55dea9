"""The documentation: its examples run, its links lead somewhere, and it tells every public name."""

import doctest
import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import rootcause as rc
from rootcause.cli import cli

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MADE = ("pictures/", "reports/", "reference/command-line.md")
PAGES = [
    page
    for page in sorted(DOCS.rglob("*.md"))
    if not page.relative_to(DOCS).as_posix().startswith(MADE)
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
SHOWN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())


class Checker(doctest.OutputChecker):
    """Spaces that don't break are spaces."""

    def check_output(self, want, got, optionflags):
        return super().check_output(want, got.replace("\N{NO-BREAK SPACE}", " "), optionflags)


def blocks(page):
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def run_python(text, names):
    exec(compile(text, "example", "exec"), names)


def run_pycon(text, names):
    example = doctest.DocTestParser().get_doctest(text, names, "example", None, 0)
    told = []
    runner = doctest.DocTestRunner(Checker(), optionflags=SHOWN)
    failed, _ = runner.run(example, out=told.append, clear_globs=False)
    assert not failed, "".join(told)
    names.update(example.globs)


def run_console(text, names):
    for step in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, wanted = step.partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "rootcause"
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 0, result.output
        assert Checker().check_output(wanted, result.stdout, SHOWN), result.stdout


def check_sh(text, names):
    """What sets a machine up isn't done here, but its make targets have to be there."""
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for command in filter(None, text.splitlines()):
        program, first, *_ = shlex.split(command, comments=True)
        assert (program, first) == ("pip", "install") or (program == "make" and first in targets)


RUN = {"python": run_python, "pycon": run_pycon, "console": run_console, "sh": check_sh}


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if blocks(page)],
    ids=lambda page: page.relative_to(DOCS).as_posix(),
)
def test_examples_run(page, tmp_path, monkeypatch):
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "example"}
    for language, text in blocks(page):
        if language:
            RUN[language](text, names)


@pages
def test_links_lead_somewhere(page):
    for target in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        place = (page.parent / target).resolve()
        made = place.is_relative_to(DOCS) and place.relative_to(DOCS).as_posix().startswith(MADE)
        assert target.startswith("https://") or made or place.exists(), target


@pages
def test_page_is_in_the_menu(page):
    assert page.relative_to(DOCS).as_posix() in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_every_public_name_is_told():
    told = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    named = set(re.findall(r"^::: rootcause\.(\w+)$", told, re.M))
    assert [name for name in rc.__all__ if name not in named] == []
    assert [name for name in named if name not in rc.__all__] == []


def test_picture_of_the_reversal_shows_the_example_of_its_page():
    (figures,) = re.findall(
        r"^scrapped = (\{.*?^\})", (DOCS / "ideas" / "reversal.md").read_text("utf-8"), re.M | re.S
    )
    code = compile(f"figures = {figures}", "reversal.md", "exec")
    names = {}
    exec(code, names)
    assert runpy.run_path(str(DOCS / "make.py"))["SCRAPPED"] == names["figures"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site: what `make docs` does, with warnings as errors."""
    pytest.importorskip("mkdocs", reason="no mkdocs; bring it with: make setup")
    folder = tmp_path_factory.mktemp("site")
    made = (sys.executable, str(DOCS / "make.py"))
    built = (sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(folder))
    for command in (made, built):
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.mark.slow
def test_site_asks_the_network_for_nothing(site):
    for written in site.rglob("*.html"):
        text = written.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="https?://', text) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_site_shuts_nobody_out(site, page, theme):
    """No page is wider than a phone, and axe finds nothing serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=theme)
    served = {*site.glob("reports/*"), site / "404.html"}  # tested elsewhere; needs a server
    for written in sorted({*site.rglob("*.html")} - served):
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(written.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        page.set_viewport_size({"width": 1300, "height": 900})
        found = axe.run(page).response["violations"]
        grave = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert (written.name, grave) == (written.name, [])
