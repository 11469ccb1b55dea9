"""Many units: what `unit=` costs, beside a conditional logistic regression and a column for each.

    OMP_NUM_THREADS=1 python benchmarks/units.py [--units 100,300,1000,3000,10000] [--rows 6]

A table of units with so many rows each, ten candidates, one a cause, and a yes or no. CPU seconds
of `rc.rank` and `rc.investigate`; of statsmodels' `ConditionalLogit` with all candidates, one fit;
and of its logistic regression with a column for each unit, one fit, where the units are few enough
to wait for it. Shares of `--draws` tables, in which a column goes with the cause and does nothing
itself, where the test of it given the cause has a p of at most .05.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
from statsmodels.api import Logit
from statsmodels.discrete.conditional_models import ConditionalLogit

import rootcause as rc

CANDIDATES = [f"x{place}" for place in range(10)]
WAITED_FOR = 150  # units, of which a regression with a column for each ends soon


def table(rng: np.random.Generator, units: int, rows: int, events: float = 0.3) -> pd.DataFrame:
    """Units that differ; `x0` is the cause and `x1` goes with it."""
    unit = np.repeat(np.arange(units), rows)
    drawn = rng.normal(size=(unit.size, len(CANDIDATES)))
    drawn[:, 1] = 0.8 * drawn[:, 0] + 0.6 * drawn[:, 1]
    found = pd.DataFrame(drawn, columns=CANDIDATES)
    level = np.log(events / (1 - events)) + rng.normal(size=units)[unit]
    found["failed"] = rng.random(unit.size) < 1 / (1 + np.exp(-level - found["x0"]))
    found["unit"] = [f"car {one}" for one in unit]
    return found


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def conditional(frame: pd.DataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        failed = frame["failed"].astype(float)
        ConditionalLogit(failed, frame[CANDIDATES], groups=frame["unit"]).fit(disp=0)


def with_columns(frame: pd.DataFrame) -> None:
    columns = pd.get_dummies(frame["unit"], dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        design = pd.concat([frame[CANDIDATES], columns], axis=1)
        Logit(frame["failed"].astype(float), design).fit_regularized(alpha=1e-3, disp=0)


def costs(units: int, rows: int) -> str:
    """One row of the table: seconds, and ratios of what is as much work."""
    frame = table(np.random.default_rng(units), units, rows)
    given = {"outcome": "failed", "unit": "unit"}
    ranked = cpu(lambda: rc.rank(frame, **given))
    investigated = cpu(lambda: rc.investigate(frame, **given))
    peer = cpu(lambda: conditional(frame))
    columns = f"{cpu(lambda: with_columns(frame)):.2f}" if units <= WAITED_FOR else "-"
    return f"| {units:,} | {ranked:.2f} | {investigated:.2f} | {peer:.2f} | {columns} |"


def blamed(units: int, rows: int, events: float, draws: int) -> str:
    """How often `x1`, which does nothing, and `x0`, the cause, are found given each other."""
    rng = np.random.default_rng([units, rows])
    found = {"x0": 0, "x1": 0}
    for _ in range(draws):
        frame = table(rng, units, rows, events)
        for name, other in (("x0", "x1"), ("x1", "x0")):
            tested = rc.associate(
                frame["failed"], frame[name], given=frame[[other]], unit=frame["unit"]
            )
            found[name] += tested.pvalue <= 0.05
    shares = (f"{found[name] / draws:.3f}" for name in ("x1", "x0"))
    return f"| {units} x {rows} | {events} | " + " | ".join(shares) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--units", default="100,300,1000,3000,10000")
    parser.add_argument("--rows", type=int, default=6)
    parser.add_argument("--draws", type=int, default=200)
    asked = parser.parse_args()
    costs(20, asked.rows)  # what is imported when first used
    print("| units | rank | investigate | ConditionalLogit | a column each |\n|" + "---|" * 5)
    for units in map(int, asked.units.split(",")):
        print(costs(units, asked.rows), flush=True)
    print("\n| units x rows | events | nothing, given the cause | the cause, given it |")
    print("|" + "---|" * 4)
    for units, rows, events in ((400, 4, 0.5), (400, 4, 0.05), (60, 4, 0.5), (60, 20, 0.2)):
        print(blamed(units, rows, events, asked.draws), flush=True)


if __name__ == "__main__":
    main()
