"""Screening: who stands, who is screened off by whom, who are rivals.

References
----------
Reichenbach, H. (1956). *The Direction of Time*, section 19: screening off.
Spirtes, P., Glymour, C. & Scheines, R. (2000). *Causation, Prediction, and Search*, 2nd ed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rootcause.association.conditional import Conditional
from rootcause.association.dependence import Dependence
from rootcause.association.reliability import explaining
from rootcause.results import Association, Candidate, EffectSize, Residue, Verdict
from rootcause.screening.contest import Contest
from rootcause.screening.direction import suspected_consequences
from rootcause.screening.rivals import EVEN, Rivalry, unresolved
from rootcause.screening.scales import Scales
from rootcause.variables import Column

SMALL = 0.75  # share of the effect alone within which what is left must be shown to lie
RELIABLE = 0.65  # reliability that any reading is believed to have
ONE_SIDED = ndtri(0.95) / ndtri(0.975)  # two one-sided tests at 5 %: a 90 % interval in a 95 % one
FEW_EACH = 20  # observations of a unit, on average, below which whole units are drawn
ENOUGH = 20_000  # observations that conditional tests look at; more would only take longer


def some_rows(
    n: int, dependence: Dependence, rng: np.random.Generator, enough: int = ENOUGH
) -> NDArray[np.bool_]:
    """Rows to screen on, shape (n,): all, or of very many a random sample that is `enough`.

    Observations in time are taken from one stretch in the middle, so that each keeps its past;
    of units with few observations each, whole ones are taken: candidates are compared within them.
    """
    rows = np.ones(n, dtype=bool)
    if n <= enough:
        return rows
    rows[:] = False
    if dependence.order is not None:
        start = (n - enough) // 2
        rows[dependence.order[start : start + enough]] = True
    elif dependence.units is not None and n < FEW_EACH * len(dependence.units):
        units = dependence.units
        drawn = rng.permutation(len(units))
        chosen = drawn[: np.searchsorted(units.sizes[drawn].cumsum(), enough, side="right")]
        rows = np.isin(units.codes, chosen)
    else:
        rows[rng.choice(n, enough, replace=False)] = True
    return rows


class Screen:
    """What the candidates of one outcome are said to be, held against each other."""

    def __init__(
        self,
        outcome: Column,
        columns: Mapping[str, Column],
        ranked: Sequence[Candidate],
        *,
        alpha: float,
        dependence: Dependence,
        rows: NDArray[np.bool_],
    ) -> None:
        self.outcome = Column(outcome.variable, outcome.values[rows])
        self.columns = {name: Column(c.variable, c.values[rows]) for name, c in columns.items()}
        self.alpha = alpha
        self.candidates = {one.name: one for one in ranked}
        self.conditional = Conditional(self.outcome, dependence.among(rows))
        self.scales = Scales(self.conditional)

    def verdicts(self) -> list[Candidate]:
        """Every candidate with its verdict, in no particular order."""
        late = self._consequences()
        held = {name: one for name, one in self.candidates.items() if name not in late}
        judged = self._judged(Contest(self.conditional, self.columns, held, alpha=self.alpha))
        return [
            late.get(name) or judged.get(name) or candidate
            for name, candidate in self.candidates.items()
        ]

    def _consequences(self) -> dict[str, Candidate]:
        """Candidates that look like consequences, to be taken out of all that follows."""
        tested = [one for one in self.candidates.values() if one.association]
        associated = [one for one in tested if one.pvalue_adjusted <= self.alpha]
        others = [one for one in tested if one.pvalue_adjusted > self.alpha]
        shown_by = suspected_consequences(self.outcome, self.columns, associated, others)
        return {name: self._late(name, causes) for name, causes in shown_by.items()}

    def _late(self, name: str, causes: tuple[str, ...]) -> Candidate:
        called = [self.columns[one].variable.called for one in causes]
        return replace(
            self.candidates[name],
            verdict=Verdict.UNDETERMINED,
            given=causes,
            conditionals=(self.given(name, causes),),
            late=True,
            cautions=(
                *self.candidates[name].cautions,
                f"It looks like a consequence: the outcome stands between it and "
                f"{' and '.join(called)}. If it was recorded after the outcome, declare it so.",
            ),
        )

    def _judged(self, contest: Contest) -> dict[str, Candidate]:
        selected = contest.selected()
        rivalries = {name: contest.rivalries(name, selected) for name in selected}
        open_ = {name: unresolved(*held) for name, held in rivalries.items()}
        adding = contest.adding(selected)
        judged = {}
        for name in selected:
            doubted = None if open_[name] else self._doubted(name, selected, contest)
            if not open_[name] and doubted is None:
                open_[name] = self._as_good(name, adding, selected)
            judged[name] = doubted or (
                self._undetermined(name, open_[name])
                if open_[name]
                else self._stands(name, rivalries[name][0], selected)
            )
        for name, held in open_.items():
            for one in held:
                if one.other not in judged:
                    judged[one.other] = self._rival(one.other, name, open_, selected)
        for name in contest.with_evidence:
            if name not in judged:
                judged[name] = self._outsider(name, selected)
        return judged

    def _doubted(self, name: str, selected: list[str], contest: Contest) -> Candidate | None:
        """A candidate that error of reading, or another scale, would put away; None if none."""
        return self._residue(name, selected) or self._on_a_scale(
            name, selected, contest.with_evidence
        )

    def _as_good(self, name: str, adding: Sequence[str], selected: list[str]) -> list[Rivalry]:
        """Others that `name`, read with error, would explain away, but that may be read as well.

        What is read may then be neither, and either may tell what the other leaves of it: odds of
        one against the other would take just one of them to matter.
        """
        found = []
        for other in adding:
            beside = [self.columns[one] for one in selected if one not in (name, other)]
            if other == name:
                continue
            by = explaining(self.conditional, self.columns[other], self.columns[name], beside)
            if by.reliability > RELIABLE and by.pvalue > self.alpha:
                left = self.given(name, [other, *(one.name for one in beside)])
                found.append(Rivalry(other, left, EVEN))
        return found

    def given(self, name: str, others: Sequence[str]) -> Association:
        """Association of `name` given `others`."""
        marginal = self.candidates[name].association
        level = marginal.effect.level if marginal else ""
        return self.conditional.association(
            self.columns[name], [self.columns[one] for one in others], level
        )

    def _stands(self, name: str, held: list[Rivalry], selected: list[str]) -> Candidate:
        beside = [one for one in selected if one != name]
        conditionals = [one.association for one in held]
        if beside:
            conditionals.append(self.given(name, beside))
        conditionals.sort(key=lambda one: -one.pvalue)
        close = [one for one in held if one.association.pvalue > self.alpha]
        return replace(
            self.candidates[name],
            verdict=Verdict.STANDS,
            conditionals=tuple(conditionals),
            odds=min((_odds(one.weight) for one in close), default=float("nan")),
            not_excluded=tuple(one.other for one in close),
        )

    def _residue(self, name: str, selected: list[str]) -> Candidate | None:
        """A candidate that a stronger one, read with error, would explain away; None if none."""
        below = {
            other: explaining(
                self.conditional,
                self.columns[name],
                self.columns[other],
                [self.columns[one] for one in selected if one not in (name, other)],
            ).reliability
            for other in selected
            if other != name
        }
        cause = max(below, key=below.__getitem__, default=name)
        if below.get(cause, 0.0) <= RELIABLE:
            return None
        beside = [one for one in selected if one != name]
        return replace(
            self.candidates[name],
            verdict=Verdict.UNDETERMINED,
            given=(cause,),
            conditionals=(self.given(name, beside),),
            residue=Residue(cause, below[cause]),
            cautions=(
                *self.candidates[name].cautions,
                f"It is explained away if {self.columns[cause].variable.called} is measured "
                f"with a reliability below {below[cause]:.2f}.".replace(" 0.", " ."),
            ),
        )

    def _on_a_scale(
        self, name: str, selected: list[str], evidenced: Sequence[str]
    ) -> Candidate | None:
        """A candidate in whose place another scale of the outcome prefers another; None if none."""
        others = [self.columns[one] for one in evidenced if one != name]
        beside = [self.columns[one] for one in selected if one != name]
        hinge = self.scales.doubt(self.columns[name], others, beside, self.alpha)
        if hinge is None:
            return None
        return replace(
            self.candidates[name],
            verdict=Verdict.UNDETERMINED,
            given=hinge.given,
            conditionals=(self.given(name, hinge.given),),
            hinges=(hinge,),
        )

    def _undetermined(self, name: str, rivals: list[Rivalry]) -> Candidate:
        return replace(
            self.candidates[name],
            verdict=Verdict.UNDETERMINED,
            given=tuple(one.other for one in rivals),
            conditionals=tuple(one.association for one in rivals),
            odds=_odds(rivals[0].weight),
        )

    def _rival(
        self, name: str, first: str, held: Mapping[str, list[Rivalry]], selected: list[str]
    ) -> Candidate:
        of = [one for one, rivals in held.items() if any(r.other == name for r in rivals)]
        beside = [one for one in selected if one != first]
        return replace(
            self.candidates[name],
            verdict=Verdict.UNDETERMINED,
            given=tuple(of),
            conditionals=(self.given(name, [first, *beside]),),
        )

    def _outsider(self, name: str, selected: list[str]) -> Candidate:
        """Verdict on a candidate with evidence that was not selected."""
        alone = self.given(name, ()).effect
        singles = sorted((self.given(name, [one]) for one in selected), key=lambda one: -one.pvalue)
        together = [self.given(name, selected)] if len(selected) > 1 else []
        for association in [*singles, *together]:
            if association.pvalue > self.alpha and shown_small(association.effect, alone):
                verdict, decisive = Verdict.SCREENED_OFF, association
                break
        else:
            verdict, decisive = Verdict.UNDETERMINED, (together or singles)[0]
        rest = [one for one in [*singles, *together] if one is not decisive]
        return replace(
            self.candidates[name],
            verdict=verdict,
            given=decisive.given,
            conditionals=(decisive, *rest),
        )


def shown_small(left: EffectSize, alone: EffectSize) -> bool:
    """Whether what is left is shown to be clearly less than the effect alone.

    Two one-sided tests at 5 % (Schuirmann 1987, *J. Pharmacokinet. Biopharm.* 15, 657): the 90 %
    interval lies within `SMALL` of the effect alone, either way.
    """
    value, low, high = left.on_axis
    bound = SMALL * abs(alone.on_axis[0])
    lowest = value - ONE_SIDED * (value - low)
    highest = value + ONE_SIDED * (high - value)
    return bool(-bound <= lowest and highest <= bound)


def _odds(weight: float) -> float:
    return weight / max(1 - weight, 1e-12)
