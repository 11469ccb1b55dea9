"""What the README shows is what the tool says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rootcause as rc

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^\$ rootcause investigate (\S+).*\n((?:(?!\$|```).*\n)+)", README, re.M)


@pytest.mark.parametrize(("folder", "answer"), SHOWN)
def test_the_answers_shown_are_those_given(folder, answer):
    said = str(rc.read_case(ROOT / folder).investigate()).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith(answer.strip())


def test_both_ice_creams_are_shown():
    assert [folder for folder, _ in SHOWN] == ["data/vanilla-car", "data/oswego-1940"]


def test_every_public_name_in_the_readme_exists():
    for name in set(re.findall(r"\brc\.(\w+)", README)):
        assert name in rc.__all__
