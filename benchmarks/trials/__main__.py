"""How many trials until exactly the cause is left, beside other ways to choose them?

    python benchmarks/trials [--races 100] [--first 1000] [--rigs nine_in_ten,...] [--jobs 1]
                             [--write docs/trials.md]

Every policy meets the same rigs with the same seeds. Seeds from 0 to 999 are for development;
those from 1000 are for the verdict.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

import pages

from trials import race, table
from trials.rigs import OFTEN, RIGS, TIMES

POLICIES = {"plan": race.plan, "random": race.random, "one at a time": race.one_at_a_time}


def main() -> None:
    asked = arguments()
    rigs = [make for make in RIGS if not asked.rigs or make.__name__ in asked.rigs]
    with ProcessPoolExecutor(asked.jobs) as pool:
        found = {make: raced(pool, make, seeds(make, asked)) for make in rigs}
    tables = (
        table.of_races,
        table.of_shown,
        table.of_errors,
        table.of_floors,
        table.of_best,
        table.of_predictions,
        table.of_numbers,
        table.of_forecasts,
    )
    lines = [line for make in tables for line in (*make(found), "")][:-1]
    print(*lines, sep="\n")
    told = (
        f"{asked.races} races a rig and policy, seeds {asked.first} to "
        f"{asked.first + asked.races - 1}; {TIMES} times as many where errors are counted by rate."
    )
    if asked.write:
        pages.put(asked.write, "races", "\n".join([told, "", *lines]))


def seeds(make, asked) -> range:
    """The seeds of one rig's races."""
    return range(asked.first, asked.first + asked.races * (TIMES if make in OFTEN else 1))


def raced(pool, make, seeds) -> dict[str, list[race.Run]]:
    """The races of every policy on one rig."""
    found = {
        name: list(pool.map(partial(race.race, make, policy), seeds))
        for name, policy in POLICIES.items()
    }
    return found | {"waiting": list(pool.map(partial(race.wait, make), seeds))}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python benchmarks/trials",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--races", type=int, default=100, help="of each policy on each rig")
    parser.add_argument("--first", type=int, default=1000, help="the first seed")
    parser.add_argument("--rigs", type=lambda text: text.split(","), default=[], help="by commas")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--write", type=Path, help="page to put the tables into")
    return parser.parse_args()


if __name__ == "__main__":
    main()
