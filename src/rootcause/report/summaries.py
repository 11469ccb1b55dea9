"""One case of a batch in few words: all that the index tells of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rootcause.case import Case
from rootcause.case.owed import owed
from rootcause.report import changing, numbers, together
from rootcause.report.beside import few, names
from rootcause.report.ladder import ladder
from rootcause.report.phrases import called, words
from rootcause.results import Answer, Candidate, Investigation, Verdict

GLYPHS = {
    Answer.STANDS: "stands",
    Answer.UNDETERMINED: "undetermined",
    Answer.NOTHING: "none",
    Answer.TOO_FEW: "not",
}
BROKEN = "broken"
SAID = {
    "stands": "stands",
    "undetermined": "undetermined",
    "none": "nothing recorded explains it",
    "not": "too few observations",
    BROKEN: "could not be read",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """One case of a batch, plain enough for JSON.

    Attributes
    ----------
    name
        Of its folder, or its id in the case book.
    id, title, status, owner, opened
        As in `Case`; the name and nothing more where the case could not be read.
    glyph
        The answer as the index draws it: "stands", "undetermined", "none", "not" or "broken".
    detail
        What the answer rests on, or why the case could not be read or investigated.
    shown
        How many steps of the ladder are reached, of four.
    n
        Observations with an outcome; None where it could not be investigated.
    owed, due
        What is owed to the reporter, and by when (an ISO date); empty where nothing is.
    """

    name: str
    id: str
    title: str
    status: str = ""
    owner: str = ""
    opened: str = ""
    glyph: str = BROKEN
    detail: str = ""
    shown: int = 0
    n: int | None = None
    owed: str = ""
    due: str = ""

    @property
    def answer(self) -> str:
        """The answer in few words."""
        return SAID[self.glyph]


def summary(name: str, case: Case, found: Investigation) -> Summary:
    """Tell a case and its answer in few words."""
    return replace(
        _told(name, case),
        glyph=_glyph(found),
        detail=_detail(found),
        shown=sum(step.reached for step in ladder(found)),
        n=found.n,
    )


def broken(name: str, case: Case | None, error: str) -> Summary:
    """Tell that a case could not be read (None) or investigated, and why."""
    told = _told(name, case) if case else Summary(name=name, id=name, title=name)
    return replace(told, detail=error)


def _told(name: str, case: Case) -> Summary:
    first, due = _first_owed(case)
    return Summary(
        name=name,
        id=case.id,
        title=case.title,
        status=case.status,
        owner=case.owner,
        opened=case.opened,
        owed=first,
        due=due,
    )


def _first_owed(case: Case) -> tuple[str, str]:
    coming = owed(case.handling)
    return (coming[0].what, coming[0].due) if coming else ("", "")


def _glyph(found: Investigation) -> str:
    """The glyph of the answer; what changed at the same moment as the outcome is a lead."""
    changes = found.changes
    if found.answer is Answer.NOTHING and changes and changes.shown and changes.together:
        return GLYPHS[Answer.UNDETERMINED]
    return GLYPHS[found.answer]


def _detail(found: Investigation) -> str:
    if found.answer is Answer.NOTHING and (changed := changing.changed(words(found), found)):
        return changed
    if found.answer is Answer.UNDETERMINED:
        rivals = found.having(Verdict.UNDETERMINED)
        return numbers.listed([called(one.variable) for one in rivals[:4]], "or")
    if found.answer is Answer.STANDS:
        standing = together.single(found, Verdict.STANDS)
        if len(standing) > 1:
            return few(names(standing))
        return _counts(found, found.candidates[0])
    tested = found.provenance.family
    return f"{numbers.several(tested, 'candidate')}, {words(found).so_many(found.n)}"


def _counts(found: Investigation, leader: Candidate) -> str:
    name = called(leader.variable)
    contrast = leader.association.contrast if leader.association else None
    if contrast is None:
        return name
    said = words(found)
    return f"{name}: {said.short(contrast.first)} against {said.short(contrast.second)}"
