"""How often is a useless fix said to work, and how soon is one that works?

Simulated: failures before and since with known rates, judged by the rules that people use and by
`rootcause.confirm`. The table of the how-to page is written by the same command.

    python benchmarks/confirmation.py [--worlds 1000] [--seed 0] [--write PAGE]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pages
import pandas as pd
from scipy.special import ndtr, ndtri
from scipy.stats import fisher_exact

import rootcause as rc
from rootcause.confirmation import odds, rates, shifts
from rootcause.confirmation.rows import Observed, Rows
from rootcause.confirmation.units import odds_of_units
from rootcause.results import FixAnswer
from rootcause.variables import Kind, Variable

LOOKS = 60
PLANNED = 30
RATES = (0.1, 0.2, 0.4)
SIZES = (20, 60)


class Rule(NamedTuple):
    """In how many worlds a rule says that the fix works, and after how many observations."""

    said: float
    median: float


# Rules: worlds in, the look at which each is said to work, or LOOKS + 1 ------------------------


def first(said: np.ndarray) -> np.ndarray:
    """The first look at which it is said, shape (worlds,)."""
    return np.where(said.any(axis=1), said.argmax(axis=1) + 1, LOOKS + 1)


def somewhere(before: np.ndarray, n: int, since: np.ndarray) -> np.ndarray:
    """So many in a row without a failure anywhere since, as the rate before would make rare."""
    wanted = np.array([rates.observations_needed(min(max(k / n, 0.01), 0.99)) for k in before])
    run, said = np.zeros(len(since), int), np.zeros(since.shape, bool)
    for look in range(since.shape[1]):
        run = np.where(since[:, look], 0, run + 1)
        said[:, look] = run >= wanted
    return first(said)


def each_look(before: np.ndarray, n: int, since: np.ndarray) -> np.ndarray:
    """Fisher's exact test after each observation, until p is at most .05."""
    counts = since.cumsum(axis=1)
    said = np.array(
        [
            [small(int(k), n, int(c), look) for look, c in enumerate(row, 1)]
            for k, row in zip(before, counts, strict=True)
        ]
    )
    return first(said)


@cache
def small(k: int, n: int, c: int, look: int) -> bool:
    table = [[k, c], [n - k, look - c]]
    return bool(fisher_exact(table, alternative="greater").pvalue <= 0.05)


def by_odds(before: np.ndarray, n: int, since: np.ndarray) -> np.ndarray:
    """Odds of 20 to 1 after any observation: what `confirm` goes by."""
    counts = since.cumsum(axis=1)
    looks = np.arange(1, LOOKS + 1)
    found = [
        odds.log_odds_of_shares((int(k), n), row, looks)[0] >= np.log(20)
        for k, row in zip(before, counts, strict=True)
    ]
    return first(np.array(found))


def planned(before: np.ndarray, n: int, since: np.ndarray) -> np.ndarray:
    """`confirm` with a number settled beforehand, once."""
    counts = since[:, :PLANNED].sum(axis=1)
    said = [
        confirmed(int(k), n, int(c)) is FixAnswer.BETTER
        for k, c in zip(before, counts, strict=True)
    ]
    return np.where(said, PLANNED, LOOKS + 1)


@cache
def confirmed(k: int, n: int, c: int) -> FixAnswer:
    return rc.confirm((k, n), (c, PLANNED), planned=PLANNED).answer


def criterion(before: np.ndarray, n: int, since: np.ndarray) -> np.ndarray:
    """`confirm` with "in a row since the fix", as long a run as luck makes rare."""
    run = np.array([rates.clean_by_luck((int(k), n)) or LOOKS + 1 for k in before])
    clean = np.array(
        [length <= LOOKS and not row[:length].any() for length, row in zip(run, since, strict=True)]
    )
    return np.where(clean, run, LOOKS + 1)


RULES = {
    "n in a row, somewhere since": somewhere,
    "Fisher's test after each observation": each_look,
    f"`planned={PLANNED}`, once": planned,
    '`criterion="n in a row"`, from the fix on': criterion,
    "odds of 20 to 1, after each observation": by_odds,
}


def judged(rate: float, since_rate: float, n: int, worlds: int, seed: int) -> Iterator[Rule]:
    """Every rule on the same worlds."""
    rng = np.random.default_rng(seed)
    before = rng.binomial(n, rate, worlds)
    since = rng.random((worlds, LOOKS)) < since_rate
    for rule in RULES.values():
        at = rule(before, n, since)
        yield Rule(float(np.mean(at <= LOOKS)), float(np.median(at)))


