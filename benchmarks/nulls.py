"""Tables in which nothing matters: how often is something blamed all the same?

Simulated: pure noise of mixed kinds, and the same with the outcome's column shuffled. An answer
other than "nothing recorded explains it" (or "too few observations") is a false alarm.

    python benchmarks/nulls.py [--seeds 200] [--first 0] [--write docs/calibration.md]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pages
import pandas as pd

import rootcause as rc

ROWS = (12, 20, 40, 100)
COLUMNS = (5, 20, 50)
SILENT = (rc.Answer.NOTHING, rc.Answer.TOO_FEW)


def noise(rng: np.random.Generator, n: int, columns: int, outcome: str) -> pd.DataFrame:
    """`n` rows of mixed columns that have nothing to do with the outcome."""
    makers = (
        lambda: rng.normal(size=n),
        lambda: rng.exponential(size=n) ** 2,
        lambda: rng.integers(0, 4, n),
        lambda: rng.random(n) < rng.choice([0.5, 0.2]),
        lambda: rng.choice(list("abcd"), n, p=[0.4, 0.3, 0.2, 0.1]),
    )
    frame = pd.DataFrame({f"x{i}": makers[i % len(makers)]() for i in range(columns)})
    y = rng.normal(size=n) if outcome == "numeric" else rng.random(n) < 0.4
    while outcome == "binary" and y.all() == y.any():
        y = rng.random(n) < 0.4
    return frame.assign(y=y)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--write", type=Path, help="a page with a place for the table")
    asked = parser.parse_args()
    pages.tell(table(range(asked.first, asked.first + asked.seeds)), asked.write, "nulls")


def table(seeds: range) -> Iterator[str]:
    yield "| outcome | rows | columns | false alarms | of | said to stand |"
    yield "| --- | --- | --- | --- | --- | --- |"
    everywhere = tables = 0
    for outcome in ("binary", "numeric"):
        for n in ROWS:
            for columns in COLUMNS:
                answers = [
                    rc.investigate(
                        noise(np.random.default_rng([seed, n, columns]), n, columns, outcome), "y"
                    ).answer
                    for seed in seeds
                ]
                alarms = sum(answer not in SILENT for answer in answers)
                stand = sum(answer is rc.Answer.STANDS for answer in answers)
                everywhere, tables = everywhere + alarms, tables + len(answers)
                yield f"| {outcome} | {n} | {columns} | {alarms} | {len(answers)} | {stand} |"
    yield f"| all | | | {everywhere} | {tables} | |"


if __name__ == "__main__":
    main()
