"""Worlds in which several traps come together, as in the tables that people really have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from truth.worlds import Maker, Values, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def labels(codes: Values, names: list[str]) -> Values:
    """A name for each code."""
    return np.array(names)[codes]


def lots(codes: Values, letter: str) -> Values:
    """A running number behind a letter for each code."""
    return np.char.add(letter, codes.astype(str))


def proxy_of_proxy(rng: Rng, scale: float = 1.0) -> World:
    """Heat trips the drive and speeds the fan, the fan hums, and the hum is complained of."""
    n = rows(200, scale)
    heat = rng.normal(80, 6, n)
    fan = near(rng, heat, 0.85)
    hum = near(rng, fan, 0.85)
    columns = {
        "heat": heat,
        "fan": 900 + 80 * fan,
        "hum": 40 + 5 * hum,
        "complaints": happens(rng, 1.5 * hum),
        "trips": happens(rng, 0.35 * (heat - 83)),
    }
    return world(
        "trips",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat"],
        proxy=["fan", "hum", "complaints"],
    )


def four_causes(rng: Rng, scale: float = 1.0) -> World:
    """Four settings spoil the film alike; each has a gauge beside it, and one gauge sees two."""
    n = rows(500, scale)
    settings = {f"setting {i}": rng.normal(0, 1, n) for i in range(1, 5)}
    gauges = {f"gauge {i}": near(rng, one, 0.8) for i, one in enumerate(settings.values(), 1)}
    gauges["gauge 5"] = near(rng, settings["setting 1"] + settings["setting 2"], 0.8)
    spoilt = happens(rng, 1.2 * sum(settings.values()) - 0.5)
    return world(
        "spoilt",
        {**settings, **gauges, "spoilt": spoilt},
        bystanders=noise(rng, n, 8),
        direct=list(settings),
        proxy=list(gauges),
    )


def machine_and_speed(rng: Rng, scale: float = 1.0) -> World:
    """The fast machine flaws least, yet on each machine speed makes flaws; the hum follows it."""
    n = rows(300, scale)
    machine = rng.choice(3, n)
    usual = np.array([80, 100, 120])[machine]
    speed = usual + rng.normal(0, 8, n)
    columns = {
        "machine": labels(machine, ["A", "B", "C"]),
        "speed": speed,
        "hum": near(rng, speed, 0.8),
        "flaws": np.array([9, 5, 1])[machine] + 0.12 * (speed - usual) + rng.normal(0, 1.5, n),
    }
    return world(
        "flaws",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["machine", "speed"],
        proxy=["hum"],
    )


def ten_alike(rng: Rng, scale: float = 1.0) -> World:
    """Forty trips of a drive, and ten meters that see the dip nearly as well as it was recorded."""
    n = rows(40, scale)
    dip = rng.gamma(2, 5, n)
    meters = {f"meter {i}": near(rng, dip, rng.uniform(0.7, 0.9)) for i in range(1, 11)}
    return world(
        "tripped",
        {"dip": dip, **meters, "tripped": happens(rng, 0.5 * (dip - 10))},
        bystanders=noise(rng, n, 5),
        direct=["dip"],
        proxy=list(meters),
        honest=["dip", *meters],
    )


def felt_heat(rng: Rng, scale: float = 1.0) -> World:
    """Heat makes the fault; what was felt of it was put down in four grades."""
    n = rows(150, scale)
    heat = rng.normal(0, 1, n)
    grade = np.digitize(heat + rng.normal(0, 0.35, n), [-0.8, 0, 0.8])
    felt = pd.Categorical.from_codes(grade, ["cool", "mild", "warm", "hot"], ordered=True)
    columns = {"heat": 60 + 8 * heat, "felt": felt, "fault": happens(rng, 1.8 * heat - 0.6)}
    return world("fault", columns, bystanders=noise(rng, n, 8), direct=["heat"], proxy=["felt"])


def forty_lots(rng: Rng, scale: float = 1.0) -> World:
    """Four of forty lots leak; lots came one after the other, eight from each supplier."""
    n = rows(800, scale)
    lot = rng.integers(0, 40, n)
    bad = np.isin(lot, rng.choice(40, 4, replace=False))
    columns = {
        "lot": lots(lot, "L"),
        "supplier": labels(lot // 8, ["Adler", "Berg", "Conti", "Dorn", "Ems"]),
        "week": lot + rng.integers(0, 3, n),
        "leaks": coin(rng, n, np.where(bad, 0.5, 0.06)),
    }
    return world(
        "leaks",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["lot"],
        indirect=["supplier"],
        proxy=["week"],
    )


def heat_without_fan(rng: Rng, scale: float = 1.0) -> World:
    """Heat alone does some harm and much without the fan; the fan alone does nothing at all."""
    n = rows(400, scale)
    heat, off = rng.normal(0, 1, n), coin(rng, n)
    columns = {
        "heat": 30 + 5 * heat,
        "fan off": off,
        "smell": near(rng, heat, 0.75),
        "fails": happens(rng, 0.5 * heat + 2.2 * heat * off - 1.2),
    }
    return world(
        "fails",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat", "fan off"],
        proxy=["smell"],
    )


def gaps_in_the_cause(rng: Rng, scale: float = 1.0) -> World:
    """Moisture cracks the resin; three in ten readings are missing, how cloudy it is never."""
    n = rows(250, scale)
    moisture = rng.gamma(3, 2, n)
    columns = {
        "moisture": np.where(coin(rng, n, 0.3), np.nan, moisture),
        "cloudiness": near(rng, moisture, 0.8),
        "haze": happens(rng, 0.7 * (moisture - 6)),
        "cracked": happens(rng, 0.7 * (moisture - 7)),
    }
    return world(
        "cracked",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["moisture"],
        proxy=["cloudiness", "haze"],
    )


def two_gauges(rng: Rng, scale: float = 1.0) -> World:
    """Strain breaks the part; nobody has it, only two gauges that read it about as well."""
    n = rows(200, scale)
    strain = rng.normal(0, 1, n)
    columns = {
        "gauge 1": near(rng, strain, 0.9),
        "gauge 2": near(rng, strain, 0.87),
        "load": 100 + 20 * strain + rng.normal(0, 12, n),
    }
    return world(
        "load",
        columns,
        bystanders=noise(rng, n, 6),
        unknowable=["gauge 1", "gauge 2"],
    )


def water_and_height(rng: Rng, scale: float = 1.0) -> World:
    """Foul water multiplies the deaths, and so does poverty; low ground has the foul water."""
    n = rows(80, scale)
    water, poverty = rng.choice(3, n, p=[0.3, 0.2, 0.5]), rng.normal(0, 0.5, n)
    columns = {
        "water": labels(water, ["foul", "middling", "clean"]),
        "height": np.exp(3 + 0.9 * near(rng, water.astype(float), 0.8)) - 10,
        "poor rate": 0.05 * np.exp(poverty),
        "rent": np.exp(1 - near(rng, poverty, 0.6)),
        "deaths": np.exp(4.5 - 0.6 * water + 0.7 * poverty + rng.normal(0, 0.5, n)),
    }
    return world(
        "deaths",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["water", "poor rate"],
        proxy=["height", "rent"],
    )


def monday_load(rng: Rng, scale: float = 1.0) -> World:
    """Mondays are busy, and load jams the line; on Mondays more staff is in, who jam nothing."""
    n = rows(210, scale)
    when = pd.date_range("2026-01-05", periods=n, freq="D")
    monday = np.asarray(when.day_of_week == 0)
    load = np.where(monday, 120, 80) + rng.normal(0, 12, n)
    columns = {
        "when": when,
        "load": load,
        "staff": 3 + monday + rng.integers(0, 2, n),
        "jams": happens(rng, 0.12 * (load - 105)),
    }
    return world(
        "jams",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["load"],
        indirect=["when: weekday"],
        confounded=["staff"],
        time="when",
    )


def eight_cars(rng: Rng, scale: float = 1.0) -> World:
    """Eight cars, twenty trips each, differ for reasons unknown; long stops start, wires do not."""
    cars, trips = 8, max(2, round(20 * scale))
    car = np.repeat(np.arange(cars), trips)
    stop = rng.gamma(3, 3, car.size)
    columns = {
        "car": lots(car, "car "),
        "age": rng.permutation(cars)[car],
        "short wire": (rng.permutation(cars) < cars // 2)[car],
        "stop": stop,
        "bags": rng.poisson(stop),
        "no start": happens(rng, rng.normal(0, 1, cars)[car] - 0.5 * (stop - 7)),
    }
    return world(
        "no start",
        columns,
        bystanders=noise(rng, car.size, 6),
        direct=["stop"],
        proxy=["bags"],
        noise=["age", "short wire"],
        unit="car",
    )


def cancelled(rng: Rng, scale: float = 1.0) -> World:
    """A draught heats and dries: what it does by the one it undoes by the other; a vent sees it."""
    n = rows(300, scale)
    draught = rng.normal(0, 1, n)
    heat, damp = draught + rng.normal(0, 1, n), rng.normal(0, 1, n) - draught
    columns = {
        "draught": draught,
        "heat": 25 + 4 * heat,
        "damp": 50 + 9 * damp,
        "vent": draught + rng.normal(0, 1, n),
        "warped": heat + damp + rng.normal(0, 1, n),
    }
    return world(
        "warped",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["heat", "damp"],
        indirect=["draught"],
        confounded=["vent"],
    )


def five_thousand(rng: Rng, scale: float = 1.0) -> World:
    """Five thousand records: heat and wear each do a little, and their proxies nearly as much."""
    n = rows(5000, scale)
    heat, wear = rng.normal(0, 1, n), rng.gamma(2, 1, n)
    columns = {
        "heat": 25 + 5 * heat,
        "wear": wear,
        "fan": near(rng, heat, 0.9),
        "dust": np.exp(near(rng, wear, 0.8)),
        "day shift": happens(rng, heat),
        "lot": lots(rng.integers(0, 30, n), "L"),
        "fails": happens(rng, 0.9 * heat + 0.5 * wear - 2.5),
    }
    return world(
        "fails",
        columns,
        bystanders=noise(rng, n, 10),
        direct=["heat", "wear"],
        proxy=["fan", "dust", "day shift"],
        noise=["lot"],
    )


WORLDS: tuple[Maker, ...] = (
    proxy_of_proxy,
    four_causes,
    machine_and_speed,
    ten_alike,
    felt_heat,
    forty_lots,
    heat_without_fan,
    gaps_in_the_cause,
    two_gauges,
    water_and_height,
    monday_load,
    eight_cars,
    cancelled,
    five_thousand,
)
