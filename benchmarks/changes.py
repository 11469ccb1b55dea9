"""What changed when it began: how often a change is claimed, found and dated.

    python benchmarks/changes.py [--repeats 400] [--write docs/calibration.md]

Series of 20 to 200 moments, without a change, with a drift, and with a step of so many standard
deviations after three fifths; normal noise in which each value depends on the last one by so much,
or yes and no in runs. Every number is a share of so many series.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pages

from rootcause.association.series import Steps, series_of

DRAWS = 199
SIZES = (20, 40, 100, 200)
STRENGTHS = (0.0, 0.3, 0.6, 0.8)
TRUTHS = {
    "drift of 2": lambda n: np.linspace(0, 2, n),
    "step of 1.5": lambda n: 1.5 * (np.arange(n) >= 0.6 * n),
    "step of 3": lambda n: 3.0 * (np.arange(n) >= 0.6 * n),
}


def runs(rng: np.random.Generator, n: int, strength: float) -> np.ndarray:
    """Noise in which each value depends on the last one, with a variance of 1."""
    noise = rng.standard_normal(n + 100)
    for at in range(1, noise.size):
        noise[at] += strength * noise[at - 1]
    return noise[100:] * np.sqrt(1 - strength**2)


def chain(rng: np.random.Generator, n: int) -> np.ndarray:
    """Failures in runs: 60 % after a failure, 20 % otherwise."""
    found = np.zeros(n)
    found[0] = rng.random() < 1 / 3
    for at in range(1, n):
        found[at] = rng.random() < (0.6 if found[at - 1] else 0.2)
    return found


def looked_at(values: np.ndarray) -> Steps:
    ranked = values if np.isin(values, (0, 1)).all() else values.argsort().argsort().astype(float)
    return Steps(series_of(ranked, np.arange(values.size) * 1.0), max(3, -(-values.size // 20)))


def share(repeats: int, one: Callable[[], bool]) -> str:
    return f"{np.mean([one() for _ in range(repeats)]):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=400)
    parser.add_argument("--write", type=Path, help="a page with a place for the table")
    asked = parser.parse_args()
    pages.tell(tables(asked.repeats, np.random.default_rng(20260101)), asked.write, "changes")


def tables(repeats: int, rng: np.random.Generator) -> Iterator[str]:
    yield "No change: how often p is .05 or less, of which 5 % is claimed."
    yield ""
    yield from of_nothing(repeats, rng)
    yield ""
    yield "Another truth: how often it is told as a change, and a step's moment is in its interval."
    yield ""
    yield from of_changes(repeats, rng)


def of_nothing(repeats: int, rng: np.random.Generator) -> Iterator[str]:
    def alarm(values: np.ndarray) -> bool:
        return looked_at(values).pvalue(DRAWS, rng) <= 0.05

    heads = [*(f"last {one}" for one in STRENGTHS), "2 % fail", "in runs"]
    yield f"| moments | {' | '.join(heads)} |"
    yield "| ---: |" + " ---: |" * len(heads)
    for n in SIZES:
        cells = [share(repeats, lambda: alarm(runs(rng, n, one))) for one in STRENGTHS]  # noqa: B023
        cells.append(share(repeats, lambda: alarm((rng.random(n) < 0.02) * 1.0)))  # noqa: B023
        cells.append(share(repeats, lambda: alarm(chain(rng, n))))  # noqa: B023
        yield f"| {n} | {' | '.join(cells)} |"


def of_changes(repeats: int, rng: np.random.Generator) -> Iterator[str]:
    def claimed(values: np.ndarray) -> bool:
        steps = looked_at(values)
        return steps.pvalue(DRAWS, rng) <= 0.05 and not steps.drifts

    def dated(values: np.ndarray, at: int) -> bool:
        could_be = looked_at(values).could_be(0.95, DRAWS, rng)
        return bool(could_be[0] <= at <= could_be[-1])

    yield "| moments | noise | truth | told as a change | moment in its interval |"
    yield "| ---: | --- | --- | ---: | ---: |"
    for n, strength, (name, truth) in product(SIZES[1:], (0.0, 0.5), TRUTHS.items()):
        moved, at = truth(n), int(np.ceil(0.6 * n))
        told = share(repeats, lambda: claimed(runs(rng, n, strength) + moved))  # noqa: B023
        inside = (
            ""
            if name.startswith("drift")
            else (
                share(repeats, lambda: dated(runs(rng, n, strength) + moved, at))  # noqa: B023
            )
        )
        yield f"| {n} | last {strength} | {name} | {told} | {inside} |"


if __name__ == "__main__":
    main()
