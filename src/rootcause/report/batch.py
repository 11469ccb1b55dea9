"""The index of a batch: one line a case, what needs a person first."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import quote

from markupsafe import Markup

from rootcause.case import Case
from rootcause.report import answer, html, numbers
from rootcause.report.phrases import called, words
from rootcause.results import Answer, Candidate, Investigation, Verdict

NEVER = "9999-12-31"

GLYPHS = {
    Answer.STANDS: "stands",
    Answer.UNDETERMINED: "undetermined",
    Answer.NOTHING: "none",
    Answer.TOO_FEW: "not",
}
SAID = {
    "stands": "stands",
    "undetermined": "undetermined",
    "none": "nothing recorded explains it",
    "not": "too few observations",
    "broken": "could not be read",
}
COUNTED = SAID | {"stands": "with a candidate that stands"}


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One case of a batch: what it is called, and what came of it.

    Attributes
    ----------
    name
        Of its folder.
    case, investigation
        None where it could not be read or investigated.
    error
        Why not; empty where all went well.
    """

    name: str
    case: Case | None
    investigation: Investigation | None
    error: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case as the index has it, every word decided; `order` and `due` sort it."""

    title: str
    id: str
    href: str
    glyph: str
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
    def answer(self) -> str:
        """The answer in few words."""
        return SAID[self.glyph]

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


def index(entries: Sequence[BatchEntry], *, report_names: Sequence[str], as_of: str = "") -> str:
    """Return the index of several cases as one self-contained page.

    Parameters
    ----------
    entries
        The cases, those that could not be read included.
    report_names
        File of each case's report, beside the index.
    as_of
        An ISO date: with it the index tells how old each case is and what is overdue.

    Returns
    -------
    str
        HTML; the same entries give the same characters.
    """
    lines = [_line(entry, name, as_of) for entry, name in zip(entries, report_names, strict=True)]
    lines.sort(key=lambda line: (line.glyph != "broken", line.due))
    script = html.TEMPLATES.joinpath("index.js").read_text(encoding="utf-8")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    page = html.environment().get_template("index.html")
    return html.encodable(
        page.render(
            batch=_batch(lines, as_of, _version(entries)),
            script=Markup(script),
            script_hash=f"sha256-{digest}",
        )
    )


def _batch(lines: list[Line], as_of: str, version: str) -> Batch:
    found = [(glyph, sum(line.glyph == glyph for line in lines)) for glyph in SAID]
    age = ("Age, days",) if as_of else ()
    cases = _several(len(lines), "case")
    return Batch(
        title=cases,
        dated=f"as of {numbers.day(as_of)}" if as_of else "",
        headline=_headline(lines, cases),
        counts=tuple((glyph, n, COUNTED[glyph]) for glyph, n in found if n),
        heads=("Case", "Answer", "Shown", "Status", "Owner", *age, "n", "Owed"),
        lines=tuple(lines),
        footer=f"Made by {version}; the same cases give the same page. "
        "It asks the network for nothing.",
    )


def _version(entries: Sequence[BatchEntry]) -> str:
    for entry in entries:
        if entry.investigation:
            version = entry.investigation.provenance.versions.get("rootcause", "")
            return f"rootcause {version}".strip()
    return "rootcause"


def _headline(lines: list[Line], cases: str) -> str:
    standing = sum(line.glyph == "stands" for line in lines)
    broken = sum(line.glyph == "broken" for line in lines)
    parts = [f"in {standing or 'none'} a candidate stands"]
    if broken:
        parts.append(f"{broken} could not be read")
    due = sorted(line.due for line in lines if line.owed)
    late = max((line.late for line in lines), default=0)
    if late:
        overdue = sum(line.late > 0 for line in lines)
        verb = "promise is" if overdue == 1 else "promises are"
        parts.append(f"{overdue} {verb} overdue, the oldest by {_several(late, 'day')}")
    elif due:
        verb = "promise is" if len(due) == 1 else "promises are"
        parts.append(f"{len(due)} {verb} owed, the first by {numbers.day(due[0])}")
    return f"{cases}: {'; '.join(parts)}."


def _line(entry: BatchEntry, report: str, as_of: str) -> Line:
    case, found = entry.case, entry.investigation
    owed, due = _owed(case)
    late = _days(due, as_of) if owed else 0
    opened = case.opened if case else ""
    return Line(
        title=case.title if case else entry.name,
        id=case.id if case else entry.name,
        href=quote(report) if found else "",
        glyph=GLYPHS[found.answer] if found else "broken",
        detail=_detail(found) if found else entry.error,
        shown=sum(step.reached for step in answer.ladder(found)) if found else 0,
        status=case.status if case else numbers.UNKNOWN,
        owner=(case.owner if case else "") or numbers.UNKNOWN,
        age=numbers.count(_days(opened, as_of)) if opened and as_of else "",
        n=numbers.count(found.n) if found else "",
        owed=owed,
        due=due,
        when=_when(due, late, as_of),
        late=late,
    )


def _owed(case: Case | None) -> tuple[str, str]:
    promised = [entry for entry in case.journal if entry.due] if case else []
    if not promised:
        return "", NEVER
    first = min(promised, key=lambda entry: entry.due)
    return first.what, first.due


def _when(due: str, late: int, as_of: str) -> str:
    if late > 0:
        return f"{_several(late, 'day')} overdue"
    if as_of and late < 0:
        return f"in {_several(-late, 'day')}"
    return "today" if as_of else f"by {numbers.day(due)}"


def _days(since: str, as_of: str) -> int:
    """Days from one ISO date to another; 0 where one of them is none."""
    try:
        return (date.fromisoformat(as_of[:10]) - date.fromisoformat(since[:10])).days
    except ValueError:
        return 0


def _detail(found: Investigation) -> str:
    if found.answer is Answer.UNDETERMINED:
        rivals = found.having(Verdict.UNDETERMINED)
        return numbers.listed([called(one.variable) for one in rivals[:4]], "or")
    if found.answer is Answer.STANDS:
        return _counts(found, found.candidates[0])
    tested = found.provenance.family
    return f"{_several(tested, 'candidate')}, {words(found).so_many(found.n)}"


def _counts(found: Investigation, leader: Candidate) -> str:
    name = called(leader.variable)
    contrast = leader.association.contrast if leader.association else None
    if contrast is None:
        return name
    said = words(found)
    return f"{name}: {said.short(contrast.first)} against {said.short(contrast.second)}"


def _several(n: int, thing: str) -> str:
    return f"{numbers.count(n)} {thing}{'' if n == 1 else 's'}"
