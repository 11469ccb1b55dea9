"""The table of evidence: one row a candidate, grouped by verdict, every number written out."""

from __future__ import annotations

import math

from rootcause.report import notes, numbers, sizes, together
from rootcause.report.groups import finite
from rootcause.report.parts import Band, Evidence, Line, Row, Side
from rootcause.report.phrases import Words, bounded, called, drawn_at, in_table
from rootcause.report.sentences import CONSEQUENCE, never_varied, worst
from rootcause.results import Answer, Association, Candidate, Contrast, Investigation, Verdict
from rootcause.variables import Kind, Variable

GLYPHS = {
    Verdict.STANDS: "stands",
    Verdict.UNDETERMINED: "undetermined",
    Verdict.SCREENED_OFF: "screened",
    Verdict.NO_EVIDENCE: "none",
    Verdict.RESTATES: "not",
    Verdict.NOT_TESTED: "not",
}
MEANINGS = {
    Verdict.STANDS: "associated, and still so given every other that stands",
    Verdict.UNDETERMINED: "rivals: these observations cannot tell them apart",
    Verdict.SCREENED_OFF: "associated alone; adds nothing that can be seen given another",
    Verdict.NO_EVIDENCE: "too little association to tell from chance",
    Verdict.RESTATES: "the outcome under another name, so it explains nothing",
    Verdict.NOT_TESTED: "nothing can be worked out from them",
}
TOGETHER = "a pair adds to what its two parts tell"
UNSETTLED = "associated alone; given another, not shown to add anything nor to add nothing"
SHOWN = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)
"""Verdicts whose counts take the accent and whose rows carry what was worked out given others."""

CURVED = (
    "The effect size sees one direction only, and its interval holds zero; p sees other shapes too."
)
FITTED = (
    "The line at {cut} was drawn on these same {things}, so this contrast flatters; "
    "p and effect size do not use it."
)
FITTED_HOURS = (
    "These hours were chosen on these same {things}, so this contrast flatters; "
    "p and effect size do not use them."
)


def table(words: Words, investigation: Investigation) -> Evidence:
    """The table of evidence in decided words."""
    return Evidence(
        kicker="The evidence",
        heading=heading(investigation),
        lead=lead(words, investigation),
        seen_head=words.seen_head,
        given_head=given_head(words, investigation),
        bands=bands(words, investigation),
        note=notes.note(words, investigation),
        brief=notes.brief(words, investigation),
    )


def heading(investigation: Investigation) -> str:
    """How many of each verdict, in words: "One stands, two are screened off by it, ..."."""
    if investigation.answer is Answer.TOO_FEW:
        return "Too few observations to tell anything from chance"
    said = [
        _share(investigation, Verdict.STANDS, "stands", "stand"),
        _pairs(investigation),
        _share(investigation, Verdict.UNDETERMINED, "is undetermined", "are undetermined"),
        _share(investigation, Verdict.SCREENED_OFF, "is screened off", "are screened off"),
        _share(investigation, Verdict.NO_EVIDENCE, "shows nothing", "show nothing"),
    ]
    found = [one for one in said if one]
    return numbers.capital(", ".join(found)) if found else "Nothing could be tested"


def _share(investigation: Investigation, verdict: Verdict, one: str, several: str) -> str:
    n = len(together.single(investigation, verdict))
    return f"{numbers.in_words(n)} {one if n == 1 else several}" if n else ""


def _pairs(investigation: Investigation) -> str:
    n = len(together.pairs(investigation))
    adds = "pair adds to its parts" if n == 1 else "pairs add to their parts"
    return f"{numbers.in_words(n)} {adds}" if n else ""


def lead(words: Words, investigation: Investigation) -> str:
    """One sentence on what the table holds."""
    found = together.single(investigation, *Verdict)
    tested = sum(one.association is not None for one in found)
    order = ", best first" if tested > 1 else ""
    over = f"{numbers.several(tested, 'candidate')} over {words.so_many(investigation.n)}{order}."
    return " ".join(filter(None, [over, _outcome_in_all(words, investigation)]))


def _outcome_in_all(words: Words, investigation: Investigation) -> str:
    column = investigation.columns[investigation.outcome.name]
    values = column.values[column.present]
    outcome = investigation.outcome
    if outcome.kind is Kind.BINARY:
        n = numbers.count(investigation.in_all[1] if investigation.in_all else int(values.sum()))
        if words.verb:
            return f"{n} {words.verb}."
        return f"{numbers.capital(words.event())} in {n}."
    if outcome.kind is Kind.NOMINAL:
        here = [int((values == code).sum()) for code in range(len(outcome.levels))]
        counted = investigation.in_all or here
        counts = [
            f"{level} {numbers.count(n)}" for level, n in zip(outcome.levels, counted, strict=True)
        ]
        return f"{numbers.capital(outcome.called)}: {numbers.listed(counts)}."
    low, high = words.value(float(values.min())), words.value(float(values.max()))
    return f"{numbers.capital(outcome.called)} from {low} to {high}."


def given_head(words: Words, investigation: Investigation) -> str:
    """Head of the conditional column: names who is given where it is the same for all."""
    rows = [one for one in investigation.having(*SHOWN) if one.conditionals]
    if not rows:
        return ""
    sets = {_given(one) for one in rows if one.verdict is not Verdict.STANDS}
    if len(sets) == 1 and len(only := next(iter(sets))) == 1:
        return f"p given {words.named(only[0])}"
    return "p given others"


def _given(candidate: Candidate) -> tuple[str, ...]:
    return candidate.given or (candidate.conditionals[0].given if candidate.conditionals else ())


