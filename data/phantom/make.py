"""SIMULATED. The woman who had been at forty crime scenes.

The swabs of some lots were touched by the same worker at the packing plant. Whoever uses them
finds her.

Ground truth
------------
cause
    lot: with a swab of one of three lots her profile is found 4 times in 10, with any other never.
upstream
    supplier: all three lots are supplier 1's.
proxies
    state: five buy from supplier 1, two of them also from others; state F never does.
nulls
    crime, outdoors, technician and hours_after. (The woman of the profile was nowhere.)
measured
    blank_positive: an unused swab of the same lot shows the profile. Done for 1 scene in 3, and
    positive 6 times in 10 for a touched lot.
"""

from datetime import date, timedelta

SEED = 40
SCENES = 260
FIRST = date(2007, 1, 8)
LOTS = {"supplier 1": ("L1", "L2", "L3", "L4", "L5"), "supplier 2": ("M1", "M2", "M3", "M4")}
TOUCHED = ("L1", "L3", "L4")
SUPPLIERS = {  # of each state
    "A": ("supplier 1",),
    "B": ("supplier 1",),
    "C": ("supplier 1", "supplier 2"),
    "D": ("supplier 1", "supplier 2"),
    "E": ("supplier 1",),
    "F": ("supplier 2",),
}
CRIMES = ("burglary", "burglary", "car theft", "robbery", "homicide")
OUTCOMES = {True: "found", False: "not found"}


def observations(chance):
    for _ in range(SCENES):
        state = chance.one_of(list(SUPPLIERS))
        supplier = chance.one_of(SUPPLIERS[state])
        lot = chance.one_of(LOTS[supplier])
        touched = lot in TOUCHED
        checked = chance.happens(1 / 3)
        yield {
            "on": FIRST + timedelta(days=int(chance.uniform(0, 720))),
            "state": state,
            "supplier": supplier,
            "lot": lot,
            "blank_positive": touched and chance.happens(0.6) if checked else None,
            "crime": chance.one_of(CRIMES),
            "outdoors": chance.happens(0.4),
            "technician": f"technician {1 + int(chance.uniform(0, 8))}",
            "hours_after": round(chance.exponential(9), 1),
            "profile": OUTCOMES[touched and chance.happens(0.4)],
        }
