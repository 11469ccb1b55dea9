"""How often is a real association shown, beside the test that a textbook names for these kinds?

Simulated. A straight effect is what the textbook's test is made for; it does not see a bowl, a
window or a single level so well. Hours, months and weekdays are set beside the textbook's test
of what goes round. Both at 5 %, not corrected for anything.

    python benchmarks/power.py [--draws 500] [--rows 40,200] [--write docs/calibration.md]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pages
from scipy import stats

from rootcause.association import measure_all
from rootcause.variables import Column, Kind, Variable

LEVEL = 0.05
LEVELS = tuple("abcdefghijkl")

Draw = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]]


class World(NamedTuple):
    """An outcome and a candidate of some kinds, and the textbook's test of them."""

    outcome: Kind
    candidate: Kind
    shape: str
    draw: Draw
    test: Callable[[np.ndarray, np.ndarray], float]
    period: float = 0.0


class Power(NamedTuple):
    """Shares of draws in which the association was shown."""

    world: World
    n: int
    ours: float
    textbook: float


def fails(bend: Callable[[np.ndarray], np.ndarray]) -> Draw:
    """A failure whose log odds follow a bent candidate."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        x = rng.normal(size=n)
        return rng.random(n) < 1 / (1 + np.exp(-bend(x) * 7 / np.sqrt(n))), x

    return draw


def moves(bend: Callable[[np.ndarray], np.ndarray]) -> Draw:
    """A number that follows a bent candidate, with heavy tails."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        x = rng.normal(size=n)
        return bend(x) * 3 / np.sqrt(n) + rng.standard_t(4, n), x

    return draw


def by_level(gaps: list[float], *, counted: bool) -> Draw:
    """A failure or a number that differs by label."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        codes = rng.integers(0, len(gaps), n)
        gap = np.array(gaps)[codes] * 7 / np.sqrt(n)
        values = rng.random(n) < 1 / (1 + np.exp(-gap)) if counted else gap + rng.normal(size=n)
        return values, codes

    return draw


def around(period: int, start: int, end: int, *, whole: bool = False) -> Draw:
    """A failure that is more frequent from one place of a circle to another, over its end too."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(0, period, n)
        inside = (np.floor(x) - start) % period < (end - start) % period
        failed = rng.random(n) < np.where(inside, 0.2 + 4.2 / np.sqrt(n), 0.2)
        return failed, np.floor(x) if whole else x

    return draw


def straight(x: np.ndarray) -> np.ndarray:
    return x


def bowl(x: np.ndarray) -> np.ndarray:
    return x**2 - 1


def window(x: np.ndarray) -> np.ndarray:
    return 2.5 * ((np.abs(x - 0.4) < 0.4) - 0.3)


def mannwhitney(y: np.ndarray, x: np.ndarray) -> float:
    return float(stats.mannwhitneyu(x[y], x[~y]).pvalue)


def chi2(y: np.ndarray, x: np.ndarray) -> float:
    return float(stats.chi2_contingency(stats.contingency.crosstab(y, x).count).pvalue)


def fisher(y: np.ndarray, x: np.ndarray) -> float:
    return float(stats.fisher_exact(stats.contingency.crosstab(y, x).count).pvalue)


def spearman(y: np.ndarray, x: np.ndarray) -> float:
    return float(stats.spearmanr(y, x).pvalue)


def kruskal(y: np.ndarray, x: np.ndarray) -> float:
    return float(stats.kruskal(*(y[x == code] for code in np.unique(x))).pvalue)


def of_circle(period: int) -> Callable[[np.ndarray, np.ndarray], float]:
    """Mardia's test that a number goes with an angle (1976, Biometrika 63:403), by chi-square."""

    def mardia(y: np.ndarray, x: np.ndarray) -> float:
        angle = 2 * np.pi * x / period
        columns = np.column_stack([np.ones(y.size), np.cos(angle), np.sin(angle)])
        left = np.linalg.lstsq(columns, y, rcond=None)[1]
        return float(stats.chi2.sf(y.size * (1 - left[0] / y.var() / y.size), 2))

    return mardia


