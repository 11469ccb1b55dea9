"""How long screening takes: each candidate given each other one, and a whole investigation.

OMP_NUM_THREADS=1 python benchmarks/screening.py [--tables W,M] [--repeats 3] [--pairs 200]

"All ordered pairs" is `rootcause.association.at_once.AtOnce.given_each` with every candidate in
turn as what is given: one model of the outcome by each candidate (curves of 4 degrees of freedom,
one column a level), and the score tests of all others beside it; of more than 20,000 rows a
sample, as in an investigation. "Off by" is how far log p lies from that of the full test, which
also has exact tails, steps and windows: the median and the greatest over some pairs.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
from speed import OUTCOME, TABLES, simulated

import rootcause as rc
from rootcause.association.at_once import AtOnce
from rootcause.association.conditional import Conditional
from rootcause.columns import read_columns
from rootcause.screening.screening import ENOUGH
from rootcause.variables import Column


def all_pairs(outcome: Column, candidates: list[Column]) -> np.ndarray:
    """P-values of each candidate (columns) given each (rows)."""
    looked = AtOnce(Conditional(outcome), candidates)
    return looked.given_each([[one] for one in candidates])


def timed(work: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Median CPU seconds, and what came of it."""
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        found = work()
        seconds.append(time.process_time() - started)
    return median(seconds), found


def off_by(
    found: np.ndarray, outcome: Column, candidates: list[Column], pairs: int
) -> tuple[float, float]:
    """How far log p is from that of the full test, over some pairs: median and greatest."""
    rng = np.random.default_rng(0)
    conditional = Conditional(outcome)
    apart = []
    for _ in range(pairs):
        held, tested = rng.choice(len(candidates), 2, replace=False)
        pvalue = conditional.pvalue(candidates[tested], [candidates[held]])
        apart.append(abs(np.log(found[held, tested]) - np.log(pvalue)))
    return float(np.median(apart)), float(np.max(apart))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", default="W,M")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=200)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    rc.investigate(simulated(*TABLES["S"]), OUTCOME)  # imports, before the clock starts
    print("| | ordered pairs | all of them, CPU s | off by | investigation, CPU s |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in asked.tables.split(","):
        table = simulated(*TABLES[name])
        read = read_columns(table.head(ENOUGH), OUTCOME)
        candidates = [
            one
            for one in read.candidates
            if not one.variable.not_tested and not one.variable.derived_from
        ]
        seconds, found = timed(lambda r=read, c=candidates: all_pairs(r.outcome, c), asked.repeats)
        whole, _ = timed(lambda t=table: rc.investigate(t, OUTCOME), 1)
        usual, most = off_by(found, read.outcome, candidates, asked.pairs)
        k = len(candidates)
        cells = f"{k * (k - 1):,} | {seconds:.1f} | {usual:.2f}, {most:.2f} | {whole:.1f}"
        print(f"| {TABLES[name][0]:,} x {TABLES[name][1]} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