def table_of_rules(worlds: int, seed: int) -> Iterator[str]:
    yield f"A useless fix, {LOOKS} observations since: how often is it said to work?"
    yield ""
    yield "| before | " + " | ".join(RULES) + " |"
    yield "| --- |" + " --- |" * len(RULES)
    for n in SIZES:
        for rate in RATES:
            found = judged(rate, rate, n, worlds, seed)
            yield f"| {rate:.0%} of {n} | " + " | ".join(f"{one.said:.1%}" for one in found) + " |"
    yield ""
    yield f"A fix that ends it: how often is that said within {LOOKS}, and after how many (median)?"
    yield ""
    yield "| before | " + " | ".join(RULES) + " |"
    yield "| --- |" + " --- |" * len(RULES)
    for n in SIZES:
        for rate in RATES:
            found = judged(rate, 0.0, n, worlds, seed)
            cells = (f"{one.said:.0%}, {shown(one.median)}" for one in found)
            yield f"| {rate:.0%} of {n} | " + " | ".join(cells) + " |"


def shown(median: float) -> str:
    return "-" if median > LOOKS else f"{median:.0f}"


# After a bad run --------------------------------------------------------------------------------


def after_a_bad_run(worlds: int, seed: int) -> Iterator[str]:
    """A case opens after three failures in a row; nothing is changed."""
    rng = np.random.default_rng(seed)
    said = {"left in": 0, "left out": 0}
    opened = 0
    while opened < worlds:
        row = rng.random(400) < 0.2
        threes = np.flatnonzero(row[2:] & row[1:-1] & row[:-2]) + 2
        if not threes.size or threes[0] < 10:
            continue
        end = threes[0] + 1
        since = rng.random(PLANNED) < 0.2
        before = row[max(0, end - 30) : end]
        opened += 1
        for name, out in (("left in", 0), ("left out", 3)):
            kept = before[: before.size - out]
            answer = rc.confirm(
                (int(kept.sum()), kept.size), (int(since.sum()), PLANNED), planned=PLANNED
            ).answer
            said[name] += answer is FixAnswer.BETTER
    yield "A case opens after three failures in a row (20 % fail, always), and nothing is changed:"
    yield ""
    yield "| the run that opened the case | said to work at 30 planned |"
    yield "| --- | --- |"
    for name, count in said.items():
        yield f"| {name} | {count / opened:.1%} |"


# Measured values and intervals ------------------------------------------------------------------


def measured(worlds: int, seed: int) -> Iterator[str]:
    """Unchanged values, looked at after each; the interval of a shift of 1."""
    yield "Measured values, 20 before, up to 30 since: unchanged, and shifted by 1 (in its scale)."
    yield ""
    yield "| values | odds of 20 to 1 at any look | p ≤ .05 at 30 | interval holds the shift |"
    yield "| --- | --- | --- | --- |"
    for name in ("normal", "exponential", "standard_cauchy"):
        rng = np.random.default_rng(seed)
        crossed = small_p = inside = 0
        for _ in range(worlds):
            values = getattr(rng, name)(size=50)
            before, since = values[:20], values[20:]
            crossed += any(odds.of_values(before, since[:look]).fall >= 20 for look in range(2, 31))
            small_p += shifts.compare_values(before, since, "lower", rng).pvalue <= 0.05
            low, high = shifts.shift_limits(before, since + 1)
            inside += low <= 1 <= high
        cells = " | ".join(f"{count / worlds:.1%}" for count in (crossed, small_p, inside))
        yield f"| {name.replace('_', ' ')} | {cells} |"


def over_an_exposure(worlds: int, seed: int) -> Iterator[str]:
    """Unchanged Poisson rates, looked at after each piece of exposure."""
    yield "Failures over an exposure, unchanged, 40 looks of one twentieth of the time before each:"
    yield ""
    yield "| failures expected before | odds of 20 to 1 at any look | p ≤ .05 at the last |"
    yield "| --- | --- | --- |"
    for expected in (3, 10, 30):
        rng = np.random.default_rng(seed)
        crossed = small_p = 0
        for _ in range(worlds):
            k = rng.poisson(expected)
            since = rng.poisson(expected / 20, 40).cumsum()
            if k + since[-1] == 0:
                continue
            crossed += any(
                odds.of_rates((k, 20.0), (int(c), look)).fall >= 20
                for look, c in enumerate(since, 1)
            )
            small_p += rates.compare_rates((k, 20.0), (int(since[-1]), 40.0)).pvalue <= 0.05
        yield f"| {expected} | {crossed / worlds:.1%} | {small_p / worlds:.1%} |"


