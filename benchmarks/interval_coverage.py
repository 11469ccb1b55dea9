"""How often does the 95 % interval of an effect size hold what is true of its world?

Simulated: ties, skew, unequal spread, and effects near the edge of their scale. Where every
outcome can be gone through (risks of two groups) the coverage is exact, not simulated.

    python benchmarks/interval_coverage.py [--draws 2000] [--effects rho,r] [--rows 12,30] [--all]
        [--write docs/calibration.md]
"""

from __future__ import annotations

import argparse
import math
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pages
from scipy.stats import binom

from rootcause.association import (
    binary_binary,
    jackknife,
    labels_labels,
    ordered_ordered,
    several_groups,
)
from rootcause.association.binary_binary import Fourfold
from rootcause.association.curves import midranks
from rootcause.association.tallies import tallied
from rootcause.association.two_groups import Groups, difference_of_means, superiorities
from rootcause.results import EffectSize

LEVEL = 0.95
ROWS = (12, 30, 200)
POPULATION = 400_000

Draw = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]]
Read = Callable[[np.ndarray, np.ndarray], EffectSize]


class Cell(NamedTuple):
    """Coverage of one effect size in one world."""

    effect: str
    world: str
    n: int
    coverage: float
    edge: bool


def groups(share: float, draw: Callable) -> Draw:
    """Two groups, the upper one of this share: its values are moved and stretched by `draw`."""

    def world(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        m = max(3, round(n * share))
        label = (np.arange(n) < m).astype(float)
        return label, draw(rng, label)

    return world


def together(draw: Callable) -> Draw:
    """Two columns that can be ranked."""

    def world(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        one, two = rng.normal(size=(2, n))
        return draw(one, two)

    return world


def bound(r: float, shape: Callable = lambda x: x) -> Draw:
    """Two normal columns of correlation r, each bent by `shape`."""
    return together(lambda one, two: (shape(one), shape(r * one + math.sqrt(1 - r * r) * two)))


def crossed(table: list[list[float]]) -> Draw:
    """Two columns of labels with these shares."""
    shares = np.array(table) / np.sum(table)

    def world(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        one, two = np.divmod(rng.choice(shares.size, n, p=shares.ravel()), shares.shape[1])
        return one, two

    return world


def parted(gaps: list[float], shape: Callable = lambda z: z, spread: float = 1.0) -> Draw:
    """Groups of equal size, each moved by its gap; the last spreads more."""

    def world(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        codes = np.arange(n) % len(gaps)
        wide = np.where(codes == len(gaps) - 1, spread, 1.0)
        return shape(np.array(gaps)[codes] + wide * rng.normal(size=n)), codes.astype(float)

    return world


def moved(gap: float, shape: Callable = lambda z: z, spread: float = 1.0) -> Callable:
    """Values of two groups, the upper moved by `gap` and `spread` times as wide."""
    return lambda rng, label: shape(
        gap * label + np.where(label > 0, spread, 1.0) * rng.normal(size=label.size)
    )


def rough(z: np.ndarray) -> np.ndarray:
    return np.round(1.5 * z)


def cubed(z: np.ndarray) -> np.ndarray:
    return np.exp(0.7 * z)


TWO_GROUPS: dict[str, Draw] = {
    "nothing": groups(0.5, moved(0)),
    "moved": groups(0.5, moved(1)),
    "moved, a third": groups(1 / 3, moved(1)),
    "ties": groups(0.5, moved(0.7, rough)),
    "skew": groups(0.5, moved(0.7, cubed)),
    "the few spread": groups(1 / 3, moved(0.5, spread=3)),
    "the many spread": groups(2 / 3, moved(0.5, spread=3)),
    "nearly apart": groups(0.5, moved(2.5)),
}
TWO_COLUMNS: dict[str, Draw] = {
    "nothing": bound(0),
    "weak": bound(0.4),
    "strong": bound(0.8),
    "nearly one": bound(0.95),
    "ties": bound(0.5, rough),
    "skew": bound(0.5, cubed),
    "fan": together(lambda one, two: (0.5 * one + (0.2 + np.abs(one)) * two, one)),
    "fan of nothing": together(lambda one, two: ((0.2 + np.abs(one)) * two, one)),
}
LABELS: dict[str, Draw] = {
    "2 x 3, nothing": crossed([[1, 1, 1], [1, 1, 1]]),
    "2 x 3, weak": crossed([[3, 2, 2], [2, 3, 2]]),
    "2 x 3, strong": crossed([[5, 2, 1], [1, 2, 5]]),
    "3 x 4, nothing": crossed([[1] * 4] * 3),
    "3 x 4, some": crossed([[4, 1, 1, 2], [1, 4, 1, 2], [1, 1, 4, 2]]),
    "3 x 4, very strong": crossed([[9, 1, 1, 1], [1, 9, 1, 1], [1, 1, 9, 9]]),
    "2 x 3, rare": crossed([[1, 1, 6], [15, 15, 15]]),
}
SEVERAL: dict[str, Draw] = {
    "nothing": parted([0, 0, 0]),
    "some": parted([0, 0.5, 1]),
    "strong": parted([0, 1, 3]),
    "very strong": parted([0, 2, 4]),
    "four, some": parted([0, 0, 0, 1.5]),
    "ties": parted([0, 0.5, 1], rough),
    "one spreads": parted([0, 0, 1], spread=4),
    "skew": parted([0, 0.5, 1], cubed),
}


def split(read: Callable[[Groups], EffectSize]) -> Read:
    return lambda label, values: read(Groups(values[label > 0], values[label == 0]))


def tabled(one: np.ndarray, two: np.ndarray) -> EffectSize:
    counts = np.histogram2d(one, two, bins=(np.arange(one.max() + 2), np.arange(two.max() + 2)))[0]
    counts = counts[counts.sum(1) > 0][:, counts.sum(0) > 0]
    if min(counts.shape) < 2:
        return EffectSize("Cramér's V", math.nan, math.nan, math.nan)
    return labels_labels.cramers_v([counts])[0]


def exceeding(label: np.ndarray, values: np.ndarray) -> EffectSize:
    return superiorities([tallied(values, label > 0)])[0]


def explained(values: np.ndarray, codes: np.ndarray) -> EffectSize:
    ranks = midranks(values[None])[0]
    groups = several_groups.sums_of(ranks, codes)
    return several_groups.share_of_ranks(groups, variance=jackknife.of_share(ranks, codes))


READS: dict[str, tuple[Read, dict[str, Draw]]] = {
    "probability of superiority": (exceeding, TWO_GROUPS),
    "difference of means": (split(difference_of_means), TWO_GROUPS),
    "rho": (ordered_ordered.rho, TWO_COLUMNS),
    "r": (ordered_ordered.pearson_r, TWO_COLUMNS),
    "tau-b": (ordered_ordered.tau_b, TWO_COLUMNS),
    "Cramér's V": (tabled, LABELS),
    "epsilon-squared": (explained, SEVERAL),
    "epsilon-squared of values": (several_groups.share_of_values, SEVERAL),
}
FROM_ZERO = ("Cramér's V", "epsilon-squared", "epsilon-squared of values")  # never below it
RISKS = (
    *((0.5, 0.5), (0.3, 0.1), (0.9, 0.2), (0.7, 0.4), (0.05, 0.3)),
    *((0.02, 0.1), (0.98, 0.1), (0.02, 0.02)),
)
ON_RISKS = {
    "risk difference": (binary_binary.risk_differences, lambda p, q: p - q),
    "odds ratio": (binary_binary.odds_ratios, lambda p, q: p * (1 - q) / q / (1 - p)),
}


def truth(draw: Draw, read: Read) -> float:
    """What the effect size comes to in the population, the mean of twenty large samples."""
    size = POPULATION // 20 // 12 * 12
    found = [read(*draw(np.random.default_rng([7, i]), size)).value for i in range(20)]
    return float(np.mean(found))


def simulated(name: str, rows: tuple[int, ...], draws: int) -> Iterator[Cell]:
    """Coverage of one effect size in all its worlds."""
    read, worlds = READS[name]
    for world, draw in worlds.items():
        value = 0.0 if name in FROM_ZERO and "nothing" in world else None
        value = truth(draw, read) if value is None else value
        for n in rows:
            rng = np.random.default_rng([zlib.crc32(f"{name}{world}".encode()), n])
            held = [_holds(read(*draw(rng, n)), value) for _ in range(draws)]
            known = [one for one in held if one is not None]
            edge = value == 0 and name in FROM_ZERO
            yield Cell(name, world, n, float(np.mean(known)), edge)


def _holds(effect: EffectSize, value: float) -> bool | None:
    if math.isnan(effect.value):
        return None
    return effect.low <= value <= effect.high


def enumerated(name: str, rows: tuple[int, ...]) -> Iterator[Cell]:
    """Exact coverage over all tables of two groups."""
    read, true = ON_RISKS[name]
    for n in rows:
        for m in (n // 2, n // 3):
            k = n - m
            tables = list(product(range(m + 1), range(k + 1)))
            a, c = np.array(tables, dtype=float).T
            all_of_them = Fourfold(a, np.full(a.size, m), c, np.full(a.size, k))
            intervals = dict(zip(tables, read(all_of_them), strict=True))
            for p, q in RISKS:
                chance_a = binom.pmf(np.arange(m + 1), m, p)
                chance_c = binom.pmf(np.arange(k + 1), k, q)
                value = true(p, q)
                covered = sum(
                    chance_a[a] * chance_c[c]
                    for (a, c), one in intervals.items()
                    if one.low - 1e-12 <= value <= one.high + 1e-12
                )
                rare = min(m * min(p, 1 - p), k * min(q, 1 - q)) < 1
                yield Cell(name, f"{p:g} of {m} against {q:g} of {k}", n, float(covered), rare)


def cells(names: tuple[str, ...], rows: tuple[int, ...], draws: int) -> Iterator[Cell]:
    for name in names:
        yield from enumerated(name, rows) if name in ON_RISKS else simulated(name, rows, draws)


def summary(found: list[Cell]) -> Iterator[str]:
    """One row an effect size and n; cells at the edge of a scale only count for the worst."""
    yield "| effect size | rows | cells | mean miss | worst | where | mean |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name in dict.fromkeys(one.effect for one in found):
        for n in dict.fromkeys(one.n for one in found):
            mine = [one for one in found if (one.effect, one.n) == (name, n)]
            inside = [one.coverage for one in mine if not one.edge]
            miss = float(np.mean(np.abs(np.array(inside) - LEVEL))) if inside else math.nan
            worst = min(mine, key=lambda one: one.coverage)
            yield (
                f"| {name} | {n} | {len(inside)} of {len(mine)} | {miss:.3f} | "
                f"{worst.coverage:.3f} | {worst.world} | {np.mean(inside or [math.nan]):.3f} |"
            )
    inside = np.array([one.coverage for one in found if not one.edge])
    miss = np.mean(np.abs(inside - LEVEL))
    yield f"| all | | {inside.size} of {len(found)} | {miss:.3f} | | | {inside.mean():.3f} |"


def every(found: list[Cell]) -> Iterator[str]:
    """A row for each world."""
    yield from ("", "| effect size | world | rows | coverage |", "| --- | --- | --- | --- |")
    for one in found:
        yield f"| {one.effect} | {one.world} | {one.n} | {one.coverage:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--effects", default=",".join([*ON_RISKS, *READS]))
    parser.add_argument("--rows", default=",".join(map(str, ROWS)))
    parser.add_argument("--write", type=Path, help="a page with a place for the table")
    parser.add_argument("--all", action="store_true", help="a row for each world too")
    asked = parser.parse_args()
    rows = tuple(int(n) for n in asked.rows.split(","))
    found = list(cells(tuple(asked.effects.split(",")), rows, asked.draws))
    lines = chain(summary(found), every(found) if asked.all else ())
    pages.tell(lines, asked.write, "intervals")


if __name__ == "__main__":
    main()
