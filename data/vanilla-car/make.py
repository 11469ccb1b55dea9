"""SIMULATED. The car that hated vanilla.

The story is the old one of the car that hated vanilla, in the variant with the short stop: vanilla
stands in a freezer by the door with a till of its own, every other flavour is scooped at the
counter in the back. An engine that was driven hot and stands for a few minutes only boils the
petrol in its fuel line (vapour lock) and does not start; after a longer stop it has cooled.

Ground truth
------------
cause
    shop_minutes, the minutes in the shop: the log odds of not starting fall by 1 with each minute,
    and are even at 6 minutes when it is 27 °C outside.
a weaker cause
    outside_temp: the log odds rise by 0.08 with each °C.
proxies
    flavour and people_queueing: they act through the minutes, and through nothing else.
nulls
    drive_minutes, humidity, petrol, fuel_level, passengers and headlights play no part. (Any drive
    of more than five minutes brings the engine to its full heat.)
consequence
    minutes_late: a car that does not start has to cool down, so they get home late.
"""

import math
from datetime import datetime, timedelta

SEED = 1992
EVENINGS = 61
FIRST = datetime(2026, 6, 1)
FLAVOURS = ("vanilla", "vanilla", "chocolate", "strawberry", "pistachio")  # their favourite: twice
NOTES = {
    3: "Road works at the bridge, took the ring road.",
    11: "Lovely evening.",
    19: "Forgot the thermometer at home.",
    26: "Ladies' football on the radio.",
    34: "They had run out of cones.",
    47: "Forgot the thermometer again.",
    55: "Storm warning, none came.",
}
NO_TEMPERATURE = (19, 47)
NO_TRIP = (14,)
OUTCOMES = {True: "failed", False: "started"}


def in_the_shop(flavour, chance):
    """People queueing and minutes spent: one minute a head, and the counter is further in."""
    if flavour == "vanilla":
        queue = chance.poisson(1.5)
        return queue, max(1.0, 2.5 + queue + chance.normal(0, 0.9))
    queue = chance.poisson(4)
    return queue, max(1.0, 5.0 + queue + chance.normal(0, 2.2))


def no_start_probability(minutes, outside):
    """Vapour lock: likely after a short stop, a little likelier on a warm evening."""
    return 1 / (1 + math.exp((minutes - 6) - 0.08 * (outside - 27)))


def refuel(level, petrol, chance):
    """The tank, in %: an evening takes a few; below 15 % it is filled at whichever pump is near."""
    level -= chance.uniform(3, 9)
    if level >= 15:
        return level, petrol
    return chance.uniform(85, 100), chance.one_of(("brand A", "brand B", "brand C"))


def observations(chance):
    level, petrol, receipt = 70.0, "brand A", 40211
    for evening in range(EVENINGS):
        start = FIRST + timedelta(days=evening, hours=chance.uniform(18, 21.5))
        outside = chance.normal(27, 4)
        flavour = chance.one_of(FLAVOURS)
        queue, minutes = in_the_shop(flavour, chance)
        failed = chance.happens(no_start_probability(minutes, outside))
        late = chance.uniform(15, 40) if failed else chance.uniform(0, 6)
        level, petrol = refuel(level, petrol, chance)
        receipt += 1 + int(chance.uniform(60, 190))
        trip = {
            "when": start.isoformat(sep=" ", timespec="minutes"),
            "flavour": flavour,
            "shop_minutes": f"{minutes:.1f}",
            "people_queueing": queue,
            "outside_temp": "" if evening in NO_TEMPERATURE else f"{outside:.1f}",
            "humidity": f"{chance.uniform(35, 90):.0f}",
            "drive_minutes": f"{chance.uniform(8, 25):.0f}",
            "petrol": petrol,
            "fuel_level": f"{level:.0f}",
            "passengers": int(chance.uniform(0, 4)),
            "headlights": "on" if chance.happens(0.4) else "off",
            "receipt": f"K{receipt}",
            "note": NOTES.get(evening, ""),
            "no_start": OUTCOMES[failed],
            "minutes_late": f"{late:.0f}",
        }
        if evening not in NO_TRIP:
            yield trip
