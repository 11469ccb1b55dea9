"""SIMULATED. The radio link that worked only when it rained.

A link from roof to roof passes a tree which has grown into its way. Wet branches hang lower and
clear it: some minutes after the rain begins the link is good, and some minutes after it has ended
the link is gone.

Ground truth
------------
cause
    foliage_wet: above about half wet the link loses next to nothing, below next to everything.
proxies
    rain, since_start, since_end and humidity: the foliage gets wet within some 5 minutes of rain
    and dries within some 15, so the rain of this minute is ahead of the loss.
nulls
    wind and traffic.
time
    A row every 5 minutes for 30 hours; weather and loss resemble those of the row before.
"""

import math
from datetime import datetime, timedelta

SEED = 98
STEPS = 360
MINUTES = 5
FIRST = datetime(2026, 10, 3, 6, 0)
DRY_SPELL, RAINY_SPELL = 150, 45  # mean minutes
WETTING, DRYING = 5, 15  # minutes


def observations(chance):
    raining, left = False, chance.exponential(DRY_SPELL)
    since_start = since_end = None
    wet, wind, damp = 0.0, 4.0, 55.0
    for step in range(STEPS):
        if left <= 0:
            raining = not raining
            left = chance.exponential(RAINY_SPELL if raining else DRY_SPELL)
            since_start, since_end = (0, since_end) if raining else (since_start, 0)
        left -= MINUTES
        wet += ((100 if raining else 0) - wet) * -math.expm1(
            -MINUTES / (WETTING if raining else DRYING)
        )
        wind = max(0.0, 4 + 0.9 * (wind - 4) + chance.normal(0, 0.7))
        damp += 0.1 * ((95 if raining else 55) - damp) + chance.normal(0, 1.5)
        loss = 98 / (1 + math.exp((wet - 50) / 6)) + chance.normal(0, 2)
        now = FIRST + timedelta(minutes=MINUTES * step)
        yield {
            "at": now.isoformat(sep=" ", timespec="minutes"),
            "rain": round(chance.exponential(3) + 0.2, 1) if raining else 0.0,
            "since_start": since_start,
            "since_end": since_end,
            "foliage_wet": round(min(100.0, max(0.0, wet + chance.normal(0, 3)))),
            "humidity": round(min(100.0, damp)),
            "wind": round(wind, 1),
            "traffic": round(chance.exponential(6 if 8 <= now.hour < 23 else 1), 1),
            "loss": round(min(100.0, max(0.0, loss)), 1),
        }
        since_start = None if since_start is None else since_start + MINUTES
        since_end = None if since_end is None else since_end + MINUTES
