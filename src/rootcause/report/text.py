"""The answer for a terminal: sentences that can be read aloud, then the table of evidence."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from rootcause.report import content, numbers
from rootcause.report.evidence import SHOWN
from rootcause.report.parts import Band, Evidence, Report, Row, plain
from rootcause.results import Investigation

WIDTH = 99
MOST_ROWS = 12
"""Rows of the table; the rest are counted."""

NAME_WIDTH = 22
GAP = "  "
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Characters that could drive a terminal or turn the direction of a line."""


def render(investigation: Investigation) -> str:
    """Tell an investigation in at most 100 columns, without colour.

    Parameters
    ----------
    investigation
        With or without a case.
    """
    report = content.build(investigation)
    return told(report)


def told(report: Report) -> str:
    """Tell a report that was already built."""
    evidence = report.evidence
    blocks = [
        wrapped(report.answer.headline),
        wrapped(plain(report.answer.says)),
        "\n".join(table(evidence)),
        "\n".join(_untested(evidence)),
        "\n".join(_notes(evidence)),
    ]
    return "\n\n".join(block for block in blocks if block).replace(numbers.NBSP, " ")


def clean(text: str) -> str:
    """Text that is safe in a terminal: control characters become spaces."""
    return UNSAFE.sub(" ", text).strip()


def wrapped(text: str, indent: str = "") -> str:
    """Fold a paragraph at the width; numbers stay with their words."""
    return textwrap.fill(clean(text), WIDTH, subsequent_indent=indent)


def table(evidence: Evidence) -> list[str]:
    """The rows with numbers, aligned, under a line for each verdict."""
    shown = _within(evidence.bands)
    rows = [row for _, some in shown for row in some]
    if not rows:
        return []
    given = any(row.pvalue_given for row in rows)
    heads = ["", clean(evidence.seen_head), "effect", "95 % interval", "p", "corrected"]
    heads += ["p given", "n"] if given else ["n"]
    same = len({row.n for row in rows}) == 1
    cells = [_cells(row, band, given) for band, some in shown for row in some]
    if same:
        heads, cells = heads[:-1], [line[:-1] for line in cells]
    widths = [max(map(width, column)) for column in zip(heads, *cells, strict=True)]
    widths[1] = min(widths[1], _room(widths))
    lines = _folded(heads, widths)
    written = iter(cells)
    for band, some in shown:
        lines.append(band.title)
        for _ in some:
            lines += _folded(next(written), widths)
    left = sum(bool(row.effect) for band in evidence.bands for row in band.rows) - len(rows)
    return lines + ([f"and {numbers.count(left)} more"] if left else [])


def _within(bands: Sequence[Band]) -> list[tuple[Band, list[Row]]]:
    room, kept = MOST_ROWS, []
    for band in bands:
        rows = [row for row in band.rows if row.effect][:room]
        room -= len(rows)
        if rows:
            kept.append((band, rows))
    return kept


def _cells(row: Row, band: Band, given: bool) -> list[str]:
    name = _cut(clean(row.label), NAME_WIDTH) + (f" {numbers.DAGGER}" if row.derived else "")
    labelled = band.verdict in SHOWN
    sides = [f"{side.count} {side.label}" if labelled else side.count for side in row.sides]
    seen = "; ".join(map(clean, sides))
    start = [f"  {name}", seen, row.effect, row.interval, row.pvalue, row.adjusted]
    return [*start, *([row.pvalue_given] if given else []), row.n]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _room(widths: list[int]) -> int:
    """What is left for the groups when every other column has its width."""
    return WIDTH - sum(widths) + widths[1] - len(GAP) * (len(widths) - 1)


def _folded(cells: list[str], widths: list[int]) -> list[str]:
    """One row, the groups folded over as many lines as they need."""
    folds = [_fold(text, widths[1]) if at == 1 else [text] for at, text in enumerate(cells)]
    return [
        GAP.join(
            _pad(text, wide, left=at < 2)
            for at, (text, wide) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in zip_longest(*folds, fillvalue="")
    ]


def _fold(text: str, wide: int) -> list[str]:
    if width(text) <= wide:
        return [text]
    return [line for part in text.split("; ") for line in textwrap.wrap(part, wide)]


def _pad(text: str, wide: int, left: bool) -> str:
    space = " " * max(0, wide - width(text))
    return text + space if left else space + text


def width(text: str) -> int:
    """Columns that a text takes in a terminal; East Asian characters take two."""
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


def _untested(evidence: Evidence) -> list[str]:
    lines = []
    for band in evidence.bands:
        rows = [row for row in band.rows if row.reason]
        if rows:
            said = [f"{_cut(row.label, NAME_WIDTH * 2)} ({row.reason})" for row in rows[:MOST_ROWS]]
            more = f"; and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
            lines.append(wrapped(f"{band.title}: {'; '.join(said)}{more}.", indent=GAP))
    return lines


def _notes(evidence: Evidence) -> list[str]:
    lines = [
        wrapped(f"{numbers.capital(row.label)}: {' '.join(row.cautions)}", indent=GAP)
        for band in evidence.bands
        if band.verdict in SHOWN[:2]
        for row in band.rows
        if row.cautions
    ]
    return [*lines, wrapped(evidence.brief)] if evidence.brief else lines
