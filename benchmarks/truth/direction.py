"""Worlds in which the arrow matters: consequences, colliders, causes that nobody recorded."""

from __future__ import annotations

import numpy as np

from truth.worlds import Maker, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def consequence_declared(rng: Rng, scale: float = 1.0) -> World:
    """What the tow cost is recorded after the car didn't start, and is declared so."""
    n = rows(150, scale)
    minutes = rng.gamma(4, 2, n)
    failed = happens(rng, -0.8 * (minutes - 6))
    columns = {
        "minutes": minutes,
        "tow cost": np.where(failed & coin(rng, n, 0.7), rng.normal(90, 10, n), 0),
        "parked outside": happens(rng, -0.5 * (minutes - 8)),
        "no start": failed,
    }
    return world(
        "no start",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["minutes"],
        proxy=["parked outside"],
        consequence=["tow cost"],
        consequences=("tow cost",),
    )


def consequence_undeclared(rng: Rng, scale: float = 1.0) -> World:
    """Heat and damp spoil the film; spoilt film is searched for and reported, nobody says after."""
    n = rows(400, scale)
    heat, damp = rng.normal(0, 1, n), rng.normal(0, 1, n)
    spoilt = happens(rng, 1.6 * heat + 1.6 * damp - 0.5)
    columns = {
        "heat": 25 + 5 * heat,
        "damp": 50 + 9 * damp,
        "search minutes": np.where(spoilt, rng.gamma(6, 3, n), rng.gamma(4, 2, n)),
        "spoilt": spoilt,
    }
    return world(
        "spoilt",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["heat", "damp"],
        consequence=["search minutes"],
    )


def lone_consequence(rng: Rng, scale: float = 1.0) -> World:
    """Nothing that breaks the pump is recorded, only the hours of repair: who knows the arrow?"""
    n = rows(150, scale)
    broke = coin(rng, n, 0.35)
    columns = {
        "workshop hours": np.where(broke, rng.gamma(5, 2, n), rng.gamma(3, 1.2, n)),
        "broke": broke,
    }
    return world("broke", columns, bystanders=noise(rng, n, 8), unknowable=["workshop hours"])


def numeric_consequence(rng: Rng, scale: float = 1.0) -> World:
    """Two settings make the scrap; scrap makes the bin heavy, which nobody declared."""
    n = rows(300, scale)
    feed, angle = rng.normal(0, 1, n), rng.normal(0, 1, n)
    scrap = feed + 0.9 * angle + rng.normal(0, 0.8, n)
    columns = {
        "feed": 30 + 4 * feed,
        "angle": 12 + angle,
        "bin weight": 40 + 9 * near(rng, scrap, 0.85),
        "scrap": 20 + 5 * scrap,
    }
    return world(
        "scrap",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["feed", "angle"],
        consequence=["bin weight"],
    )


def collider(rng: Rng, scale: float = 1.0) -> World:
    """The alarm rings for heat that burns the bread, and for dust that harms nothing."""
    n = rows(300, scale)
    heat, dust = rng.normal(0, 1, n), rng.normal(0, 1, n)
    columns = {
        "heat": 220 + 9 * heat,
        "dust": np.exp(dust),
        "alarm": happens(rng, 2 * heat + 2 * dust - 0.5),
        "burnt": happens(rng, 1.8 * heat - 0.8),
    }
    return world(
        "burnt",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["heat"],
        proxy=["alarm"],
        noise=["dust"],
    )


def collider_of_outcome(rng: Rng, scale: float = 1.0) -> World:
    """A service call follows a fault or a grumpy customer; mood has no part in the fault."""
    n = rows(350, scale)
    load, mood = rng.normal(0, 1, n), rng.normal(0, 1, n)
    fault = happens(rng, 1.8 * load - 0.6)
    columns = {
        "load": 50 + 10 * load,
        "mood": mood,
        "service call": happens(rng, 2.5 * fault - 1.6 * mood - 1.5),
        "fault": fault,
    }
    return world(
        "fault",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["load"],
        consequence=["service call"],
        noise=["mood"],
        honest=["mood"],
    )


def hidden_cause(rng: Rng, scale: float = 1.0) -> World:
    """A draught that nobody records chills the glue and rattles the door."""
    n = rows(200, scale)
    draught = rng.normal(0, 1, n)
    columns = {
        "door rattles": happens(rng, 2 * draught),
        "dust": near(rng, draught, 0.5),
        "came off": happens(rng, 1.8 * draught - 0.6),
    }
    return world(
        "came off",
        columns,
        bystanders=noise(rng, n, 8),
        unknowable=["door rattles", "dust"],
    )


def hidden_beside_recorded(rng: Rng, scale: float = 1.0) -> World:
    """Heat is recorded and a cause; an unrecorded draught is another, and rattles the door."""
    n = rows(250, scale)
    draught, heat = rng.normal(0, 1, n), rng.normal(0, 1, n)
    columns = {
        "heat": 25 + 5 * heat,
        "fan speed": 900 + 90 * near(rng, heat, 0.75),
        "door rattles": happens(rng, 2 * draught),
        "came off": happens(rng, 1.8 * heat + 1.0 * draught - 0.6),
    }
    return world(
        "came off",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat"],
        proxy=["fan speed"],
        unknowable=["door rattles"],
    )


def chain_and_fork(rng: Rng, scale: float = 1.0) -> World:
    """The recipe sets sugar and water; only water matters; stickiness follows sugar."""
    n = rows(250, scale)
    recipe = rng.choice(["A", "B", "C"], n)
    which = np.searchsorted(["A", "B", "C"], recipe)
    sugar = np.array([10, 14, 12])[which] + rng.normal(0, 1.5, n)
    water = np.array([30, 36, 40])[which] + rng.normal(0, 3, n)
    columns = {
        "recipe": recipe,
        "sugar": sugar,
        "stickiness": near(rng, sugar, 0.7),
        "water": water,
        "mould": happens(rng, 0.4 * (water - 37)),
    }
    return world(
        "mould",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["water"],
        indirect=["recipe"],
        confounded=["sugar", "stickiness"],
    )


WORLDS: tuple[Maker, ...] = (
    consequence_declared,
    consequence_undeclared,
    lone_consequence,
    numeric_consequence,
    collider,
    collider_of_outcome,
    hidden_cause,
    hidden_beside_recorded,
    chain_and_fork,
)
