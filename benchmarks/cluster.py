"""What it costs to rank on a cluster of this machine's cores, beside DuckDB, and by partitions.

OMP_NUM_THREADS=1 python benchmarks/cluster.py FOLDER [--only rows,partitions,columns] [--scale 1]

Takes `make spark` and Java 17; FOLDER takes some 2.5 GB while it runs. Each job is a process of its
own, the whole public path, its start and that of the Java machine included. CPU seconds are those
of all its processes together.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from scale import MILLION, table, written

TICKS = os.sysconf("SC_CLK_TCK")


def ranked(rows, **options):
    import rootcause as rc

    found = rc.rank(rows, "failed", **options)
    return f"{found.family} tests, smallest p {found.to_frame()['pvalue'].min():.2g}"


def duckdb(path):
    """On disk, whatever its size."""
    return ranked(path, memory="1GB")


def spark(path, partitions):
    """On two cores, the file in so many parts; as many as Spark likes where 0."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    options = {"spark.driver.memory": "2g", "spark.ui.enabled": "false"}
    session = SparkSession.builder.master("local[2]").config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    rows = session.read.parquet(path)
    return ranked(rows.coalesce(int(partitions)) if int(partitions) else rows)


def processes():
    """CPU seconds and peak memory in GiB of this process and of all that come from it."""
    parents, used = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            peak = (place / "status").read_text().partition("VmHWM:")[2].split()
        except OSError:  # it has ended
            continue
        parents[place.name] = fields[1]
        used[place.name] = sum(map(int, fields[11:15])) / TICKS, int(peak[0] if peak else 0)
    mine, found = {str(os.getpid())}, set()
    while mine:
        found |= mine
        mine = {one for one, parent in parents.items() if parent in mine}
    return sum(used[one][0] for one in found), sum(used[one][1] for one in found) / 2**20


JOBS = {"duckdb": duckdb, "spark": spark}


def run(folder, only, scale):
    """All jobs, each table made before and removed after."""
    plans = {
        "rows": [(int(5 * MILLION * scale), 60, [("duckdb",), ("spark", 0)])],
        "partitions": [(int(MILLION * scale), 60, [("spark", k) for k in (1, 2, 4, 8)])],
        "columns": [(int(MILLION * scale / 5), 500, [("duckdb",), ("spark", 0)])],
    }
    for rows, columns, jobs in [one for name in only for one in plans[name]]:
        path = written(table(rows, columns), folder / f"cluster-{rows}-{columns}.parquet")
        for job, *given in jobs:
            command = [sys.executable, __file__, "--job", job, str(path), *map(str, given)]
            ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            told = f"{job} {' '.join(map(str, given))}"
            print(f"{rows:>11,} x {columns:<3} {told:9} {ran.stdout.strip()}", flush=True)
        path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        began = time.monotonic()
        told = JOBS[sys.argv[2]](*sys.argv[3:])
        cpu, peak = processes()
        lasted = time.monotonic() - began
        print(f"{cpu:7.1f} CPU s  {lasted:6.1f} s  {peak:5.2f} GiB  {told}")
    else:
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--only", default="rows,partitions,columns")
        parser.add_argument("--scale", type=float, default=1.0)
        asked = parser.parse_args()
        asked.folder.mkdir(exist_ok=True)
        run(asked.folder, asked.only.split(","), asked.scale)
