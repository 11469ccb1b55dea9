"""Ten writers at once on one case: is everything stored, and who waits how long?

Usage: python benchmarks/book/races.py [--writers 10] [--each 300] [--readers 2] [--engine both]
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))

from book.servers import Server

from rootcause.store import new_case, open_book, open_case
from rootcause.store.database.schema import observations

PRELOADED = ["rootcause.store.opening", "pyarrow.parquet", "psycopg"]


class Place(NamedTuple):
    """Which case, and where."""

    id: str
    address: str


def write(case, writer, each, start, tell):
    """Observe so many times, and time each call."""
    case = open_case(case.id, book=case.address)
    start.wait()
    waits, errors = [], []
    for place in range(each):
        began = time.perf_counter()
        try:
            case.observe(writer=writer, place=place, who=f"writer {writer}")
        except Exception as error:
            errors.append(str(error))
        waits.append(time.perf_counter() - began)
    tell.send((waits, errors))


def read(case, start, stop, tell):
    """Read all the time, and count what goes wrong."""
    case = open_case(case.id, book=case.address)
    start.wait()
    waits, errors = [], []
    while not stop.is_set():
        began = time.perf_counter()
        try:
            len(case.observations)
        except Exception as error:
            errors.append(str(error))
        waits.append(time.perf_counter() - began)
        time.sleep(0.02)
    tell.send((waits, errors))


def race(address: str, writers: int, each: int, readers: int) -> dict:
    """Let them run, and count."""
    book = open_book(address, create=True)
    case = new_case(title="Race", complaint="Race", book=book, who="starter")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    start, stop = context.Barrier(writers + readers), context.Event()
    pipes = [context.Pipe(duplex=False) for _ in range(writers + readers)]
    place = Place(case.id, address)
    calls = [(write, (place, one, each, start, pipes[one][1])) for one in range(writers)]
    calls += [(read, (place, start, stop, pipes[writers + one][1])) for one in range(readers)]
    began = time.perf_counter()
    processes = [context.Process(target=call, args=args) for call, args in calls]
    for one in processes:
        one.start()
    wrote = [pipes[one][0].recv() for one in range(writers)]
    took = time.perf_counter() - began
    stop.set()
    looked = [pipes[writers + one][0].recv() for one in range(readers)]
    for one in processes:
        one.join()
    for said in {error for _, errors in wrote + looked for error in errors}:
        print(said, file=sys.stderr)
    with book.reading() as connection:
        cells = connection.execute(select(observations.c.cells)).scalars().all()
    waits = np.concatenate([waits for waits, _ in wrote])
    return {
        "stored": len({(one["writer"], one["place"]) for one in cells}),
        "asked": writers * each,
        "errors": sum(len(errors) for _, errors in wrote),
        "median": float(np.median(waits)),
        "worst": float(waits.max()),
        "seconds": took,
        "read": sum(len(waits) for waits, _ in looked),
        "reading_errors": sum(len(errors) for _, errors in looked),
        "worst_reading": max((max(waits, default=0) for waits, _ in looked), default=0.0),
        "problems": book.verify(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--writers", type=int, default=10)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    asked = parser.parse_args()
    engines = ["sqlite", "postgresql"] if asked.engine == "both" else [asked.engine]
    print(
        "| engine | stored | errors | median wait, s | worst wait, s | reads | errors of readers "
        "| worst read, s | problems |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for engine in engines:
        with tempfile.TemporaryDirectory() as folder, Server.of(engine, folder) as server:
            address = server.address(Path(folder), 0)
            one = race(address, asked.writers, asked.each, asked.readers)
        print(
            f"| {engine} | {one['stored']:,} of {one['asked']:,} | {one['errors']} "
            f"| {one['median']:.3f} | {one['worst']:.2f} | {one['read']:,} "
            f"| {one['reading_errors']} | {one['worst_reading']:.2f} | {len(one['problems'])} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
