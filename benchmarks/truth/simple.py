"""Worlds of one idea each: who is the cause, and who only goes with it."""

from __future__ import annotations

import numpy as np

from truth.worlds import Maker, World, coin, happens, near, noise, rows, world

Rng = np.random.Generator


def proxy(rng: Rng, scale: float = 1.0) -> World:
    """Damp resin cracks; damp resin also looks cloudy, which harms nothing."""
    n = rows(150, scale)
    moisture = rng.gamma(4, 0.05, n)
    cloudy = happens(rng, 18 * (moisture - 0.2))
    columns = {
        "moisture": moisture,
        "cloudy": cloudy,
        "cracked": happens(rng, 20 * (moisture - 0.22)),
    }
    return world(
        "cracked", columns, bystanders=noise(rng, n, 8), direct=["moisture"], proxy=["cloudy"]
    )


def vanilla(rng: Rng, scale: float = 1.0) -> World:
    """Vanilla stands by the door, a short stop leaves the engine hot, a hot engine won't start."""
    n = rows(80, scale)
    flavour = rng.choice(["vanilla", "chocolate", "mint", "nut"], n, p=[0.4, 0.2, 0.2, 0.2])
    quick = flavour == "vanilla"
    minutes = np.where(quick, rng.normal(4, 1.5, n), rng.normal(9, 3, n)).clip(1)
    columns = {
        "flavour": flavour,
        "minutes": minutes,
        "no_start": happens(rng, -(minutes - 6)),
    }
    return world(
        "no_start", columns, bystanders=noise(rng, n, 8), direct=["minutes"], indirect=["flavour"]
    )


def chain(rng: Rng, scale: float = 1.0) -> World:
    """The supplier decides the viscosity, viscosity the pressure, and pressure the leaks."""
    n = rows(200, scale)
    supplier = rng.choice(["Adler", "Berg", "Conti"], n)
    viscosity = np.where(supplier == "Berg", 46, 40) + rng.normal(0, 3, n)
    pressure = 5 + 0.2 * (viscosity - 42) + rng.normal(0, 0.6, n)
    columns = {
        "supplier": supplier,
        "viscosity": viscosity,
        "pressure": pressure,
        "leaks": happens(rng, 2.0 * (pressure - 5.3)),
    }
    return world(
        "leaks",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["pressure"],
        indirect=["supplier", "viscosity"],
    )


def fork(rng: Rng, scale: float = 1.0) -> World:
    """Hot days stop the press, and on hot days people buy ice cream and open the windows."""
    n = rows(200, scale)
    heat = rng.normal(24, 6, n)
    columns = {
        "heat": heat,
        "ice creams": rng.poisson(np.exp(0.08 * (heat - 10))),
        "windows open": happens(rng, 0.4 * (heat - 22)),
        "press stopped": happens(rng, 0.3 * (heat - 27)),
    }
    return world(
        "press stopped",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["heat"],
        confounded=["ice creams", "windows open"],
    )


def two_causes(rng: Rng, scale: float = 1.0) -> World:
    """Speed and a worn blade both tear the foil; noise goes with speed, dust with wear."""
    n = rows(250, scale)
    speed, wear = rng.normal(120, 15, n), rng.gamma(2, 1, n)
    columns = {
        "speed": speed,
        "blade wear": wear,
        "loudness": 80 + 5 * near(rng, speed, 0.8),
        "dust": np.exp(near(rng, wear, 0.75)),
        "torn": happens(rng, 0.1 * (speed - 125) + 1.0 * (wear - 2)),
    }
    return world(
        "torn",
        columns,
        bystanders=noise(rng, n, 8),
        direct=["speed", "blade wear"],
        proxy=["loudness", "dust"],
    )


def simpson(rng: Rng, scale: float = 1.0) -> World:
    """Open surgery heals better at either size of stone, but gets the large stones."""
    n = rows(700, scale)
    large = coin(rng, n, 0.5)
    surgery = coin(rng, n, np.where(large, 0.8, 0.2))
    healed = coin(rng, n, 0.88 - 0.38 * large + 0.11 * surgery)
    stone = np.where(large, "large", "small")
    columns = {"stone": stone, "surgery": surgery, "not healed": ~healed}
    return world("not healed", columns, bystanders=noise(rng, n, 6), direct=["stone", "surgery"])


