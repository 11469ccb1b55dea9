"""What changed when it began: how often a change is claimed, found and dated.

    python benchmarks/changes.py [--repeats 400]

Series of 20 to 200 moments, without a change, with a drift, and with a step of so many standard
deviations after three fifths; normal noise in which each value depends on the last one by so much,
or yes and no in runs. Every number is a share of so many series.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from rootcause.association.series import Steps, series_of

DRAWS = 199
SIZES = (20, 40, 100, 200)
STRENGTHS = (0.0, 0.3, 0.6, 0.8)


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
    repeats = parser.parse_args().repeats
    rng = np.random.default_rng(20260101)

    def claimed(values: np.ndarray) -> bool:
        steps = looked_at(values)
        return steps.pvalue(DRAWS, rng) <= 0.05 and not steps.drifts

    def alarm(values: np.ndarray) -> bool:
        return looked_at(values).pvalue(DRAWS, rng) <= 0.05

    def dated(values: np.ndarray, at: int) -> bool:
        could_be = looked_at(values).could_be(0.95, DRAWS, rng)
        return bool(could_be[0] <= at <= could_be[-1])

    print("no change: p <= .05 (5 % is claimed)")
    print("moments  " + "  ".join(f"last {one}" for one in STRENGTHS) + "  2 % fail  in runs")
    for n in SIZES:
        cells = [share(repeats, lambda: alarm(runs(rng, n, one))) for one in STRENGTHS]  # noqa: B023
        rare = share(repeats, lambda: alarm((rng.random(n) < 0.02) * 1.0))  # noqa: B023
        cells += [rare, share(repeats, lambda: alarm(chain(rng, n)))]  # noqa: B023
        print(f"{n:7}  " + "     ".join(cells))
    print("\nanother truth: told as a change; a step's moment within its 95 % interval")
    for n in SIZES[1:]:
        for strength in (0.0, 0.5):
            for name, truth in (
                ("drift of 2", np.linspace(0, 2, n)),
                ("step of 1.5", 1.5 * (np.arange(n) >= 0.6 * n)),
                ("step of 3", 3.0 * (np.arange(n) >= 0.6 * n)),
            ):
                told = share(repeats, lambda: claimed(runs(rng, n, strength) + truth))  # noqa: B023
                at = int(np.ceil(0.6 * n))
                inside = (
                    share(repeats, lambda: dated(runs(rng, n, strength) + truth, at))  # noqa: B023
                    if "step" in name
                    else "-"
                )
                print(f"{n:7}  last {strength}  {name:12} {told}  {inside}")


if __name__ == "__main__":
    main()
