"""Writes observations.csv of the simulated cases beside this file, the same bytes each time.

    python data/make.py [CASE...]

A simulated case has a make.py of its own, which tells its story, states its truth, and says how
one observation after another comes about: ``SEED`` and ``observations(chance)``. All randomness is
Python's own ``random.random`` through inverse distribution functions, which every version of
Python repeats exactly. Seeds were taken from the stories, and the first one was kept.
"""

import csv
import io
import math
import random
import runpy
import sys
from pathlib import Path
from statistics import NormalDist

DATA = Path(__file__).parent
SAID = {True: "yes", False: "no", None: ""}


class Chance:
    """Draws that every version of Python repeats exactly."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def happens(self, probability):
        return self._random() < probability

    def one_of(self, things):
        return things[int(self._random() * len(things))]

    def uniform(self, low, high):
        return low + (high - low) * self._random()

    def normal(self, mean, deviation):
        return NormalDist(mean, deviation).inv_cdf(self._random())

    def exponential(self, mean):
        return -mean * math.log(1 - self._random())

    def poisson(self, mean):
        left, count, share = self._random(), 0, math.exp(-mean)
        while left > share:
            left, count = left - share, count + 1
            share *= mean / count
        return count


def simulated():
    """Folders of the simulated cases."""
    return sorted(path.parent for path in DATA.glob("*/make.py"))


def table(folder, seed=None):
    """The observations of one simulated case, as the text of a CSV file."""
    make = runpy.run_path(str(folder / "make.py"))
    rows = list(make["observations"](Chance(make["SEED"] if seed is None else seed)))
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _said(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def _said(value):
    return SAID[value] if value is None or isinstance(value, bool) else value


def main():
    for folder in map(DATA.joinpath, sys.argv[1:]) if sys.argv[1:] else simulated():
        (folder / "observations.csv").write_bytes(table(folder).encode())


if __name__ == "__main__":
    main()
