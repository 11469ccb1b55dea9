"""What the observations and the trials made so far say of every hypothesis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootcause.results import Lever, Prediction, Rival, Trial
from rootcause.trials.evidence import Means, Rates
from rootcause.trials.hypotheses import Hypotheses, Look
from rootcause.trials.levers import Binned, binned
from rootcause.trials.stopping import settled, told_apart
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Rows = NDArray[np.bool_]

BLOCKS = 100  # of very many trials so many blocks are foretold, each from all before it
NAMED = 3  # pairs that are told as rivals, at the most
OPEN = 0.05  # weight from which a pair is told


@dataclass(frozen=True)
class Scale:
    """How answers are standardised: a binary outcome stays as it is."""

    centre: float = 0.0
    spread: float = 1.0

    def standard(self, answers: Floats) -> Floats:
        """Answers around 0 with a spread of 1."""
        scaled: Floats = (answers - self.centre) / self.spread
        return scaled


@dataclass(frozen=True)
class Weighed:
    """All hypotheses about the levers, weighed by the rows that have every lever.

    Attributes
    ----------
    hypotheses, scale
        What is weighed, and how answers were standardised.
    start, sums, look
        Where the trials started from, what is known now, and what it says.
    bins
        Bins of the used rows, shape (rows, levers).
    rows
        Their places among the kept observations.
    made
        The trials among them, with what was foretold before each.
    seen
        What was known before them.
    """

    hypotheses: Hypotheses
    scale: Scale
    start: Floats
    sums: Floats
    look: Look
    bins: Codes
    rows: Codes
    made: tuple[Trial, ...]
    seen: Floats

    @property
    def tried(self) -> Codes:
        """Bins of the trials, shape (trials, levers)."""
        return self.bins[np.searchsorted(self.rows, [one.row for one in self.made])]

    @property
    def settled(self) -> int:
        """Which hypothesis the trials have settled on; -1 where none."""
        made = np.array([len(self.made)])
        return int(settled(self.hypotheses, self.look.weights, made)[0])

    @property
    def told_apart(self) -> int:
        """Which hypothesis they have told from the others; -1 where none."""
        made = np.array([len(self.made)])
        return int(told_apart(self.hypotheses, self.look.weights, made)[0])

    @property
    def names(self) -> list[tuple[str, ...]]:
        """Names of the levers of each hypothesis."""
        return names_of(self.hypotheses)

    @property
    def told(self) -> list[int]:
        """Places of the hypotheses that are told as rivals, foremost first."""
        weights, pairs = self.look.weights[0], self.hypotheses.pairs
        singles = range(*self.hypotheses.singles.indices(weights.size))
        most = [at for at in range(*pairs.indices(weights.size)) if weights[at] >= OPEN]
        most = sorted(most, key=lambda at: -weights[at])[:NAMED]
        return sorted([*singles, *most], key=lambda at: -weights[at])


def weigh(
    levers: Sequence[Lever], outcome: Column, columns: Mapping[str, Column], deliberate: Rows
) -> Weighed:
    """Weigh all hypotheses about the levers.

    Assumes that trials and observations are independent of each other given the levers.

    Parameters
    ----------
    levers
        At least one.
    outcome
        Binary, numeric or ordinal; shape (n,).
    columns
        By name, the levers among them: what was seen or, in a trial, reached.
    deliberate
        True for trials, shape (n,).
    """
    parts = [binned(lever, columns[lever.name], ~deliberate) for lever in levers]
    places = np.column_stack([part.rows for part in parts])
    rows = np.flatnonzero((places >= 0).all(axis=1) & outcome.present)
    binary = outcome.variable.kind is Kind.BINARY
    hypotheses = Hypotheses(parts, Rates() if binary else Means())
    answers, bins, on_purpose = outcome.values[rows], places[rows], deliberate[rows]
    scale = Scale() if binary else _scale(answers[~on_purpose], answers)
    standard = scale.standard(answers)
    seen = hypotheses.sums(bins[~on_purpose], standard[~on_purpose], on_purpose[~on_purpose])
    sums, start = seen, hypotheses.start(seen)
    made = []
    tried = np.flatnonzero(on_purpose)
    for block in np.array_split(tried, min(tried.size, BLOCKS) or 1):
        look = hypotheses.look(sums, start)
        for at in block:
            foretold = predictions(hypotheses, look, scale, bins[at])
            made.append(_made(levers, columns, int(rows[at]), float(answers[at]), foretold))
        sums = sums + hypotheses.sums(bins[block], standard[block], on_purpose[block])
    look = hypotheses.look(sums, start)
    return Weighed(hypotheses, scale, start, sums, look, bins, rows, tuple(made), seen)


def names_of(hypotheses: Hypotheses) -> list[tuple[str, ...]]:
    """Names of the levers of each hypothesis."""
    return [tuple(hypotheses.levers[at].lever.name for at in one) for one in hypotheses.members]


def predictions(
    hypotheses: Hypotheses, look: Look, scale: Scale, bins: Codes
) -> tuple[Prediction, ...]:
    """What every hypothesis with levers foretells for one setting, in the order of hypotheses."""
    places = hypotheses.places(bins[None])[:, 0]
    mean = look.foretold.mean[0, places] * scale.spread + scale.centre
    spread = np.sqrt(look.foretold.variance[0, places]) * scale.spread
    if isinstance(hypotheses.outcome, Rates):
        spread = np.zeros_like(spread)
    return tuple(
        Prediction(names, float(value), float(wide))
        for names, value, wide in zip(names_of(hypotheses), mean, spread, strict=True)
        if names
    )


def rivals(weighed: Weighed) -> tuple[Rival, ...]:
    """The hypotheses that are told, foremost first, with how their predictions came out."""
    weights = weighed.look.weights[0]
    found = []
    for at in weighed.told:
        names = weighed.names[at]
        fits = [
            said.fits(trial.answer)
            for trial in weighed.made
            if (said := trial.foretold(names)) is not None
        ]
        over = _over(weighed, at) if len(names) == 1 else ()
        found.append(Rival(names, float(weights[at]), fits.count(True), fits.count(False), over))
    return tuple(found)


def _over(weighed: Weighed, at: int) -> tuple[tuple[float | str, float], ...]:
    """What a single lever foretells over what it may be set to."""
    hypotheses, scale = weighed.hypotheses, weighed.scale
    part: Binned = hypotheses.levers[hypotheses.members[at][0]]
    first = int(hypotheses.first_bin[at])
    foretold = weighed.look.foretold.mean[0, first : first + part.size]
    values = foretold * scale.spread + scale.centre
    return tuple(
        (part.lever.said(setting), float(value))
        for setting, value in zip(part.settings, values, strict=True)
        if not np.isnan(setting)
    )


def _made(
    levers: Sequence[Lever],
    columns: Mapping[str, Column],
    row: int,
    answer: float,
    foretold: tuple[Prediction, ...],
) -> Trial:
    reached = {one.name: one.said(float(columns[one.name].values[row])) for one in levers}
    return Trial(reached, foretold, row=row, answer=answer)


def _scale(seen: Floats, every: Floats) -> Scale:
    """Centre and spread of what was only seen, or of all where that says nothing."""
    values = seen if seen.size > 1 and np.ptp(seen) > 0 else every
    spread = float(values.std()) if values.size else 0.0
    return Scale(float(values.mean()) if values.size else 0.0, spread or 1.0)
