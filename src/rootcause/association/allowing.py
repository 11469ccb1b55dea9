"""Associations of observations that depend on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rootcause.association.conditional import Conditional
from rootcause.association.dependence import Dependence
from rootcause.association.family import measure_all
from rootcause.association.neighbours import cautioned
from rootcause.results import Association
from rootcause.variables import Column

AS_INDEPENDENT = "The interval of its effect size takes the observations as independent."


def allowing_for(
    dependence: Dependence,
    outcome: Column,
    candidates: Sequence[Column],
    associations: Sequence[Association],
    *,
    rng: np.random.Generator,
    alpha: float,
) -> list[Association]:
    """`associations` with p-values that hold although observations depend on each other.

    A candidate that varies within units is tested beside them, one that is constant in each on
    units, and all of them beside the outcome's trend and its own past. Effect sizes stay those of
    the rows, but for candidates tested on units. Where nothing was declared, rows that resemble
    their neighbours are a caution.
    """
    if not dependence.declared:
        associations = cautioned(outcome, candidates, associations, alpha)
    if dependence.independent:
        return list(associations)
    tests = Conditional(outcome, dependence)
    of_units = [one for one in candidates if dependence.constant_in_units(one)]
    on_units = dict(
        zip(
            (one.name for one in of_units),
            measure_all(
                dependence.by_unit(outcome), [*map(dependence.by_unit, of_units)], rng, alpha
            ),
            strict=True,
        )
    )
    found = []
    for column, association in zip(candidates, associations, strict=True):
        if column.name in on_units:
            found.append(_on_units(association, on_units[column.name]))
        elif dependence.concerns(column) and not np.isnan(association.pvalue):
            tested = tests.association(column)
            found.append(_beside(association, tested, alpha, dependence.declared))
        else:
            found.append(association)
    return found


def _on_units(on_rows: Association, on_units: Association) -> Association:
    caution = f"Tested on {on_units.n} units, not on {on_rows.n} observations."
    return replace(on_units, contrast=on_rows.contrast, cautions=(*on_units.cautions, caution))


def _beside(alone: Association, tested: Association, alpha: float, declared: bool) -> Association:
    doubtful = declared and tested.pvalue <= alpha
    return replace(
        alone,
        pvalue=tested.pvalue,
        statistic=tested.statistic,
        measure=f"{alone.measure}+{'dependence' if declared else 'trials'}",
        method="asymptotic",
        resolution=0.0,
        cautions=(*alone.cautions, AS_INDEPENDENT) if doubtful else alone.cautions,
    )
