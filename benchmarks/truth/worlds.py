"""What a simulated world is: a table, and the part that each of its columns truly plays."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

Values = NDArray[Any]
FEWEST = 3  # rows that either side of a two-valued outcome needs, else the world is drawn again


class Part(StrEnum):
    """The part that a column truly plays."""

    DIRECT = "direct cause"
    INDIRECT = "indirect cause"
    PROXY = "proxy"
    CONFOUNDED = "confounded"
    CONSEQUENCE = "consequence"
    LEAK = "leak"
    NOISE = "noise"
    UNKNOWABLE = "cannot be known"


@dataclass(frozen=True, slots=True)
class World:
    """One table with its truth.

    Attributes
    ----------
    frame, outcome
        The observations as recorded, and the column that the complaint is about.
    parts
        Of each column but the outcome, `unit` and `time`; of derived candidates ("when: weekday")
        where they are more than noise.
    honest
        Columns of which "undetermined" is as right as the verdict that their part asks for.
    consequences, kinds, unit, time
        What the user would declare.
    """

    frame: pd.DataFrame
    outcome: str
    parts: Mapping[str, Part]
    honest: frozenset[str] = frozenset()
    consequences: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    time: str = ""

    def having(self, *parts: Part) -> set[str]:
        """Names of the columns that play one of these parts."""
        return {name for name, part in self.parts.items() if part in parts}

    def part(self, candidate: str) -> Part:
        """Part of a candidate: recorded, derived, or a pair ("load x fan")."""
        if candidate in self.parts:
            return self.parts[candidate]
        halves = {self.parts.get(half) for half in candidate.split(" x ")}
        if halves == {Part.DIRECT}:
            return Part.DIRECT
        return Part.PROXY if halves & {Part.DIRECT, Part.PROXY} and len(halves) > 1 else Part.NOISE

    @property
    def is_null(self) -> bool:
        """Whether nothing recorded has to do with the outcome, time passing apart."""
        hidden = self.having(Part.UNKNOWABLE)
        return set(self.parts) - hidden == self.having(Part.NOISE) and not hidden & set(self.frame)

    def is_no_cause(self, candidate: str) -> bool:
        """Whether it is no cause at all, and not the mere passing of time while something grew."""
        grew = self.part(candidate) is Part.UNKNOWABLE and candidate not in self.frame
        return not grew and self.part(candidate) not in (Part.DIRECT, Part.INDIRECT)


Maker = Callable[[np.random.Generator, float], World]


def world(
    outcome: str,
    columns: Mapping[str, Values],
    *,
    bystanders: Mapping[str, Values] | None = None,
    direct: Iterable[str] = (),
    indirect: Iterable[str] = (),
    proxy: Iterable[str] = (),
    confounded: Iterable[str] = (),
    consequence: Iterable[str] = (),
    leak: Iterable[str] = (),
    noise: Iterable[str] = (),
    unknowable: Iterable[str] = (),
    honest: Iterable[str] = (),
    **declared: Any,
) -> World:
    """Put a world together; `bystanders` are further columns that are all noise."""
    bystanders = bystanders or {}
    named = {
        Part.DIRECT: direct,
        Part.INDIRECT: indirect,
        Part.PROXY: proxy,
        Part.CONFOUNDED: confounded,
        Part.CONSEQUENCE: consequence,
        Part.LEAK: leak,
        Part.NOISE: [*noise, *bystanders],
        Part.UNKNOWABLE: unknowable,
    }
    parts = {name: part for part, names in named.items() for name in names}
    frame = pd.DataFrame({**columns, **bystanders})
    return World(frame, outcome, parts, frozenset(honest), **declared)


def build(make: Maker, seed: int, scale: float = 1.0) -> World:
    """The world of this seed, its columns in a random order; again until the outcome varies."""
    for attempt in count():
        rng = np.random.default_rng([zlib.crc32(make.__name__.encode()), seed, attempt])
        made = make(rng, scale)
        counts = made.frame[made.outcome].value_counts()
        if len(counts) > 2 or (len(counts) == 2 and counts.min() >= FEWEST):
            break
    order = rng.permutation(made.frame.columns.to_numpy())
    return replace(made, frame=made.frame[list(order)])


def rows(n: int, scale: float) -> int:
    """Number of observations."""
    return max(12, round(n * scale))


def happens(rng: np.random.Generator, log_odds: Values) -> Values:
    """True with this log odds."""
    return rng.random(len(log_odds)) < expit(log_odds)


def coin(rng: np.random.Generator, n: int, p: float | Values = 0.5) -> Values:
    """True with probability `p`."""
    return rng.random(n) < p


def near(rng: np.random.Generator, values: Values, r: float) -> Values:
    """Standard normal readings that correlate with `values` by `r`."""
    own = (values - values.mean()) / values.std()
    return r * own + np.sqrt(1 - r**2) * rng.normal(size=len(values))


def noise(rng: np.random.Generator, n: int, k: int) -> dict[str, Values]:
    """`k` columns of mixed kinds that have nothing to do with anything."""
    makers = (
        ("reading", lambda: rng.normal(20, 5, n)),
        ("flag", lambda: coin(rng, n, rng.uniform(0.2, 0.6))),
        ("label", lambda: rng.choice(["red", "green", "blue", "grey"], n, p=[0.4, 0.3, 0.2, 0.1])),
        ("duration", lambda: rng.lognormal(1, 1, n)),
        ("count", lambda: rng.poisson(3, n)),
    )
    chosen = [makers[i % len(makers)] for i in range(k)]
    return {f"{name} {i}": make() for i, (name, make) in enumerate(chosen, start=1)}
