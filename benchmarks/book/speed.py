"""How long a book takes beside plain Parquet: a large import, one observation by hand, a long list.

Usage: OMP_NUM_THREADS=1 python benchmarks/book/speed.py [--rows 1000000] [--repeats 3]
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import insert, select

sys.path.insert(0, str(Path(__file__).parents[1]))

from book.servers import Server

from rootcause.store import new_case, open_book
from rootcause.store.database.schema import cases

ENTRIES, CASES = 50, 10_000


class Took(NamedTuple):
    """Seconds by the clock on the wall, and of this process."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.3g} ({self.cpu:.3g})"


def timed(call: Callable[[], object]) -> Took:
    """Time one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def middle(times: list[Took]) -> Took:
    """Median of each."""
    return Took(*(median(one) for one in zip(*times, strict=True)))


def table(rows: int) -> pd.DataFrame:
    """Twenty columns of every usual type."""
    rng = np.random.default_rng(7)
    level = np.array([f"level {place}" for place in range(20)])
    columns = {f"x{place}": rng.normal(size=rows) for place in range(8)}
    columns |= {f"count{place}": rng.integers(0, 1000, rows) for place in range(3)}
    columns |= {f"flag{place}": rng.random(rows) < 0.3 for place in range(3)}
    columns |= {
        f"label{place}": pd.Categorical(level[rng.integers(0, 20, rows)]) for place in range(3)
    }
    columns["lot"] = pd.Series([f"lot {one}" for one in rng.integers(0, 500, rows)], dtype="str")
    columns["time"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(rows), unit="s")
    columns["size"] = pd.Categorical(rng.integers(0, 5, rows))
    return pd.DataFrame(columns)


def imports(frame: pd.DataFrame, repeats: int) -> None:
    """Import and load beside plain Parquet; each in turn, in the same run."""
    print("| way | write, s (CPU) | times Parquet | load, s (CPU) | times Parquet | types lost |")
    print("| --- | --- | --- | --- | --- | --- |")
    times = {way: ([], []) for way in ("parquet", "sqlite", "postgresql")}
    lost = dict.fromkeys(times, 0)
    with tempfile.TemporaryDirectory() as folder, Server.of("postgresql", folder) as server:
        for place in range(repeats):
            path = Path(folder) / "plain.parquet"
            times["parquet"][0].append(timed(lambda path=path: frame.to_parquet(path)))
            times["parquet"][1].append(timed(lambda path=path: pd.read_parquet(path)))
            lost["parquet"] = changed(pd.read_parquet(path), frame)
            for way in ("sqlite", "postgresql"):
                address = f"{folder}/{place}.db"
                address = address if way == "sqlite" else server.address(Path(folder), place)
                book = open_book(address, create=True)
                case = new_case(title="Large", complaint="Large", book=book)
                times[way][0].append(timed(lambda case=case: case.observe(frame)))
                times[way][1].append(timed(lambda case=case: case.observations))
                lost[way] = changed(case.observations, frame)
    plain = [middle(one) for one in times["parquet"]]
    for way, both in times.items():
        write, load = map(middle, both)
        print(
            f"| {way} | {write} | {write.wall / plain[0].wall:.2f} | {load} "
            f"| {load.wall / plain[1].wall:.2f} | {lost[way]} |",
            flush=True,
        )


def changed(back: pd.DataFrame, frame: pd.DataFrame) -> int:
    """Columns whose type or values are not what they were."""
    back = back.reset_index(drop=True)
    return sum(not back[name].equals(frame[name]) for name in frame.columns)


def entries() -> None:
    """One durable observation at a time, beside a bare SQLite commit on the same disk."""
    print("\n| one durable row | median, ms | CPU, ms |")
    print("| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, Server.of("postgresql", folder) as server:
        raw = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)
        raw.execute("PRAGMA synchronous=EXTRA")
        raw.execute("CREATE TABLE t (x)")
        calls = {"bare SQLite insert": lambda: raw.execute("INSERT INTO t VALUES (1)")}
        for way in ("sqlite", "postgresql"):
            address = f"{folder}/1.db" if way == "sqlite" else server.address(Path(folder), 0)
            case = new_case(title="x", complaint="y", book=open_book(address, create=True))
            calls[f"observe(), {way}"] = lambda case=case: case.observe(
                flavor="vanilla", minutes=1.6, no_start=True
            )
        times = {way: [] for way in calls}
        for _ in range(ENTRIES):
            for way, call in calls.items():
                times[way].append(timed(call))
        raw.close()
    for way, one in times.items():
        took = middle(one)
        print(f"| {way} | {1000 * took.wall:.1f} | {1000 * took.cpu:.1f} |", flush=True)


def lists(repeats: int) -> None:
    """List many cases."""
    with tempfile.TemporaryDirectory() as folder:
        book = open_book(f"{folder}/cases.db", create=True)
        new_case(title="It won't start", complaint="No!", outcome="no_start", book=book)
        with book.writing() as connection:
            row = connection.execute(select(cases)).mappings().one()
            more = [{**row, "id": f"2020-{n:05d}", "uid": str(n)} for n in range(CASES - 1)]
            connection.execute(insert(cases), more)
        took = middle([timed(lambda: book.cases) for _ in range(repeats)])
        print(f"\nA list of {len(book.cases):,} cases: {took} s.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    imports(table(asked.rows), asked.repeats)
    entries()
    lists(asked.repeats)


if __name__ == "__main__":
    main()
