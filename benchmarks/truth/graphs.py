"""Plants drawn at random: each column depends on a few earlier ones, and one is complained of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import rankdata

from truth.worlds import Maker, Part, Values, World, happens, rows

Rng = np.random.Generator


def drawn(rng: Rng, n: int, size: int, *, binary: bool) -> World:
    """A world of `size` columns in a random order of cause, the outcome at two thirds."""
    target = 2 * size // 3
    parents = _parents(rng, size, target)
    columns, values = {}, []
    for node, above in enumerate(parents):
        weights = rng.choice([-1, 1], len(above)) * rng.uniform(0.7, 1.1, len(above))
        drive = sum((w * values[p] for w, p in zip(weights, above, strict=True)), np.zeros(n))
        if node == target:
            shown = happens(rng, 1.6 * drive - 0.4) if binary else drive + rng.normal(0, 1, n)
            value = np.where(shown, 1.0, -1.0) if binary else _standard(shown)
        else:
            shown, value = _recorded(rng, drive + rng.normal(0, 1, n))
        columns[f"x{node}"] = shown
        values.append(value)
    return _declared(columns, parents, target)


def _parents(rng: Rng, size: int, target: int) -> list[list[int]]:
    """Up to three parents for each node, exactly three for the outcome, one or two after it."""
    parents: list[list[int]] = []
    for node in range(size):
        most = 3 if node == target else min(node, int(rng.choice([0, 1, 1, 2, 3])))
        parents.append(sorted(int(p) for p in rng.choice(node, most, replace=False)))
    return parents


def _recorded(rng: Rng, latent: Values) -> tuple[Values, Values]:
    """What is written down of a node, and the number that those after it feel."""
    kind = rng.choice(["number", "skewed", "flag", "grade"], p=[0.45, 0.15, 0.25, 0.15])
    standard = _standard(latent)
    if kind == "flag":
        flag = standard > rng.uniform(-0.5, 0.5)
        return flag, np.where(flag, 1.0, -1.0)
    if kind == "grade":
        grade = np.digitize(standard, [-0.5, 0.5])
        return rng.permutation(["fir", "oak", "ash"])[grade], (grade - 1) * 1.2
    return (np.exp(standard) if kind == "skewed" else standard), standard


def _standard(values: Values) -> Values:
    return ndtri((rankdata(values) - 0.5) / len(values))


def _declared(columns: dict[str, Values], parents: list[list[int]], target: int) -> World:
    above = [_ancestors(parents, node) for node in range(len(parents))]
    parts = {
        f"x{node}": _part(node, above, parents, target)
        for node in range(len(parents))
        if node != target
    }
    after = tuple(name for name, part in parts.items() if part is Part.CONSEQUENCE)
    return World(pd.DataFrame(columns), f"x{target}", parts, consequences=after)


def _part(node: int, above: list[set[int]], parents: list[list[int]], target: int) -> Part:
    if node in parents[target]:
        return Part.DIRECT
    if node in above[target]:
        return Part.INDIRECT
    if target in above[node]:
        return Part.CONSEQUENCE
    if above[node] & set(parents[target]):
        return Part.PROXY
    return Part.CONFOUNDED if above[node] & above[target] else Part.NOISE


def _ancestors(parents: list[list[int]], node: int) -> set[int]:
    found = set(parents[node])
    for parent in parents[node]:
        found |= _ancestors(parents, parent)
    return found


def graph_30(rng: Rng, scale: float = 1.0) -> World:
    """Thirty mixed columns of a small plant; a fault has three causes among them."""
    return drawn(rng, rows(300, scale), 30, binary=True)


def graph_60(rng: Rng, scale: float = 1.0) -> World:
    """Sixty mixed columns; a measured loss has three causes among them."""
    return drawn(rng, rows(300, scale), 60, binary=False)


def graph_100(rng: Rng, scale: float = 1.0) -> World:
    """A hundred mixed columns; a fault has three causes among them."""
    return drawn(rng, rows(600, scale), 100, binary=True)


WORLDS: tuple[Maker, ...] = (graph_30, graph_60, graph_100)
