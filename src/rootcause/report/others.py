"""Why the others fell away, or why the rivals cannot be told apart."""

from __future__ import annotations

import numpy as np

from rootcause.report import numbers, pictures
from rootcause.report.groups import SEPARATING, Crossing, contrast_of, crossing, fallen
from rootcause.report.parts import Section, Span, Table
from rootcause.report.phrases import Words, called
from rootcause.report.sentences import never_varied, reversal, sentence
from rootcause.report.tables import cell, outcome_cell, outcome_rows
from rootcause.results import Candidate, Investigation, Verdict
from rootcause.variables import Kind

OPEN = "What is left open"
CANNOT_SAY = "these data alone cannot say"


def section(words: Words, investigation: Investigation) -> Section | None:
    """The section; None where nothing was screened off, left open or set aside."""
    rivals = investigation.having(Verdict.UNDETERMINED)
    if rivals and not investigation.having(Verdict.STANDS):
        return _rivals(words, investigation, rivals)
    if off := fallen(investigation):
        return _screened(words, investigation, off)
    if aside := investigation.having(Verdict.RESTATES):
        return Section(
            kicker="What was set aside",
            heading=f"{numbers.capital(called(aside[0].variable))} only restates the outcome",
            paragraphs=tuple(sentence(words, investigation, one) for one in aside),
        )
    return None


def _screened(words: Words, investigation: Investigation, off: tuple[Candidate, ...]) -> Section:
    """The proxies; the first of them, with what was set aside, shown at length."""
    first = off[0]
    leader = _leader(investigation, first)
    crossed = crossing(investigation, leader, first) if leader else None
    return Section(
        kicker=OPEN if first.verdict is Verdict.UNDETERMINED else "Why the others fell away",
        heading=_screened_heading(words, first, investigation.provenance.alpha),
        paragraphs=tuple(_paragraphs(words, investigation, off, crossed, leader)),
        pictures=pictures.alone_and_given(words, investigation, first),
        tables=_separating(words, investigation, first, leader, crossed),
    )


def _leader(investigation: Investigation, candidate: Candidate) -> Candidate | None:
    return investigation[candidate.given[0]] if candidate.given else None


def _screened_heading(words: Words, candidate: Candidate, alpha: float) -> str:
    given, name = words.names(candidate.given), called(candidate.variable)
    turned = reversal(candidate)
    if turned is not None and turned.given == candidate.given:
        return f"Given {given}, {name} points the other way"
    if candidate.late:
        return f"{numbers.capital(name)} looks like a consequence"
    if candidate.verdict is Verdict.UNDETERMINED and candidate.pvalue_given <= alpha:
        return f"Given {given}, {name} may still add something"
    if candidate.verdict is Verdict.UNDETERMINED:
        return f"Given {given}, {name} is not shown to add anything, nor to add nothing"
    return f"Given {given}, {name} makes no difference that can be seen"


def _paragraphs(
    words: Words,
    investigation: Investigation,
    off: tuple[Candidate, ...],
    crossed: Crossing | None,
    leader: Candidate | None,
) -> list[str]:
    first, told = off[0], []
    if crossed and leader:
        told.append(_together(first, leader, crossed) + " " + _which_way(first, leader))
    told += [sentence(words, investigation, one) for one in off[1:]]
    told += [sentence(words, investigation, one) for one in investigation.having(Verdict.RESTATES)]
    return told


def _together(first: Candidate, leader: Candidate, crossed: Crossing) -> str:
    """How the proxy goes with the one that stands, in counts."""
    proxy = _group(first, crossed.other)
    lead = numbers.capital(_group(leader, crossed.first))
    among = numbers.of(crossed.both, crossed.both + crossed.only_other)
    rest = f"{numbers.count(crossed.only_first)}{numbers.NBSP}of the other"
    others = numbers.count(crossed.only_first + crossed.neither)
    return f"{lead}: {among} with {proxy}, {rest}{numbers.NBSP}{others}."


