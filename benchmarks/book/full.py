"""A disk that runs full under a book: is it said, and is everything acknowledged still there?

Usage: python benchmarks/book/full.py [--size 90] [--engine both]     (as root, who may mount)

The book, or the whole PostgreSQL server with its log, stands on a small tmpfs. Observations by
hand, then whole tables, are written until the disk is full; what was refused must be said in a
sentence. Then the disk grows, the server is started again, and everything that was acknowledged
must be there, `verify` must find nothing, and one more observation must go in.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from book.servers import Server

from rootcause.errors import CaseError
from rootcause.store import OpenCase, new_case, open_book

ROWS = 20_000
LARGER = 3  # times the size, after the disk was full


def full(folder: Path, server, what: str, size: int) -> dict:
    """Write until the disk is full, let it grow, and look."""
    book = open_book(server.address(folder, 0), create=True)
    case = new_case(title="Full", complaint="Full", book=book, who="writer")
    case.observe(minutes=1.0, who="writer")
    rows, said = written(case, what)
    after = tried(case)
    subprocess.run(["mount", "-o", f"remount,size={LARGER * size}m", folder], check=True)
    server.revive()
    left = len(case.observations)
    problems = book.verify()
    case.observe(minutes=2.0, who="writer")
    lost = [f"{left} rows are there, {rows} were acknowledged"] if left != rows + after else []
    return {"rows": rows, "said": said, "problems": problems + lost}


def written(case: OpenCase, what: str) -> tuple[int, str]:
    """Count what was acknowledged, and give what was said of the rest."""
    rows = 1
    while True:
        try:
            if what == "observe":
                case.observe(minutes=1.0, note=os.urandom(20_000).hex(), who="writer")
                rows += 1
            else:
                minutes = np.random.default_rng(rows).random(ROWS)
                rows += len(case.observe(pd.DataFrame({"minutes": minutes}), who="writer"))
        except CaseError as error:
            return rows, str(error).removeprefix(case.book.name).strip()


def tried(case: OpenCase) -> int:
    """Try a small observation on the full disk; count it if it goes in."""
    try:
        case.observe(minutes=1.5, who="writer")
    except CaseError:
        return 0
    return 1


@contextlib.contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A tmpfs of so many megabytes, which is where temporary files go meanwhile."""
    folder = tempfile.mkdtemp(prefix="rootcause-full-")
    options = f"size={size}m,mode=0777"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield Path(folder)
    finally:
        tempfile.tempdir = before
        subprocess.run(["umount", "-l", folder], check=True)
        os.rmdir(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=90, help="of the disk, in megabytes")
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    asked = parser.parse_args()
    print("| engine | written | rows acknowledged | said | lost, or not whole |")
    print("| --- | --- | --- | --- | --- |")
    for engine in ["sqlite", "postgresql"] if asked.engine == "both" else [asked.engine]:
        for what in ("observe", "import"):
            with small_disk(asked.size) as disk, Server.of(engine, str(disk)) as server:
                one = full(disk, server, what, asked.size)
            wrong = "; ".join(one["problems"]) or "nothing"
            print(f"| {engine} | {what} | {one['rows']:,} | {one['said']} | {wrong} |", flush=True)


if __name__ == "__main__":
    main()
