"""Which figures are called for, each with its headline, its grey line and its alternative text."""

from __future__ import annotations

from dataclasses import replace

from rootcause.report import numbers, sizes, together
from rootcause.report.groups import contrast_of
from rootcause.report.parts import Picture, plain
from rootcause.report.phrases import (
    OTHERS,
    Words,
    called,
    contrasted,
    in_unit,
    is_pooled,
    says_yes,
)
from rootcause.report.sentences import never_varied, reversal
from rootcause.results import Candidate, Contrast, Investigation
from rootcause.variables import Kind, Variable


def of(
    words: Words, investigation: Investigation, candidate: Candidate, ringed: tuple[int, ...] = ()
) -> Picture | None:
    """The observations of one candidate; None where there are no groups to speak of."""
    contrast = contrast_of(candidate)
    if contrast is None:
        return None
    ordered = candidate.variable.kind in (Kind.NUMERIC, Kind.ORDINAL)
    headline = shown(words, candidate.variable, contrast)
    note = marks(words, investigation, (candidate.name,), contrast)
    if contrast.until is not None:
        ringed = ()
    rings = f"Ringed: the {numbers.count(len(ringed))} in the table." if ringed else ""
    groups = numbers.capital(plain(contrasted(words, candidate.variable, contrast)))
    return Picture(
        kind="observations" if ordered else "levels",
        candidates=(candidate.name,),
        headline=headline,
        note=note,
        alt=f"{headline}. {note} {groups}.",
        cut=contrast.line,
        ringed=ringed,
        rings=rings,
    )


def shown(words: Words, variable: Variable, contrast: Contrast) -> str:
    """What the picture of one candidate shows: "Of the 12 that failed, 11 had ..."."""
    first, second = contrast.first, contrast.second
    if first.happened is None or second.happened is None:
        lay = f"{words.centre(first)} {words.short(first)} against {words.short(second)}"
        return numbers.capital(f"{had(variable, first.label)}: {lay}")
    if first.label == OTHERS:
        return _fewer_in_one(words, variable, contrast)
    total = first.happened + second.happened
    if total == 1:
        return f"The one {words.those(contrast.outcome_level)} had {had(variable, first.label)}"
    share = "all" if first.happened == total else numbers.count(first.happened)
    which = f"Of the {numbers.count(total)} {words.those(contrast.outcome_level)}"
    return f"{which}, {share} had {had(variable, first.label)}"


def _fewer_in_one(words: Words, variable: Variable, contrast: Contrast) -> str:
    """What the picture shows where one level stands out by having less of the outcome."""
    few = plain(words.happened(contrast.second, contrast.outcome_level))
    rest = words.short(contrast.first)
    return f"With {had(variable, contrast.second.label)}, {few}; with the others, {rest}"


def had(variable: Variable, label: str, against: str = "") -> str:
    """A group as something that was had: "minutes in the shop under 4 min", "flavour vanilla".

    `against` is the group that it differs from, where that is to be named.
    """
    name = called(variable)
    if (yes := says_yes(variable, label)) is not None:
        return name if yes else f"no {name}"
    if label == OTHERS:
        return f"{name} other than {against}" if against else f"another {name}"
    if is_pooled(variable, label):
        return f"a rarer {name}"
    if ", " in variable.derived_from:  # two that act together: their label says it all
        return label
    there = in_unit(label, variable.unit) if variable.kind is Kind.NUMERIC else label
    named = there.casefold().startswith(name.casefold()) or _begins_with_a_word_of(name, label)
    return there if named else f"{name} {there}"


def _begins_with_a_word_of(name: str, label: str) -> bool:
    """Whether a level says what it is a level of: "supplier 1" of "supplier of the swabs"."""
    first, _, rest = label.casefold().partition(" ")
    return bool(rest) and first.isalpha() and first in name.casefold().split()