def bands(words: Words, investigation: Investigation) -> tuple[Band, ...]:
    """The rows, grouped by verdict in the order of the verdicts."""
    head = given_head(words, investigation)

    def rows(candidates: tuple[Candidate, ...]) -> list[Row]:
        return [row(words, investigation, one, head) for one in candidates]

    found = []
    for verdict in Verdict:
        those = rows(together.single(investigation, verdict))
        if verdict is Verdict.NOT_TESTED:
            those += _consequences(words, investigation)
        found.append(_band(verdict, verdict.value, meaning(investigation, verdict), those))
        if verdict is Verdict.STANDS:
            pairs = rows(together.pairs(investigation))
            found.append(_band(verdict, "together", TOGETHER, pairs))
    return tuple(one for one in found if one.rows)


def _band(verdict: Verdict, title: str, meaning: str, rows: list[Row]) -> Band:
    shown = rows if verdict in SHOWN else rows[: sizes.UNSHOWN]
    return Band(
        verdict,
        GLYPHS[verdict],
        f"{numbers.capital(title)} ({numbers.count(len(rows))})",
        meaning,
        rows=tuple(shown),
        left_out=len(rows) - len(shown),
    )


def meaning(investigation: Investigation, verdict: Verdict) -> str:
    """What a verdict says, beside what else was found."""
    rivals = investigation.answer is Answer.UNDETERMINED
    if verdict is Verdict.UNDETERMINED and not rivals:
        return UNSETTLED
    return MEANINGS[verdict]


def _consequences(words: Words, investigation: Investigation) -> list[Row]:
    told = {one.name for one in investigation.candidates}
    return [
        Row(name, words.named(name), reason=CONSEQUENCE)
        for name in investigation.consequences
        if name not in told
    ]


def row(words: Words, investigation: Investigation, candidate: Candidate, head: str) -> Row:
    """One candidate, every number written out."""
    variable, association = candidate.variable, candidate.association
    if association is None or candidate.verdict in (Verdict.RESTATES, Verdict.NOT_TESTED):
        reason = candidate.reason or variable.not_tested or str(candidate.verdict)
        return Row(variable.name, called(variable), bool(variable.derived_from), reason=reason)
    value, low, high = association.effect.on_axis
    decisive = candidate.conditionals[0] if candidate.conditionals else None
    conditional = decisive if candidate.verdict in SHOWN else None
    return Row(
        name=variable.name,
        label=called(variable),
        derived=bool(variable.derived_from),
        sides=sides(words, candidate),
        cautions=cautions(words, investigation, candidate, head),
        effect=numbers.effect(value),
        interval=numbers.interval(low, high),
        line=line(association),
        line_given=line(conditional) if candidate.verdict is not Verdict.STANDS else None,
        never_varied=candidate.verdict in SHOWN and never_varied(candidate),
        pvalue=numbers.probability(association.pvalue, bounded(association)),
        adjusted=_adjusted(candidate),
        pvalue_given=_pvalue_given(words, candidate, head),
        n=numbers.count(association.n),
    )


def _misses(association: Association) -> bool:
    """Whether p sees something that the effect size, which has one direction, does not."""
    _, low, high = association.effect.on_axis
    return finite(association) and low < 0 < high


def _adjusted(candidate: Candidate) -> str:
    p = candidate.pvalue_adjusted
    return "" if math.isnan(p) else numbers.probability(p)


def _pvalue_given(words: Words, candidate: Candidate, head: str) -> str:
    if not candidate.conditionals or candidate.verdict not in SHOWN:
        return ""
    if candidate.verdict is not Verdict.STANDS:
        return numbers.probability(candidate.pvalue_given)
    if head == f"p given {words.named(candidate.name)}":
        return ""
    hardest = worst(candidate)
    return numbers.probability(hardest.pvalue) if hardest else ""


def line(association: Association | None) -> Line | None:
    """Where its interval lies on the common axis; None where there is nothing to draw."""
    if association is None or not finite(association):
        return None
    return Line(*association.effect.on_axis)


def sides(words: Words, candidate: Candidate) -> tuple[Side, ...]:
    """The two groups, counts first; the accent only where there is a finding."""
    association = candidate.association
    contrast = association.contrast if association else None
    if contrast is None:
        return ()
    hot = candidate.verdict in SHOWN
    return (
        _side(words, candidate.variable, contrast, hot=hot),
        _side(words, candidate.variable, contrast, second=True),
    )


def _side(
    words: Words, variable: Variable, contrast: Contrast, second: bool = False, hot: bool = False
) -> Side:
    group, level = contrast.second if second else contrast.first, contrast.outcome_level
    label = in_table(variable, group.label, unit=not second)
    if group.happened is None:
        mean = "" if group.mean is None else "mean "
        return Side(f"{mean}{words.short(group)}", f"{label}, n = {numbers.count(group.n)}")
    if words.is_nominal(level) and not second:
        label = f"{level}, {label}"
    return Side(words.short(group), label, hot)


def cautions(
    words: Words, investigation: Investigation, candidate: Candidate, head: str
) -> tuple[str, ...]:
    """Small print for one row, each a whole sentence, none twice."""
    association = candidate.association
    said = [*candidate.cautions, *(association.cautions if association else ())]
    contrast = association.contrast if association else None
    if association and candidate.verdict in SHOWN and _misses(association):
        said.append(CURVED)
    if contrast and contrast.fitted and contrast.cut is not None and candidate.verdict in SHOWN:
        cut = drawn_at(candidate.variable, contrast)
        flatters = FITTED if contrast.until is None else FITTED_HOURS
        said.append(flatters.format(cut=cut, things=words.things))
    if candidate.given and head == "p given others":
        said.append(f"Its last p is given {words.names(candidate.given)}.")
    return tuple(dict.fromkeys(said))
