"""SIMULATED. The disks that did not like being shouted at.

Somebody shouts at a rack of disks for half of the minutes watched, drawn by lot. Most requests
take as long as ever; a few wait for a head that has lost its track.

Ground truth
------------
cause
    shouting and distance, only together: a minute with shouting from d metres has a slow request
    in exp(-d / 0.6) of the cases, which then takes 100 to 900 ms. The median does not move.
nulls
    bay, iops, room_temp and queue_depth (iops adds a little to every request, some 1 ms in all).
"""

import math

SEED = 2009
MINUTES = 240


def observations(chance):
    for _ in range(MINUTES):
        shouting = chance.happens(0.5)
        distance = chance.uniform(0.2, 2)
        iops = chance.uniform(200, 1200)
        latency = 7 + iops / 1000 + abs(chance.normal(0, 2))
        if shouting and chance.happens(math.exp(-distance / 0.6)):
            latency = chance.uniform(100, 900)
        yield {
            "shouting": shouting,
            "distance": round(distance, 1),
            "bay": chance.one_of(("A", "B", "C")),
            "iops": round(iops),
            "room_temp": round(chance.normal(22, 0.8), 1),
            "queue_depth": 1 + chance.poisson(4),
            "latency": round(latency, 1),
        }
