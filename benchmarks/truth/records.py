"""Worlds in which the truth is simple and the records are not: gaps, slips, copies, leaks."""

from __future__ import annotations

import numpy as np

from truth.worlds import Maker, Values, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def hot_oven(rng: Rng, n: int) -> tuple[Values, Values, Values]:
    """Heat of an oven, the smell that goes with it, and whether the bread burnt."""
    heat = rng.normal(220, 10, n)
    return heat, happens(rng, 0.15 * (heat - 220)), happens(rng, 0.2 * (heat - 224))


def outliers(rng: Rng, scale: float = 1.0) -> World:
    """Now and then a key sticks and the oven's heat is typed with one or two digits too many."""
    n = rows(200, scale)
    heat, smell, burnt = hot_oven(rng, n)
    typed = np.where(coin(rng, n, 0.04), heat * rng.choice([10, 100], n), heat)
    columns = {"heat": typed, "smell": smell, "burnt": burnt}
    return world("burnt", columns, bystanders=noise(rng, n, 8), direct=["heat"], proxy=["smell"])


def wrong_unit(rng: Rng, scale: float = 1.0) -> World:
    """One colleague in twenty writes the oven's heat in Fahrenheit."""
    n = rows(200, scale)
    heat, smell, burnt = hot_oven(rng, n)
    typed = np.where(coin(rng, n, 0.05), heat * 9 / 5 + 32, heat)
    columns = {"heat": typed, "smell": smell, "burnt": burnt}
    return world("burnt", columns, bystanders=noise(rng, n, 8), direct=["heat"], proxy=["smell"])


def sentinel(rng: Rng, scale: float = 1.0) -> World:
    """The logger writes -999 when the probe is out, whatever the oven does."""
    n = rows(200, scale)
    heat, smell, burnt = hot_oven(rng, n)
    logged = np.where(coin(rng, n, 0.12), -999.0, heat)
    columns = {"heat": logged, "smell": smell, "burnt": burnt}
    return world("burnt", columns, bystanders=noise(rng, n, 8), direct=["heat"], proxy=["smell"])


def holes(rng: Rng, scale: float = 1.0) -> World:
    """A fifth of all cells were never filled in, at random."""
    n = rows(250, scale)
    heat, smell, burnt = hot_oven(rng, n)
    columns = {"heat": heat, "smell": smell, **noise(rng, n, 8)}
    holed = {name: np.where(coin(rng, n, 0.2), None, one) for name, one in columns.items()}
    holed |= {
        name: holed[name].astype(float) for name, one in columns.items() if one.dtype.kind in "if"
    }
    bystanders = {name: one for name, one in holed.items() if name not in ("heat", "smell")}
    kept = {"heat": holed["heat"], "smell": holed["smell"], "burnt": burnt}
    return world("burnt", kept, bystanders=bystanders, direct=["heat"], proxy=["smell"])


def missing_is_the_clue(rng: Rng, scale: float = 1.0) -> World:
    """When the probe drops out the controller overshoots; what the probe reads is harmless."""
    n = rows(250, scale)
    out = coin(rng, n, 0.2)
    columns = {
        "probe": np.where(out, np.nan, rng.normal(220, 10, n)),
        "loose plug": coin(rng, n, np.where(out, 0.7, 0.1)),
        "burnt": coin(rng, n, np.where(out, 0.75, 0.1)),
    }
    return world(
        "burnt",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["probe: missing"],
        indirect=["loose plug"],
        noise=["probe"],
    )


def missing_when_high(rng: Rng, scale: float = 1.0) -> World:
    """The probe tends to fail in great heat, so that just the telling readings are missing."""
    n = rows(300, scale)
    heat, smell, burnt = hot_oven(rng, n)
    lost = happens(rng, 0.15 * (heat - 230))
    columns = {"heat": np.where(lost, np.nan, heat), "smell": smell, "burnt": burnt}
    return world(
        "burnt",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat"],
        proxy=["smell", "heat: missing"],
        honest=["smell", "heat: missing"],
    )


def measurement_error(rng: Rng, scale: float = 1.0) -> World:
    """The strain that breaks the part is read with error; the sag it makes is seen clearly."""
    n = rows(300, scale)
    strain = rng.normal(0, 1, n)
    columns = {
        "strain": near(rng, strain, 0.85),
        "sag": near(rng, strain, 0.6),
        "broke": happens(rng, 2 * strain - 1),
    }
    return world(
        "broke",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["strain"],
        proxy=["sag"],
        honest=["sag"],
    )


