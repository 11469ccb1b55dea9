"""Worlds whose outcome is of another kind, rare, or seen only a few times."""

from __future__ import annotations

import numpy as np
import pandas as pd

from truth.worlds import Maker, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def ordinal(rng: Rng, scale: float = 1.0) -> World:
    """Grit wears the pads from none over some to heavy; squeaking goes with the grit."""
    n = rows(180, scale)
    grit = rng.gamma(2, 1, n)
    latent = 1.1 * (grit - 2) + rng.logistic(0, 0.8, n)
    wear = pd.Categorical.from_codes(
        np.digitize(latent, [-0.3, 1.5]), ["none", "some", "heavy"], ordered=True
    )
    columns = {"grit": grit, "squeak": near(rng, grit, 0.7), "wear": wear}
    return world("wear", columns, bystanders=noise(rng, n, 8), direct=["grit"], proxy=["squeak"])


def numeric(rng: Rng, scale: float = 1.0) -> World:
    """Queue length makes the delay; staff absence lengthens the queue; phones ring with it."""
    n = rows(150, scale)
    absent = rng.poisson(2, n)
    queue = rng.poisson(4 + 2 * absent)
    columns = {
        "absent staff": absent,
        "queue": queue,
        "calls": rng.poisson(2 + 0.8 * queue),
        "delay": 3 + 1.2 * queue + 6 * rng.standard_t(3, n),
    }
    return world(
        "delay",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["queue"],
        indirect=["absent staff"],
        proxy=["calls"],
    )


def multi_class(rng: Rng, scale: float = 1.0) -> World:
    """Bottles burst from pressure, leak from worn caps, or are fine; foam shows the pressure."""
    n = rows(300, scale)
    pressure, cap = rng.normal(6, 1, n), coin(rng, n, 0.35)
    bursts, leaks = np.exp(1.6 * (pressure - 6.8)), np.exp(2.2 * cap - 2)
    at = rng.random(n) * (1 + bursts + leaks)
    state = np.where(at < 1, "fine", np.where(at < 1 + bursts, "burst", "leaked"))
    columns = {
        "pressure": pressure,
        "worn cap": cap,
        "foam": near(rng, pressure, 0.75),
        "state": state,
    }
    return world(
        "state",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["pressure", "worn cap"],
        proxy=["foam"],
    )


def rare_outcome(rng: Rng, scale: float = 1.0) -> World:
    """Two flights in a hundred lose a bag; short connections do it, and go with one hub."""
    n = rows(2000, scale)
    hub = coin(rng, n, 0.3)
    minutes = np.where(hub, rng.normal(60, 20, n), rng.normal(95, 30, n)).clip(20)
    columns = {
        "hub": np.where(hub, "Nord", "other"),
        "connection": minutes,
        "bag lost": happens(rng, -0.08 * (minutes - 15)),
    }
    return world(
        "bag lost", columns, bystanders=noise(rng, n, 8), direct=["connection"], indirect=["hub"]
    )


def twenty_rows(rng: Rng, scale: float = 1.0) -> World:
    """Twenty trips: the car won't start after stops under six minutes, which vanilla mostly is."""
    n = rows(20, scale)
    vanilla = coin(rng, n, 0.5)
    minutes = np.where(vanilla, rng.normal(4, 2.0, n), rng.normal(9, 3, n)).clip(1)
    columns = {
        "vanilla": vanilla,
        "minutes": minutes,
        "no start": coin(rng, n, np.where(minutes < 6, 0.97, 0.03)),
    }
    return world(
        "no start",
        columns,
        bystanders=noise(rng, n, 4),
        direct=["minutes"],
        indirect=["vanilla"],
        honest=["minutes", "vanilla"],
    )


def two_hundred_columns(rng: Rng, scale: float = 1.0) -> World:
    """A tester logs 200 things about each board; only the solder's heat matters."""
    n = rows(150, scale)
    solder = rng.normal(245, 6, n)
    columns = {
        "solder heat": solder,
        "flux smell": happens(rng, 0.3 * (solder - 245)),
        "cold joint": happens(rng, -0.35 * (solder - 243)),
    }
    return world(
        "cold joint",
        columns,
        bystanders=noise(rng, n, 200),
        direct=["solder heat"],
        proxy=["flux smell"],
    )


def counted(rng: Rng, scale: float = 1.0) -> World:
    """Errors a day grow with the load; the number of guests grows with it too."""
    n = rows(150, scale)
    load = rng.gamma(3, 1, n)
    columns = {
        "load": load,
        "guests": rng.poisson(10 * load),
        "errors": rng.poisson(np.exp(0.4 * load - 1)),
    }
    return world(
        "errors",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["load"],
        proxy=["guests"],
        honest=["load", "guests"],
    )


def ordinal_cause(rng: Rng, scale: float = 1.0) -> World:
    """Worn tyres skid; old cars have worn tyres."""
    n = rows(250, scale)
    age = rng.gamma(3, 2, n)
    grade = np.digitize(age + rng.normal(0, 3, n), [4, 7, 10])
    wear = pd.Categorical.from_codes(grade, ["new", "good", "worn", "bald"], ordered=True)
    columns = {"age": age, "tyres": wear, "skids": happens(rng, 1.1 * grade - 2.5)}
    return world("skids", columns, bystanders=noise(rng, n, 8), direct=["tyres"], indirect=["age"])


WORLDS: tuple[Maker, ...] = (
    ordinal,
    numeric,
    multi_class,
    rare_outcome,
    twenty_rows,
    two_hundred_columns,
    counted,
    ordinal_cause,
)
