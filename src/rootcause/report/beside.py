"""What is told beside the leader: who is screened off, who is left open, which rivals there are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rootcause.report import numbers
from rootcause.report.phrases import Words, called
from rootcause.report.sentences import (
    left_open,
    looked_at,
    may_add,
    never_varied,
    reversal,
    sentence,
    so_many_of,
    too_little,
)
from rootcause.results import Candidate, Investigation, Verdict

NAMED = 3
"""Of more candidates than this only the first few are named in a sentence."""

SETS = 2
"""Of more reasons than this for one verdict, none is told under the headline."""


def screened(words: Words, investigation: Investigation) -> list[str]:
    """Who is screened off by whom, or turned round, one sentence for each set that does it."""
    off = investigation.having(Verdict.SCREENED_OFF)
    by_whom: dict[tuple[str, ...], list[Candidate]] = {}
    turned: dict[tuple[str, ...], dict[str, float]] = {}
    for one in off:
        back = reversal(one)
        if back is None or back.given != one.given:
            by_whom.setdefault(one.given, []).append(one)
        if back is not None:
            turned.setdefault(back.given, {})[called(one.variable)] = back.pvalue
    if len(by_whom) > SETS:
        by_whom = {(): [one for those in by_whom.values() for one in those]}
    return [
        *(_screened(words, investigation, *pair) for pair in by_whom.items()),
        *(_turned(words, *pair) for pair in turned.items()),
    ]


def _turned(words: Words, given: tuple[str, ...], turned: dict[str, float]) -> str:
    """Say a reversal."""
    point = "points" if len(turned) == 1 else "point"
    subject = numbers.capital(few(list(turned)))
    said = _pvalues(list(turned.values()), most=True)
    return f"{subject} {point} the other way given {words.names(given)}{said}."


def _screened(
    words: Words, investigation: Investigation, given: tuple[str, ...], off: list[Candidate]
) -> str:
    among = min(looked_at(investigation, one) for one in off)
    these, by = so_many_of(words, investigation, among), words.names(given) or "others"
    said = _pvalues([one.pvalue_given for one in off if not math.isnan(one.pvalue_given)])
    if len(off) == 1:
        subject = f"{numbers.capital(called(off[0].variable))} is screened off"
        return f"{subject}: given {by} it adds nothing {these} can show{said}."
    subject = f"{numbers.capital(few(names(off)))} are screened off"
    return f"{subject}: given {by} they add nothing {these} can show{said}."


def unsettled(words: Words, investigation: Investigation) -> list[str]:
    """Those left undetermined beside something that stands: rivals, then by what is given."""
    rivals = mutual_rivals(investigation)
    alike: dict[tuple[object, ...], list[Candidate]] = {}
    for one in investigation.having(Verdict.UNDETERMINED):
        if one in rivals:
            continue
        alone = one.name if one.residue else ""
        short = too_little(one, investigation) if may_add(one, investigation) else ""
        why = one.given, one.late, alone, short
        alike.setdefault(why, []).append(one)
    if len(alike) > SETS:
        left = [one for those in alike.values() for one in those]
        said = [f"{numbers.capital(few(names(left)))} are undetermined."]
    else:
        said = [_unsettled(words, investigation, left) for left in alike.values()]
    if not rivals:
        return said
    subject = numbers.capital(few(names(rivals)))
    reason = why_rivals(rivals, investigation.provenance.alpha)
    return [f"{subject} are rivals: {reason[0].lower()}{reason[1:]}", *said]


def _unsettled(words: Words, investigation: Investigation, left: list[Candidate]) -> str:
    """Why candidates that are undetermined for the same reason are so."""
    first, subject = left[0], numbers.capital(few(names(left)))
    if len(left) == 1:
        return f"{subject} is undetermined: {left_open(words, first, investigation)}."
    given = words.names(first.given)
    if first.late:
        return f"{subject} look like consequences: the outcome stands between them and {given}."
    known = [one.pvalue_given for one in left if not math.isnan(one.pvalue_given)]
    if may_add(first, investigation):
        least = too_little(first, investigation)
        said = f"they may still add something{_pvalues(known, most=True)}, but {least}"
    else:
        said = f"they are not shown to add anything, nor to add nothing{_pvalues(known)}"
    return f"{subject} are undetermined: given {given} {said}."


def set_aside(words: Words, investigation: Investigation) -> list[str]:
    """Who was set aside as the outcome under another name, and what to do where it is none."""
    aside = investigation.having(Verdict.RESTATES)
    if not aside:
        return []
    if len(aside) == 1:
        said = sentence(words, investigation, aside[0])
        return [f"{said} If it may be a cause, declare it a lever, and it is tested."]
    said = f"{numbers.capital(few(names(aside)))} are set aside: they restate the outcome."
    return [f"{said} What may be a cause, declare a lever, and it is tested."]


def mutual_rivals(investigation: Investigation) -> list[Candidate]:
    """Undetermined candidates each of which may have another's place."""
    left = investigation.having(Verdict.UNDETERMINED)
    given = {one.name: one.given for one in left}
    return [one for one in left if any(one.name in given.get(other, ()) for other in one.given)]


def why_rivals(rivals: Sequence[Candidate], alpha: float) -> str:
    """Why one or several can't be told apart, as a sentence."""
    if len(rivals) == 1:
        return "It is not shown to stand, nor shown to be nothing."
    two = len(rivals) == 2
    given, none, rest = (
        ("the other", "neither", "the other") if two else ("the others", "none", "the rest")
    )
    if all(never_varied(one) for one in rivals):
        return f"They always changed together, so {none} can be tested given {given}."
    adding = [one for one in rivals if one.pvalue_given <= alpha]
    if not adding:
        return f"Given {given}, {none} is shown to add anything, nor shown to be nothing."
    still = "still adds" if len(adding) == 1 else "still add"
    subject = f"{few(names(adding))} {still}" if len(adding) < len(rivals) else "each still adds"
    said = f"Given {given}, {subject} something{_pvalues([one.pvalue_given for one in adding])}"
    if all(one.on_a_scale for one in adding):
        return f"{said}, but not on every scale."
    return f"{said}, but {none} accounts for it clearly better than {rest}."


def _pvalues(given: list[float], most: bool = False) -> str:
    """Some p-values in brackets: each of a few, else the smallest or the largest."""
    if not given:
        return ""
    if len(given) > NAMED:
        least, greatest = numbers.equals(min(given)), numbers.equals(max(given))
        return f" ({f'{greatest} or less' if most else f'{least} or more'})"
    first, *more = given
    said = [numbers.equals(first), *map(numbers.probability, more)]
    if more and {numbers.equals(one) for one in more} == {said[0]}:
        return f" (each {said[0]})"
    return f" ({numbers.listed(said)})"


def names(candidates: Sequence[Candidate]) -> list[str]:
    """What people call these candidates."""
    return [called(one.variable) for one in candidates]


def few(called_so: list[str]) -> str:
    """All of a few names, else the first of them and how many more there are."""
    if len(called_so) <= NAMED + 1:
        return numbers.listed(called_so)
    return numbers.listed([*called_so[:NAMED], f"{len(called_so) - NAMED} more"])