# Units ------------------------------------------------------------------------------------------

CARS = {
    "10 cars that are alike": (10, 0.0, 0.0, True),
    "10 cars that differ": (10, 0.2, 0.0, True),
    "10 cars that differ, each from month to month too": (10, 0.1, 0.1, True),
    "20 cars that differ, each from month to month too": (20, 0.1, 0.1, True),
    "10 cars that differ, and 10 others since": (10, 0.2, 0.0, False),
}
TRIPS = 20


def cars(
    rng: np.random.Generator, kind: tuple[int, float, float, bool], less: float
) -> tuple[np.ndarray, np.ndarray]:
    """Failures of each trip before and since, shape (cars, trips); 2 in 10, times `less` since."""
    count, lasting, passing, same = kind
    lasts = rng.normal(0, 1, (2, count)) if not same else np.tile(rng.normal(0, 1, count), (2, 1))
    passes = rng.normal(0, 1, (2, count))
    rest = np.sqrt(1 - lasting - passing)
    chance = ndtr((ndtri(0.2) + np.sqrt(lasting) * lasts + np.sqrt(passing) * passes) / rest)
    drawn = rng.random((2, count, TRIPS))
    return drawn[0] < chance[0, :, None], drawn[1] < less * chance[1, :, None]


def as_table(failed: np.ndarray, first: int) -> pd.DataFrame:
    """One row a trip, the cars taking turns."""
    count = len(failed)
    return pd.DataFrame(
        {"car": np.tile(np.arange(first, first + count), TRIPS), "failed": failed.T.ravel() * 1}
    )


def of_units(worlds: int, seed: int) -> Iterator[str]:
    """Cars with twenty trips each, before and since: taken as independent, and with `unit=`."""
    yield f"Failures of several cars, {TRIPS} trips of each before and {TRIPS} since; 2 in 10 fail."
    yield ""
    heads = (
        "cars",
        "useless fix: p ≤ .05 without `unit=`",
        "with `unit=`",
        "odds of 20 to 1 with `unit=`, after every fifth trip",
        "interval holds 0",
        "four failures in five ended: p ≤ .05 with `unit=`",
    )
    yield "| " + " | ".join(heads) + " |"
    yield "| --- |" + " --- |" * (len(heads) - 1)
    for name, kind in CARS.items():
        rng = np.random.default_rng(seed)
        found = [of_cars(rng, kind) for _ in range(worlds)]
        cells = " | ".join(f"{share:.1%}" for share in np.mean(found, axis=0))
        yield f"| {name} | {cells} |"


def of_cars(rng: np.random.Generator, kind: tuple[int, float, float, bool]) -> tuple[bool, ...]:
    """Whether each column's event came, in one world."""
    before, since = cars(rng, kind, less=1.0)
    first = 0 if kind[-1] else len(before)
    one, two = as_table(before, 0), as_table(since, first)
    alone = rc.confirm(one, two, "failed").pvalue
    found = rc.confirm(one, two, "failed", unit="car")
    crossed = most_odds(one, two, first + len(before)) >= 20
    helped = as_table(cars(rng, kind, less=0.2)[1], first)
    power = rc.confirm(one, helped, "failed", unit="car").pvalue
    held = found.effect.low <= 0 <= found.effect.high
    return alone <= 0.05, found.pvalue <= 0.05, crossed, held, power <= 0.05


def most_odds(before: pd.DataFrame, since: pd.DataFrame, units: int) -> float:
    """The most that the odds come to, looked at after every fifth trip."""
    outcome = Variable("failed", Kind.BINARY, levels=("no", "yes"))
    looks = (
        Observed(outcome, "shares", rows(before), rows(since[:look]), unit="car", units=units)
        for look in range(5, len(since) + 1, 5)
    )
    return max(odds_of_units(look).fall for look in looks)


def rows(table: pd.DataFrame) -> Rows:
    failed = table["failed"].to_numpy(float)
    return Rows(len(table), int(failed.sum()), failed, units=table["car"].to_numpy())


def report(worlds: int, seed: int) -> str:
    few = max(worlds // 4, 1)
    parts = (
        table_of_rules(worlds, seed),
        after_a_bad_run(worlds, seed),
        measured(few, seed),
        over_an_exposure(few, seed),
        of_units(few, seed),
    )
    return "\n\n".join("\n".join(lines) for lines in parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", type=Path, help="a page whose table is to be replaced")
    options = parser.parse_args()
    said = report(options.worlds, options.seed)
    print(said)
    if options.write:
        pages.put(options.write, "simulated", said)


if __name__ == "__main__":
    main()
