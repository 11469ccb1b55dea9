"""The answer for a terminal: sentences that can be read aloud, then the table of evidence."""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from collections.abc import Sequence

from rootcause.report import content, numbers
from rootcause.report.evidence import SHOWN
from rootcause.report.parts import Account, Band, Evidence, Report, Row, plain
from rootcause.results import Investigation

WIDTH = 99
NARROWEST = 60
MOST_ROWS = 12
"""Rows of the table; the rest are counted."""

NAME_WIDTH = 32
LEAST_NAME = 16
GAP = "  "
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Characters that could drive a terminal or turn the direction of a line."""


def render(investigation: Investigation) -> str:
    """Tell an investigation in the columns of the terminal, at most 100, without colour.

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
    return numbers.unbound("\n\n".join(block for block in blocks if block))


def account(told: Account) -> str:
    """Tell everything known of one candidate in at most 100 columns, without colour."""
    blocks = [
        wrapped(told.sentence),
        "\n".join(held(told.rows)),
        "\n".join(wrapped(one, indent=GAP) for one in told.cautions),
        "\n".join(_facts(told)),
    ]
    return numbers.unbound("\n\n".join(block for block in blocks if block))


def held(rows: Sequence[Row]) -> list[str]:
    """Associations, each under its label, aligned."""
    if not rows:
        return []
    lines = [["", "effect size", "", "95 % interval", "p", "corrected", "n"]]
    for row in rows:
        label = _cut(clean(row.label), NAME_WIDTH)
        numeric = [row.effect, row.interval, row.pvalue, row.adjusted, row.n]
        lines.append([label, clean(row.scale), *numeric])
    wide = max(width(label) for label, *_ in lines) + len(GAP)
    beside = [[_padded(label, wide) + scale, *numeric] for label, scale, *numeric in lines]
    if width(aligned(beside[0], _widths(beside))) > columns():
        beside = [[", ".join(filter(None, one[:2])), *one[2:]] for one in lines]
    return [one for folded in _folded(beside) for one in folded]


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _facts(told: Account) -> list[str]:
    """Terms to the left, what is said of them beside."""
    wide = max(width(_cut(clean(term), NAME_WIDTH)) for term, _ in told.facts) + len(GAP)
    return [
        textwrap.fill(
            clean(said),
            columns(),
            initial_indent=_padded(_cut(clean(term), NAME_WIDTH), wide),
            subsequent_indent=" " * wide,
        )
        for term, said in told.facts
    ]


def columns() -> int:
    """How many columns to fill: no more than the terminal has, where there is one."""
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH + 1, 24)).columns - 1))


def clean(text: str) -> str:
    """Text that is safe in a terminal: control characters become spaces."""
    return re.sub(" {2,}", " ", UNSAFE.sub(" ", text)).strip()


def wrapped(text: str, indent: str = "") -> str:
    """Fold a paragraph at the width; numbers stay with their words."""
    return textwrap.fill(clean(text), columns(), subsequent_indent=indent)


def table(evidence: Evidence) -> list[str]:
    """The rows with numbers, aligned, under a line for each verdict."""
    shown = _within(evidence.bands)
    rows = [row for _, some in shown for row in some]
    if not rows:
        return []
    heads = ["", "effect", "95 % interval", "p", "corrected", "p given", "n"]
    lines = [heads, *map(_cells, rows)]
    kept = [
        any(row.pvalue_given for row in rows) or at != heads.index("p given") for at in range(7)
    ]
    lines = [[cell for cell, keep in zip(line, kept, strict=True) if keep] for line in lines]
    head, *written = _folded(lines)
    told, following = [*wrapped(evidence.lead).splitlines(), *head], iter(written)
    for band, some in shown:
        told.append(band.title)
        for row in some:
            told += [*next(following), *_groups(evidence, band, row)]
    tested = [band for band in evidence.bands if any(row.effect for row in band.rows)]
    left = sum(len(band.rows) + band.left_out for band in tested) - len(rows)
    return told + ([f"and {numbers.count(left)} more"] if left else [])


def _within(bands: Sequence[Band]) -> list[tuple[Band, list[Row]]]:
    room, kept = MOST_ROWS, []
    for band in bands:
        rows = [row for row in band.rows if row.effect][:room]
        room -= len(rows)
        if rows:
            kept.append((band, rows))
    return kept


def _cells(row: Row) -> list[str]:
    dagger = f" {numbers.DAGGER}" if row.derived else ""
    name = f"{GAP}{_cut(clean(row.label), NAME_WIDTH)}{dagger}"
    return [name, row.effect, row.interval, row.pvalue, row.adjusted, row.pvalue_given, row.n]


def _folded(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """Lines of one table; a name too long for its column goes on below its numbers."""
    widths = _widths(lines)
    room = max(LEAST_NAME, columns() - sum(widths[1:]) - len(GAP) * (len(widths) - 1))
    widths[0] = min(widths[0], room)
    folded = []
    for name, *numeric in lines:
        first, *rest = [name] if width(name) <= room else _wrapped_name(name, room)
        folded.append([aligned([first, *numeric], widths), *rest])
    return folded


def _wrapped_name(name: str, room: int) -> list[str]:
    indent = GAP if name.startswith(GAP) else ""
    return textwrap.wrap(name.strip(), room, initial_indent=indent, subsequent_indent=indent + GAP)


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(width, column)) for column in zip(*lines, strict=True)]


def _cut(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    text = text[:most]
    while width(text) >= most:
        text = text[:-1]
    return text + "…"


def aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """One line: the name to the left, numbers to the right."""
    spaces = [" " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)]
    numeric = [space + cell for cell, space in zip(cells[1:], spaces[1:], strict=True)]
    return GAP.join([cells[0] + spaces[0], *numeric]).rstrip()


def _groups(evidence: Evidence, band: Band, row: Row) -> list[str]:
    """The groups of a finding on a line of their own."""
    if band.verdict not in SHOWN or not row.sides:
        return []
    sides = ", ".join(f"{side.count} ({side.label})" for side in row.sides)
    return textwrap.wrap(
        clean(f"{evidence.seen_head}: {sides}"),
        columns(),
        initial_indent=2 * GAP,
        subsequent_indent=3 * GAP,
    )


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
        wrapped(f"{numbers.capital(numbers.listed(labels))}: {' '.join(cautions)}", indent=GAP)
        for labels, cautions in _cautions(evidence).items()
    ]
    return [*lines, wrapped(evidence.brief)] if evidence.brief else lines


def _cautions(evidence: Evidence) -> dict[tuple[str, ...], list[str]]:
    """What to keep in mind of whom, each caution once."""
    whom: dict[str, tuple[str, ...]] = {}
    for row in (row for band in evidence.bands if band.verdict in SHOWN[:2] for row in band.rows):
        for caution in row.cautions:
            whom[caution] = (*whom.get(caution, ()), row.label)
    told: dict[tuple[str, ...], list[str]] = {}
    for caution, labels in whom.items():
        told.setdefault(labels, []).append(caution)
    return told
