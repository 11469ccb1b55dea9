"""The gallery: today's answers are those declared, and where they are wrong it is said and why."""

import re
from types import SimpleNamespace

import gallery
import pytest

import rootcause as rc

SHOWN = {}
PAGE = gallery.ROOT / "docs" / "gallery.md"
cases = pytest.mark.parametrize("folder", gallery.FOLDERS, ids=lambda folder: folder.name)


def shown(folder):
    """A case with today's answer, worked out once."""
    if folder not in SHOWN:
        SHOWN[folder] = gallery.show(folder)
    return SHOWN[folder]


@cases
def test_answers_are_the_expected_ones_but_for_those_known_to_be_wrong(folder):
    """Strict both ways: a verdict that becomes right has to leave the list of wrong ones too."""
    one = shown(folder)
    assert one.case.expected
    known = one.case.truth.get("wrong", {})
    assert {name: one.disagreements.get(name) for name in {*one.disagreements, *known}} == {
        name: one.disagreements.get(name, "right today: take it out of [truth.wrong]")
        for name in known
    }
    assert all(isinstance(why, str) and why.strip() for why in known.values())


@cases
def test_every_case_can_be_reported(folder):
    one = shown(folder)
    assert one.case.title in one.investigation.to_markdown()


@cases
def test_page_says_what_the_tool_says_today(folder):
    one, text = shown(folder), PAGE.read_text(encoding="utf-8")
    row = re.search(rf"^\| \[{re.escape(folder.name)}\].*\| (\w+) \|$", text, re.M)
    assert row, "write it again: python benchmarks/gallery.py"
    assert row[1] == one.mark
    for name, (wanted, said) in one.disagreements.items():
        assert f"| `{name}` | {wanted} | **{said}** |" in text


def test_gallery_is_large_and_its_traps_are_named():
    assert len(gallery.FOLDERS) >= 16
    simulated = [shown(folder).case for folder in gallery.FOLDERS if (folder / "make.py").exists()]
    assert [case.id for case in simulated if not case.truth.get("trap")] == []


def made(verdicts, *, cause=("a",), proxies=("b",), expected=None):
    """A case whose candidates have these verdicts, best first."""
    found = [
        rc.Candidate(rc.Variable(name, rc.Kind.BINARY), rc.Verdict(said)) for name, said in verdicts
    ]

    truth = {"cause": [*cause], "proxies": [*proxies]}
    case = SimpleNamespace(truth=truth, expected=expected or {"a": "stands"})
    return gallery.Shown(case, SimpleNamespace(candidates=found))


@pytest.mark.parametrize(
    ("verdicts", "mark"),
    [
        ([("a", "stands"), ("b", "screened off")], "right"),
        ([("a", "stands"), ("b", "stands")], "partly"),
        ([("b", "stands"), ("a", "stands")], "wrong"),
        ([("b", "stands"), ("a", "no evidence")], "wrong"),
        ([("a", "undetermined"), ("b", "undetermined")], "wrong"),
    ],
)
def test_marks(verdicts, mark):
    assert made(verdicts).mark == mark


def test_what_was_expected_and_is_not_there_is_a_disagreement():
    one = made([("a", "stands")], expected={"a x b": "stands"})
    assert one.disagreements == {"a x b": ("stands", gallery.ABSENT)}
    assert one.mark == "partly"
