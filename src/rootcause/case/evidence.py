"""Investigations kept as evidence: what is saved, and whether it comes out the same again."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling
from rootcause.case.records import Evidence, Proposed
from rootcause.errors import ArgumentError

if TYPE_CHECKING:
    from rootcause.results import Investigation, Trial
    from rootcause.results.investigations import Provenance

SAME = 1e-9
"""Relative difference below which two p-values count as the same: another processor's rounding."""


def save(
    handling: Handling, hand: Hand, investigation: Investigation, options: dict[str, Any]
) -> Entry:
    """Write an investigation down with what is needed to work it out again.

    Parameters
    ----------
    handling, hand
        Where the case stands, and who saves it when.
    investigation
        Of the case's own observations.
    options
        What `investigate` was given, as JSON can hold it; level, correction and seed are known.
    """
    provenance = investigation.provenance
    if provenance.seed is None:
        raise ArgumentError(
            "Evidence has to come out the same again, so it needs a seed: investigate(rng=0)."
        )
    answer = str(investigation.findings[0])
    tested = [one for one in investigation.candidates if one.association is not None]
    return hand.writes(
        "saved",
        f"Evidence {len(handling.evidence) + 1}: {answer}",
        fingerprint=provenance.fingerprint,
        version=provenance.versions.get("rootcause", ""),
        seed=provenance.seed,
        answer=answer,
        options={**_asked(provenance), **options},
        verdicts={one.name: str(one.verdict) for one in investigation.candidates},
        pvalues={one.name: one.association.pvalue for one in tested if one.association},
        trials=[_proposed(one) for one in investigation.plan.trials] if investigation.plan else [],
    )


def _proposed(trial: Trial) -> dict[str, Any]:
    foretold = {" x ".join(one.rival): one.value for one in trial.predictions}
    return {"settings": dict(trial.settings), "foretold": foretold, "unit": trial.unit}


def _asked(provenance: Provenance) -> dict[str, Any]:
    return {"alpha": provenance.alpha, "correction": provenance.correction, "rng": provenance.seed}


def differences(then: Evidence, now: Evidence) -> list[str]:
    """Say in sentences what came out otherwise; an empty list when nothing did.

    Parameters
    ----------
    then, now
        As it was saved, and as it was worked out again with the same options and seed.
    """
    found = []
    if then.fingerprint != now.fingerprint:
        found.append("The observations have changed since.")
    if then.version != now.version:
        found.append(f"It was worked out by rootcause {then.version}, now by {now.version}.")
    if then.answer != now.answer:
        found.append(f"The answer was: {then.answer} It is: {now.answer}")
    return found + _verdicts(then, now) + _pvalues(then, now)


def _verdicts(then: Evidence, now: Evidence) -> list[str]:
    before, after = dict(then.verdicts), dict(now.verdicts)
    return [
        f"{name}: {before.get(name, 'not there')} then, {after.get(name, 'not there')} now."
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _pvalues(then: Evidence, now: Evidence) -> list[str]:
    before, after = dict(then.pvalues), dict(now.pvalues)
    return [
        f"{name}: p = {before[name]:.6g} then, {after[name]:.6g} now."
        for name in before
        if name in after and not math.isclose(before[name], after[name], rel_tol=SAME)
    ]


# What an entry adds.


def as_evidence(entry: Entry, number: int) -> Evidence:
    """Read evidence from its entry."""
    said = entry.details
    return Evidence(
        number=number,
        at=entry.at,
        who=entry.who,
        fingerprint=said["fingerprint"],
        version=said.get("version", ""),
        seed=said["seed"],
        answer=said["answer"],
        options=tuple(said.get("options", {}).items()),
        verdicts=tuple(said.get("verdicts", {}).items()),
        pvalues=tuple(said.get("pvalues", {}).items()),
        trials=tuple(
            Proposed(tuple(one["settings"].items()), tuple(one["foretold"].items()), one["unit"])
            for one in said.get("trials", ())
        ),
    )


def saved(handling: Handling, entry: Entry) -> Handling:
    """Take in evidence."""
    new = as_evidence(entry, len(handling.evidence) + 1)
    return replace(handling, evidence=(*handling.evidence, new))
