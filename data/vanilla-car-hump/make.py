"""SIMULATED. The car that hated vanilla, in the variant with a window.

Both tellings at once: the engine starts when it is turned off for a moment only (nothing has had
time to boil) and when it has stood for long (all is cool again). In between it does not. Chocolate
comes ready from the freezer, vanilla is packed by hand, pistachio is eaten at the tables outside.

Ground truth
------------
cause
    shop_minutes, in a window: below 4 minutes and above 40 about 1 start in 20 fails, in between
    18 in 20. Its rank correlation with the outcome is small.
proxies
    flavour: it acts through the minutes only.
nulls
    outside_temp, drive_minutes, fuel_level, passengers and radio.
"""

import math
from datetime import date, timedelta

SEED = 1979
EVENINGS = 80
FIRST = date(2026, 6, 1)
FLAVOURS = ("vanilla", "chocolate", "pistachio")
STAY = {"vanilla": (6, 25), "chocolate": (1, 7), "pistachio": (30, 75)}
OUTCOMES = {True: "failed", False: "started"}


def no_start_probability(minutes):
    rising = 1 / (1 + math.exp(-(minutes - 4) / 0.5))
    falling = 1 / (1 + math.exp((minutes - 40) / 2))
    return 0.05 + 0.85 * rising * falling


def observations(chance):
    for evening in range(EVENINGS):
        flavour = chance.one_of(FLAVOURS)
        minutes = chance.uniform(*STAY[flavour])
        yield {
            "day": FIRST + timedelta(days=evening),
            "flavour": flavour,
            "shop_minutes": round(minutes, 1),
            "outside_temp": round(chance.normal(27, 4), 1),
            "drive_minutes": round(chance.uniform(8, 25)),
            "fuel_level": round(chance.uniform(15, 100)),
            "passengers": int(chance.uniform(0, 4)),
            "radio": "on" if chance.happens(0.6) else "off",
            "no_start": OUTCOMES[chance.happens(no_start_probability(minutes))],
        }
