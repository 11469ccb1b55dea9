"""Candidates held against each other: who enters, who has to leave, who is a rival of whom.

References
----------
Spirtes, P., Glymour, C. & Scheines, R. (2000). *Causation, Prediction, and Search*, 2nd ed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rootcause.association.at_once import AtOnce
from rootcause.association.conditional import Conditional
from rootcause.association.evidence import Evidence
from rootcause.restating import is_step_of
from rootcause.results import Candidate
from rootcause.screening.rivals import EVEN, Rivalry
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

LEAVING = 0.003  # given the other selected ones, p above which a selected candidate leaves
ROUNDS = 20  # of adding, leaving and swapping; a guard against going round in circles
ALIKE = 20.0  # times by which a look at all and a full test may differ in p
WEAKER = 22_000.0  # times the p of another beyond which it has not its evidence: e to the 10
SETTLED = 1e-3  # share of the level below which a look at all leaves no doubt
TOLD = 6  # rivals, closest first, that are always worked out


class Contest:
    """The candidates of one outcome, held against each other.

    Parameters
    ----------
    conditional
        The outcome, and how it is tested.
    columns
        By name, with the same rows.
    candidates
        By name; those without an association alone take no part.
    alpha
        Level of the tests.
    """

    def __init__(
        self,
        conditional: Conditional,
        columns: Mapping[str, Column],
        candidates: Mapping[str, Candidate],
        *,
        alpha: float,
    ) -> None:
        self.conditional = conditional
        self.columns = columns
        self.alpha = alpha
        self.alone = {name: one.association for name, one in candidates.items() if one.association}
        self.with_evidence = [
            name for name in self.alone if candidates[name].pvalue_adjusted <= alpha
        ]
        self._evidence = Evidence(conditional)
        self._looks: dict[tuple[str, ...], dict[str, float]] = {}

    def selected(self) -> list[str]:
        """Those that account for the outcome together: forward, backward, and by exchange."""
        return self._swapped(self._forward())

    def rivalries(self, name: str, selected: Sequence[str]) -> tuple[list[Rivalry], float]:
        """`name` against the outsiders that are associated while `name` is not considered.

        Of many only those are worked out that come closest, or that a look leaves in doubt. Also
        the level of a test against each, alpha being shared by all of them.
        """
        beside = [one for one in selected if one != name]
        others = [
            one
            for one, alone in self.alone.items()
            if one not in selected and alone.pvalue <= self.alpha
        ]
        level = self.alpha / max(len(others), 1)
        close = self._close(name, others, beside, level)
        return [self._rivalry(name, one, beside, level) for one in close], level

    def adding(self, selected: Sequence[str]) -> list[str]:
        """Those with evidence that add to the selected others what would let them stay."""
        look = self._look(selected)
        return [
            name
            for name in self.with_evidence
            if (name in selected or look[name] <= ALIKE * LEAVING)
            and self._pvalue(name, [one for one in selected if one != name]) <= LEAVING
        ]

    def _close(self, name: str, others: list[str], beside: list[str], level: float) -> list[str]:
        if len(others) <= TOLD or self.conditional.outcome.variable.kind is Kind.NOMINAL:
            return others
        sets = [self._columns([other, *beside]) for other in others]
        left = AtOnce(self.conditional, [self.columns[name]]).given_each(sets)[:, 0]
        closest = set(np.argsort(-left, kind="stable")[:TOLD])
        return [
            other
            for place, other in enumerate(others)
            if place in closest
            or left[place] > SETTLED * level
            or not self._is_weaker(other, name, beside)
        ]

    def _rivalry(self, name: str, other: str, beside: list[str], level: float) -> Rivalry:
        held = self._columns([other, *beside])
        association = self.conditional.association(
            self.columns[name], held, self.alone[name].effect.level
        )
        if self._is_step(name, other):
            return Rivalry(other, association, EVEN)
        settled = association.pvalue <= level and self._is_weaker(other, name, beside)
        return Rivalry(other, association, 1.0 if settled else self._weight(name, other, beside))

    def _is_step(self, label: str, ordered: str) -> bool:
        """Whether a step of `ordered` would do all that `label` does: no test parts them."""
        level = self.alone[label].effect.level
        return is_step_of(self.columns[label], self.columns[ordered], level)

    def _forward(self) -> list[str]:
        """Forward selection by conditional p, with a check after each step who may leave."""
        selected: list[str] = []
        for _ in range(ROUNDS):
            entering = self._entering(selected)
            if entering is None:
                break
            selected.append(entering)
            stay = [name for name in selected if self._stays(name, selected)]
            if entering not in stay:
                selected = [name for name in selected if name != entering]
                break
            selected = stay
        return selected

    def _entering(self, selected: list[str]) -> str | None:
        if not selected:
            pool = self.with_evidence
            return min(pool, key=lambda name: self._pvalue(name, ()), default=None)
        left = [name for name in self.alone if name not in selected]
        look = self._look(selected)
        best, least = None, self.alpha / max(len(left), 1)
        for name in sorted(left, key=look.__getitem__):
            if look[name] > ALIKE * least:
                break
            pvalue = self._pvalue(name, selected)
            if pvalue < least or (best is None and pvalue == least):
                best, least = name, pvalue
        return best

    def _stays(self, name: str, selected: list[str]) -> bool:
        beside = [one for one in selected if one != name]
        return not beside or self._pvalue(name, beside) <= LEAVING

    def _swapped(self, selected: list[str]) -> list[str]:
        """Exchange a selected candidate for an outsider that accounts for the outcome better."""
        for _ in range(ROUNDS):
            better = self._better_pair(selected)
            if better is None:
                break
            selected = [better[1] if name == better[0] else name for name in selected]
        return selected

    def _better_pair(self, selected: list[str]) -> tuple[str, str] | None:
        for name in selected:
            beside = [one for one in selected if one != name]
            for other in self.with_evidence:
                if other not in selected and self._is_better(other, name, beside):
                    return name, other
        return None

    def _is_better(self, other: str, name: str, beside: list[str]) -> bool:
        """Whether `other` accounts for the outcome better than `name`, both beside the same."""
        return (
            not self._is_weaker(other, name, beside)
            and self._weight(other, name, beside) > 0.5
            and self._pvalue(name, [other, *beside]) > self._pvalue(other, [name, *beside])
        )

    def _is_weaker(self, other: str, name: str, beside: list[str]) -> bool:
        """Whether a look settles that `other` goes with the outcome far less than `name`."""
        look = self._look(beside)
        return look[other] > WEAKER * look[name]

    def _look(self, given: Sequence[str]) -> dict[str, float]:
        """About the p-value of each candidate given these."""
        key = tuple(sorted(given))
        if key not in self._looks:
            pvalues = self._at_once.given(self._columns(given))
            self._looks[key] = dict(zip(self.alone, pvalues.tolist(), strict=True))
        return self._looks[key]

    @cached_property
    def _at_once(self) -> AtOnce:
        return AtOnce(self.conditional, self._columns([*self.alone]))

    def _weight(self, name: str, other: str, beside: list[str]) -> float:
        mine, theirs = self.columns[name], self.columns[other]
        return self._evidence.weight(mine, theirs, self._columns(beside))

    def _columns(self, names: Sequence[str]) -> list[Column]:
        return [self.columns[name] for name in names]

    def _pvalue(self, name: str, given: Sequence[str]) -> float:
        return self.conditional.pvalue(self.columns[name], self._columns(given))
