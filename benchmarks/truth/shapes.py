"""Worlds in which the cause is not a straight line, not alone, or rare."""

from __future__ import annotations

import numpy as np

from truth.worlds import Maker, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def u_shape(rng: Rng, scale: float = 1.0) -> World:
    """Glue fails when too cold and when too hot; the paste's colour follows the heat."""
    n = rows(250, scale)
    heat = rng.normal(20, 6, n)
    columns = {
        "heat": heat,
        "colour": 5 + near(rng, heat, 0.8),
        "came off": happens(rng, ((heat - 20) / 5) ** 2 - 2),
    }
    return world(
        "came off", columns, bystanders=noise(rng, n, 8), direct=["heat"], proxy=["colour"]
    )


def window(rng: Rng, scale: float = 1.0) -> World:
    """The shaft hums only between 2,150 and 2,400 turns; the belt's speed goes with the turns."""
    n = rows(300, scale)
    turns = rng.uniform(1000, 3500, n)
    columns = {
        "turns": turns,
        "belt speed": 20 + 4 * near(rng, turns, 0.85),
        "hums": coin(rng, n, np.where((turns > 2150) & (turns < 2400), 0.9, 0.08)),
    }
    return world(
        "hums", columns, bystanders=noise(rng, n, 8), direct=["turns"], proxy=["belt speed"]
    )


def threshold(rng: Rng, scale: float = 1.0) -> World:
    """Mail fails when connecting takes over 3 ms; far places mostly, not always, take longer."""
    n = rows(200, scale)
    distance = rng.gamma(2, 250, n)
    connecting = distance / 180 * rng.lognormal(0, 0.35, n)
    columns = {
        "distance": distance,
        "connecting": connecting,
        "not delivered": coin(rng, n, np.where(connecting > 3, 0.97, 0.02)),
    }
    return world(
        "not delivered",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["connecting"],
        indirect=["distance"],
    )


def xor(rng: Rng, scale: float = 1.0) -> World:
    """Plug and socket come in two makes; they jam when the makes differ."""
    n = rows(200, scale)
    plug, socket = coin(rng, n), coin(rng, n)
    columns = {
        "plug": np.where(plug, "old", "new"),
        "socket": np.where(socket, "old", "new"),
        "jams": coin(rng, n, np.where(plug != socket, 0.8, 0.1)),
    }
    return world("jams", columns, bystanders=noise(rng, n, 6), direct=["plug", "socket"])


def tuesday(rng: Rng, scale: float = 1.0) -> World:
    """Only files that carry their date fail to print, and only on Tuesdays."""
    n = rows(400, scale)
    days = np.array(["Mon", "Tue", "Wed", "Thu", "Fri"])
    weekday, dated = rng.choice(days, n), coin(rng, n, 0.5)
    app = np.where(dated, "office", rng.choice(["office", "mail", "browser"], n))
    columns = {
        "weekday": weekday,
        "dated": dated,
        "app": app,
        "not printed": coin(rng, n, np.where((weekday == "Tue") & dated, 0.95, 0.03)),
    }
    return world(
        "not printed",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["weekday", "dated"],
        proxy=["app"],
    )


def hot_and_humid(rng: Rng, scale: float = 1.0) -> World:
    """The sensor drifts where it is hot and humid at once; either alone does little."""
    n = rows(300, scale)
    heat, humidity = rng.normal(25, 6, n), rng.normal(50, 12, n)
    both = (heat > 27) & (humidity > 53)
    columns = {"heat": heat, "humidity": humidity, "drifts": coin(rng, n, 0.08 + 0.8 * both)}
    return world("drifts", columns, bystanders=noise(rng, n, 6), direct=["heat", "humidity"])


def hump(rng: Rng, scale: float = 1.0) -> World:
    """After a short stop or a very long one the car starts; in between the fuel boils."""
    n = rows(200, scale)
    minutes = rng.lognormal(2.7, 1.0, n)
    boils = (minutes > 6) & (minutes < 40)
    shop = np.where(minutes < 8, "kiosk", np.where(minutes < 30, "market", "cinema"))
    shop = np.where(coin(rng, n, 0.2), rng.choice(["kiosk", "market", "cinema"], n), shop)
    columns = {
        "minutes": minutes,
        "shop": shop,
        "no start": coin(rng, n, np.where(boils, 0.8, 0.06)),
    }
    return world(
        "no start", columns, bystanders=noise(rng, n, 8), direct=["minutes"], proxy=["shop"]
    )


def saturating(rng: Rng, scale: float = 1.0) -> World:
    """More catalyst shortens the reaction at first and then no more; the tank's colour shows it."""
    n = rows(150, scale)
    catalyst = rng.exponential(2, n)
    columns = {
        "catalyst": catalyst,
        "colour": near(rng, np.log(catalyst + 0.1), 0.8),
        "hours": 4 + 9 * np.exp(-catalyst) + rng.normal(0, 1.2, n),
    }
    return world(
        "hours", columns, bystanders=noise(rng, n, 8), direct=["catalyst"], proxy=["colour"]
    )


def rare_cause(rng: Rng, scale: float = 1.0) -> World:
    """In 3 of 100 pumps a wrong seal was fitted, and nearly all of those leak."""
    n = rows(600, scale)
    seal = coin(rng, n, 0.03)
    rush = coin(rng, n, np.where(seal, 0.7, 0.25))
    columns = {
        "wrong seal": seal,
        "rush order": rush,
        "leaks": coin(rng, n, np.where(seal, 0.85, 0.06)),
    }
    return world(
        "leaks",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["wrong seal"],
        indirect=["rush order"],
    )


def bad_batch(rng: Rng, scale: float = 1.0) -> World:
    """One of 60 batches is bad; it came from one of four suppliers."""
    n = rows(900, scale)
    batch = rng.integers(0, 60, n)
    columns = {
        "batch": np.char.add("B", np.char.zfill(batch.astype(str), 2)),
        "supplier": np.array(["Adler", "Berg", "Conti", "Dorn"])[batch % 4],
        "brittle": coin(rng, n, np.where(batch == 17, 0.8, 0.05)),
    }
    return world(
        "brittle", columns, bystanders=noise(rng, n, 6), direct=["batch"], indirect=["supplier"]
    )


def tail_only(rng: Rng, scale: float = 1.0) -> World:
    """Shouting at the rack leaves the usual latency alone and makes one read in four very slow."""
    n = rows(300, scale)
    shouting = coin(rng, n, 0.4)
    slow = shouting & coin(rng, n, 0.3)
    columns = {
        "shouting": shouting,
        "latency": np.where(slow, 60, 5) * rng.lognormal(0, 0.3, n),
    }
    return world("latency", columns, bystanders=noise(rng, n, 8), direct=["shouting"])


def spread_only(rng: Rng, scale: float = 1.0) -> World:
    """A loose clamp leaves the mean length where it is and doubles its spread."""
    n = rows(250, scale)
    clamp = rng.uniform(0, 1, n)
    columns = {"looseness": clamp, "length": 100 + (0.4 + 2 * clamp**2) * rng.normal(0, 1, n)}
    return world("length", columns, bystanders=noise(rng, n, 8), direct=["looseness"])


WORLDS: tuple[Maker, ...] = (
    u_shape,
    window,
    threshold,
    xor,
    tuesday,
    hot_and_humid,
    hump,
    saturating,
    rare_cause,
    bad_batch,
    tail_only,
    spread_only,
)
