"""A series in time: a step in it beside its own last value, and what chance alone would show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rootcause.association.curves import Floats

Places = NDArray[np.intp]

DAY = 86_400.0
CYCLES = (DAY, 7 * DAY, 365.2425 * DAY)  # seconds: a day, a week, a year
TURNS = 3  # of a cycle that must have been seen to tell it from a change
OFTEN = 4  # moments that each turn must have
MOST = 500  # moments; of more, neighbours are put together
HELD = 500_000  # resampled values held at once
LEVELS = 4  # parameters of the level that a step takes: two of its own, and those of its place
STRONGEST = 0.97  # dependence on the last value beyond which no level could be told from a walk
CLEAR = 4.0  # to one: the evidence at which a step is the account, rather than a steady drift
NOTHING = 1e-12


@dataclass(frozen=True)
class Series:
    """Values in the order of time, one a moment.

    Attributes
    ----------
    times, values, weights
        Shape (m,); times in seconds, weights with a mean of 1.
    """

    times: Floats
    values: Floats
    weights: Floats

    @property
    def size(self) -> int:
        """How many moments there are."""
        return self.times.size

    @cached_property
    def held(self) -> Floats:
        """A level, and the day, the week and the year where they were seen; shape (m, k)."""
        span, step = float(np.ptp(self.times)), float(np.median(np.diff(self.times)))
        seen = [one for one in CYCLES if step * OFTEN <= one <= span / TURNS]
        angles = [2 * np.pi * self.times / one for one in seen]
        turns = [part(angle) for angle in angles for part in (np.sin, np.cos)]
        return np.column_stack([np.ones(self.size), *turns])

    def less(self, *columns: Floats) -> Floats:
        """The values less what is held and `columns`, shape (m,)."""
        roots = np.sqrt(self.weights)
        basis, _ = np.linalg.qr(np.column_stack([self.held, *columns]) * roots[:, None])
        scaled = self.values * roots
        left: Floats = (scaled - basis @ (basis.T @ scaled)) / roots
        return left


def series_of(values: Floats, times: Floats, weights: Floats | None = None) -> Series:
    """Values of the same moment as one, weighted; of very many moments neighbours as one."""
    weights = np.ones(values.size) if weights is None else weights
    moments, places = np.unique(times, return_inverse=True)
    if moments.size > MOST:
        blocks = np.arange(moments.size) * MOST // moments.size
        places, moments = blocks[places], moments[np.unique(blocks, return_index=True)[1]]
    total = np.bincount(places, weights=weights)
    means = np.bincount(places, weights=weights * values) / total
    return Series(moments, means, total / total.mean())


class Steps:
    """A series explained by its own last value, and by a step at each place it could have.

    Parameters
    ----------
    series
        At least a dozen moments.
    least
        Moments that each side of a step must have.
    """

    def __init__(self, series: Series, least: int) -> None:
        self.series = series
        self.places: Places = np.arange(least, series.size - least + 1)
        self._roots = np.sqrt(series.weights[1:])
        self._basis, _ = np.linalg.qr(series.held[1:] * self._roots[:, None])
        steps = (np.arange(1, series.size)[:, None] >= self.places) * self._roots[:, None]
        self._sizes = (steps**2).sum(axis=0) - ((self._basis.T @ steps) ** 2).sum(axis=0)
        self._time = self._own(np.arange(series.size - 1.0)[None])[0]
        self.gains, self._drift = (found[0] for found in self._gains(series.values[None]))

    @property
    def place(self) -> int:
        """The first moment after the likeliest step."""
        return int(self.places[self.gains.argmax()])

    def gain_at(self, place: int) -> float:
        """Share that a step explains which begins with a moment, or with the nearest possible."""
        return float(self.gains[np.abs(self.places - place).argmin()])

    @property
    def statistic(self) -> float:
        """F of the likeliest step."""
        best, df = float(self.gains.max()), self._roots.size - self._basis.shape[1] - 2
        return float(df * best / max(1 - best, NOTHING))

    @property
    def drifts(self) -> bool:
        """Whether a step is not clearly the better account: its place costs one parameter more.

        Schwarz, G. (1978). *Ann. Statist.* 6, 461-464.
        """
        size, best = self.series.size, float(self.gains.max())
        left = np.log(max(1 - self._drift, NOTHING) / max(1 - best, NOTHING))
        return bool(size * left <= np.log(size) + 2 * np.log(CLEAR))

    def pvalue(self, draws: int, rng: np.random.Generator) -> float:
        """Chance of so large a step in a series without one; as exact as `draws` series allow."""
        best = self.gains.max() - NOTHING
        without = self.series.values - self.series.less()
        largest = [self._gains(one)[0].max(axis=1) for one in self._drawn(without, draws, rng)]
        return float(1 + (np.concatenate(largest) >= best).sum()) / (1 + draws)

    def could_be(self, coverage: float, draws: int, rng: np.random.Generator) -> Places:
        """Places that the step can't be denied, by likelihood ratio against drawn series.

        Of 95 % claimed, 91 to 94 % are kept (``benchmarks/changes.py``).
        """
        here = int(self.gains.argmax())
        stepped = self.series.values - self.series.less(self._step)
        lost = [_lost(self._gains(one)[0])[:, here] for one in self._drawn(stepped, draws, rng)]
        allowed = np.quantile(np.concatenate(lost), coverage)
        could: Places = self.places[_lost(self.gains[None])[0] <= allowed + NOTHING]
        return could

    @property
    def _step(self) -> Floats:
        return (np.arange(self.series.size) >= self.place).astype(np.float64)

    def _own(self, values: Floats) -> Floats:
        """What values of all moments but the first have beside what is held, shape (b, m - 1)."""
        scaled = values * self._roots
        own: Floats = scaled - (scaled @ self._basis) @ self._basis.T
        return own

    def _gains(self, values: Floats) -> tuple[Floats, Floats]:
        """Shares of what the last value leaves that steps explain (b, k), and a drift (b,).

        `values` are series of the same moments, shape (b, m).
        """
        now, last = self._own(values[:, 1:]), self._own(values[:, :-1])
        size = (last**2).sum(axis=1) + NOTHING
        along = (now * last).sum(axis=1) / size
        left = (now**2).sum(axis=1) - along**2 * size + NOTHING
        steps = _explained(
            self._sizes, self._after(now), self._after(last), along[:, None], size[:, None]
        )
        time = np.array((self._time**2).sum())
        drift = _explained(time, now @ self._time, last @ self._time, along, size)
        return np.clip(steps / left[:, None], 0, 1), np.clip(drift / left, 0, 1)

    def _after(self, own: Floats) -> Floats:
        """Sums from each place on, shape (b, k)."""
        so_far = np.cumsum(own * self._roots, axis=1)
        after: Floats = so_far[:, -1:] - so_far[:, self.places - 2]
        return after

    def _drawn(self, level: Floats, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
        """Series around `level`, shape (m,), with noise like that of this one; blocks (b, m)."""
        strength = _strength(self.series.less(self._step))
        draw = _chain if np.isin(self.series.values, (0, 1)).all() else _innovated
        most = max(1, HELD // self.series.size)
        for start in range(0, draws, most):
            yield draw(self.series, level, strength, min(most, draws - start), rng)


def _innovated(
    series: Series, level: Floats, strength: float, draws: int, rng: np.random.Generator
) -> Floats:
    """Series with the same dependence on the last value and innovations drawn anew."""
    roots, noise = np.sqrt(series.weights), series.values - level
    innovations = (noise[1:] - strength * noise[:-1]) * roots[1:]
    drawn = rng.choice(innovations - innovations.mean(), (draws, series.size)) / roots
    drawn[:, 0] /= np.sqrt(1 - strength**2)
    for at in range(1, series.size):
        drawn[:, at] += strength * drawn[:, at - 1]
    return level + drawn


def _chain(
    series: Series, level: Floats, strength: float, draws: int, rng: np.random.Generator
) -> Floats:
    """Series of noughts and ones in which each depends on the last one as observed."""
    chance = rng.random((draws, series.size))
    drawn = np.empty(chance.shape)
    drawn[:, 0] = chance[:, 0] < level[0]
    for at in range(1, series.size):
        drawn[:, at] = chance[:, at] < level[at] + strength * (drawn[:, at - 1] - level[at - 1])
    return drawn


def _strength(deviations: Floats) -> float:
    """How much of a value lives on in the next one, what a fitted level takes of it put back.

    Kendall, M. G. (1954). *Biometrika* 41, 403-404, for one fitted mean; here for `LEVELS`.
    """
    total = float(deviations @ deviations)
    found = float(deviations[1:] @ deviations[:-1]) / total if total > NOTHING else 0.0
    back = (LEVELS + (1 + 2 * LEVELS) * found) / deviations.size
    return float(np.clip(found + back, 0.0, STRONGEST))


def _lost(gains: Floats) -> Floats:
    """Log likelihood by which each place falls short of the best one, shape (b, k)."""
    left = np.log(np.maximum(1 - gains, NOTHING))
    lost: Floats = left - left.min(axis=1, keepdims=True)
    return lost


def _explained(
    size: Floats, with_now: Floats, with_last: Floats, along: Floats, last: Floats
) -> Floats:
    """Sum of squares that a column explains beside the last value."""
    own = np.maximum(size - with_last**2 / last, NOTHING * size)
    explained: Floats = (with_now - with_last * along) ** 2 / own
    return explained
