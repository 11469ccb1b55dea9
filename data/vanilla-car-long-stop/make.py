"""SIMULATED. The car that hated vanilla, in the variant with the long stop.

Here the vanilla is scooped and packed by hand while the customer waits, and the other flavours
come ready in tubs from the freezer. Heat creeps from a stopped engine into its fuel line, so that
the petrol boils only after a while: the quick stop starts, the long one does not.

Ground truth
------------
cause
    shop_minutes: the log odds of not starting rise by 0.5 with each minute, and are even at 12
    minutes when it is 27 °C outside.
a weaker cause
    outside_temp: the log odds rise by 0.08 with each °C.
proxies
    flavour and tubs_bought: they act through the minutes only.
nulls
    drive_minutes, fuel_level, passengers and radio.
"""

import math
from datetime import date, timedelta

SEED = 1989
EVENINGS = 60
FIRST = date(2026, 6, 1)
FLAVOURS = ("vanilla", "vanilla", "chocolate", "strawberry", "pistachio")
OUTCOMES = {True: "failed", False: "started"}


def no_start_probability(minutes, outside):
    return 1 / (1 + math.exp(-0.5 * (minutes - 12) - 0.08 * (outside - 27)))


def in_the_shop(flavour, tubs, chance):
    """Two and a half minutes a tub scooped by hand; a tub from the freezer takes none."""
    scooping = 2.5 * tubs if flavour == "vanilla" else 0
    return max(1.5, 5 + scooping + chance.normal(0, 3))


def observations(chance):
    for evening in range(EVENINGS):
        flavour = chance.one_of(FLAVOURS)
        tubs = 1 + chance.poisson(2.5 if flavour == "vanilla" else 1.5)
        minutes = in_the_shop(flavour, tubs, chance)
        outside = chance.normal(27, 4)
        yield {
            "day": FIRST + timedelta(days=evening),
            "flavour": flavour,
            "tubs_bought": tubs,
            "shop_minutes": round(minutes, 1),
            "outside_temp": round(outside, 1),
            "drive_minutes": round(chance.uniform(8, 25)),
            "fuel_level": round(chance.uniform(15, 100)),
            "passengers": int(chance.uniform(0, 4)),
            "radio": "on" if chance.happens(0.6) else "off",
            "no_start": OUTCOMES[chance.happens(no_start_probability(minutes, outside))],
        }
