"""Worlds in which nothing recorded has to do with the outcome."""

from __future__ import annotations

import numpy as np

from truth.clock import following, stamps
from truth.worlds import Maker, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def null_binary(rng: Rng, scale: float = 1.0) -> World:
    """Tea bags tear or not; the weather, the shift and the rest have no part in it."""
    n = rows(120, scale)
    return world("torn", {"torn": coin(rng, n, 0.4)}, bystanders=noise(rng, n, 20))


def null_numeric(rng: Rng, scale: float = 1.0) -> World:
    """The delay is heavy-tailed and has its own reasons."""
    n = rows(120, scale)
    return world("delay", {"delay": rng.lognormal(1, 1.2, n)}, bystanders=noise(rng, n, 20))


def null_dozen(rng: Rng, scale: float = 1.0) -> World:
    """Twelve complaints, twenty things written down about each."""
    n = rows(12, scale)
    return world("failed", {"failed": coin(rng, n, 0.5)}, bystanders=noise(rng, n, 20))


def null_wide(rng: Rng, scale: float = 1.0) -> World:
    """Two hundred measurements of ninety boards, and none explains the fault."""
    n = rows(90, scale)
    return world("fault", {"fault": coin(rng, n, 0.3)}, bystanders=noise(rng, n, 200))


def null_rare_outcome(rng: Rng, scale: float = 1.0) -> World:
    """Two in a hundred fail, by chance; many of the columns are rare or skewed themselves."""
    n = rows(800, scale)
    rare = {f"rare {i}": coin(rng, n, 0.02) for i in range(8)}
    skewed = {f"skewed {i}": rng.lognormal(0, 2, n) for i in range(4)}
    columns = {"failed": coin(rng, n, 0.02)}
    return world("failed", columns, bystanders=rare | skewed | noise(rng, n, 8))


def null_levels(rng: Rng, scale: float = 1.0) -> World:
    """Sixty batches, thirty operators, a dozen routes, and no difference between them."""
    n = rows(400, scale)
    levels = {
        name: np.char.add(name[0], rng.integers(0, k, n).astype(str))
        for name, k in {"batch": 60, "operator": 30, "route": 12, "zone": 5}.items()
    }
    return world("brittle", {"brittle": coin(rng, n, 0.12)}, bystanders=levels | noise(rng, n, 5))


def null_units(rng: Rng, scale: float = 1.0) -> World:
    """Twelve cars differ greatly for reasons unknown; nothing recorded is the reason."""
    cars, trips = 12, max(2, round(20 * scale))
    car = np.repeat(np.arange(cars), trips)
    of_car = {
        "paint": rng.choice(["red", "blue", "white"], cars)[car],
        "mileage": rng.gamma(3, 30, cars)[car],
        "age": rng.integers(1, 15, cars)[car],
        "doors": coin(rng, cars)[car],
    }
    columns = {
        "car": np.char.add("car ", car.astype(str)),
        "no start": happens(rng, rng.normal(-0.5, 2, cars)[car]),
    }
    return world("no start", columns, bystanders=of_car | noise(rng, car.size, 8), unit="car")


def null_wandering(rng: Rng, scale: float = 1.0) -> World:
    """Six gauges wander slowly, and so does the fault's strength, each on its own."""
    n = rows(200, scale)
    gauges = {f"gauge {i}": following(rng, n, 0.9) for i in range(6)}
    columns = {"when": stamps(n, "h"), "hum": following(rng, n, 0.9)}
    return world("hum", columns, bystanders=gauges | noise(rng, n, 6), time="when")


def null_drifting(rng: Rng, scale: float = 1.0) -> World:
    """Failures grow with time for an unrecorded reason; other things grow with time as well."""
    n = rows(250, scale)
    t = np.linspace(-1, 1, n)
    growing = {f"stock {i}": 100 + 30 * t + rng.normal(0, 15, n) for i in range(3)}
    columns = {"when": stamps(n, "6h"), "failed": happens(rng, 1.6 * t - 0.4)}
    return world(
        "failed",
        columns,
        bystanders=growing | noise(rng, n, 8),
        unknowable=["when: order", "when: month"],
        time="when",
    )


def null_ties(rng: Rng, scale: float = 1.0) -> World:
    """Marks from one to five, given at random, by people who give marks at random."""
    n = rows(60, scale)
    marks = {f"mark {i}": rng.integers(1, 6, n) for i in range(15)}
    return world("mark", {"mark": rng.integers(1, 6, n)}, bystanders=marks)


def null_related(rng: Rng, scale: float = 1.0) -> World:
    """Thirty gauges that all follow the same load say the same thing: nothing."""
    n = rows(100, scale)
    load = rng.normal(size=n)
    gauges = {f"gauge {i}": near(rng, load, 0.7) for i in range(30)}
    return world("failed", {"failed": coin(rng, n, 0.35)}, bystanders=gauges)


def null_holes(rng: Rng, scale: float = 1.0) -> World:
    """A third of the readings are missing, at random."""
    n = rows(150, scale)
    readings = {
        f"reading {i}": np.where(coin(rng, n, 0.33), np.nan, rng.normal(20, 5, n))
        for i in range(15)
    }
    return world("failed", {"failed": coin(rng, n, 0.4)}, bystanders=readings)


WORLDS: tuple[Maker, ...] = (
    null_binary,
    null_numeric,
    null_dozen,
    null_wide,
    null_rare_outcome,
    null_levels,
    null_units,
    null_wandering,
    null_drifting,
    null_ties,
    null_related,
    null_holes,
)
