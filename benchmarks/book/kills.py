"""Writers killed at random instants: is anything acknowledged lost, or anything half there?

Usage: python benchmarks/book/kills.py [--kills 500] [--stops 30] [--engine both] [--seed 0]

A process works on a book and says what it has done only after each call has returned. It is ended
by SIGKILL at a random instant, or its server is stopped `immediate`. Then everything said must be
there, at most one thing more, nothing by halves, and `verify` must find nothing.
"""

import argparse
import contextlib
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, inspect, select

sys.path.insert(0, str(Path(__file__).parents[1]))

from book.servers import Server

from rootcause.errors import CaseError
from rootcause.store import Book, new_case, open_book, open_case, read_case
from rootcause.store.book import versions
from rootcause.store.book.migrations import Migration
from rootcause.store.database.engine import engine_of
from rootcause.store.database.schema import amendments, batches, cases, observations

LONGEST = 0.25  # seconds from the first thing done to the kill
ROWS = 2_000
VERSIONS = 2_000
PRELOADED = ["rootcause.store.opening", "pyarrow.parquet", "psycopg"]


class Task(NamedTuple):
    """What a writer does, one thing a step, and what must be true of the book afterwards."""

    work: Callable[[str, random.Random, Path], Iterator[str]]
    check: Callable[[Book, list[str], Path], list[str]]


# Tasks ------------------------------------------------------------------------------------------


def observing(address, rng, folder):
    case = open_case(first_id(open_book(address)), book=address)
    while True:
        yield str(case.observe(minutes=rng.random(), flavor="vanilla", who="writer"))


def observed(book, said, folder):
    with book.reading() as connection:
        there = connection.execute(select(observations.c.n).order_by(observations.c.n)).scalars()
        return prefix([str(one) for one in there][1:], said)


def amending(address, rng, folder):
    case = open_case(first_id(open_book(address)), book=address)
    while True:
        value = rng.random()
        case.amend(1, minutes=value, why="read again", who="writer")
        yield repr(value)


def amended(book, said, folder):
    with book.reading() as connection:
        rows = connection.execute(select(amendments.c.new).order_by(amendments.c.n)).scalars()
        there = [repr(one["minutes"]) for one in rows]
    now = open_case(first_id(book), book=book).observations.loc[1, "minutes"]
    wrong = [] if not there or repr(float(now)) == there[-1] else [f"{now} is not {there[-1]}"]
    return wrong + prefix(there, said)


def importing(address, rng, folder):
    case = open_case(first_id(open_book(address)), book=address)
    while True:
        numbers = np.random.default_rng(rng.randrange(2**32)).normal(size=(ROWS, 5))
        made = case.observe(pd.DataFrame(numbers, columns=list("abcde")), who="writer")
        yield f"{made.first} {made.last}"


def imported(book, said, folder):
    with book.reading() as connection:
        rows = connection.execute(select(batches).order_by(batches.c.n)).all()
    there = [f"{one.first} {one.first + one.length - 1}" for one in rows]
    rows_there = len(open_case(first_id(book), book=book).observations)
    wrong = [] if rows_there == 1 + ROWS * len(there) else [f"{rows_there} rows"]
    return wrong + prefix(there, said)


def registering(address, rng, folder):
    while True:
        yield new_case(title="Another", complaint="Another", book=address, who="writer").id


def registered(book, said, folder):
    with book.reading() as connection:
        there = connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars().all()
    return prefix(there[1:], said)


def migrating(address, rng, folder):
    for version in range(2, VERSIONS):
        with at_version(version):
            open_book(address)
        yield str(version)


def migrated(book, said, folder):
    with book._engine.connect() as connection:
        done = select(versions.migrations.c.number).order_by(versions.migrations.c.number)
        numbers = connection.execute(done).scalars().all()
        tables = {name for name in inspect(connection).get_table_names() if name[:5] == "step_"}
        rows = [
            connection.execute(select(func.count()).select_from(step(one))).scalar()
            for one in numbers[1:]
        ]
    halves = (
        [f"version {numbers[-1]} has {sorted(tables)}"]
        if (tables != {f"step_{one}" for one in numbers[1:]} or set(rows) - {3})
        else []
    )
    with at_version(numbers[-1]):
        halves += book.verify()
    return halves + prefix([str(one) for one in numbers[1:]], said)


def making(address, rng, folder):
    yield "begin"
    open_book(address, create=True)
    yield "made"


def made(book, said, folder):
    return []


def exporting(address, rng, folder):
    case = open_case(first_id(open_book(address)), book=address)
    for place in range(10_000):
        case.export(folder / f"case-{place}")
        yield str(place)


def exported(book, said, folder):
    whole = []
    for place in range(len(said) + 1):
        with contextlib.suppress(CaseError):
            if len(read_case(folder / f"case-{place}").observations) == 1:
                whole.append(str(place))
    return prefix(whole, said)


