"""Who belongs to which group of a contrast, and which observations separate two candidates."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Association, Candidate, Contrast, Group, Investigation, Verdict

Rows = NDArray[np.bool_]

SEPARATING = 12
"""More observations than this are not listed or ringed one by one."""


class Half(NamedTuple):
    """The group of a candidate with more of the outcome: its rows, who is known, its label."""

    rows: Rows
    known: Rows
    label: str


class Crossing(NamedTuple):
    """How two candidates go together, each as the group with more of the outcome or the rest.

    Attributes
    ----------
    first, other
        Labels of the two groups.
    both, neither, only_first, only_other
        How many observations were in both groups, in neither, in one only.
    separating
        Positions of the observations that were in one group only.
    """

    first: str
    other: str
    both: int
    neither: int
    only_first: int
    only_other: int
    separating: tuple[int, ...]


def contrast_of(candidate: Candidate) -> Contrast | None:
    """The two groups of a candidate, where it has them."""
    return candidate.association.contrast if candidate.association else None


def fallen(investigation: Investigation) -> tuple[Candidate, ...]:
    """Those that another takes the place of: the one that the complaint speaks of comes first."""
    verdicts = [Verdict.SCREENED_OFF]
    if investigation.having(Verdict.STANDS):
        verdicts.append(Verdict.UNDETERMINED)
    found = [one for one in investigation.having(*verdicts) if one.given]
    said = ""
    if investigation.case is not None:
        said = f"{investigation.case.title} {investigation.case.complaint}".casefold()
    by_verdict = {verdict: at for at, verdict in enumerate(verdicts)}
    return tuple(sorted(found, key=lambda one: (by_verdict[one.verdict], not _named(one, said))))


def _named(candidate: Candidate, said: str) -> bool:
    """Whether the variable or the level that stands out is spoken of."""
    contrast = contrast_of(candidate)
    words = [candidate.variable.called]
    if contrast is not None and contrast.first.label in candidate.variable.levels:
        words.append(contrast.first.label)
    return any(re.search(rf"\b{re.escape(word.casefold())}\b", said) for word in words)


def crossing(investigation: Investigation, one: Candidate, other: Candidate) -> Crossing | None:
    """How two candidates go together; None where one of them has no groups."""
    first, second = _half(investigation, one), _half(investigation, other)
    if first is None or second is None:
        return None
    known = first.known & second.known & investigation.columns[investigation.outcome.name].present
    a, b = first.rows & known, second.rows & known
    return Crossing(
        first.label,
        second.label,
        both=int(np.sum(a & b)),
        neither=int(np.sum(known & ~a & ~b)),
        only_first=int(np.sum(a & ~b)),
        only_other=int(np.sum(b & ~a)),
        separating=tuple(int(row) for row in np.flatnonzero(a != b)),
    )


def _half(investigation: Investigation, candidate: Candidate) -> Half | None:
    contrast = contrast_of(candidate)
    column = investigation.columns.get(candidate.name)
    if contrast is None or column is None:
        return None
    more = _more(contrast)
    return Half(contrast.inside(column, more.label), column.present, more.label)


def _more(contrast: Contrast) -> Group:
    first, second = contrast.first, contrast.second
    if first.median is None or second.median is None:
        return first
    return first if first.median >= second.median else second


def finite(association: Association) -> bool:
    """Whether its effect size has a value and an interval that can be drawn."""
    return bool(np.isfinite(association.effect.on_axis).all())