def _group(candidate: Candidate, label: str) -> str:
    contrast = contrast_of(candidate)
    sides = (contrast.first.label, contrast.second.label) if contrast else ()
    return pictures.had(candidate.variable, label, next((s for s in sides if s != label), ""))


def _which_way(first: Candidate, leader: Candidate) -> str:
    proxy, lead = called(first.variable), called(leader.variable)
    return f"Whether {proxy} acts through {lead} or merely goes with it, {CANNOT_SAY}."


def _separating(
    words: Words,
    investigation: Investigation,
    first: Candidate,
    leader: Candidate | None,
    crossed: Crossing | None,
) -> tuple[Table, ...]:
    """The observations that had one without the other, when they are few."""
    if crossed is None or leader is None or not 0 < len(crossed.separating) <= SEPARATING:
        return ()
    rows = outcome_rows(investigation)
    proxy, lead = called(first.variable), called(leader.variable)
    return (
        Table(
            caption=f"{_number(words, crossed.separating)} {proxy} from {lead}",
            heads=("#", proxy, lead, words.outcome.called),
            numeric=(True, False, False, False),
            rows=tuple(
                (
                    Span(numbers.count(int(rows[at]) + 1)),
                    cell(investigation, first.name, at),
                    cell(investigation, leader.name, at),
                    outcome_cell(investigation, at),
                )
                for at in crossed.separating
            ),
        ),
    )


def _number(words: Words, separating: tuple[int, ...]) -> str:
    if len(separating) == 1:
        return f"The one of the {words.things} that separates"
    return f"The {words.so_many(len(separating))} that separate"


def _rivals(words: Words, investigation: Investigation, rivals: tuple[Candidate, ...]) -> Section:
    off = investigation.having(Verdict.SCREENED_OFF)
    told = (*rivals, *off, *investigation.having(Verdict.RESTATES))
    return Section(
        kicker="Why they cannot be told apart" if len(rivals) > 1 else "Why it is not settled",
        heading=_rivals_heading(investigation, rivals),
        paragraphs=tuple(sentence(words, investigation, one) for one in told),
        tables=_combinations(words, investigation, rivals),
    )


def _rivals_heading(investigation: Investigation, rivals: tuple[Candidate, ...]) -> str:
    listed = numbers.capital(numbers.listed([called(one.variable) for one in rivals]))
    if len(rivals) == 1:
        return f"{listed} is neither shown to stand nor shown to be nothing"
    if all(never_varied(one) for one in rivals):
        return f"{listed} always changed together"
    if any(one.pvalue_given <= investigation.provenance.alpha for one in rivals):
        return "No rival accounts for it clearly better than the rest"
    other = "the other" if len(rivals) == 2 else "the others"
    return f"Given {other}, no rival is shown to add anything, nor to be nothing"


def _combinations(
    words: Words, investigation: Investigation, rivals: tuple[Candidate, ...]
) -> tuple[Table, ...]:
    """Every combination of labels that was observed, with its counts; only where they are few."""
    labelled = [one for one in rivals if one.variable.levels]
    if len(labelled) < 2 or investigation.outcome.kind is not Kind.BINARY:
        return ()
    outcome = investigation.columns[investigation.outcome.name].values
    counts: dict[tuple[Span, ...], list[int]] = {}
    for at in np.flatnonzero(~np.isnan(outcome)).tolist():
        labels = tuple(cell(investigation, one.name, at) for one in labelled)
        count = counts.setdefault(labels, [0, 0])
        count[0] += 1
        count[1] += int(outcome[at])
    if len(counts) > SEPARATING:
        return ()
    names = tuple(called(one.variable) for one in labelled)
    happened = words.outcome.happened or words.event()
    return (
        Table(
            caption="Every combination that was observed",
            heads=(*names, words.things, happened),
            numeric=(*(False for _ in names), True, True),
            rows=tuple(
                (*labels, Span(numbers.count(n)), Span(numbers.count(hot), hot=bool(hot)))
                for labels, (n, hot) in sorted(counts.items(), key=lambda one: -one[1][1])
            ),
        ),
    )
