"""SIMULATED. A car that can be driven to the shop as often as anybody likes.

As in `data/vanilla-car`: petrol that boils in a hot fuel line is the cause, and whoever stays in
the shop long enough never meets it. Here the family is in such a hurry that vanilla and a short
stop always go together, so that watching alone can't tell which of them it is.

Ground truth: the log odds of not starting fall by 1 with each minute in the shop, and are even at 6
minutes when it is 27 °C outside; they rise by .08 with each °C. Flavour plays no part. With its
fuel line shielded, the car fails in 1 of 200 starts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

SHIELDED = 0.005


def evenings(n: int, seed: int) -> pd.DataFrame:
    """What the family wrote down: a hurry is vanilla and a short stop, always together."""
    chance = np.random.default_rng(seed)
    hurry = chance.random(n) < 0.5
    wanted = pd.DataFrame(
        {
            "flavour": np.where(hurry, "vanilla", chance.choice(["chocolate", "pistachio"], n)),
            "shop_minutes": np.where(hurry, chance.uniform(1.5, 4.5, n), chance.uniform(8, 15, n)),
        }
    )
    return _driven(wanted, chance, trial=False, shielded=False)


def drive(settings: pd.DataFrame, seed: int, *, shielded: bool = False) -> pd.DataFrame:
    """Trips with the flavour and the minutes that were asked for, as near as a person gets."""
    chance = np.random.default_rng(seed)
    wanted = settings.assign(
        shop_minutes=settings["shop_minutes"] + chance.normal(0, 0.2, len(settings))
    )
    return _driven(wanted, chance, trial=True, shielded=shielded)


def _driven(
    wanted: pd.DataFrame, chance: np.random.Generator, *, trial: bool, shielded: bool
) -> pd.DataFrame:
    n = len(wanted)
    outside = chance.normal(26, 3, n).round()
    minutes = wanted["shop_minutes"].clip(1, 20).round(1).to_numpy()
    odds = np.exp(-(minutes - 6) + 0.08 * (outside - 27))
    failed = chance.random(n) < np.where(shielded, SHIELDED, odds / (1 + odds))
    return pd.DataFrame(
        {
            "flavour": wanted["flavour"].to_numpy(),
            "shop_minutes": minutes,
            "outside_temp": outside,
            "set": trial,
            "no_start": np.where(failed, "failed", "started"),
        }
    )
