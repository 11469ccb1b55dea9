"""The index of a batch: one line a case, what needs a person first."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from urllib.parse import quote

from markupsafe import Markup

from rootcause.report import html, numbers
from rootcause.report.summaries import BROKEN, SAID, Summary

NEVER = "9999-12-31"
COUNTED = SAID | {"stands": "with a candidate that stands"}


@dataclass(frozen=True, slots=True)
class Line:
    """One case as the index has it, every word decided; `order` and `due` sort it."""

    title: str
    id: str
    href: str
    glyph: str
    answer: str
    detail: str
    shown: int
    status: str
    owner: str
    age: str
    n: str
    owed: str
    due: str
    when: str
    late: int

    @property
    def order(self) -> int:
        """Its place when sorted by answer."""
        return list(SAID).index(self.glyph)


@dataclass(frozen=True, slots=True)
class Batch:
    """The words of the whole index."""

    title: str
    dated: str
    headline: str
    counts: tuple[tuple[str, int, str], ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    footer: str


def index(cases: Mapping[str, Summary], *, as_of: str = "") -> str:
    """Return the index of several cases as one self-contained page.

    Parameters
    ----------
    cases
        Each by its report's file, beside the index; those that could not be read included.
    as_of
        An ISO date: with it the index tells how old each case is and what is overdue.

    Returns
    -------
    str
        HTML; the same cases give the same characters.
    """
    lines = [_line(file, one, as_of) for file, one in cases.items()]
    lines.sort(key=lambda line: (line.glyph != BROKEN, line.due))
    script = html.TEMPLATES.joinpath("index.js").read_text(encoding="utf-8")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    page = html.environment().get_template("index.html")
    return html.encodable(
        page.render(
            batch=_batch(lines, as_of),
            script=Markup(script),
            script_hash=f"sha256-{digest}",
        )
    )


def _batch(lines: list[Line], as_of: str) -> Batch:
    found = [(glyph, sum(line.glyph == glyph for line in lines)) for glyph in SAID]
    age = ("Age, days",) if as_of else ()
    cases = numbers.several(len(lines), "case")
    return Batch(
        title=cases,
        dated=f"as of {numbers.day(as_of)}" if as_of else "",
        headline=_headline(lines, cases),
        counts=tuple((glyph, n, COUNTED[glyph]) for glyph, n in found if n),
        heads=("Case", "Answer", "Shown", "Status", "Owner", *age, "n", "Owed"),
        lines=tuple(lines),
        footer=f"Made by rootcause {version('rootcause')}; the same cases give the same page. "
        "It asks the network for nothing.",
    )


def _headline(lines: list[Line], cases: str) -> str:
    standing = sum(line.glyph == "stands" for line in lines)
    broken = sum(line.glyph == BROKEN for line in lines)
    parts = [f"in {standing or 'none'} a candidate stands"]
    if broken:
        parts.append(f"{broken} could not be read")
    due = sorted(line.due for line in lines if line.owed)
    late = max((line.late for line in lines), default=0)
    if late:
        overdue = sum(line.late > 0 for line in lines)
        verb, oldest = ("promise is", "") if overdue == 1 else ("promises are", "the oldest ")
        parts.append(
            f"{overdue}{numbers.NBSP}{verb} overdue, {oldest}by {numbers.several(late, 'day')}"
        )
    elif due:
        verb, first = ("promise is", "") if len(due) == 1 else ("promises are", "the first ")
        parts.append(f"{len(due)}{numbers.NBSP}{verb} owed, {first}by {numbers.day(due[0])}")
    return f"{cases}: {'; '.join(parts)}."


def _line(file: str, case: Summary, as_of: str) -> Line:
    due = case.due or NEVER
    late = _days(due, as_of) if case.owed else 0
    return Line(
        title=case.title,
        id=case.id,
        href="" if case.glyph == BROKEN else quote(file),
        glyph=case.glyph,
        answer=case.answer,
        detail=case.detail,
        shown=case.shown,
        status=case.status or numbers.UNKNOWN,
        owner=case.owner or numbers.UNKNOWN,
        age=numbers.count(_days(case.opened, as_of)) if case.opened and as_of else "",
        n="" if case.n is None else numbers.count(case.n),
        owed=case.owed,
        due=due,
        when=_when(due, late, as_of),
        late=late,
    )


def _when(due: str, late: int, as_of: str) -> str:
    if late > 0:
        return f"{numbers.several(late, 'day')} overdue"
    if as_of and late < 0:
        return f"in {numbers.several(-late, 'day')}"
    return "today" if as_of else f"by {numbers.day(due)}"


def _days(since: str, as_of: str) -> int:
    """Days from one ISO date to another; 0 where one of them is none."""
    try:
        return (date.fromisoformat(as_of[:10]) - date.fromisoformat(since[:10])).days
    except ValueError:
        return 0
