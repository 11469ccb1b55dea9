"""The rules of the house, as far as a machine can check them."""

import ast
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import rootcause

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
HEAVY = ("scipy.stats", "statsmodels", "matplotlib", "sqlalchemy", "duckdb")
LONGEST = 400
FOREIGN = re.compile(
    r"(?<![\w./-])/(?:home|root|work|Users)/\w"
    r"|\b(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b"
)


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def relative(path):
    return path.relative_to(ROOT).as_posix()


def test_imports_go_from_edges_to_verbs_to_nouns():
    command = Path(sys.executable).with_name("lint-imports")
    result = run(command, "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


def test_import_is_light():
    code = f"import sys, rootcause; print(*(m for m in {HEAVY} if m in sys.modules))"
    result = run(sys.executable, "-c", code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


def test_version_is_the_installed_one():
    assert rootcause.__version__ == metadata.version("rootcause")


def test_public_names_are_sorted_and_unique():
    assert list(rootcause.__all__) == sorted(set(rootcause.__all__))


@pytest.mark.parametrize("name", rootcause.__all__)
def test_public_name_is_documented(name):
    thing = getattr(rootcause, name)
    assert name in dir(rootcause)
    assert isinstance(thing, str) or (thing.__doc__ or "").strip()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_source_file(path):
    text = path.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [n.lineno for n in nodes if isinstance(n, ast.Assert)] == []
    assert [n.name for n in functions if n.name.startswith("test_")] == []
    assert len(text.splitlines()) <= LONGEST


def test_no_machine_is_named():
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("not a git checkout; get one with: git clone")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        text = path.read_text(encoding="utf-8", errors="ignore") if path.is_file() else ""
        found += [f"{name}: {match.group()}" for match in FOREIGN.finditer(text)]
    assert found == []