def marks(
    words: Words, investigation: Investigation, names: tuple[str, ...], contrast: Contrast | None
) -> str:
    """The grey line: what a mark is, by how much there is to draw."""
    every = words.so_many(investigation.n)
    event = words.event(contrast.outcome_level if contrast else "")
    share = words.outcome.happened or event
    shaded = " Shaded: the hours told." if sizes.is_told_by_hours(investigation, names) else ""
    said = {
        "dots": f"One dot for each of {every}; filled: {share}.",
        "counts": f"How many of {every}; a bar is the share of its row.",
        "bars": f"Share of {every}: {share}; bar, with its count and 95 % interval.",
        "shares": f"Share of {every}: {share}; a dot a band, with its 95 % interval.",
        "hours": f"Share of {every}: {share}; a dot {_each(investigation)}, with its 95 % "
        "interval.",
        "values": f"One dot for each of {every}; a thick line is a median.",
        "sample": f"Dots stand for {every}; a thick line is the median of all of them.",
        "grades": f"How many of {every}; a bar is the share of its row; bold: the median.",
    }[sizes.form(investigation, *names)]
    return said + shaded


def _each(investigation: Investigation) -> str:
    hours = sizes.hours_each(investigation.n)
    return "an hour" if hours == 1 else f"{numbers.count(hours)} hours"


def combinations(
    words: Words, investigation: Investigation, rivals: tuple[Candidate, ...]
) -> Picture | None:
    """Every combination of the rivals that was observed; None unless two have labels."""
    labelled = tuple(one for one in rivals if one.variable.kind in (Kind.BINARY, Kind.NOMINAL))
    if len(labelled) < 2:
        return None
    names = numbers.listed([called(one.variable) for one in labelled])
    headline = f"Every combination of {names} that was observed"
    shown = tuple(one.name for one in labelled)
    note = marks(words, investigation, shown, contrast_of(labelled[0]))
    return Picture("combinations", shown, headline, note, f"{headline}. {note}")


def of_pair(words: Words, investigation: Investigation, pair: Candidate) -> Picture | None:
    """A pair: every combination of its parts if these have labels, else the two groups of it."""
    contrast = contrast_of(pair)
    two = tuple(investigation[name] for name in together.parts(investigation, pair))
    combined = combinations(words, investigation, two)
    if combined is None or contrast is None:
        return of(words, investigation, pair)
    headline = numbers.capital(plain(contrasted(words, pair.variable, contrast)))
    return replace(combined, headline=headline, alt=f"{combined.alt} {headline}.")


def within(
    words: Words, investigation: Investigation, candidate: Candidate, leader: Candidate
) -> Picture | None:
    """A candidate alone, then within the bands of the one that screens it off."""
    contrast, bands = contrast_of(candidate), contrast_of(leader)
    if contrast is None or bands is None:
        return None
    headline = f"{numbers.capital(called(candidate.variable))} alone, and given "
    headline += called(leader.variable)
    alone = numbers.capital(plain(contrasted(words, candidate.variable, contrast)))
    p = numbers.equals(candidate.pvalue_given)
    return Picture(
        kind="given",
        candidates=(candidate.name,),
        headline=headline,
        note=_within_note(words, investigation, contrast),
        alt=f"{headline}. Alone: {alone}. Given {called(leader.variable)}, {p}.",
        given=leader.name,
        cut=bands.line,
    )


def _within_note(words: Words, investigation: Investigation, contrast: Contrast) -> str:
    every = words.so_many(investigation.n)
    if not words.counts:
        return f"Median {words.outcome.called} of {every}; a grey line joins the quartiles."
    share = words.outcome.happened or words.event(contrast.outcome_level)
    return f"Share of {every}: {share}; count and 95 % interval."


def alone_and_given(
    words: Words, investigation: Investigation, candidate: Candidate
) -> tuple[Picture, ...]:
    """The observations of one candidate, then it alone and given the one that its verdict names.

    Of one that stands, given the one which changes its sign. Where it never varied while that one
    was held, every combination of the two.
    """
    found = [of(words, investigation, candidate)]
    turned = reversal(candidate)
    if given := candidate.given or (turned.given if turned else ()):
        other = investigation[given[0]]
        if never_varied(candidate):
            found.append(combinations(words, investigation, (candidate, other)))
        else:
            found.append(within(words, investigation, candidate, other))
    return tuple(one for one in found if one is not None)
