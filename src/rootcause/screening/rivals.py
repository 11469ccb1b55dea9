"""Rivals: candidates of which the observations cannot tell which one matters.

References
----------
Kass, R. E. & Raftery, A. E. (1995). Bayes factors. *JASA* 90, 773-795: weighing two rivals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rootcause.results import Association

CLEAR = 0.8  # weight of evidence (4 to 1) at which a candidate is preferred to a rival
EVEN = 0.5  # weight where the evidence can't be weighed


@dataclass(frozen=True, slots=True)
class Rivalry:
    """One candidate against one other.

    Attributes
    ----------
    other
        Name of the other.
    association
        Of the candidate, given the other and those selected beside it.
    weight
        Share of the evidence that speaks for the candidate, 0 to 1, if just one of them matters.
    """

    other: str
    association: Association
    weight: float


def unresolved(rivalries: Sequence[Rivalry], level: float) -> list[Rivalry]:
    """Those against whom the candidate doesn't hold, closest first.

    It holds against one when it is still associated given that one at `level`, alpha shared by
    all of them: the best of many look-alikes is best by luck too. Or when it has the evidence of
    all that are left against it by `CLEAR`.
    """
    close = [one for one in rivalries if one.association.pvalue > level or one.weight <= 0.5]
    against = sum(1 / max(one.weight, 1e-300) - 1 for one in close)
    return sorted(close, key=lambda one: one.weight) if 1 / (1 + against) < CLEAR else []