def copies(rng: Rng, scale: float = 1.0) -> World:
    """The heat is in the table twice, in Celsius and rounded in Fahrenheit."""
    n = rows(200, scale)
    heat, smell, burnt = hot_oven(rng, n)
    columns = {
        "heat": heat,
        "heat F": np.round(heat * 9 / 5 + 32),
        "smell": smell,
        "burnt": burnt,
    }
    return world(
        "burnt",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat", "heat F"],
        proxy=["smell"],
        honest=["heat", "heat F"],
    )


def label_copies(rng: Rng, scale: float = 1.0) -> World:
    """Each line has its own foreman, so line and foreman are one and the same."""
    n = rows(250, scale)
    line = rng.choice(4, n)
    columns = {
        "line": np.array(["north", "south", "east", "west"])[line],
        "foreman": np.array(["Ida", "Jan", "Kai", "Lea"])[line],
        "scratched": coin(rng, n, np.where(line == 1, 0.6, 0.15)),
    }
    return world(
        "scratched",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["line", "foreman"],
        honest=["line", "foreman"],
    )


def leak(rng: Rng, scale: float = 1.0) -> World:
    """A status code is set from the result, under a name that does not say so."""
    n = rows(200, scale)
    heat, smell, burnt = hot_oven(rng, n)
    code = np.where(burnt, rng.choice(["E2", "E5"], n), rng.choice(["K1", "K3"], n))
    columns = {"heat": heat, "smell": smell, "code": code, "burnt": burnt}
    return world(
        "burnt",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat"],
        proxy=["smell"],
        leak=["code"],
    )


def leak_by_number(rng: Rng, scale: float = 1.0) -> World:
    """The delay stands in the table again, in seconds and rounded."""
    n = rows(150, scale)
    queue = rng.poisson(6, n)
    delay = 3 + 1.2 * queue + rng.gamma(2, 1.5, n)
    columns = {
        "queue": queue,
        "calls": rng.poisson(2 + queue),
        "booked": np.round(60 * delay, -1),
        "delay": delay,
    }
    return world(
        "delay",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["queue"],
        proxy=["calls"],
        leak=["booked"],
    )


def perfect_cause(rng: Rng, scale: float = 1.0) -> World:
    """Every stop under six minutes fails and no other: the cause separates, and is no leak."""
    n = rows(60, scale)
    quick = coin(rng, n, 0.5)
    minutes = np.where(quick, rng.normal(4, 1.8, n), rng.normal(9, 3, n)).clip(1)
    columns = {"vanilla": quick, "minutes": minutes, "no start": minutes < 6}
    return world(
        "no start",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["minutes"],
        indirect=["vanilla"],
    )


def clutter(rng: Rng, scale: float = 1.0) -> World:
    """Beside the cause there are serial numbers, remarks, a constant and an empty column."""
    n = rows(150, scale)
    heat, smell, burnt = hot_oven(rng, n)
    bystanders = noise(rng, n, 5) | {
        "serial": np.char.add("SN-", rng.permutation(np.arange(10_000, 10_000 + n)).astype(str)),
        "remark": np.array([f"seen by {rng.integers(9)} at {i}, all well" for i in range(n)]),
        "plant": np.full(n, "Ulm"),
        "spare": np.full(n, np.nan),
    }
    columns = {"heat": heat, "smell": smell, "burnt": burnt}
    return world("burnt", columns, bystanders=bystanders, direct=["heat"], proxy=["smell"])


def numbered_batch(rng: Rng, scale: float = 1.0) -> World:
    """Batches are numbered, the number means nothing, and one of twelve is bad."""
    n = rows(300, scale)
    batch = rng.integers(0, 12, n)
    columns = {
        "batch": 4000 + 17 * batch,
        "pallet": np.where(coin(rng, n, 0.7), batch // 3, rng.integers(0, 4, n)),
        "brittle": coin(rng, n, np.where(batch == 7, 0.75, 0.1)),
    }
    return world(
        "brittle",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["batch"],
        proxy=["pallet"],
        kinds={"batch": "nominal", "pallet": "nominal"},
    )


WORLDS: tuple[Maker, ...] = (
    outliers,
    wrong_unit,
    sentinel,
    holes,
    missing_is_the_clue,
    missing_when_high,
    measurement_error,
    copies,
    label_copies,
    leak,
    leak_by_number,
    perfect_cause,
    clutter,
    numbered_batch,
)
