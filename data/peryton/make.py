"""SIMULATED. The bursts that a radio telescope heard in office hours.

A microwave oven in the visitors' centre lets a pulse out when its door is opened before it has
stopped, and the dish hears it when it points the right way.

Ground truth
------------
cause
    door_early and angle, only together: when the door is opened early and the dish points within
    60 degrees of the oven, 9 times in 10 a burst is heard. Otherwise once in 250 hours.
proxies
    hour, workday and oven_on: somebody has to be there and warm up lunch before the door can be
    opened early.
nulls
    lightning and humidity.
consequence
    pulse_2g4: what another receiver heard, looked up for each burst.
"""

SEED = 1504
HOURS = 400
OUTCOMES = {True: "heard", False: "quiet"}


def oven_share(hour, workday):
    """How often the oven is on in an hour of the day."""
    if not workday:
        return 0.02
    return 0.7 if 11 <= hour <= 13 else 0.2 if 8 <= hour <= 17 else 0.02


def observations(chance):
    for _ in range(HOURS):
        hour = int(chance.uniform(0, 24))
        workday = chance.happens(5 / 7)
        oven_on = chance.happens(oven_share(hour, workday))
        door_early = oven_on and chance.happens(0.5)
        angle = chance.uniform(0, 180)
        burst = (door_early and angle < 60 and chance.happens(0.9)) or chance.happens(0.004)
        yield {
            "hour": hour,
            "workday": workday,
            "oven_on": oven_on,
            "door_early": door_early,
            "angle": round(angle),
            "lightning": round(chance.exponential(120)),
            "humidity": round(chance.uniform(20, 95)),
            "burst": OUTCOMES[burst],
            "pulse_2g4": burst and chance.happens(0.95),
        }
