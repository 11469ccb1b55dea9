"""The note under the table of evidence: scale, measures, correction, what would have been seen."""

from __future__ import annotations

from rootcause.report import numbers, sizes
from rootcause.report.phrases import Words
from rootcause.report.sentences import effect_name, never_varied
from rootcause.results import PAIR, Candidate, Investigation, Verdict

CORRECTIONS = {
    "fdr_bh": "Benjamini–Hochberg",
    "fdr_by": "Benjamini–Yekutieli",
    "holm": "Holm",
    "bonferroni": "Bonferroni",
    "westfall_young": "Westfall–Young",
}


def note(words: Words, investigation: Investigation) -> str:
    """What the scale is, the measures used, the correction, what would have been seen."""
    tested = [one for one in investigation.candidates if one.association is not None]
    if not tested:
        return ""
    first = [
        "Effect size: 0 is none, 1 complete; minus means that less of it goes with more of the"
        " outcome.",
        f"{numbers.capital(measures(tested))}.",
        f"Lines and ranges are {_level(tested)} intervals.",
    ]
    second, cut = _decisive(words, investigation), _left_out(investigation)
    return " ".join(filter(None, [*first, brief(words, investigation), second, cut]))


def brief(words: Words, investigation: Investigation) -> str:
    """The part of the note that no table can do without."""
    parts = [
        corrected(investigation) if investigation.provenance.family else "",
        missable(words, investigation),
        _derived(words, investigation),
    ]
    return " ".join(part for part in parts if part)


def _level(tested: list[Candidate]) -> str:
    first = tested[0].association
    return numbers.percent(first.effect.confidence_level if first else 0.95)


MEASURES = {
    "fisher": "Fisher exact",
    "chi2": "chi-square",
    "brunnermunzel": "Brunner–Munzel",
    "spearman": "Spearman",
    "kendall": "Kendall",
    "kruskal": "Kruskal–Wallis",
    "curve": " with any shape",
    "level": " with the level that stands out",
    "dependence": ", units and time allowed for",
    "trials": ", trials held apart",
}
"""What people call the parts of a measure's name, which a plus joins; what is added, as it is."""


def written(measure: str) -> str:
    """What people call a measure: "Brunner–Munzel with any shape, trials held apart"."""
    first, *added = measure.split("+")
    return MEASURES.get(first, first) + "".join(MEASURES.get(one, f" with {one}") for one in added)


def measures(tested: list[Candidate]) -> str:
    """Effect sizes used, each with its measures: "risk difference (Fisher exact), ..."."""
    used: dict[str, list[str]] = {}
    for one in tested:
        if one.association is not None:
            names = used.setdefault(effect_name(one.association), [])
            name = written(one.association.measure)
            names += [name] * (name not in names)
    return "; ".join(f"{size} ({' or '.join(names)})" for size, names in used.items())


def corrected(investigation: Investigation) -> str:
    """How p was corrected, and over how many tests."""
    provenance = investigation.provenance
    if provenance.family < 2:
        return "One test, so nothing was corrected."
    name = CORRECTIONS.get(provenance.correction, provenance.correction)
    said = f"Corrected p: {name} over all {numbers.count(provenance.family)} tests."
    if not any(
        one.association and one.association.measure == PAIR for one in investigation.candidates
    ):
        return said
    return f"{said} Pairs: one tenth of alpha, over all {numbers.count(provenance.pairs)} scanned."


def missable(words: Words, investigation: Investigation) -> str:
    """What difference would have been seen, over the rows without evidence."""
    found = [
        one.detectable
        for one in investigation.having(Verdict.NO_EVIDENCE)
        if 0 < one.detectable < 1
    ]
    if not found:
        return ""
    low, high = numbers.effect(min(found)), numbers.effect(max(found))
    size = low if low == high else f"{low} to {high}"
    shown = f"{words.so_many(investigation.n)} would have shown an effect size of {size}"
    return f"“No evidence” is not “no effect”: {shown} (80 % power); smaller ones may be missed."


def _decisive(words: Words, investigation: Investigation) -> str:
    second = [
        one
        for one in investigation.having(Verdict.UNDETERMINED, Verdict.SCREENED_OFF)
        if one.conditionals
    ]
    if not second:
        return ""
    said = "Second line: given those that the verdict names."
    if any(never_varied(one) for one in second):
        said += " Dashed over the whole axis: never varied while the other was the same."
    return said


def _left_out(investigation: Investigation) -> str:
    """Of very many candidates without evidence, how many are shown."""
    without = len(investigation.having(Verdict.NO_EVIDENCE))
    if without <= sizes.UNSHOWN:
        return ""
    return (
        f"Of {numbers.count(without)} without evidence the first {numbers.count(sizes.UNSHOWN)} "
        "are shown; to_frame() and the answer as JSON have them all."
    )


def _derived(words: Words, investigation: Investigation) -> str:
    sources = dict.fromkeys(
        words.named(one.variable.derived_from)
        for one in investigation.candidates
        if one.variable.derived_from
    )
    return f"† derived from {numbers.listed(list(sources))}." if sources else ""
