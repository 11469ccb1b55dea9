"""Is the cause named, in worlds whose cause is known?

    python benchmarks/truth [--seeds 10] [--first 0] [--worlds proxy,chain] [--peers] [--scale 1]
        [--jobs 1] [--write docs/truth.md]

Seeds from 0 to 99 are for development; seeds from 1000 are for the verdict, and are not looked
at while anything is being built.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from truth import page, peers, table
from truth.families import WORLDS
from truth.score import Draw, Method, rootcause, run


def main() -> None:
    asked = arguments()
    unknown = sorted(set(asked.worlds) - set(WORLDS))
    if unknown:
        raise SystemExit(f"No world is called {', '.join(unknown)}. There are: {', '.join(WORLDS)}")
    methods: dict[str, Method] = {"rootcause": rootcause}
    if asked.peers:
        methods |= peers.installed()
        print(*(f"{name} is not installed and left out.\n" for name in peers.absent()), sep="")
    with ProcessPoolExecutor(asked.jobs, initializer=quiet) as pool:
        draws = {name: drawn(pool, asked, method) for name, method in methods.items()}
    show(draws)
    if asked.write:
        lines = page.page(draws, f"python benchmarks/truth {shlex.join(without_write())}".strip())
        asked.write.write_text("\n".join([*lines, ""]), encoding="utf-8")


def without_write() -> list[str]:
    """The options given, but for those that change no number."""
    given = sys.argv[1:]
    for option in ("--write", "--jobs"):
        if option in given:
            at = given.index(option)
            given = given[:at] + given[at + 2 :]
    return given


def quiet() -> None:
    """Keep the warnings of others out of the tables."""
    warnings.simplefilter("ignore")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python benchmarks/truth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seeds", type=int, default=10, help="draws of each world")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--worlds", type=names, default=list(WORLDS), help="names, by commas")
    parser.add_argument("--peers", action="store_true", help="run other methods as well")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many observations")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--write", type=Path, help="page of the site to write them to")
    return parser.parse_args()


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def drawn(
    pool: ProcessPoolExecutor, asked: argparse.Namespace, method: Method
) -> dict[str, list[Draw]]:
    """The draws of each world that was asked for."""
    seeds = range(asked.first, asked.first + asked.seeds)
    one = partial(run, seeds=seeds, scale=asked.scale, method=method)
    found = pool.map(one, [WORLDS[name] for name in asked.worlds])
    return dict(zip(asked.worlds, found, strict=True))


def show(draws: dict[str, dict[str, list[Draw]]]) -> None:
    ours = draws["rootcause"]
    for part in (
        table.of_worlds(ours),
        table.of_methods(draws),
        table.of_mistakes(ours),
        table.of_crashes(ours),
    ):
        print(*part, "", sep="\n")


if __name__ == "__main__":
    main()
