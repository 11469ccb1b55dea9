"""Worlds in time and of repeated units."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from truth.worlds import Maker, Values, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator
START = "2026-03-02"


def stamps(n: int, every: str) -> pd.DatetimeIndex:
    """`n` equally spaced moments."""
    return pd.date_range(START, periods=n, freq=every)


def following(rng: Rng, n: int, memory: float) -> Values:
    """A series of unit variance that remembers: autoregressive of order 1."""
    shocks = rng.normal(0, np.sqrt(1 - memory**2), n)
    shocks[0] = rng.normal()
    return lfilter([1], [1, -memory], shocks)


def weekday(rng: Rng, scale: float = 1.0) -> World:
    """A weekly job that nobody recorded slows the server on Fridays."""
    n = rows(300, scale)
    when = stamps(n, "5h")
    columns = {"when": when, "crash": coin(rng, n, np.where(when.day_of_week == 4, 0.6, 0.1))}
    return world(
        "crash", columns, bystanders=noise(rng, n, 8), direct=["when: weekday"], time="when"
    )


def weekday_by_job(rng: Rng, scale: float = 1.0) -> World:
    """On most Fridays the backup runs, and the backup, not the cleaner, stops the server."""
    n = rows(400, scale)
    when = stamps(n, "5h")
    friday = when.day_of_week == 4
    backup = coin(rng, n, np.where(friday, 0.8, 0.08))
    columns = {
        "when": when,
        "backup": backup,
        "cleaner": coin(rng, n, np.where(friday, 0.85, 0.1)),
        "crash": coin(rng, n, np.where(backup, 0.65, 0.06)),
    }
    return world(
        "crash",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["backup"],
        indirect=["when: weekday"],
        confounded=["cleaner"],
        time="when",
    )


def hour(rng: Rng, scale: float = 1.0) -> World:
    """Around noon the sun blinds the scanner."""
    n = rows(300, scale)
    when = stamps(n, "5h")
    high = np.cos((when.hour - 13) / 24 * 2 * np.pi)
    columns = {"when": when, "misread": happens(rng, 2.2 * np.asarray(high) - 1)}
    return world(
        "misread", columns, bystanders=noise(rng, n, 8), direct=["when: hour"], time="when"
    )


def hour_by_heat(rng: Rng, scale: float = 1.0) -> World:
    """Afternoons are warm, and warmth, not the hour, makes the tape slip."""
    n = rows(300, scale)
    when = stamps(n, "5h")
    warmth = 20 + 5 * np.cos((when.hour - 15) / 24 * 2 * np.pi) + rng.normal(0, 4, n)
    warmth = np.asarray(warmth)
    columns = {"when": when, "warmth": warmth, "slips": happens(rng, 0.35 * (warmth - 23))}
    return world(
        "slips",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["warmth"],
        indirect=["when: hour"],
        time="when",
    )


def lag(rng: Rng, scale: float = 1.0) -> World:
    """Rain of the day before swells the gate; today's rain only goes with yesterday's."""
    n = rows(250, scale)
    wet = following(rng, n + 1, 0.5)
    columns = {
        "when": stamps(n, "D"),
        "rain": np.exp(wet[1:]),
        "gate force": 50 + 10 * (wet[:-1] + rng.normal(0, 0.8, n)),
    }
    return world(
        "gate force",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["rain"],
        honest=["rain"],
        time="when",
    )


def drift(rng: Rng, scale: float = 1.0) -> World:
    """The die wears out day by day; stock and staff also grow by the day, and feed tears too."""
    n = rows(250, scale)
    t = np.linspace(-1, 1, n)
    feed = rng.normal(0, 1, n)
    columns = {
        "when": stamps(n, "6h"),
        "feed": 30 + 4 * feed,
        "stock": 500 + 200 * t + rng.normal(0, 80, n),
        "staff": np.round(12 + 4 * t + rng.normal(0, 2, n)),
        "torn": happens(rng, 1.6 * feed + 1.6 * t - 0.5),
    }
    return world(
        "torn",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["feed"],
        confounded=["stock", "staff"],
        unknowable=["when: order", "when: month"],
        time="when",
    )


def change_point(rng: Rng, scale: float = 1.0) -> World:
    """Since the new firmware the drive trips; the summer warmed slowly all the while."""
    n = rows(200, scale)
    new = np.arange(n) >= 0.6 * n
    columns = {
        "when": stamps(n, "8h"),
        "firmware": np.where(new, "2.1", "2.0"),
        "heat": 20 + 4 * np.linspace(-1, 1, n) + rng.normal(0, 2.5, n),
        "trips": coin(rng, n, np.where(new, 0.6, 0.12)),
    }
    return world(
        "trips",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["firmware"],
        confounded=["heat"],
        unknowable=["when: order", "when: month"],
        kinds={"firmware": "nominal"},
        time="when",
    )


def repeats(rng: Rng, scale: float = 1.0) -> World:
    """Ten cars, twenty trips each: cars differ for reasons unknown, short stops matter in all."""
    cars, trips = 10, max(2, round(20 * scale))
    car = np.repeat(np.arange(cars), trips)
    n = car.size
    minutes = rng.gamma(4, 2, n)
    columns = {
        "car": np.char.add("car ", car.astype(str)),
        "paint": rng.choice(["red", "blue", "white"], cars)[car],
        "mileage": rng.gamma(3, 30, cars)[car],
        "minutes": minutes,
        "bags": rng.poisson(0.5 * minutes),
        "no start": happens(rng, rng.normal(0, 1.8, cars)[car] - 0.6 * (minutes - 7)),
    }
    return world(
        "no start",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["minutes"],
        proxy=["bags"],
        noise=["paint", "mileage"],
        unit="car",
    )


def unit_level_cause(rng: Rng, scale: float = 1.0) -> World:
    """Forty machines, eight parts each: those with the old spindle score the parts."""
    machines = rows(40, scale)
    machine = np.repeat(np.arange(machines), 8)
    n = machine.size
    old = coin(rng, machines, 0.45)
    columns = {
        "machine": np.char.add("M", machine.astype(str)),
        "old spindle": old[machine],
        "paint": rng.choice(["green", "grey"], machines)[machine],
        "hall": np.where(coin(rng, machines, 0.75), old, ~old)[machine],
        "scored": happens(rng, 2.4 * old[machine] - 1.6 + rng.normal(0, 0.8, machines)[machine]),
    }
    return world(
        "scored",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["old spindle"],
        proxy=["hall"],
        noise=["paint"],
        unit="machine",
    )


def slow_series(rng: Rng, scale: float = 1.0) -> World:
    """Level and flow wander slowly like all in the plant; only the flow's own moves disturb it."""
    n = rows(300, scale)
    flow = following(rng, n, 0.8)
    columns = {
        "when": stamps(n, "h"),
        "flow": 8 + flow,
        "valve": near(rng, flow, 0.7),
        "weather": following(rng, n, 0.9),
        "tank": following(rng, n, 0.9),
        "ripple": 3 + 0.9 * flow + following(rng, n, 0.7),
    }
    return world(
        "ripple",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["flow"],
        proxy=["valve"],
        noise=["weather", "tank"],
        time="when",
    )


WORLDS: tuple[Maker, ...] = (
    weekday,
    weekday_by_job,
    hour,
    hour_by_heat,
    lag,
    drift,
    change_point,
    repeats,
    unit_level_cause,
    slow_series,
)
