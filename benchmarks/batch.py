"""A batch of many cases: what it costs beyond its statistics, and how much memory it holds.

    OMP_NUM_THREADS=1 python benchmarks/batch.py [--cases 100,300,1000] [--jobs 2] [--every 10]
        [--keep FOLDER] [--page docs/batch-speed.md]

The cases are those of data/ that are simulated, drawn again with other seeds and cut to 20 rows or
more. Every tenth is also worked out here, step by step, to part the statistics (`investigate`)
from the rest (reading the folder, words, figures, page).
"""

from __future__ import annotations

import argparse
import json
import random
import runpy
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import rootcause as rc

DATA = Path(__file__).parents[1] / "data"
FEWEST = 20
WHOLE = """
import json, resource, sys
from pathlib import Path
from rootcause.batch import write_reports

if __name__ == "__main__":
    out, jobs = sys.argv[1], int(sys.argv[2])
    cases = sorted(Path(out).with_name("cases").iterdir())[: int(sys.argv[3])]
    found = write_reports(cases, out, jobs=jobs)
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({
        "cpu": sum(one.ru_utime + one.ru_stime for one in (own, others)),
        "here": own.ru_maxrss / 1024,
        "worker": others.ru_maxrss / 1024,
        "broken": sum(bool(one.error) for one in found),
        "kept": sum(one.kept for one in found),
    }))
"""
HEAD = """\
# What a batch costs

`rootcause report CASES... --out DIR` on simulated cases: those of the gallery, drawn again with
other seeds, 20 to 400 rows each. *Statistics* is `investigate` alone, on every tenth case; *the
rest* is all that the batch does beyond it: folders read, words, figures and pages written, the
index, and starting its processes. CPU seconds are those of one machine of two cores, doing nothing
else; the aim is 0.15 CPU s a case beyond the statistics. Memory is the peak of the largest process.

    OMP_NUM_THREADS=1 python benchmarks/batch.py --page docs/batch-speed.md

"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds a case, apart."""

    statistics: float
    rest: float


def make(folder: Path, n: int) -> list[Path]:
    """Write case folders, the same ones each time."""
    data = runpy.run_path(str(DATA / "make.py"))
    stories = sorted(path.parent for path in DATA.glob("*/make.py"))
    found = []
    for seed in range(n):
        story = stories[seed % len(stories)]
        lines = data["table"](story, 10_000 + seed).splitlines(keepends=True)
        most = len(lines) - 1
        rows = random.Random(seed).randint(min(FEWEST, most), most)
        found.append(folder / f"{seed:04d}-{story.name}")
        shutil.copytree(story, found[-1], ignore=shutil.ignore_patterns("make.py", "__pycache__"))
        (found[-1] / "observations.csv").write_text("".join(lines[: rows + 1]), encoding="utf-8")
    return found


def apart(cases: list[Path], out: Path) -> Cost:
    """Work out some cases here, timing the statistics and the rest."""
    statistics = rest = 0.0
    rc.read_case(cases[0]).investigate().to_html(out)  # what is imported only once
    for folder in cases:
        start = process_time()
        case = rc.read_case(folder)
        read = process_time()
        found = case.investigate()
        investigated = process_time()
        found.to_html(out)
        statistics += investigated - read
        rest += process_time() - start - (investigated - read)
    return Cost(statistics / len(cases), rest / len(cases))


def whole(out: Path, n: int, jobs: int) -> dict[str, float]:
    """Make one batch in a process of its own."""
    script = out.with_name("whole.py")
    script.write_text(WHOLE, encoding="utf-8")
    start = perf_counter()
    ran = subprocess.run(
        [sys.executable, str(script), str(out), str(jobs), str(n)],
        check=True,
        capture_output=True,
        text=True,
    )
    return {**json.loads(ran.stdout), "seconds": perf_counter() - start}


def line(n: int, told: dict[str, float], statistics: float) -> str:
    """One row of the table."""
    each = told["cpu"] / n
    cells = [
        f"{n:,}",
        f"{told['seconds']:.0f}",
        f"{each:.3f}",
        f"{statistics:.3f}",
        f"{each - statistics:.3f}",
        f"{told['here']:.0f}",
        f"{told['worker']:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure, and print or write the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--cases", default="100,300,1000")
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--every", type=int, default=10)
    asked.add_argument("--keep", type=Path, help="leave the cases and their reports here")
    asked.add_argument("--page", type=Path, help="write the page of the site here")
    said = asked.parse_args()
    counts = [int(one) for one in said.cases.split(",")]
    with TemporaryDirectory() as scratch:
        folder = said.keep or Path(scratch)
        (folder / "cases").mkdir(parents=True)
        cases = make(folder / "cases", max(counts))
        cost = apart(cases[:: said.every], folder / "one.html")
        rows = []
        for n in counts:
            told = whole(folder / f"reports-{n}", n, said.jobs)
            broken = int(told["broken"])
            rows.append(line(n, told, cost.statistics))
            print(rows[-1], told, flush=True)
        again = whole(folder / f"reports-{counts[-1]}", counts[-1], said.jobs)
        size = (folder / f"reports-{counts[-1]}" / "index.html").stat().st_size / 1024
    heads = "| cases | seconds | CPU s a case | statistics | the rest | MiB | MiB, a worker |"
    table = [heads, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", *rows]
    told = [
        f"Timed one step after the other, the rest is {cost.rest:.3f} CPU s a case. Done again, "
        f"{again['kept']:,} of {counts[-1]:,} were left as they were, in {again['cpu']:.1f} CPU s. "
        f"The index of {counts[-1]:,} has {size:,.0f} KiB; {broken:,} of them could not be worked "
        "out, since so few rows all had the same outcome.",
    ]
    page = "\n".join([*table, "", *told, ""])
    print(page)
    if said.page:
        said.page.write_text(HEAD + page, encoding="utf-8")


if __name__ == "__main__":
    main()
