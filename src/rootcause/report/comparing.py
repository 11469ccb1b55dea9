"""Is and is not, in words and as tables."""

from __future__ import annotations

import pandas as pd

from rootcause.report import numbers
from rootcause.report.parts import Section, Span, Table
from rootcause.report.phrases import Words
from rootcause.results import Difference, Investigation, IsIsNot

KICKER = "What is and what is not"
MOST = 6
"""Candidates in the table; the rest differ no more than is usual."""

COUNTED = ("differs", "of", "usually", "usually_of", "excess", "higher", "level", "with_level")
"""What is counted of each candidate, in the order of the columns of `IsIsNot.to_frame`."""

LEAST = 0.1
"""Share beyond what is usual below which a difference is not worth a line."""


def frame(found: IsIsNot) -> pd.DataFrame:
    """One row a candidate, the most telling first."""
    rows = [{"candidate": one.name, **_counted(one)} for one in found.differences]
    return pd.DataFrame(rows, columns=["candidate", *COUNTED]).astype({"higher": "Int64"})


def _counted(one: Difference) -> dict[str, object]:
    return {name: getattr(one, name) for name in COUNTED}


def pairs_frame(found: IsIsNot) -> pd.DataFrame:
    """One row a bad observation, with the good one most like it."""
    rows = [(one.row, one.other, one.distance, ", ".join(one.differs)) for one in found.closest]
    return pd.DataFrame(rows, columns=["row", "closest", "distance", "differs"])


def sentence(words: Words, investigation: Investigation) -> str:
    """What differs most between the bad ones and the good ones most like them; empty if nothing."""
    found = investigation.is_is_not
    telling = _telling(found)
    if found is None or not telling:
        return ""
    first = telling[0]
    without = _without(words)
    known = " where it is known" if first.of < len(found.closest) else ""
    return (
        f"Each of the {words.so_many(len(found.closest))} {words.those()} was set beside the most "
        f"similar of those {without}: {words.named(first.name)} differs in "
        f"{numbers.of(first.differs, first.of)} pairs{known}{_way(words, first)}. "
        f"Where those {without} are set beside each other, it differs in {_usually(first)}."
    )


def _telling(found: IsIsNot | None) -> list[Difference]:
    return [one for one in found.differences if one.excess >= LEAST] if found else []


def first(investigation: Investigation) -> str:
    """Name of the candidate that differs most; empty where none does."""
    telling = _telling(investigation.is_is_not)
    return telling[0].name if telling else ""


def _without(words: Words) -> str:
    otherwise = words.outcome.otherwise
    if words.verb and otherwise and otherwise not in words.outcome.levels:
        return f"that {otherwise}"
    return f"without {words.event()}" if not words.verb else "that did not"


def _usually(one: Difference) -> str:
    return numbers.of(one.usually, one.usually_of)


def _way(words: Words, one: Difference) -> str:
    """Which way it differs, where most of them differ the same way."""
    if one.higher is None:
        return f" ({numbers.count(one.with_level)} {one.level})" if one.level else ""
    lower = one.differs - one.higher
    more, way = (one.higher, "higher") if one.higher >= lower else (lower, "lower")
    return f" ({way} in {numbers.count(more)})" if one.differs else ""


def of_one(words: Words, found: IsIsNot | None, name: str) -> str:
    """How often one candidate differs from the closest good observation."""
    for one in found.differences if found else ():
        if one.name == name and one.of:
            return (
                f"differs in {numbers.of(one.differs, one.of)} from the closest one "
                f"{_without(words)}{_way(words, one)}; usually in {_usually(one)}"
            )
    return ""


def section(words: Words, investigation: Investigation) -> Section | None:
    """The section; None where nothing differs more often than is usual."""
    found = investigation.is_is_not
    telling = _telling(found)
    if found is None or not telling:
        return None
    first = words.named(telling[0].name)
    others = f"the closest {words.things} {_without(words)}"
    sampled = len(found.closest) < found.bad
    paragraphs = [
        sentence(words, investigation),
        "A comparison, not a test: it shows where to look, and weighs nothing against chance.",
        f"Looked at were {numbers.count(len(found.closest))} of {numbers.count(found.bad)}."
        if sampled
        else "",
    ]
    return Section(
        kicker=KICKER,
        heading=f"{numbers.capital(first)} differs most from {others}",
        paragraphs=tuple(one for one in paragraphs if one),
        tables=(_table(words, telling[:MOST]),),
    )


def _table(words: Words, telling: list[Difference]) -> Table:
    return Table(
        caption="How often each differs from the closest one",
        heads=("candidate", f"of those {words.those()}", "of the others", "which way"),
        numeric=(False, True, True, False),
        rows=tuple(
            (
                Span(words.named(one.name)),
                Span(numbers.of(one.differs, one.of)),
                Span(_usually(one)),
                Span(_way(words, one).strip(" ()")),
            )
            for one in telling
        ),
        note="Numbers differ when a fifth of all observations lie between them. Closest: the mean "
        "difference over all candidates is least.",
    )


def as_dict(found: IsIsNot | None) -> dict[str, object] | None:
    """The same as plain values; None where the outcome is not binary."""
    if found is None:
        return None
    return {
        "bad": found.bad,
        "good": found.good,
        "looked_at": len(found.closest),
        "differences": [{"candidate": one.name, **_counted(one)} for one in found.differences],
    }
