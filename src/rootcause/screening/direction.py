"""Which candidates look like consequences of the outcome, where the table can show it.

Two causes that are independent of each other, but not given the outcome, can only be so when both
point into it. What goes with such a cause, is parted from it by the outcome, as from all others
that point into it, and still goes with the outcome given the cause, comes after the outcome. So
does a candidate in which something independent of the outcome meets it, where it parts from a
cause likewise. Without either the order has to be declared.

References
----------
Spirtes, P., Glymour, C. & Scheines, R. (2000). *Causation, Prediction, and Search*, 2nd ed.,
section 5.4: arrowheads from independence and dependence given a common effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from rootcause.association.null_models import normal_scores
from rootcause.results import Candidate
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

TOTAL = 2.0  # difference of log likelihoods that counts as evidence, in either direction
PARTED = 0.03  # p above which two candidates count as independent given the outcome
STILL = 0.01  # p below which a candidate counts as associated given a cause
APART = 0.05  # p above which two causes count as independent of each other


def suspected_consequences(
    outcome: Column,
    columns: Mapping[str, Column],
    associated: Sequence[Candidate],
    others: Sequence[Candidate] = (),
) -> dict[str, tuple[str, ...]]:
    """Candidates that look like consequences, by name, with the causes that show it.

    Works on normal scores and one telling level; assumes that no recorded candidate hides a bend
    that they can't follow. Both kinds of evidence are differences of log likelihoods, so that a
    weak link is not taken for none.

    Parameters
    ----------
    outcome
        A binary or ordered outcome.
    columns
        All columns by name, with the same rows.
    associated
        Candidates with evidence of their own.
    others
        Tested candidates without, of which one may be independent of the outcome.
    """
    names = [one.name for one in associated]
    if len(names) < 2 or outcome.variable.kind is Kind.NOMINAL:
        return {}
    links = Links.of(
        np.column_stack([_scores(columns[one.name], one) for one in associated]),
        _standard(normal_scores(outcome.values)),
    )
    found: dict[str, tuple[str, ...]] = {}
    pairs = links.pairs_of_causes()
    pointing = sorted({cause for pair in pairs for cause in pair})
    for pair in pairs:
        for late, name in enumerate(names):
            shown_by = [cause for cause in pair if links.comes_after(cause, late)]
            if shown_by and not links.points_with(late, pair) and links.parted_from(pointing, late):
                found[name] = tuple(names[cause] for cause in shown_by)
    met = _meeting_points(links, [_scores(columns[one.name], one) for one in others])
    if len(met) == 1:  # of several, some are causes beside others that cancel out
        for late, causes in met.items():
            found.setdefault(names[late], tuple(names[cause] for cause in causes))
    return found


def _meeting_points(links: Links, others: Sequence[Floats]) -> dict[int, list[int]]:
    """Candidates in which the outcome and one of `others` meet, with the causes that it parts."""
    if not others:
        return {}
    found = {}
    for late in np.flatnonzero(links.met_by(np.column_stack(others))).tolist():
        causes = [a for a in range(links.with_y.size) if a != late]
        found[late] = [cause for cause in causes if links.comes_after(cause, late)]
    return {late: causes for late, causes in found.items() if causes}


@dataclass(frozen=True, slots=True)
class Links:
    """How candidates go with each other and with the outcome.

    Attributes
    ----------
    n
        Observations.
    scores, y
        Of the candidates, shape (n, k), and of the outcome, standardised.
    with_y
        Correlation of each candidate with the outcome, shape (k,).
    among, given_y
        Correlations among candidates, alone and given the outcome, shape (k, k).
    between
        Log likelihood by which the outcome stands between two candidates; negative where it
        joins them, shape (k, k).
    """

    n: int
    scores: Floats
    y: Floats
    with_y: Floats
    among: Floats
    given_y: Floats
    between: Floats

    @classmethod
    def of(cls, scores: Floats, y: Floats) -> Links:
        """Links of standardised scores, shape (n, k), and outcome, shape (n,)."""
        n = len(y)
        among, with_y = scores.T @ scores / n, scores.T @ y / n
        given_y = _partial(among, with_y[:, None], with_y[None, :])
        between = (_strength(among, n) - _strength(given_y, n)) / 2
        return cls(n, scores, y, with_y, among, given_y, between)

    def pairs_of_causes(self) -> list[tuple[int, int]]:
        """Pairs that can only both point into the outcome."""
        causes = (self.between < -TOTAL) & (_pvalue(self.among, self.n) > APART)
        return [(int(a), int(b)) for a, b in zip(*np.nonzero(np.triu(causes)), strict=True)]

    def points_with(self, late: int, pair: tuple[int, int]) -> bool:
        """Whether a candidate is of a pair of causes, or makes one with either of them."""
        return late in pair or any(self.between[cause, late] < -TOTAL for cause in pair)

    def parted_from(self, causes: Sequence[int], late: int) -> bool:
        """Whether the outcome may part a candidate from each of these, as it does what it brings.

        Among many candidates, some are parted from one cause by a coincidence of paths.
        """
        left = _pvalue(self.given_y[[one for one in causes if one != late], late], self.n)
        return bool((left * len(causes) > PARTED).all())

    def met_by(self, others: Floats) -> NDArray[np.bool_]:
        """In which candidates the outcome and something independent of it meet, shape (k,).

        One of the others, shape (n, others), goes with the candidate and not with the outcome, but
        does so given it, and also given all the rest: else it may be behind causes whose paths
        cancel out.
        """
        looks = others.shape[1]
        r, tied = others.T @ self.y / self.n, others.T @ self.scores / self.n
        given = _partial(r[:, None], tied, self.with_y)
        met = (
            (_pvalue(r, self.n) > APART)[:, None]
            & (_pvalue(tied, self.n) * looks <= STILL)
            & (_pvalue(given, self.n) * looks <= STILL)
        )
        for place in np.flatnonzero(met.any(axis=1)):
            met[place] &= self._given_all(others[:, place]) <= APART
        return np.asarray(met.any(axis=0))

    def _given_all(self, other: Floats) -> float:
        """P-value of something else and the outcome given all candidates."""
        room = self.n - self.with_y.size - 1
        if room < 1:
            return 1.0
        left = [_without(self.scores, one) for one in (other, self.y)]
        size = float(np.sqrt((left[0] @ left[0]) * (left[1] @ left[1])))
        r = float(left[0] @ left[1]) / size if size > 0 else 0.0
        return float(_pvalue(np.array([r]), room)[0])

    def comes_after(self, cause: int, late: int) -> bool:
        """Whether the outcome parts a candidate from a cause, given which it still goes with it."""
        left = _partial(self.with_y[[late]], self.among[[cause], [late]], self.with_y[[cause]])
        return bool(
            self.between[cause, late] > TOTAL
            and _pvalue(self.given_y[[cause], [late]], self.n)[0] > PARTED
            and _pvalue(left, self.n)[0] < STILL
        )


def _scores(column: Column, candidate: Candidate) -> Floats:
    """Normal scores of an ordered column, or its telling level; missing values at the mean."""
    variable, values, present = column.variable, column.values, column.present
    scores = np.zeros(values.size)
    if variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        scores[present] = normal_scores(values[present])
    else:
        level = candidate.association.effect.level if candidate.association else ""
        code = variable.levels.index(level) if level in variable.levels else 1
        scores[present] = values[present] == code
        scores[present] -= scores[present].mean()
    return _standard(scores)


def _standard(scores: Floats) -> Floats:
    centred = scores - scores.mean()
    size = float(np.sqrt(np.mean(centred**2)))
    standard: Floats = centred / size if size > 0 else centred
    return standard


def _without(columns: Floats, one: Floats) -> Floats:
    """What columns, shape (n, k), leave of another by least squares."""
    left: Floats = one - columns @ np.linalg.lstsq(columns, one, rcond=None)[0]
    return left


def _partial(r: Floats, one: Floats, other: Floats) -> Floats:
    """Correlation r of two columns given a third, with which they correlate so."""
    room = np.sqrt(np.maximum((1 - one**2) * (1 - other**2), 1e-12))
    partial: Floats = np.clip((r - one * other) / room, -0.999999, 0.999999)
    return partial


def _strength(r: Floats, n: int) -> Floats:
    """Likelihood-ratio statistic of a correlation."""
    statistic: Floats = -n * np.log1p(-np.minimum(r**2, 1 - 1e-9))
    return statistic


def _pvalue(r: Floats, n: int) -> Floats:
    pvalue: Floats = chdtrc(1, _strength(r, n))
    return pvalue
