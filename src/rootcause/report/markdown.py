"""The report as Markdown, for a pull request or a wiki: the words of `content`, escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from rootcause.report import content, numbers
from rootcause.report.parts import Band, Complaint, Evidence, Reply, Row, Section, Spans, Table
from rootcause.results import Investigation

ACTIVE = re.compile(r"([\\`*_\[\]|~$])")
AT_START = re.compile(r"^([-+=#])|^(\d+)(?=[.)](?: |$))")
LINKING = re.compile(r"(?<=@)(?=\w)|(?<=[:#])(?=//|\d)|(?<=www)(?=\.)", re.IGNORECASE)
JOINER = "\u2060"
"""A word joiner: not seen, but it keeps "@name", "#1" and "www." from becoming links."""


def render(investigation: Investigation) -> str:
    """Write the report as GitHub-flavoured Markdown.

    Parameters
    ----------
    investigation
        With or without a case.
    """
    report = content.build(investigation)
    blocks = [f"# {escaped(report.title)}"]
    if report.masthead:
        blocks.append(
            escaped(" · ".join(filter(None, [*report.masthead.left, report.masthead.right])))
        )
    if report.complaint:
        blocks += _complaint(report.complaint)
    blocks += [*_answer(report.answer), *_evidence(report.evidence)]
    for section in (*(section for _, section in report.sections), report.working):
        blocks += _section(section)
    return "\n\n".join([*blocks, escaped(report.footer)]) + "\n"


def escaped(text: str) -> str:
    """Text that stays text: no markup, HTML, links, mentions or line breaks."""
    joined = LINKING.sub(JOINER, " ".join(text.split()))
    safe = ACTIVE.sub(r"\\\1", html.escape(joined, quote=False))
    return AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", safe)


def _complaint(complaint: Complaint) -> list[str]:
    lines = [f"> {escaped(line)}" for line in complaint.words.splitlines() if line.strip()]
    return ["\n>\n".join([*lines, f"> — {escaped(complaint.said)}"])]


def _spans(spans: Spans) -> str:
    return "".join(
        f"**{escaped(span.text)}**" if span.strong else _spaced(span.text) for span in spans
    ).strip()


def _spaced(text: str) -> str:
    """Escape a span but keep the spaces at its ends."""
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " and text.strip() else ""
    return before + escaped(text) + after


def _answer(reply: Reply) -> list[str]:
    steps = [
        f"- [{'x' if step.reached else ' '}] **{escaped(step.name)}:** {escaped(step.text)}"
        for step in reply.ladder
    ]
    return [f"## {escaped(reply.headline)}", _spans(reply.says), "\n".join(steps)]


def _evidence(evidence: Evidence) -> list[str]:
    heads = ["verdict", "candidate", evidence.seen_head, "effect size", "95 % interval", "p"]
    heads += ["corrected", *([evidence.given_head] if evidence.given_head else []), "n"]
    rows = [
        _row(band, row, bool(evidence.given_head))
        for band in evidence.bands
        for row in band.rows
        if not row.reason
    ]
    aside = [
        f"- **{escaped(row.label)}** ({escaped(str(band.verdict))}): {escaped(row.reason)}"
        for band in evidence.bands
        for row in band.rows
        if row.reason
    ]
    cautions = [
        f"- **{escaped(row.label)}:** {escaped(' '.join(row.cautions))}"
        for band in evidence.bands
        for row in band.rows
        if row.cautions
    ]
    numeric = [False, False, False, *[True] * (len(heads) - 3)]
    blocks = [f"## {escaped(evidence.heading)}", escaped(evidence.lead)]
    blocks += [_grid([escaped(head) for head in heads], numeric, rows)] if rows else []
    return [*blocks, *filter(None, ["\n".join(aside), "\n".join(cautions), escaped(evidence.note)])]


def _row(band: Band, row: Row, given: bool) -> list[str]:
    dagger = f" {numbers.DAGGER}" if row.derived else ""
    seen = "; ".join(
        f"{'**' if side.hot else ''}{side.count}{'**' if side.hot else ''} {escaped(side.label)}"
        for side in row.sides
    )
    cells = [escaped(str(band.verdict)), escaped(row.label) + dagger, seen]
    cells += [escaped(one) for one in (row.effect, row.interval, row.pvalue, row.adjusted)]
    return [*cells, *([escaped(row.pvalue_given)] if given else []), row.n]


def _grid(heads: Sequence[str], numeric: Iterable[bool], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---:" if right else "---" for right in numeric]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, rule, *rows])


def _section(section: Section) -> list[str]:
    blocks = [f"## {escaped(section.heading)}"]
    blocks += [escaped(paragraph) for paragraph in section.paragraphs]
    blocks += [block for table in section.tables for block in _table(table)]
    items = [f"- **{escaped(term)}:** {escaped(text)}" for term, text in section.items]
    return blocks + (["\n".join(items)] if items else [])


def _table(table: Table) -> list[str]:
    heads = [escaped(head) for head in table.heads]
    rows = [[escaped(span.text) for span in row] for row in table.rows]
    caption = [f"**{escaped(table.caption)}**"] if table.caption else []
    return [
        *caption,
        _grid(heads, table.numeric, rows),
        *([escaped(table.note)] if table.note else []),
    ]
