"""SIMULATED. The street that was dying, after John Snow's account of Broad Street in 1854.

Ninety houses between the pump and a walk of a quarter of an hour. Most of those nearby drink from
the pump; a brewery and a workhouse next to it have wells of their own, and a few who moved away
have its water carted to them.

Ground truth
------------
cause
    drinks_pump: of those who drink from the pump 3 in 10 fall to the illness and die, of all others
    1 in 100.
proxies
    distance (who lives near drinks from it) and supply (who has a well of their own does not).
nulls
    storeys, class, trade, and the smell. Class goes a little with the distance.
denominators
    Houses differ in size: the outcome is the number of deaths, of so many residents.
"""

import math

SEED = 1854
HOUSES = 90
EXCEPTIONS = (  # trade, distance, residents, supply, drinks from the pump
    ("brewery", 40, 70, "own well", False),
    ("workhouse", 60, 535, "own well", False),
    ("none", 2900, 2, "company", True),
    ("none", 2200, 3, "company", True),
)
CLASSES = ("poor", "middling", "well-to-do")
TRADES = ("none", "none", "tailor", "shop", "public house")


def usual_house(chance):
    distance = chance.uniform(10, 800)
    near = math.exp(-((distance / 300) ** 2))
    supply = "street pump" if chance.happens(0.5) else "company"
    drinks = chance.happens(0.95 * near if supply == "street pump" else 0.7 * near)
    return chance.one_of(TRADES), distance, 4 + chance.poisson(11), supply, drinks


def observations(chance):
    for house in range(HOUSES):
        known = EXCEPTIONS[house] if house < len(EXCEPTIONS) else usual_house(chance)
        trade, distance, residents, supply, drinks = known
        deaths = sum(chance.happens(0.3 if drinks else 0.01) for _ in range(residents))
        better = chance.uniform(0, 1) + distance / 4000
        yield {
            "distance": round(distance),
            "supply": supply,
            "drinks_pump": drinks,
            "residents": residents,
            "storeys": 1 + int(chance.uniform(1, 5)),
            "class": CLASSES[min(2, int(3 * better))],
            "trade": trade,
            "smell": chance.one_of(("faint", "strong")),
            "deaths": deaths,
        }
