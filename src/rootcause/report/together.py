"""Pairs: two candidates that tell more together than each alone, told beside their parts."""

from __future__ import annotations

from collections.abc import Sequence

from rootcause.report import numbers
from rootcause.report.phrases import Words
from rootcause.results import PAIR, Candidate, Investigation, Verdict


def is_pair(candidate: Candidate) -> bool:
    """Whether it is two candidates taken together."""
    return candidate.association is not None and candidate.association.measure == PAIR


def pairs(investigation: Investigation) -> tuple[Candidate, ...]:
    """The pairs that were found, best first."""
    return tuple(one for one in investigation.candidates if is_pair(one))


def single(investigation: Investigation, *verdicts: Verdict) -> tuple[Candidate, ...]:
    """The candidates with one of these verdicts that are no pair, best first."""
    return tuple(one for one in investigation.having(*verdicts) if not is_pair(one))


def parts(investigation: Investigation, pair: Candidate) -> tuple[str, str]:
    """Names of the two candidates of a pair."""
    joined = pair.variable.derived_from
    told = {one.name for one in investigation.candidates}
    two = ((one, joined.removeprefix(f"{one}, ")) for one in told if joined.startswith(f"{one}, "))
    return next(both for both in two if both[1] in told)


def turned(investigation: Investigation, pair: Candidate) -> bool:
    """Whether one of the two points the other way within a level of the other."""
    two = parts(investigation, pair)
    return any(back.given in two for name in two for back in investigation[name].reversals)


def beside_one(investigation: Investigation) -> bool:
    """Whether just one candidate stands beside the pairs."""
    return len(single(investigation, Verdict.STANDS)) == 1


def both(words: Words, investigation: Investigation, pair: Candidate) -> str:
    """What people call the two: "heat and humidity"."""
    return words.names(parts(investigation, pair))


def beside(words: Words, investigation: Investigation, standing: Sequence[Candidate]) -> list[str]:
    """What the pairs add, said after those that stand alone were named."""
    found = pairs(investigation)
    if len(found) > 1:
        return [f"{numbers.capital(numbers.in_words(len(found)))} pairs tell more together."]
    named = {one.name for one in standing}
    return [_beside(words, investigation, pair, named) for pair in found]


def _beside(words: Words, investigation: Investigation, pair: Candidate, named: set[str]) -> str:
    two = parts(investigation, pair)
    if named == set(two):
        return "They tell more together."
    if len(named) == 1 and (left := [one for one in two if one not in named]) != list(two):
        return f"It tells more together with {words.named(left[0])}."
    return f"{numbers.capital(words.names(two))} tell more together."