def suppression(rng: Rng, scale: float = 1.0) -> World:
    """Load wears the gear and grease saves it, but heavy loads are greased more: it cancels out."""
    n = rows(250, scale)
    load = rng.normal(0, 1, n)
    grease = near(rng, load, 0.7)
    wear = load - 0.7 * grease + rng.normal(0, 0.8, n)
    columns = {"load": 50 + 10 * load, "grease": 5 + grease, "wear": 100 + 8 * wear}
    return world("wear", columns, bystanders=noise(rng, n, 8), direct=["load", "grease"])


def weak_beside_strong(rng: Rng, scale: float = 1.0) -> World:
    """Voltage decides most resets; a cheap cable doubles the odds."""
    n = rows(500, scale)
    voltage, cable = rng.normal(5, 0.2, n), coin(rng, n, 0.4)
    columns = {
        "voltage": voltage,
        "cheap cable": cable,
        "reset": happens(rng, -12 * (voltage - 4.9) + 0.9 * cable),
    }
    return world("reset", columns, bystanders=noise(rng, n, 8), direct=["voltage", "cheap cable"])


def partly_mediated(rng: Rng, scale: float = 1.0) -> World:
    """Night shift ovens run hotter, and at night the parts also wait longer: both crack them."""
    n = rows(300, scale)
    night = coin(rng, n, 0.4)
    oven = 210 + 6 * night + rng.normal(0, 6, n)
    columns = {
        "night shift": night,
        "oven": oven,
        "cracked": happens(rng, 0.22 * (oven - 214) + 1.3 * night - 1.0),
    }
    return world("cracked", columns, bystanders=noise(rng, n, 8), direct=["night shift", "oven"])


def bad_machine(rng: Rng, scale: float = 1.0) -> World:
    """One of six machines burrs; its operators, who mostly stay with it, get the blame."""
    n = rows(240, scale)
    machine = rng.choice(6, n)
    own = coin(rng, n, 0.75)
    operator = np.where(own, machine, rng.choice(6, n))
    columns = {
        "machine": np.char.add("M", machine.astype(str)),
        "operator": np.array(["Ann", "Ben", "Cem", "Dai", "Eva", "Fay"])[operator],
        "burr": coin(rng, n, np.where(machine == 3, 0.65, 0.12)),
    }
    return world(
        "burr", columns, bystanders=noise(rng, n, 8), direct=["machine"], proxy=["operator"]
    )


def close_proxy(rng: Rng, scale: float = 1.0) -> World:
    """The bearing's heat seizes it; a second gauge nearby reads almost the same."""
    n = rows(300, scale)
    bearing = rng.normal(70, 8, n)
    columns = {
        "bearing heat": bearing,
        "housing heat": 55 + 6 * near(rng, bearing, 0.9),
        "oil heat": 60 + 6 * near(rng, bearing, 0.7),
        "seized": happens(rng, 0.25 * (bearing - 74)),
    }
    return world(
        "seized",
        columns,
        bystanders=noise(rng, n, 6),
        direct=["bearing heat"],
        proxy=["housing heat", "oil heat"],
    )


def rivals(rng: Rng, scale: float = 1.0) -> World:
    """Two levers are moved together in 19 of 20 runs, so few runs can tell them apart."""
    n = rows(60, scale)
    valve = coin(rng, n, 0.5)
    fan = np.where(coin(rng, n, 0.95), valve, ~valve)
    columns = {
        "valve open": valve,
        "fan on": fan,
        "foams": coin(rng, n, np.where(valve, 0.8, 0.15)),
    }
    return world(
        "foams",
        columns,
        bystanders=noise(rng, n, 5),
        direct=["valve open"],
        proxy=["fan on"],
        honest=["valve open", "fan on"],
    )


def many_proxies(rng: Rng, scale: float = 1.0) -> World:
    """A voltage dip trips the drive, and a dozen meters in the cabinet see the dip too."""
    n = rows(200, scale)
    dip = rng.gamma(2, 5, n)
    meters = {f"meter {i}": near(rng, dip, rng.uniform(0.4, 0.8)) for i in range(1, 13)}
    columns = {"dip": dip, **meters, "tripped": happens(rng, 0.3 * (dip - 12))}
    return world(
        "tripped", columns, bystanders=noise(rng, n, 5), direct=["dip"], proxy=list(meters)
    )


WORLDS: tuple[Maker, ...] = (
    proxy,
    vanilla,
    chain,
    fork,
    two_causes,
    simpson,
    suppression,
    weak_beside_strong,
    partly_mediated,
    bad_machine,
    close_proxy,
    rivals,
    many_proxies,
)