TASKS = {
    "observe": Task(observing, observed),
    "amend": Task(amending, amended),
    "import": Task(importing, imported),
    "register": Task(registering, registered),
    "migrate": Task(migrating, migrated),
    "make": Task(making, made),
    "export": Task(exporting, exported),
}


def prefix(there: list[str], said: list[str]) -> list[str]:
    """Whether what is there is what was said, and at most one thing more."""
    if there[: len(said)] != said:
        return [f"lost: {[one for one in said if one not in there][:3] or 'their order'}"]
    return [f"{len(there) - len(said)} more than said"] if len(there) > len(said) + 1 else []


def first_id(book: Book) -> str:
    return str(book.cases["id"].iloc[0])


def step(version: int) -> Table:
    return Table(f"step_{version}", MetaData(), Column("n", Integer, primary_key=True))


@contextlib.contextmanager
def at_version(version: int) -> Iterator[None]:
    """A rootcause of a later version, whose migrations each make a table of three rows."""

    def applied(number):
        def apply(connection):
            step(number).create(connection)
            for place in range(3):
                connection.execute(insert(step(number)).values(n=place))

        return apply

    before = versions.MIGRATIONS, versions.VERSION
    versions.MIGRATIONS = tuple(
        Migration(number, "step", applied(number)) for number in range(2, version + 1)
    )
    versions.VERSION = version
    yield
    versions.MIGRATIONS, versions.VERSION = before


# Kills ------------------------------------------------------------------------------------------


def write(address: str, name: str, seed: int, folder: Path, pipe: Pipe) -> None:
    """Work, and say what was done."""
    with contextlib.suppress(CaseError):  # a server that stops says so
        for said in TASKS[name].work(address, random.Random(seed), folder):
            pipe.send_bytes(said.encode())


def heard(pipe: Pipe) -> list[str]:
    """Everything said before the end."""
    said = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            said.append(pipe.recv_bytes().decode())
    return said


def one_kill(address: str, name: str, seed: int, folder: Path, end: Callable | None = None) -> dict:
    """Let a writer work, end it at a random instant, and look at what it left."""
    rng = random.Random(seed)
    if name != "make":
        book = open_book(address, create=True)
        case = new_case(title="First", complaint="First", book=book, who="writer")
        case.observe(minutes=1.0, who="writer")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    hear, tell = context.Pipe(duplex=False)
    writer = context.Process(target=write, args=(address, name, seed, folder, tell))
    writer.start()
    tell.close()
    hear.poll(30)
    time.sleep(rng.uniform(0, LONGEST))
    if end:
        end()
    if not end:
        writer.kill()
    writer.join()
    hot = Path(f"{address}-journal").exists()
    said = heard(hear)
    if name == "make":
        open_book(address, create=True)
    book = Book(engine_of(address, create=False))
    problems = TASKS[name].check(book, said, folder)
    problems += book.verify() if name != "migrate" else []
    return {"task": name, "said": len(said), "hot": hot, "problems": problems}


def table_of(results: list[dict]) -> str:
    """One row a task."""
    frame = pd.DataFrame(results)
    frame["in trouble"] = frame["problems"].map(bool)
    summary = frame.groupby(["engine", "task"], sort=False).agg(
        kills=("said", "size"),
        acknowledged=("said", "sum"),
        mid_write=("hot", "sum"),
        in_trouble=("in trouble", "sum"),
    )
    lines = ["| engine | task | ended | acknowledged | in mid-write | lost, half or not whole |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    lines += [
        f"| {engine} | {task} | {row.kills} | {row.acknowledged:,} | {row.mid_write} "
        f"| {row.in_trouble} |"
        for (engine, task), row in summary.iterrows()
    ]
    return "\n".join(lines)


def run(
    results: list[dict], *, kills: int, stops: int, engines: list[str], seed: int, tasks: list[str]
) -> None:
    """Kill writers in turn on each engine, and stop the server under some of them."""
    for engine in engines:
        with tempfile.TemporaryDirectory() as temporary, Server.of(engine, temporary) as server:
            rounds = [server.crash] * (stops if engine == "postgresql" else 0) + [None] * kills
            for place, end in enumerate(rounds):
                name = tasks[place % len(tasks)]
                folder = Path(temporary) / f"round-{place}"
                folder.mkdir()
                result = one_kill(server.address(folder, place), name, seed + place, folder, end)
                results.append({"engine": engine + (" stopped" if end else ""), **result})
                if result["problems"]:
                    print(engine, place, result, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=500, help="on each engine")
    parser.add_argument("--stops", type=int, default=30, help="of the server")
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tasks", default=",".join(TASKS), help="some of these")
    asked = parser.parse_args()
    engines = ["sqlite", "postgresql"] if asked.engine == "both" else [asked.engine]
    tasks = asked.tasks.split(",")
    results: list[dict] = []
    try:
        run(
            results,
            kills=asked.kills,
            stops=asked.stops,
            engines=engines,
            seed=asked.seed,
            tasks=tasks,
        )
    finally:
        print(table_of(results), flush=True)


if __name__ == "__main__":
    main()