BINARY, NOMINAL, NUMERIC = Kind.BINARY, Kind.NOMINAL, Kind.NUMERIC
ONE, ALL = [-0.5, -0.5, -0.5, -0.5, 2.0], [-1.2, -0.6, 0.0, 0.6, 1.2]
WORLDS = (
    World(BINARY, BINARY, "one level", by_level([-0.6, 0.6], counted=True), fisher),
    World(BINARY, NUMERIC, "straight", fails(straight), mannwhitney),
    World(BINARY, NUMERIC, "bowl", fails(bowl), mannwhitney),
    World(BINARY, NUMERIC, "window", fails(window), mannwhitney),
    World(BINARY, NOMINAL, "all levels", by_level(ALL, counted=True), chi2),
    World(BINARY, NOMINAL, "one level", by_level(ONE, counted=True), chi2),
    World(NUMERIC, NUMERIC, "straight", moves(straight), spearman),
    World(NUMERIC, NUMERIC, "bowl", moves(bowl), spearman),
    World(NUMERIC, NUMERIC, "window", moves(window), spearman),
    World(NUMERIC, BINARY, "one level", by_level([-0.25, 0.25], counted=False), kruskal),
    World(NUMERIC, NOMINAL, "all levels", by_level([x / 2 for x in ALL], counted=False), kruskal),
    World(NUMERIC, NOMINAL, "one level", by_level([x / 2 for x in ONE], counted=False), kruskal),
    World(BINARY, NUMERIC, "22 to 3 h", around(24, 22, 3), of_circle(24), 24.0),
    World(BINARY, NUMERIC, "10 to 15 h", around(24, 10, 15), of_circle(24), 24.0),
    World(BINARY, NOMINAL, "Dec to Feb", around(12, 11, 2, whole=True), of_circle(12)),
    World(BINARY, NOMINAL, "Jun to Aug", around(12, 5, 8, whole=True), of_circle(12)),
    World(BINARY, NOMINAL, "May", around(12, 4, 5, whole=True), of_circle(12)),
    World(BINARY, NOMINAL, "Sat to Mon", around(7, 5, 1, whole=True), of_circle(7)),
    World(BINARY, NOMINAL, "Monday", around(7, 0, 1, whole=True), of_circle(7)),
)


def power(world: World, n: int, draws: int, seed: int = 0) -> Power:
    """Share of the draws in which each shows the association."""
    rng = np.random.default_rng([seed, n, WORLDS.index(world)])
    shown = np.zeros(2)
    for _ in range(draws):
        y, x = world.draw(rng, n)
        if min(np.unique(y).size, np.unique(x).size) < 2:
            continue
        outcome = _column("y", world.outcome, y)
        candidate = _column("x", world.candidate, x, world.period)
        ours = measure_all(outcome, [candidate], rng)[0].pvalue
        shown += ours <= LEVEL, world.test(y, x) <= LEVEL
    return Power(world, n, *(shown / draws).tolist())


def _column(name: str, kind: Kind, values: np.ndarray, period: float = 0.0) -> Column:
    levels = {Kind.BINARY: ("no", "yes"), Kind.NOMINAL: LEVELS}.get(kind, ())
    return Column(Variable(name, kind, levels=levels, period=period), values.astype(float))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--rows", default="40,200")
    parser.add_argument("--write", type=Path, help="a page with a place for the table")
    asked = parser.parse_args()
    rows = [int(n) for n in asked.rows.split(",")]
    pages.tell(table(rows, asked.draws), asked.write, "power")


def table(rows: list[int], draws: int) -> Iterator[str]:
    yield "| outcome | candidate | effect | rows | rootcause | textbook | which |"
    yield "| --- | --- | --- | ---: | ---: | ---: | --- |"
    for world in WORLDS:
        for n in rows:
            found = power(world, n, draws)
            yield (
                f"| {world.outcome} | {world.candidate} | {world.shape} | {n} | {found.ours:.2f} "
                f"| {found.textbook:.2f} | {world.test.__name__} |"
            )


if __name__ == "__main__":
    main()
