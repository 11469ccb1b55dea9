"""The report as Markdown: same words, nothing hostile gets out."""

import re

import made
import pytest

from rootcause.report import content, markdown
from rootcause.report.markdown import JOINER, escaped


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b", "a \\| b"),
        ("`code` *b* _i_ ~s~ $m$", "\\`code\\` \\*b\\* \\_i\\_ \\~s\\~ \\$m\\$"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("![x](http://y)", f"!\\[x\\](http:{JOINER}//y)"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("12 of 13", "12 of 13"),
        ("two\nlines\r\n\there", "two lines here"),
        ("@someone #12 www.x.org", f"@{JOINER}someone #{JOINER}12 www{JOINER}.x.org"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_escaped(text, written):
    assert escaped(text) == written


def test_same_words_as_the_report():
    report = content.build(made.vanilla())
    shown = made.vanilla().to_markdown()
    assert f"## {report.answer.headline}\n" in shown
    assert "- [x] **Associated:** yes, p" in shown and "- [ ] **Fix confirmed:** not yet" in shown
    assert f"> {report.complaint.words}" in shown
    for row in (row for band in report.evidence.bands for row in band.rows):
        assert row.label in shown


@pytest.mark.parametrize("name", made.ALL)
def test_tables_are_rectangular(name):
    blocks = [b for b in made.ALL[name]().to_markdown().split("\n\n") if b.startswith("| ")]
    assert blocks
    for block in blocks:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_nothing_hostile_gets_out():
    shown = made.hostile().to_markdown()
    assert "<" not in shown and not re.search(r"^> #", shown, re.MULTILINE)
    assert not re.search(r"(?<!\\)\](?=\()", shown)
    assert "owner: a\\|b" in shown


def test_only_our_own_headings():
    heads = [line for line in made.hostile().to_markdown().splitlines() if line.startswith("#")]
    assert len(heads) == 6


def test_ends_with_one_newline():
    shown = markdown.render(made.nothing())
    assert shown.endswith("\n") and not shown.endswith("\n\n")
