"""The project's own story as a bar: is the cause named, and its proxy not?

Simulated. Flavour decides how long the stop takes, the stop decides whether the car starts, and
the day's temperature adds to it; eight columns are noise. The mirrored world, in which the
flavour itself is the cause and the minutes are its proxy, guards against a method that simply
likes numbers. "Exact": the cause stands and the proxy does not.

    python benchmarks/vanilla.py [--seeds 60] [--first 0] [--write docs/calibration.md]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pages
import pandas as pd
from scipy import stats
from scipy.special import expit
from statsmodels.stats.multitest import multipletests

import rootcause as rc

SIZES = (20, 40, 80, 160)
FLAVOURS = np.array(["vanilla", "chocolate", "strawberry", "pistachio"])


def trips(rng: np.random.Generator, n: int, cause: str) -> pd.DataFrame:
    """`n` simulated trips; `cause` is "minutes" or "flavour"."""
    flavour = rng.choice(4, n, p=[0.4, 0.2, 0.2, 0.2])
    minutes = np.where(flavour == 0, rng.normal(4, 1.5, n), rng.normal(9, 3, n)).clip(1)
    temperature = rng.normal(27, 6, n)
    if cause == "minutes":
        risk = expit(-(minutes - 6) + 0.08 * (temperature - 27))
    else:
        risk = np.where(flavour == 0, 0.85, 0.12)
    frame = {
        "no_start": rng.random(n) < risk,
        "flavour": FLAVOURS[flavour],
        "minutes": minutes,
        "temperature": temperature,
    }
    frame |= {f"coin {i}": rng.random(n) < 0.5 for i in range(4)}
    frame |= {f"noise {i}": rng.normal(size=n) for i in range(4)}
    return pd.DataFrame(frame)


def rootcause_names(frame: pd.DataFrame) -> set[str]:
    inv = rc.investigate(frame, outcome="no_start")
    return {one.name for one in inv.candidates if one.verdict == "stands"}


def univariate_names(frame: pd.DataFrame) -> set[str]:
    """What an engineer would type: a scipy test for each column, then Benjamini-Hochberg."""
    failed = frame["no_start"].to_numpy()
    pvalues = {}
    for name in frame.columns.drop("no_start"):
        column = frame[name]
        if column.dtype.kind == "f":
            pvalues[name] = stats.mannwhitneyu(column[failed], column[~failed]).pvalue
        else:
            pvalues[name] = stats.chi2_contingency(pd.crosstab(column, failed)).pvalue
    rejected = multipletests(list(pvalues.values()), 0.05, "fdr_bh")[0]
    return {name for name, yes in zip(pvalues, rejected, strict=True) if yes}


METHODS = {"rootcause": rootcause_names, "univariate + BH": univariate_names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=60)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--write", type=Path, help="a page with a place for the table")
    asked = parser.parse_args()
    pages.tell(table(range(asked.first, asked.first + asked.seeds)), asked.write, "vanilla")


def table(seeds: range) -> Iterator[str]:
    yield "| cause | n | method | exact | proxy blamed | noise blamed | ms a table |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for cause, proxy in (("minutes", "flavour"), ("flavour", "minutes")):
        for n in SIZES:
            for method in METHODS:
                yield row(cause, proxy, n, method, seeds)


def row(cause: str, proxy: str, n: int, method: str, seeds: range) -> str:
    exact = blamed = noise = done = 0
    spent = 0.0
    for seed in seeds:
        frame = trips(np.random.default_rng([seed, n]), n, cause)
        if frame["no_start"].nunique() < 2:
            continue
        started = time.process_time()
        named = METHODS[method](frame)
        spent += time.process_time() - started
        done += 1
        exact += cause in named and proxy not in named
        blamed += proxy in named
        noise += any(name.startswith(("coin", "noise")) for name in named)
    shares = " | ".join(f"{count / done:.2f}" for count in (exact, blamed, noise))
    return f"| {cause} | {n} | {method} | {shares} | {1000 * spent / done:.0f} |"


if __name__ == "__main__":
    main()
