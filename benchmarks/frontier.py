"""What does looking at every shape cost a straight effect, and what would other rules cost?

A rule makes one number of how far the outcome goes with each part of a candidate's curve. Each is
held to exactly 5 % by its own simulated null, so that what differs is power alone; `power.py` shows
the tests as they are.

    python benchmarks/frontier.py [--draws 10000] [--rows 40,200,1000] [--write docs/calibration.md]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pages
import power

from rootcause.association.bases import DF
from rootcause.association.combining import HEADSTART, deviate
from rootcause.association.curves import midranks, orthonormal, shapes

NULLS = 40_000
BLOCK = 1_000_000  # values held at once
PRIOR = 9.0  # variance of a deviate, of the alternatives that likelihoods are averaged over


class Parts(NamedTuple):
    """How far outcomes go with their candidates' curves, in standard deviations.

    Attributes
    ----------
    curve
        With each column of the orthonormal curve, the rank first; shape (draws, DF).
    normal
        With the normal score of the candidate, shape (draws,).
    """

    curve: np.ndarray
    normal: np.ndarray

    @property
    def rank(self) -> np.ndarray:
        return self.curve[:, 0]

    @property
    def whole(self) -> np.ndarray:
        return np.sum(self.curve**2, axis=1)

    @property
    def blend(self) -> np.ndarray:
        """With a score two thirds rank and one third normal score."""
        likeness = np.corrcoef(self.rank, self.normal)[0, 1]
        return (2 * self.rank + self.normal) / np.sqrt(5 + 4 * likeness)


Rule = Callable[[Parts], np.ndarray]


def ahead(start: float, straight: Rule = lambda parts: parts.rank) -> Rule:
    """The more surprising of direction and shape, the direction with a head start."""
    return lambda parts: np.maximum(
        deviate(straight(parts) ** 2, 1), deviate(parts.whole, DF) - start
    )


def averaged(weight: float, straight: Rule = lambda parts: parts.rank) -> Rule:
    """Likelihoods of a straight effect and of any shape, averaged with these weights."""

    def rule(parts: Parts) -> np.ndarray:
        share = PRIOR / (1 + PRIOR) / 2
        each = [
            np.log(chance) - df / 2 * np.log1p(PRIOR) + share * square
            for chance, df, square in (
                (weight, 1, straight(parts) ** 2),
                (1 - weight, DF, parts.whole),
            )
        ]
        return np.logaddexp(*each)

    return rule


RULES: dict[str, Rule] = {
    "rank alone": lambda parts: parts.rank**2,
    "any shape alone": lambda parts: parts.whole,
    **{f"head start {start:g}": ahead(start) for start in (0.0, 0.25, HEADSTART, 0.75, 1.0, 1.5)},
    **{f"averaged, {weight:g} straight": averaged(weight) for weight in (0.5, 0.7, 0.8, 0.9, 0.95)},
    "a third normal scores": lambda parts: parts.blend**2,
    f"the same, head start {HEADSTART:g}": ahead(HEADSTART, lambda parts: parts.blend),
    "the same, averaged, 0.8 straight": averaged(0.8, lambda parts: parts.blend),
}


def shifted(noise: Callable, gap: float) -> power.Draw:
    """Two groups of these values, one of them moved."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        y = rng.random(n) < 0.5
        return y, noise(rng, n) + gap / np.sqrt(n) * y

    return draw


def spread(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Two groups of one middle, one of which spreads more."""
    y = rng.random(n) < 0.5
    return y, rng.normal(size=n) * np.exp(5 / np.sqrt(n) * y)


WORLDS: dict[str, power.Draw] = {
    "fails, straight": power.fails(power.straight),
    "moves, straight": power.moves(power.straight),
    "shifted": shifted(lambda rng, n: rng.normal(size=n), 5.5),
    "shifted, heavy": shifted(lambda rng, n: rng.standard_t(3, n), 7),
    "shifted, skew": shifted(lambda rng, n: rng.exponential(size=n), 3),
    "bowl": power.fails(power.bowl),
    "window": power.fails(power.window),
    "spread": spread,
    "moves, bowl": power.moves(power.bowl),
    "moves, window": power.moves(power.window),
}


def nothing(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.random(n) < 0.5, rng.normal(size=n)


def parts_of(draw: power.Draw, n: int, draws: int, seed: list[int]) -> Parts:
    """Of so many tables of n rows."""
    rng = np.random.default_rng(seed)
    found = []
    for start in range(0, draws, BLOCK // n):
        tables = [draw(rng, n) for _ in range(min(BLOCK // n, draws - start))]
        outcomes, candidates = (np.stack(side).astype(float) for side in zip(*tables, strict=True))
        columns = shapes(midranks(candidates), DF, rank_first=True)
        scores = orthonormal(midranks(outcomes)[None])[0]
        both = np.concatenate([orthonormal(columns), orthonormal(columns[1:2])])
        found.append(np.sqrt(n - 1) * np.einsum("kpn,pn->pk", both, scores))
    told = np.concatenate(found)
    return Parts(told[:, :DF], told[:, DF])


def table(rows: list[int], draws: int) -> Iterator[str]:
    """Power of the first rule, and of all others in hundredths above it."""
    yield " | ".join(["| rule | rows", *WORLDS]) + " |"
    yield "| --- " + "| ---: " * (1 + len(WORLDS)) + "|"
    for n in rows:
        null = parts_of(nothing, n, NULLS, [3, n])
        bars = {name: np.quantile(rule(null), 1 - power.LEVEL) for name, rule in RULES.items()}
        drawn = [parts_of(draw, n, draws, [4, n, at]) for at, draw in enumerate(WORLDS.values())]
        usual = None
        for name, rule in RULES.items():
            shown = np.array([np.mean(rule(parts) > bars[name]) for parts in drawn])
            told = [f"{one:.2f}" for one in shown]
            if usual is not None:
                told = [f"{100 * gap:+.1f}" for gap in shown - usual]
            usual = shown if usual is None else usual
            yield " | ".join([f"| {name} | {n}", *told]) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--rows", default="40,200,1000")
    parser.add_argument("--write", type=Path, help="a page with a place for the table")
    asked = parser.parse_args()
    rows = [int(n) for n in asked.rows.split(",")]
    pages.tell(table(rows, asked.draws), asked.write, "frontier")


if __name__ == "__main__":
    main()
