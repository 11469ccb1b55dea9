"""Everything known of one candidate, as decided words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from rootcause.report import (
    changing,
    comparing,
    evidence,
    notes,
    numbers,
    pictures,
    sizes,
    trust,
)
from rootcause.report.parts import Account, Row
from rootcause.report.phrases import Words, bounded, called, in_table, words
from rootcause.report.sentences import POINTS, effect_name, sentence
from rootcause.results import Association, Candidate, EffectSize, Group, Investigation, Verdict
from rootcause.variables import Column, Kind, Variable

ALONE = "alone"
METHODS = {
    "asymptotic": "p is asymptotic",
    "exact": "p is exact",
    "permutation": "p by permutation",
}

Fact = tuple[str, str]


def account(investigation: Investigation, candidate: Candidate) -> Account:
    """Decide every word, number and picture that tells of one candidate.

    Parameters
    ----------
    investigation
        What was found.
    candidate
        One of its candidates.
    """
    said = words(investigation)
    return Account(
        title=numbers.capital(called(candidate.variable)),
        verdict=candidate.verdict,
        glyph=evidence.GLYPHS[candidate.verdict],
        meaning=_meaning(investigation, candidate),
        sentence=sentence(said, investigation, candidate),
        rows=rows(said, candidate),
        cautions=cautions(said, investigation, candidate),
        facts=tuple(fact for fact in facts(said, investigation, candidate) if fact[1]),
        pictures=pictures.alone_and_given(said, investigation, candidate),
    )


def _meaning(investigation: Investigation, candidate: Candidate) -> str:
    if candidate.verdict is Verdict.NOT_TESTED:
        return ""
    return evidence.meaning(investigation, candidate.verdict)


def rows(words: Words, candidate: Candidate) -> tuple[Row, ...]:
    """Its association alone, then given each set of others that was considered."""
    alone = candidate.association
    if alone is None:
        return ()
    return (
        row_alone(ALONE, candidate, alone),
        *(
            replace(_row(ALONE, replace(alone, effect=one)), pvalue="", n="")
            for one in alone.also
            if one.name in POINTS
        ),
        *(_row(f"given {words.names(one.given)}", one) for one in candidate.conditionals),
    )


def row_alone(label: str, candidate: Candidate, alone: Association) -> Row:
    """Its association with nothing given, with the p that is corrected for all that was tested."""
    p = candidate.pvalue_adjusted
    return replace(_row(label, alone), adjusted="" if math.isnan(p) else numbers.probability(p))


def _row(label: str, association: Association) -> Row:
    value, low, high = association.effect.on_axis
    return Row(
        name=association.candidate,
        label=label,
        scale=effect_name(association),
        effect=numbers.effect(value),
        interval=numbers.interval(low, high),
        line=evidence.line(association),
        pvalue=numbers.probability(association.pvalue, bounded(association)),
        n=numbers.count(association.n),
    )


def cautions(words: Words, investigation: Investigation, candidate: Candidate) -> tuple[str, ...]:
    """What to keep in mind, each a whole sentence, none twice."""
    held = candidate.conditionals
    said = [
        _weighed(words, investigation, candidate),
        *evidence.cautions(words, investigation, candidate, head=""),
        *trust.cautions(words, candidate),
        trust.unrecorded(words, candidate),
        *(_stuck(words, one) for one in held if math.isnan(one.pvalue)),
        *(f"given {words.names(one.given)}, {text}" for one in held for text in one.cautions),
    ]
    return tuple(dict.fromkeys(_ended(one) for one in said if one))


def _stuck(words: Words, held: Association) -> str:
    given = words.names(held.given)
    return f"nothing can be said given {given}: it never varied while that stayed the same"


def _ended(text: str) -> str:
    return numbers.capital(text) + ("" if text.endswith((".", "!", "?")) else ".")


def _weighed(words: Words, investigation: Investigation, candidate: Candidate) -> str:
    """How the evidence weighs between it and rivals that the conditional p does not exclude."""
    odds, close = candidate.odds, candidate.not_excluded
    if math.isnan(odds):
        return ""
    if candidate.verdict is Verdict.STANDS and close:
        level = numbers.percent(investigation.provenance.alpha)
        more = " or more" if len(close) > 1 else ""
        return (
            f"given {words.names(close, 'or')} its p is above {level}; the evidence speaks for it "
            f"all the same, {numbers.to_one(odds)}{more}"
        )
    if not candidate.given:
        return ""
    rival, it = words.named(candidate.given[0]), called(candidate.variable)
    first, second = (it, rival) if odds >= 1 else (rival, it)
    return f"the evidence speaks {numbers.to_one(max(odds, 1 / odds))} for {first} over {second}"


def facts(words: Words, investigation: Investigation, candidate: Candidate) -> list[Fact]:
    """What it is and how it was read, as terms and what is said of them; some may be empty."""
    variable, association = candidate.variable, candidate.association
    column = investigation.columns.get(variable.name)
    meaning = _meaning(investigation, candidate)
    seen = [] if column is None else _seen(words, investigation, candidate, column)
    derived = words.named(variable.derived_from) if variable.derived_from else ""
    return [
        ("verdict", f"{candidate.verdict} ({meaning})" if meaning else str(candidate.verdict)),
        ("column", variable.name if variable.name != called(variable) else ""),
        ("kind", _kind(variable)),
        ("note", variable.note),
        *seen,
        ("changed", changing.of_one(investigation.changes, variable.name)),
        ("is, is not", comparing.of_one(words, investigation.is_is_not, variable.name)),
        ("derived from", derived),
        ("source", variable.source),
        ("measure", _measure(association) if association else ""),
        ("also", _also(words, association) if association else ""),
    ]


def _kind(variable: Variable) -> str:
    if variable.levels and variable.kind is not Kind.BINARY:
        return f"{variable.kind}, {numbers.count(len(variable.levels))} levels"
    return f"{variable.kind}, in {variable.unit}" if variable.unit else str(variable.kind)


def _seen(
    words: Words, investigation: Investigation, candidate: Candidate, column: Column
) -> list[Fact]:
    outcome = investigation.columns[investigation.outcome.name]
    known = outcome.present & column.present
    n = int(outcome.present.sum())
    missing = n - int(known.sum())
    recorded = f"{words.so_many(n)}, {numbers.count(missing) if missing else 'none'} missing"
    if candidate.variable.not_tested or not known.any():
        return [("recorded", recorded)]
    if column.variable.levels:
        return [("recorded", recorded), _levels(words, candidate, outcome, column)]
    return [("recorded", recorded), ("values", _range(column.variable, column.values[known]))]


def _range(variable: Variable, values: np.ndarray) -> str:
    if variable.kind is Kind.TIME:
        return ""
    low, middle = numbers.amount(float(values.min())), numbers.amount(float(np.median(values)))
    high = numbers.amount(float(values.max()), variable.unit)
    return f"{low} to {high}, median {middle}"


def _levels(words: Words, candidate: Candidate, outcome: Column, column: Column) -> Fact:
    """How often the outcome happened at each level, or where it lay there."""
    contrast = candidate.association.contrast if candidate.association else None
    level = contrast.outcome_level if contrast else ""
    if outcome.variable.kind is Kind.NOMINAL and level not in outcome.variable.levels:
        return ("levels", ", ".join(column.variable.levels[: sizes.ROWS]))
    groups = [
        _group(words, label, outcome.values[(column.values == code) & outcome.present], level)
        for code, label in enumerate(column.variable.levels)
    ]
    found = [one for one in groups if one.n]
    if column.variable.kind is not Kind.ORDINAL:
        found.sort(key=lambda one: -(one.median or (one.happened or 0) / one.n))
    shown = [
        f"{in_table(column.variable, one.label, unit=False)} {_short(words, one)}"
        for one in found[: sizes.ROWS]
    ]
    left = len(found) - len(shown)
    more = [f"and {numbers.count(left)} more"] if left else []
    head = f"{words.event(level)}, of how many" if words.is_nominal(level) else words.seen_head
    return head, "; ".join([*shown, *more])


def _group(words: Words, label: str, values: np.ndarray, level: str) -> Group:
    if not words.counts:
        median = float(np.median(values)) if values.size else math.nan
        return Group(label, values.size, median=median)
    wanted = words.outcome.levels.index(level) if words.is_nominal(level) else 1
    return Group(label, values.size, happened=int((values == wanted).sum()))


def _short(words: Words, group: Group) -> str:
    more = "" if words.counts else f" (n = {numbers.count(group.n)})"
    return words.short(group) + more


def _measure(association: Association) -> str:
    method = METHODS.get(association.method, association.method)
    return f"{notes.written(association.measure)}; {method}"


def _also(words: Words, association: Association) -> str:
    """Effect sizes on scales of their own, with their intervals."""
    own = [one for one in association.also if one.name not in POINTS]
    return "; ".join(f"{one.name} {_interval(one, _unit(words, one))}" for one in own)


def _interval(effect: EffectSize, unit: str) -> str:
    value, low, high = (
        numbers.amount(float(f"{one:.3g}")) for one in (effect.value, effect.low, effect.high)
    )
    return f"{value}{numbers.NBSP + unit if unit else ''} ({low} to {high})"


def _unit(words: Words, effect: EffectSize) -> str:
    return words.outcome.unit if effect.name == "difference of means" else ""
