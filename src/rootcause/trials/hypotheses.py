"""Hypotheses: which levers matter, with the evidence for each and what it predicts.

None, each lever alone, each pair, and something that was not recorded, which explains what was
only seen as well as the levers do, but predicts one rate for every trial, whatever is set: the
rate that was seen, as if no lever mattered, or another, unknown one. Without it a cause outside
the table is pinned on its proxy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from rootcause.trials.evidence import Foretold, Outcome
from rootcause.trials.levers import Binned
from rootcause.trials.shapes import Family, of_nothing, of_pair

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

NONE, SINGLES, PAIRS = 0.2, 0.6, 0.2  # shares of the prior
UNRECORDED = 0.2  # of what the single levers share


@dataclass(frozen=True, slots=True)
class Look:
    """What the data say, in one or several worlds.

    Attributes
    ----------
    weights
        Weight of each hypothesis, shape (worlds, hypotheses).
    evidence
        Log evidence of each shape, shape (worlds, shapes).
    foretold
        Mean and variance of the next answer in each bin, shape (worlds, bins).
    """

    weights: Floats
    evidence: Floats
    foretold: Foretold

    def among(self, worlds: NDArray[np.bool_]) -> Look:
        """The same in some of the worlds."""
        foretold = Foretold(*(one[worlds] for one in self.foretold))
        return Look(self.weights[worlds], self.evidence[worlds], foretold)


class Hypotheses:
    """All hypotheses about some levers, as one table of shapes over bins.

    Parameters
    ----------
    levers
        In bins.
    outcome
        How an outcome is made.

    Attributes
    ----------
    members
        Places of the levers that matter in each hypothesis: ``()`` first, for none; then singles,
        then pairs; ``()`` last, for something not recorded.
    """

    def __init__(self, levers: Sequence[Binned], outcome: Outcome) -> None:
        self.levers, self.outcome = tuple(levers), outcome
        singles = [(place,) for place in range(len(levers))]
        pairs = list(combinations(range(len(levers)), 2))
        self.members: list[tuple[int, ...]] = [(), *singles, *pairs, ()]
        families = [self._families(members) for members in self.members]
        self._lay_out(families)
        self.log_prior = np.log(_priors(len(singles), len(pairs)))

    def _families(self, members: tuple[int, ...]) -> list[Family]:
        if not members:
            return of_nothing()
        if len(members) == 1:
            return self.levers[members[0]].shapes()
        return of_pair(*(self.levers[place].halves() for place in members))

    def _lay_out(self, families: list[list[Family]]) -> None:
        """Number all bins, cells and shapes in a row."""
        sizes = [one[0][0].size for one in families]
        self.first_bin = np.concatenate([[0], np.cumsum(sizes)])
        bins, cells = [], []
        prior: list[float] = []
        first_cell, first_shape = [], []
        so_far = 0
        for start, kinds in zip(self.first_bin[:-1], families, strict=True):
            first_shape.append(len(prior))
            for family in kinds:
                for shape in family:
                    first_cell.append(so_far)
                    bins.append(start + np.arange(shape.size))
                    cells.append(so_far + shape)
                    prior.append(1 / len(kinds) / len(family))
                    so_far += int(shape.max()) + 1
        self.first_cell, self.first_shape = np.array(first_cell), np.array(first_shape)
        self.log_shape_prior = np.log(prior)
        place = np.concatenate(bins), np.concatenate(cells)
        ones = np.ones(place[0].size)
        self.gather = csr_array((ones, place), shape=(int(self.first_bin[-1]), so_far))
        self.scatter = csr_array(self.gather.T)

    @property
    def size(self) -> int:
        """How many hypotheses there are."""
        return len(self.members)

    @property
    def bins(self) -> int:
        """How many bins all of them have together."""
        return int(self.first_bin[-1])

    @property
    def singles(self) -> slice:
        """Where the hypotheses of a single lever stand."""
        return slice(1, 1 + len(self.levers))

    @property
    def pairs(self) -> slice:
        """Where the hypotheses of two levers stand."""
        return slice(1 + len(self.levers), self.size - 1)

    @cached_property
    def holds(self) -> NDArray[np.bool_]:
        """Whether a hypothesis holds a lever, shape (hypotheses, levers)."""
        return np.array(
            [[place in one for place in range(len(self.levers))] for one in self.members]
        )

    def places(self, settings: Codes) -> Codes:
        """Bin of every hypothesis for some settings.

        Parameters
        ----------
        settings
            Bin of every lever, shape (settings, levers).

        Returns
        -------
        ndarray, shape (hypotheses, settings)
        """
        coarse = [lever.coarse[settings[:, at]] for at, lever in enumerate(self.levers)]
        found = np.zeros((self.size, len(settings)), dtype=np.intp)
        for row, members in enumerate(self.members):
            if len(members) == 1:
                found[row] = settings[:, members[0]]
            elif members:
                one, other = members
                width = int(self.levers[other].coarse.max()) + 1
                found[row] = coarse[one] * width + coarse[other]
        found += self.first_bin[:-1, None]
        return found

    def sums(self, settings: Codes, answers: Floats, deliberate: NDArray[np.bool_]) -> Floats:
        """What rows add to their bins, shape (parts, 1, bins).

        Parameters
        ----------
        settings
            Bin of every lever, shape (rows, levers).
        answers
            The outcome, shape (rows,): 0 or 1, or standardised.
        deliberate
            True where the levers were set: only these count for something not recorded.
        """
        parts = self.outcome.parts_of(answers)
        total = np.zeros((len(parts), 1, self.bins))
        for row, places in enumerate(self.places(settings)):
            used = deliberate if row == self.size - 1 else slice(None)
            for added, part in zip(total[:, 0], parts, strict=True):
                np.add.at(added, places[used], part[used])
        return total

    def add(self, sums: Floats, settings: Codes, answers: Floats) -> Floats:
        """`sums` with one more trial in each world, its setting (worlds, levers), its answer."""
        added = sums.copy()
        worlds = np.arange(sums.shape[1])
        parts = self.outcome.parts_of(answers)
        for places in self.places(settings):
            added[:, worlds, places] += parts
        return added

    def start(self, seen: Floats) -> Floats:
        """Log weights to start the trials from, shape (hypotheses,).

        Something not recorded explains what was only seen as well as the levers do. Trials then
        come at the rate that was seen, like those of the first hypothesis, which takes half of its
        weight, or at another, like those of the last. Of a binary outcome the single levers start
        level, each by its best shape: nothing but its fewer shapes speaks for a label over a number
        that it went along with.

        Parameters
        ----------
        seen
            Sums of what was only seen, shape (parts, 1, bins).
        """
        cells = self._cells(seen)
        evidence = self.outcome.evidence(cells, self.first_cell)
        means = self.mean_evidence(evidence)[0]
        singles = means[self.singles]
        total = np.logaddexp.reduce(singles)
        start = self.log_prior.copy()
        start[-1] += total - np.log(2 * singles.size)
        start[0] = np.logaddexp(start[0], start[-1] - means[0])
        if self.outcome.levels:
            best = np.maximum.reduceat(evidence, self.first_shape, axis=1)[0, self.singles]
            start[self.singles] += best - singles + total - np.logaddexp.reduce(best)
        return start

    def look(self, sums: Floats, start: Floats) -> Look:
        """Weigh all hypotheses and their shapes.

        Parameters
        ----------
        sums
            Shape (parts, worlds, bins).
        start
            Log weights to start from, shape (hypotheses,).
        """
        cells = self._cells(sums)
        evidence = self.outcome.evidence(cells, self.first_cell)
        weights = normalised(self.mean_evidence(evidence) + start)
        return Look(weights, evidence, self._foretold(cells, evidence))

    def draw(self, sums: Floats, shape: int, rng: np.random.Generator) -> Foretold:
        """How answers are made in each bin if a shape is true, drawn from what is known.

        Bins of hypotheses other than that of the shape stay 0.
        """
        ends = np.append(self.first_cell, self.scatter.shape[0])
        own = self.scatter[ends[shape] : ends[shape + 1]]
        made = self.outcome.draw(np.stack([own @ part[0] for part in sums]), rng)
        return Foretold(*(np.asarray(own.T @ one) for one in made))

    def mean_evidence(self, evidence: Floats) -> Floats:
        """Log evidence of hypotheses: the mean over their shapes, shape (worlds, hypotheses)."""
        return _log_sums(evidence + self.log_shape_prior, self.first_shape)

    def shape_weights(self, evidence: Floats) -> Floats:
        """Weight of each shape within its hypothesis, shape (worlds, shapes)."""
        weighed = evidence + self.log_shape_prior
        each = np.diff(np.append(self.first_shape, weighed.shape[1]))
        total = np.repeat(_log_sums(weighed, self.first_shape), each, axis=1)
        weights: Floats = np.exp(weighed - total)
        return weights

    def _cells(self, sums: Floats) -> Floats:
        """Sums in the cells of all shapes, shape (parts, worlds, cells)."""
        return np.stack([np.asarray((self.scatter @ part.T).T) for part in sums])

    def _foretold(self, cells: Floats, evidence: Floats) -> Foretold:
        mean, variance = self.outcome.foretell(cells, self.first_cell)
        each = np.diff(np.append(self.first_cell, mean.shape[1]))
        weights = np.repeat(self.shape_weights(evidence), each, axis=1)
        of_bins = [
            np.asarray((self.gather @ (weights * one).T).T) for one in (mean, variance + mean**2)
        ]
        return Foretold(of_bins[0], np.maximum(of_bins[1] - of_bins[0] ** 2, 1e-12))


def foretells_more(hypotheses: Hypotheses, look: Look, place: int) -> NDArray[np.bool_]:
    """Where a lever alone foretells more than midway between its ends, shape (worlds, its bins).

    Parameters
    ----------
    hypotheses
        That were weighed.
    look
        What is known.
    place
        Of the lever.
    """
    first = int(hypotheses.first_bin[hypotheses.singles.start + place])
    foretold = look.foretold.mean[:, first : first + hypotheses.levers[place].size]
    ends = foretold.min(axis=1, keepdims=True), foretold.max(axis=1, keepdims=True)
    return np.asarray(foretold > (ends[0] + ends[1]) / 2)


def normalised(log_weights: Floats) -> Floats:
    """Weights that add up to 1 in each world, from their logarithms."""
    total = np.logaddexp.reduce(log_weights, axis=1, keepdims=True)
    weights: Floats = np.exp(log_weights - total)
    return weights


def _priors(singles: int, pairs: int) -> Floats:
    shares = [NONE, *[SINGLES / singles] * singles, *[PAIRS / max(pairs, 1)] * pairs]
    prior = np.array([*shares, UNRECORDED * SINGLES])
    normal: Floats = prior / prior.sum()
    return normal


def _log_sums(logs: Floats, firsts: Codes) -> Floats:
    """Log of the sum of exponentials in each stretch, shape (worlds, stretches)."""
    each = np.diff(np.append(firsts, logs.shape[1]))
    top = np.maximum.reduceat(logs, firsts, axis=1)
    sums = np.add.reduceat(np.exp(logs - np.repeat(top, each, axis=1)), firsts, axis=1)
    found: Floats = top + np.log(sums)
    return found
