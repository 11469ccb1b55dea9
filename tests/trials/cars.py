"""The car that dislikes vanilla, with flavour and minutes fully confounded, and trials with it."""

import numpy as np
import pandas as pd

import rootcause as rc
from rootcause.results import Lever
from rootcause.trials.evidence import Means, Rates
from rootcause.trials.hypotheses import Hypotheses
from rootcause.trials.levers import binned
from rootcause.variables import Column, Kind, Variable

FLAVOURS = ("chocolate", "pistachio", "vanilla")
LEVERS = {"minutes": (1, 15), "flavour": None}
FLAVOUR = Lever(Variable("flavour", Kind.NOMINAL, levels=FLAVOURS), levels=FLAVOURS)
MINUTES = Lever(Variable("minutes", Kind.NUMERIC, unit="min"), 1, 15)


def trips(n=20, seed=1, agree=1.0):
    """Trips on which vanilla and a short stop went together in this share; one failed unasked."""
    rng = np.random.default_rng(seed)
    vanilla = rng.random(n) < 0.5
    short = np.where(rng.random(n) < agree, vanilla, ~vanilla)
    minutes = np.where(short, rng.uniform(1, 4, n), rng.uniform(5, 12, n)).round(1)
    flavour = np.where(vanilla, "vanilla", rng.choice(["chocolate", "pistachio"], n))
    failed = minutes < 4
    failed[np.flatnonzero(~failed)[:1]] = True
    return pd.DataFrame({"flavour": flavour, "minutes": minutes, "failed": failed})


def tried(settings, answer, seen=None):
    """The trips, followed by trials of these (flavour, minutes) that were answered so."""
    rows = [
        {"flavour": flavour, "minutes": minutes, "failed": answer(flavour, minutes), "set": True}
        for flavour, minutes in settings
    ]
    seen = trips() if seen is None else seen
    return pd.concat([seen.assign(set=False), pd.DataFrame(rows)], ignore_index=True)


CROSSED = [("chocolate", 2.0), ("vanilla", 9.0), ("pistachio", 2.6), ("vanilla", 11.0)]


def by_minutes(_, minutes):
    return minutes < 4


def by_flavour(flavour, _):
    return flavour == "vanilla"


def investigated(table, **options):
    """An investigation of the trips, with both levers; a column "set" marks trials."""
    marks = {"trial": "set"} if "set" in table else {}
    return rc.investigate(table, "failed", levers=LEVERS, **marks, **options)


def hypotheses(table=None, numeric=False, levers=(FLAVOUR, MINUTES)):
    """The hypotheses about flavour and minutes, with the bins of the trips, shape (rows, 2)."""
    table = trips() if table is None else table
    values = {
        "flavour": table.flavour.map(FLAVOURS.index).to_numpy(float),
        "minutes": table.minutes.to_numpy(float),
    }
    parts = [binned(one, Column(one.variable, values[one.name])) for one in levers]
    made = Hypotheses(parts, Means() if numeric else Rates())
    return made, np.column_stack([part.rows for part in parts])
