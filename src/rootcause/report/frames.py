"""The answer as tables and plain values, for programs: full precision, stable names."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from rootcause.report import changing, comparing, content, numbers, trust
from rootcause.report.parts import Step
from rootcause.report.phrases import words
from rootcause.report.sentences import sentence
from rootcause.results import Association, Candidate, EffectSize, Investigation, Ranking

TYPES = {
    "rank": "Int64",
    "candidate": "str",
    "derived_from": "str",
    "kind": "str",
    "verdict": "str",
    "given": "str",
    "measure": "str",
    "effect": "str",
    "estimate": "float64",
    "low": "float64",
    "high": "float64",
    "statistic": "float64",
    "pvalue": "float64",
    "pvalue_adjusted": "float64",
    "pvalue_given": "float64",
    "n": "Int64",
    "n_missing": "Int64",
    "cautions": "str",
    "sentence": "str",
}
"""Columns of `Investigation.to_frame`, in order: a promise. Add to them, never change them."""

RANKED = [
    *("rank", "candidate", "derived_from", "kind", "measure", "effect", "estimate", "low", "high"),
    *("statistic", "pvalue", "pvalue_adjusted", "n", "n_missing", "cautions"),
]
"""Columns of `Ranking.to_frame`, in order."""

HELD = [
    *("given", "measure", "effect", "estimate", "low", "high", "statistic", "pvalue", "n"),
]
"""Columns of `InvestigatedCandidate.to_frame`, in order."""

SCHEMA = 1
"""Version of the shape of `Investigation.to_dict`; it goes up when a key changes its meaning."""


def investigation_frame(investigation: Investigation) -> pd.DataFrame:
    """One row a candidate, best first, with the columns of `TYPES`."""
    said = words(investigation)
    rows = [
        {**_record(one), "sentence": numbers.unbound(sentence(said, investigation, one))}
        for one in investigation.candidates
    ]
    return _frame(rows, TYPES)


def ranking_frame(ranking: Ranking) -> pd.DataFrame:
    """One row a candidate, best first, with the columns of `RANKED`."""
    rows = [_record(one) for one in ranking.candidates]
    return _frame(rows, {name: TYPES[name] for name in RANKED})


def candidate_frame(candidate: Candidate) -> pd.DataFrame:
    """One row a conditioning set, alone first, with the columns of `HELD`."""
    alone = [candidate.association] if candidate.association else []
    rows = [
        {"given": ", ".join(one.given), **_measured(one)}
        for one in (*alone, *candidate.conditionals)
    ]
    return _frame(rows, {name: TYPES[name] for name in HELD})


def _frame(rows: list[dict[str, Any]], types: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: pd.Series([_written(row[name]) for row in rows], dtype=_dtype(kind))
            for name, kind in types.items()
        }
    )


def _written(cell: Any) -> Any:
    """Text that can be encoded: half of a pair of surrogates is written out."""
    return cell.encode("utf-8", "backslashreplace").decode() if isinstance(cell, str) else cell


def _dtype(kind: str) -> Any:
    return pd.Series([""]).dtype if kind == "str" else kind


def _record(candidate: Candidate) -> dict[str, Any]:
    variable, association = candidate.variable, candidate.association
    return {
        "rank": candidate.rank,
        "candidate": variable.name,
        "derived_from": variable.derived_from,
        "kind": str(variable.kind),
        "verdict": str(candidate.verdict),
        "given": ", ".join(candidate.given),
        **_measured(association),
        "pvalue_adjusted": candidate.pvalue_adjusted,
        "pvalue_given": candidate.pvalue_given,
        "cautions": "; ".join(said(candidate)),
    }


def said(candidate: Candidate) -> tuple[str, ...]:
    """Every caution about a candidate once, with the reason where it was not tested."""
    association = candidate.association
    every = [*candidate.cautions, *(association.cautions if association else ())]
    return tuple(dict.fromkeys([*filter(None, [candidate.reason]), *every]))


def _measured(association: Association | None) -> dict[str, Any]:
    nothing = math.nan
    if association is None:
        return {
            **dict.fromkeys(("measure", "effect"), ""),
            **dict.fromkeys(("estimate", "low", "high", "statistic", "pvalue"), nothing),
            **dict.fromkeys(("n", "n_missing"), pd.NA),
        }
    effect = association.effect
    return {
        "measure": association.measure,
        "effect": effect.name,
        "estimate": effect.value,
        "low": effect.low,
        "high": effect.high,
        "statistic": association.statistic,
        "pvalue": association.pvalue,
        "n": association.n,
        "n_missing": association.n_missing,
    }


def investigation_dict(investigation: Investigation) -> dict[str, Any]:
    """Everything in the answer as plain values, ready for JSON: what is not known is None.

    Returns
    -------
    dict
        ``schema`` (int), ``answer`` and ``headline`` (str), ``findings`` (list of str),
        ``outcome`` (name, kind, label, unit, happened, otherwise), ``n``, ``n_missing``,
        ``changes`` (time, shown, outcome and candidates as rows of `Changes.to_frame`; or None),
        ``is_is_not`` (bad, good, looked_at, differences as rows of `IsIsNot.to_frame`; or None),
        ``consequences`` (names), ``case`` (id, title, status; or None), ``ladder`` (list of
        name, text, reached), ``plan`` (as `Plan.to_dict`; None without levers), ``provenance``
        (as `Provenance`), and ``candidates``: a list, best first, of the columns of
        `Investigation.to_frame` with ``given`` and ``cautions`` as lists, and besides ``label``,
        ``unit``, ``method``, ``resolution``, ``detectable``, ``contrast`` (first, second: label,
        n, happened, median; cut, until, fitted, outcome_level; or None), ``also`` (other effect
        sizes), ``e_value``, ``e_value_low``, ``late``, ``residue`` (cause, reliability; or None),
        ``hinges`` (on, pvalue, otherwise, given, row, scale, other_scale), ``reversals`` (given,
        level, estimate, pvalue, pvalue_adjusted) and ``conditionals`` (given, measure, estimate,
        low, high, pvalue, n).
    """
    report, provenance = content.build(investigation), investigation.provenance
    outcome, case = investigation.outcome, investigation.case
    names = ("name", "kind", "label", "unit", "happened", "otherwise")
    told = {
        "schema": SCHEMA,
        "answer": str(investigation.answer),
        "headline": numbers.unbound(report.answer.headline),
        "findings": [str(one) for one in investigation.findings],
        "outcome": _fields(outcome, names),
        "n": investigation.n,
        "n_missing": investigation.n_missing,
        "consequences": list(investigation.consequences),
        "case": _fields(case, ("id", "title", "status")) if case else None,
        "ladder": [_step(step) for step in report.answer.ladder],
        "provenance": {
            **_fields(provenance, ("fingerprint", "seed", "family", "correction", "alpha")),
            "permutations": provenance.permutations,
            "screened": provenance.screened,
            "pairs": provenance.pairs,
            "versions": dict(provenance.versions),
        },
        "changes": changing.as_dict(investigation.changes),
        "is_is_not": comparing.as_dict(investigation.is_is_not),
        "candidates": _candidates(investigation),
        "plan": _plan(investigation),
    }
    return {key: ready(value) for key, value in told.items()}


def _step(step: Step) -> dict[str, Any]:
    return {"name": step.name, "text": numbers.unbound(step.text), "reached": step.reached}


def _plan(investigation: Investigation) -> dict[str, Any] | None:
    plan = investigation.plan
    return plan.to_dict() if plan is not None and plan.levers else None


def _candidates(investigation: Investigation) -> list[dict[str, Any]]:
    phrases = words(investigation)
    return [
        {
            **_record(one),
            "given": list(one.given),
            "cautions": list(said(one)),
            "sentence": numbers.unbound(sentence(phrases, investigation, one)),
            "label": one.variable.called,
            "unit": one.variable.unit,
            "detectable": one.detectable,
            "conditionals": [_conditional(given) for given in one.conditionals],
            **_detail(one.association),
            **trust.as_dict(one),
        }
        for one in investigation.candidates
    ]


def _detail(association: Association | None) -> dict[str, Any]:
    if association is None:
        return {"method": "", "resolution": None, "contrast": None, "also": []}
    return {
        "method": association.method,
        "resolution": association.resolution,
        "contrast": _contrast(association),
        "also": [_effect(one) for one in association.also],
    }


def _contrast(association: Association) -> dict[str, Any] | None:
    contrast = association.contrast
    if contrast is None:
        return None
    group = ("label", "n", "happened", "median", "mean")
    return {
        "first": _fields(contrast.first, group),
        "second": _fields(contrast.second, group),
        **_fields(contrast, ("cut", "until", "fitted", "outcome_level")),
    }


def _effect(effect: EffectSize) -> dict[str, Any]:
    return {"effect": effect.name, **_fields(effect, ("level", "null")), **_estimate(effect)}


def _estimate(effect: EffectSize) -> dict[str, float]:
    return {"estimate": effect.value, "low": effect.low, "high": effect.high}


def _conditional(association: Association) -> dict[str, Any]:
    return {
        "given": list(association.given),
        "measure": association.measure,
        "effect": association.effect.name,
        **_estimate(association.effect),
        "pvalue": association.pvalue,
        "n": association.n,
    }


def _fields(thing: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def ready(value: Any) -> Any:
    """Make a value fit for JSON: no NaN, no infinity, no numpy scalar, no enum."""
    if isinstance(value, dict):
        return {str(key): ready(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [ready(one) for one in value]
    if value is pd.NA:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value) if isinstance(value, str) else value
