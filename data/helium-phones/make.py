"""SIMULATED. The telephones that died when the scanner came.

While a magnet was cooled down, helium went into the air ducts. Helium creeps into the tiny
vibrating clock of some devices and stops it, for days; a quartz clock does not mind.

Ground truth
------------
cause
    clock, helium and exposed, only together: a device with a micromechanical clock stops when the
    helium (in %) times the minutes exceeds about 12.
proxies
    model and maker (they decide the clock), mri_distance (the helium thins out with it) and
    floor.
nulls
    battery, case and network.
missing
    belongs_to: nobody asked the patients, so of their devices the outcome is not known.
"""

import math

SEED = 2018
DEVICES = 170
MODELS = {  # model: maker, clock
    "phone 8": ("maker A", "micromechanical"),
    "phone 6": ("maker A", "micromechanical"),
    "watch": ("maker A", "micromechanical"),
    "phone 5": ("maker A", "quartz"),
    "phone G": ("maker G", "quartz"),
    "phone S": ("maker S", "quartz"),
    "computer": ("maker D", "quartz"),
}
OUTCOMES = {True: "died", False: "works"}


def death_probability(clock, dose):
    return 0.01 if clock == "quartz" else 1 / (1 + math.exp(-(math.log(max(dose, 0.01) / 12)) * 4))


def observations(chance):
    for _ in range(DEVICES):
        model = chance.one_of(list(MODELS))
        maker, clock = MODELS[model]
        distance = chance.uniform(3, 90)
        helium = 4 * math.exp(-distance / 40) * math.exp(chance.normal(0, 0.6))
        exposed = chance.uniform(2, 60)
        died = chance.happens(death_probability(clock, helium * exposed))
        owner = "patient" if chance.happens(0.35) else "staff"
        yield {
            "model": model,
            "maker": maker,
            "clock": clock,
            "helium": round(helium, 2),
            "exposed": round(exposed),
            "mri_distance": round(distance),
            "floor": min(3, int(distance / 30 + chance.uniform(0, 1.5))),
            "belongs_to": owner,
            "battery": round(chance.uniform(5, 100)),
            "case": chance.one_of(("none", "rubber", "leather")),
            "network": chance.one_of(("network 1", "network 2", "network 3")),
            "fate": OUTCOMES[died] if owner == "staff" else None,
        }
