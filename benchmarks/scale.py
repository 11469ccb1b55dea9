"""What it costs to rank and to investigate files larger than memory: CPU seconds and peak memory.

OMP_NUM_THREADS=1 python benchmarks/scale.py FOLDER [--only rows,columns,screening,vanilla]
    [--write docs/how-to/beyond-memory.md]

FOLDER takes some 2 GB at once, of tables that are removed after. Each job is a process of its own,
the whole public path, its start included. `pandas` reads one column at a time, which is kinder to
it than one reading of the file.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pages

MILLION = 1_000_000
NUMBERS = "ln(1 / (1 - random() * 0.999999) + 0.001) * {k}.0"
VANILLA = """
    with bought as (
        select case when random() < .4 then 'vanilla' when random() < .5 then 'chocolate'
            when random() < .6 then 'strawberry' else 'pistachio' end as flavor, random() as u,
            random() as v from range({rows})
    ), trips as (
        select flavor, v, case when flavor = 'vanilla' then 1 + 5 * u * u else 3 + 12 * u * u end
            as shop_minutes from bought
    )
    select flavor, shop_minutes, 60 + 30 * random() as engine_temp,
        round(10 + 20 * random(), 1) as outside_temp, floor(random() * 7)::int as bay,
        'd' || floor(random() * 12)::int as driver,
        case when random() < .05 then null else 20 + random() * 40 end as fuel,
        v < case when shop_minutes < 4 then .30 else .02 end as no_start from trips
"""


def table(rows: int, columns: int) -> str:
    """SQL of columns of which one in twenty failures knows nothing; 2 of 3 are numbers."""
    made = ["random() < 0.05 as failed"]
    for k in range(1, columns):
        if k % 6 == 4:
            made.append(f"'w' || floor(random() * {2 + k})::int as t{k}")
        elif k % 6 == 5:
            made.append(f"floor(random() * {3 + k})::int as c{k}")
        else:
            made.append(f"{NUMBERS.format(k=k)} as x{k}")
    return f"select {', '.join(made)} from range({rows})"


def chain(rows: int, columns: int) -> str:
    """The same, but c1 causes the failures, x2 goes with c1, and x3 adds a little."""
    return (
        f"with a as ({table(rows, columns)}), b as (select * exclude (failed, x1, x2), x1, "
        "x1 + random() as x2, random() as u from a) "
        "select * exclude u, u < 1 / (1 + exp(4.5 - x1 - x3 / 6)) as failed from b"
    )


def written(query: str, path: Path) -> Path:
    """A query's rows as a Parquet file."""
    import duckdb

    if not path.exists():
        with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
            connection.execute("select setseed(0.25)")
            connection.execute(f"copy ({query}) to '{path}'")
    return path


def rank(path: str) -> str:
    """The public path, and what came first."""
    import rootcause as rc

    found = rc.rank(path, "failed")
    return f"{found.family} tests, smallest p {found.to_frame()['pvalue'].min():.2g}"


def investigate(path: str, outcome: str) -> str:
    """The public path, and the answer in a sentence."""
    import rootcause as rc

    found = rc.investigate(path, outcome)
    return str(found.findings[0])


def pandas(path: str) -> str:
    """What a user writes: each column read, and a test of scipy's."""
    import pandas as pd
    import pyarrow.parquet as pq
    from scipy import stats

    failed = pd.read_parquet(path, columns=["failed"])["failed"]
    smallest, count = 1.0, 0
    for name in pq.read_schema(path).names:
        if name == "failed":
            continue
        values = pd.read_parquet(path, columns=[name])[name]
        if name.startswith("t"):
            p = stats.chi2_contingency(pd.crosstab(values, failed)).pvalue
        else:
            p = stats.mannwhitneyu(values[failed], values[~failed]).pvalue
        smallest, count = min(smallest, float(p)), count + 1
    return f"{count} tests, smallest p {smallest:.2g}"


@dataclass(frozen=True)
class Cost:
    """What a job cost in a process of its own, and what it said."""

    cpu: float
    seconds: float
    peak: float
    said: str


def measured(job: str, *given: str) -> Cost:
    """Run a job in a process of its own."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ran = subprocess.run(
        [sys.executable, __file__, "--job", job, *given],
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak, said = ran.stdout.strip().split("\t")
    return Cost(cpu, time.monotonic() - began, float(peak), said)


JOBS = {"rank": rank, "investigate": investigate, "pandas": pandas}
PLANS = {
    "rows": [("rank", table, rows * MILLION, 30) for rows in (1, 3, 10)]
    + [("pandas", table, 10 * MILLION, 30)],
    "columns": [("rank", table, MILLION, columns) for columns in (30, 100, 300)],
    "screening": [("investigate", chain, 5 * MILLION, 40)],
    "vanilla": [("investigate", None, 10 * MILLION, 8)],
}


def run(folder: Path, only: set[str]) -> Iterator[str]:
    """All jobs, as the lines of a table; each file is made before, and removed after its jobs."""
    yield "| job | rows x columns | Parquet, GiB | CPU s | s | peak GiB | answer |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    costs: dict[tuple[str, int, int], Cost] = {}
    path = folder / "none"
    for name in (name for name in PLANS if name in only):
        for job, make, rows, columns in PLANS[name]:
            query = make(rows, columns) if make else VANILLA.format(rows=rows)
            if path != folder / f"{name}-{rows}-{columns}.parquet":
                path.unlink(missing_ok=True)
                path = written(query, folder / f"{name}-{rows}-{columns}.parquet")
            outcome = ["failed" if make else "no_start"] if job == "investigate" else []
            cost = costs[job, rows, columns] = measured(job, str(path), *outcome)
            yield (
                f"| `{job}` | {rows:,} x {columns} | {path.stat().st_size / 2**30:.1f} "
                f"| {cost.cpu:.1f} | {cost.seconds:.1f} | {cost.peak:.2f} | {cost.said} |"
            )
    path.unlink(missing_ok=True)
    yield from ratios(costs)


def ratios(costs: Mapping[tuple[str, int, int], Cost]) -> Iterator[str]:
    """What of the costs is told in a sentence: rates, and how often pandas's."""
    largest, smallest = ("rank", 10 * MILLION, 30), ("rank", MILLION, 30)
    other, wide = ("pandas", 10 * MILLION, 30), ("rank", MILLION, 300)
    if other in costs:
        yield ""
        each = (costs[largest].cpu - costs[smallest].cpu) / (9 * 30 / 1000)
        times = costs[other].cpu / costs[largest].cpu
        yield f"CPU seconds for each further billion values, in more rows: {each:.0f}."
        yield f"CPU seconds of pandas to one of `rank`: {times:.1f}."
    if wide in costs:
        each = (costs[wide].cpu - costs[smallest].cpu) / (270 / 1000)
        yield f"CPU seconds for each further billion values, in more columns: {each:.0f}."


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        told = JOBS[sys.argv[2]](*sys.argv[3:])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, told, sep="\t")
    else:
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--only", default=",".join(PLANS))
        parser.add_argument("--write", type=Path, help="a page with a place for the table")
        asked = parser.parse_args()
        asked.folder.mkdir(exist_ok=True)
        pages.tell(run(asked.folder, set(asked.only.split(","))), asked.write, "scale")
