"""Lets the tests here say ``import running``; files that several of them read."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from running import DATA, KETTLE


@pytest.fixture
def kettle(tmp_path):
    """A table that can be investigated."""
    path = tmp_path / "kettle.csv"
    path.write_text(KETTLE, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path):
    """A case folder without an outcome."""
    folder = tmp_path / "broken"
    shutil.copytree(DATA / "lind-1747", folder)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(text.replace('role = "outcome"\n', ""), encoding="utf-8")
    return folder
