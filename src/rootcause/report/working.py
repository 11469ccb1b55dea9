"""What was done, and how it was worked out."""

from __future__ import annotations

import numpy as np

from rootcause.case import Case
from rootcause.case.owed import owed
from rootcause.report import handled, numbers
from rootcause.report.notes import CORRECTIONS, measures
from rootcause.report.parts import Section
from rootcause.report.phrases import Words
from rootcause.results import PAIR, Investigation


def done(case: Case | None) -> Section | None:
    """Hypotheses and actions, the journal, and what is owed; None where there is nothing."""
    if case is None or not case.entries:
        return None
    handling = case.handling
    coming = owed(handling)
    things = "thing is" if len(coming) == 1 else "things are"
    return Section(
        kicker="What was done",
        heading=f"{numbers.capital(numbers.in_words(len(coming)))} {things} still owed",
        tables=handled.tables(handling),
        items=(*handled.past(case), *handled.drafts(handling), *handled.due(coming)),
    )


def working(words: Words, investigation: Investigation) -> Section:
    """What is needed to work every number out again."""
    provenance = investigation.provenance
    items = [
        ("data", _data(words, investigation)),
        ("source", _source(investigation.case)),
        ("tests", _tests(investigation)),
        ("measures", numbers.capital(_measures(investigation))),
        ("random", _random(investigation)),
        ("versions", ", ".join(f"{name} {v}" for name, v in provenance.versions.items())),
    ]
    return Section(
        kicker="How it was worked out",
        heading="Every number here can be worked out again",
        items=tuple((term, text) for term, text in items if text),
    )


def _data(words: Words, investigation: Investigation) -> str:
    rows, columns = investigation.observations.shape
    whole = investigation.n + investigation.n_missing
    drawn = f" ({numbers.count(rows)} of them drawn at random and shown)" if rows < whole else ""
    said = [
        f"{words.so_many(max(rows, whole))}{drawn}",
        f"{numbers.count(columns)} columns",
        _missing(investigation),
        f"fingerprint {fingerprint(investigation.provenance.fingerprint)}",
    ]
    return ", ".join(said)


def _missing(investigation: Investigation) -> str:
    cells = sum(int(held.isna().sum()) for _, held in investigation.observations.items())
    without = investigation.n_missing
    if not cells:
        return "nothing missing"
    said = f"{numbers.count(cells)} {'value' if cells == 1 else 'values'} missing"
    if without:
        said += f" ({numbers.count(without)} without an outcome, left out)"
    return said


def fingerprint(sha256: str) -> str:
    """The first twelve digits, in groups of four."""
    return " ".join(sha256[i : i + 4] for i in range(0, min(12, len(sha256)), 4))


def _source(case: Case | None) -> str:
    if case is None:
        return ""
    if case.simulated and "simulated" not in case.source.casefold():
        return f"The data are simulated. {case.source}".strip()
    return case.source


def _tests(investigation: Investigation) -> str:
    provenance = investigation.provenance
    derived = sum(
        bool(one.variable.derived_from) and one.association.measure != PAIR
        for one in investigation.candidates
        if one.association
    )
    name = CORRECTIONS.get(provenance.correction, provenance.correction)
    some = f" ({numbers.count(derived)} of derived candidates)" if derived else ""
    tests = f"{numbers.several(provenance.family, 'test')}{some}"
    corrected = f"; {name}" if provenance.family > 1 else ""
    pairs = f"; {numbers.several(provenance.pairs, 'pair')} scanned" if provenance.pairs else ""
    return f"{tests}{corrected} at {numbers.percent(provenance.alpha)}{pairs}"


def _measures(investigation: Investigation) -> str:
    return measures([one for one in investigation.candidates if one.association is not None])


def _random(investigation: Investigation) -> str:
    provenance = investigation.provenance
    said = ["a generator was passed" if provenance.seed is None else f"seed {provenance.seed}"]
    if provenance.permutations:
        said.append(f"at most {numbers.count(provenance.permutations)} permutations")
    if provenance.screened < investigation.n:
        known = 98 / np.sqrt(max(provenance.screened, 1))  # half a 95 % interval about one half
        said.append(
            f"conditional tests on {numbers.count(provenance.screened)} of the rows "
            f"(a share among them is known to {known:.1f} points, and a candidate whose r with the "
            f"outcome is {numbers.effect(provenance.seen)} is seen in 9 of 10 such draws)"
        )
    return "; ".join(said)
