"""The last stage: what each verdict is told by, the order, and the answer as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from rootcause.association.contrast import best_cut
from rootcause.association.dependence import Dependence
from rootcause.association.neighbours import RUNS_UNDECLARED, run_among_rows
from rootcause.columns.mixed import mixed_units
from rootcause.restating import copies
from rootcause.results import PAIR, Answer, Candidate, Verdict
from rootcause.variables import Column, Kind

ORDER = (
    Verdict.STANDS,
    Verdict.UNDETERMINED,
    Verdict.SCREENED_OFF,
    Verdict.NO_EVIDENCE,
    Verdict.RESTATES,
    Verdict.NOT_TESTED,
)
UNTOLD = (Verdict.NO_EVIDENCE, Verdict.NOT_TESTED)


def tell(
    candidates: Sequence[Candidate],
    outcome: Column,
    columns: Mapping[str, Column],
    depends: Dependence,
) -> list[Candidate]:
    """Candidates with what they are told by: the best cut for those with evidence, and cautions."""
    same = _same(candidates, columns)
    lookout = not depends.declared and run_among_rows(outcome)
    told = []
    for one in candidates:
        cautions = list(one.cautions)
        if one.name in same:
            cautions.append(f"It says the same as {same[one.name]}: nothing here can part them.")
        if one.association and one.variable.kind is Kind.NUMERIC:
            cautions += _in_another_unit(columns[one.name])
        if one.verdict not in UNTOLD and lookout and run_among_rows(columns[one.name]):
            cautions.append(RUNS_UNDECLARED)
        cut = _with_cut(one, outcome, columns[one.name])
        told.append(replace(cut, cautions=tuple(cautions)))
    return told


def in_order(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Best first: by verdict, then by the strength of the evidence that decided it."""

    def strength(one: Candidate) -> tuple[float, ...]:
        if one.association is None:
            return (0.0, 0.0)
        decisive = one.pvalue_given if one.verdict is Verdict.STANDS else np.nan
        effect = abs(one.association.effect.on_axis[0])
        return (float(np.nanmax([decisive, one.association.pvalue])), -float(np.nan_to_num(effect)))

    def place(one: Candidate) -> tuple[int, bool]:
        together = one.association is not None and one.association.measure == PAIR
        return ORDER.index(one.verdict), together

    ordered = sorted(candidates, key=lambda one: (place(one), strength(one)))
    return tuple(replace(one, rank=rank) for rank, one in enumerate(ordered, start=1))


def answer_of(candidates: Sequence[Candidate], alpha: float) -> Answer:
    """What can be said as a whole."""
    verdicts = {one.verdict for one in candidates}
    if Verdict.STANDS in verdicts:
        return Answer.STANDS
    if Verdict.UNDETERMINED in verdicts:
        return Answer.UNDETERMINED
    associations = [one.association for one in candidates if one.association]
    smallest = min((one.resolution for one in associations), default=1.0)
    return Answer.TOO_FEW if smallest * len(associations) > alpha else Answer.NOTHING


def _in_another_unit(column: Column) -> list[str]:
    """A caution where some values seem to be in another unit than the rest."""
    values = column.values[column.present]
    mixed = mixed_units(values)
    if mixed is None:
        return []
    way = f"{mixed.factor:g} times" if mixed.factor > 1 else f"one {1 / mixed.factor:g}th"
    return [
        f"{mixed.count} of its {values.size} values lie about {way} as high as the others: "
        "they may be in another unit."
    ]


def _same(candidates: Sequence[Candidate], columns: Mapping[str, Column]) -> dict[str, str]:
    """What says the same as another candidate, both ways, by what people call it."""
    tested = [columns[one.name] for one in candidates if one.association]
    found = copies(tested)
    called = {one.name: one.variable.called for one in tested}
    back = {earlier: called[later] for later, earlier in found.items()}
    return back | {later: called[earlier] for later, earlier in found.items()}


def _with_cut(one: Candidate, outcome: Column, column: Column) -> Candidate:
    if one.association is None or one.verdict in UNTOLD:
        return one
    contrast = best_cut(outcome, column) or one.association.contrast
    return replace(one, association=replace(one.association, contrast=contrast))
