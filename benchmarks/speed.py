"""How long `rank` takes beside what else a user would run: same tables, same process, in turn.

OMP_NUM_THREADS=1 python benchmarks/speed.py [--tables S,W,M,L] [--peers S,W,M,L] [--repeats 5]
    [--page docs/speed.md]
"""

import argparse
import contextlib
import math
import multiprocessing
import platform
import resource
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from scipy import stats

import rootcause as rc

OUTCOME = "failed"
TABLES = {  # rows, columns, share of missing cells
    "S": (200, 12, 0.0),
    "W": (1_500, 600, 0.05),
    "M": (50_000, 100, 0.0),
    "L": (2_000_000, 40, 0.0),
}
LONG = 100  # CPU seconds after which a method is ended
ENOUGH = 2.0  # CPU seconds of a method after which it is not run again
TRACED = 10.0  # CPU seconds of a run beyond which its memory is not looked at, which takes longer
SLOW = 1.0  # CPU seconds on a smaller table after which the largest one is not tried
PERMUTATIONS, CANDIDATES, ROWS = 10_000, 100, 1_500

HEAD = """# How fast it is

What `rc.rank` takes from a pandas table to its answer (kinds read, a p-value for each column and
for what is derived from it, effect sizes with intervals, two groups that can be counted, what would
have been shown), beside what else a user would run on the same table. Six columns in ten are
numbers, two of them with ties, two are yes or no, two are text; the outcome is yes or no. Each
method is timed in turn with `rank`, in one process, on one core: compare the column "times `rank`",
since seconds are those of one machine. Memory is what was held
beside the table. What takes more than 100 CPU seconds is ended, and what took more than one on a
smaller table is not tried on the largest. Where a package takes no text or no missing cells, the
time to code and fill them is counted too.

*Sorting alone* sorts each column of numbers once and encodes each column of text once: nothing that
looks at every value of every column in its order can be faster.

    OMP_NUM_THREADS=1 python benchmarks/speed.py --page docs/speed.md"""

Method = Callable[[pd.DataFrame], object]


# Tables -----------------------------------------------------------------------------------------


def simulated(rows: int, columns: int, missing: float, seed: int = 7) -> pd.DataFrame:
    """Six in ten columns numeric (two of them with ties), two binary, two labels; some tell."""
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=rows)
    data = {OUTCOME: rng.random(rows) < 1 / (1 + np.exp(1.2 - hidden))}
    for place in range(columns):
        cells = pd.Series(_cells(rng, place % 10, 0.3 * hidden * (place % 7 == 0)))
        data[f"x{place}"] = cells.mask(rng.random(rows) < missing) if missing else cells
    return pd.DataFrame(data)


def _cells(rng: np.random.Generator, kind: int, pull: np.ndarray) -> np.ndarray | pd.Series:
    rows = len(pull)
    if kind < 4:
        return rng.normal(size=rows) + pull
    if kind == 4:
        return np.round(rng.gamma(2.0, 10.0, rows) + 3 * pull, 1)
    if kind == 5:
        return rng.poisson(6, rows)
    if kind < 8:
        return rng.normal(size=rows) + pull > 0.5
    levels = np.array([f"level {place}" for place in range((4, 30)[kind - 8])], dtype=object)
    return pd.Series(levels[rng.integers(0, len(levels), rows)]).convert_dtypes()


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=OUTCOME).select_dtypes(["number", "bool"])


def _coded(frame: pd.DataFrame) -> pd.DataFrame:
    """All candidates as complete numbers, which scikit-learn needs."""
    columns = {}
    for name, column in frame.drop(columns=OUTCOME).items():
        if is_numeric_dtype(column) or is_bool_dtype(column):
            columns[name] = column.astype(float).fillna(column.astype(float).median())
        else:
            columns[name] = pd.factorize(column)[0].astype(float)
    return pd.DataFrame(columns)


# Methods ----------------------------------------------------------------------------------------


def rank(frame: pd.DataFrame) -> object:
    """All of it: kinds, p-values, effect sizes with intervals, contrasts, what was detectable."""
    return rc.rank(frame, OUTCOME)


def floor(frame: pd.DataFrame) -> None:
    """Sort each numeric column and encode each other one, once."""
    for _, column in frame.items():
        if is_numeric_dtype(column):
            np.sort(column.to_numpy())
        else:
            pd.factorize(column)


def scipy_loop(frame: pd.DataFrame) -> object:
    """What a user would write: a test for each kind, missing left out, and Benjamini-Hochberg."""
    from statsmodels.stats.multitest import multipletests

    pvalues = []
    for name in frame.columns.drop(OUTCOME):
        both = frame[[OUTCOME, name]].dropna()
        event, column = both[OUTCOME].astype(bool), both[name]
        if is_numeric_dtype(column) and not is_bool_dtype(column):
            pvalues.append(stats.brunnermunzel(column[event], column[~event]).pvalue)
            continue
        counts = pd.crosstab(event, column).to_numpy()
        test = stats.fisher_exact if counts.shape == (2, 2) else stats.chi2_contingency
        pvalues.append(test(counts)[1])
    return multipletests(pvalues, method="fdr_bh")


def f_classif(frame: pd.DataFrame) -> object:
    """Analysis of variance by scikit-learn."""
    return import_module("sklearn.feature_selection").f_classif(_coded(frame), frame[OUTCOME])


def mutual_info(frame: pd.DataFrame) -> object:
    """Mutual information by scikit-learn."""
    selection = import_module("sklearn.feature_selection")
    return selection.mutual_info_classif(_coded(frame), frame[OUTCOME], random_state=0)


def pingouin(frame: pd.DataFrame) -> object:
    """Spearman's correlation of each number with the outcome."""
    numbers = _numbers(frame).astype(float).assign(**{OUTCOME: frame[OUTCOME].astype(float)})
    loaded = import_module("pingouin")
    return loaded.pairwise_corr(numbers, columns=[[OUTCOME], None], method="spearman")


def phik(frame: pd.DataFrame) -> object:
    """The phi_k of each column with the outcome."""
    matrix = import_module("phik.phik").phik_from_array
    numbers = set(frame.select_dtypes("number").columns)
    return [
        matrix(frame[name], frame[OUTCOME], num_vars=[name] if name in numbers else [])
        for name in frame.columns.drop(OUTCOME)
    ]


def dython(frame: pd.DataFrame) -> object:
    """Correlation ratio or Cramér's V of each column with the outcome."""
    nominal = import_module("dython.nominal")
    frame = frame.astype({name: object for name in frame.select_dtypes("string").columns})
    numbers = set(_numbers(frame).select_dtypes("number").columns)
    return [
        nominal.correlation_ratio(frame[OUTCOME], frame[name])
        if name in numbers
        else nominal.cramers_v(frame[OUTCOME], frame[name])
        for name in frame.columns.drop(OUTCOME)
    ]


def ppscore(frame: pd.DataFrame) -> object:
    """Predictive power score of each column."""
    predictors = import_module("ppscore").predictors
    return predictors(frame.assign(**{OUTCOME: frame[OUTCOME].astype(str)}), OUTCOME)


OURS: tuple[Method, ...] = (rank, floor, scipy_loop)
PEERS: dict[Method, str] = {
    f_classif: "scikit-learn",
    mutual_info: "scikit-learn",
    pingouin: "pingouin",
    phik: "phik",
    dython: "dython",
    ppscore: "ppscore",
}
LABELS: dict[Method, str] = {
    rank: "**`rc.rank`**",
    floor: "sorting alone",
    scipy_loop: "loop over scipy tests",
    f_classif: "scikit-learn `f_classif`",
    mutual_info: "scikit-learn `mutual_info_classif`",
    pingouin: "pingouin `pairwise_corr`, numbers only",
    phik: "phik",
    dython: "dython",
    ppscore: "ppscore",
}


# Timing -----------------------------------------------------------------------------------------


class Timed(NamedTuple):
    """Medians of one method beside `rank`, and GiB at the peak over what was there before."""

    wall: float
    cpu: float
    times_rank: float
    peak: float


def timed(method: Method, table: pd.DataFrame, repeats: int) -> Timed:
    """Run `rank` and the method in turn, so that both meet the same machine."""
    ours, theirs = [], []
    while len(theirs) < repeats and sum(cpu for _, cpu in theirs) < ENOUGH:
        ours.append(_once(rank, table))
        theirs.append(_once(method, table))
    wall, cpu = (median(one) for one in zip(*theirs, strict=True))
    times = cpu / median(cpu for _, cpu in ours) if method is not rank else 1.0
    return Timed(wall, cpu, times, _peak(method, table) if cpu < TRACED else math.nan)


def _once(method: Method, table: pd.DataFrame) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    method(table)
    return time.perf_counter() - wall, time.process_time() - cpu


def _peak(method: Method, table: pd.DataFrame) -> float:
    """GiB that Python and numpy held at most, in a run of its own; Arrow's are not counted."""
    tracemalloc.start()
    method(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**30


def _measured(name: str, method: Method, repeats: int, pipe: object) -> None:
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CPU, (LONG, LONG))
    small = simulated(*TABLES["S"])
    rank(small), method(small)  # imports, before the clock starts
    pipe.send(timed(method, simulated(*TABLES[name]), repeats))


def apart(name: str, method: Method, repeats: int) -> Timed | str:
    """Time in a process of its own, which is ended when it takes too long."""
    near, far = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_measured, args=(name, method, repeats, far)
    )
    process.start()
    far.close()
    try:
        found: Timed | str = near.recv()
    except EOFError:
        process.join()
        found = "fails" if process.exitcode == 1 else f"over {LONG} s"
    process.terminate()
    process.join()
    return found


def permutations() -> tuple[float, float, float]:
    """Seconds for 10,000 permutations of 100 candidates at 1,500 rows, and how many there were."""
    from rootcause.association.permutation import Orders, tails
    from rootcause.association.views import Curves, scores
    from rootcause.variables import Kind

    rng = np.random.default_rng(1)
    outcome = scores((rng.random(ROWS) < 0.3).astype(float), Kind.BINARY)
    strong = outcome.rows[0] * np.sqrt(ROWS)
    view = Curves.of([rng.normal(size=ROWS) + strong for _ in range(CANDIDATES)])
    wall, cpu = time.perf_counter(), time.process_time()
    found = tails(outcome, view, Orders(ROWS, rng), PERMUTATIONS)
    spent = time.perf_counter() - wall, time.process_time() - cpu
    return *spent, 1 / max(one.pvalue for one in found) - 1


# Report -----------------------------------------------------------------------------------------


def page(tables: list[str], for_peers: list[str], repeats: int) -> Iterator[str]:
    """The lines of the page, as they are found."""
    asked = f" --tables {','.join(tables)} --peers {','.join(for_peers)} --repeats {repeats}"
    yield from HEAD.replace(" --page", f"{asked} --page").splitlines()
    yield ""
    yield f"Measured with {', '.join(_versions())}."
    peers = _installed()
    slow: set[Method] = set()
    for name in tables:
        rows, columns, missing = TABLES[name]
        yield f"\n## {rows:,} x {columns}{', one cell in twenty missing' if missing else ''}\n"
        yield "| | seconds | CPU seconds | times `rank` | GiB |"
        yield "| --- | ---: | ---: | ---: | ---: |"
        for method in [*OURS, *(peers if name in for_peers else [])]:
            huge = rows >= 10**6
            found = "not tried" if huge and method in slow else apart(name, method, repeats)
            if isinstance(found, str) or found.cpu > SLOW:
                slow |= {method} - set(OURS)
            told = [found, "", "", ""] if isinstance(found, str) else _told(found)
            yield f"| {LABELS.get(method, method.__name__)} | {' | '.join(told)} |"
    wall, cpu, drawn = permutations()
    yield f"\n{drawn:,.0f} permutations of {CANDIDATES} candidates at {ROWS:,} rows: {wall:.2f} s,"
    yield f"{cpu:.2f} CPU seconds."


def _told(found: Timed) -> list[str]:
    return ["" if math.isnan(one) else f"{one:.3g}" for one in found]


def _versions() -> list[str]:
    packages = ["numpy", "pandas", "scipy", *dict.fromkeys(PEERS.values())]
    found = [f"Python {platform.python_version()}"]
    for package in packages:
        with contextlib.suppress(ImportError):
            found.append(f"{package} {version(package)}")
    return found


def _installed() -> list[Method]:
    found = []
    for method, package in PEERS.items():
        try:
            version(package)
        except ImportError:
            print(f"{method.__name__} is left out: {package} is not installed.", file=sys.stderr)
        else:
            found.append(method)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", default="S,W,M,L")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", default="S,W,M,L", help="tables that other packages get")
    parser.add_argument("--page", type=Path, help="write the lines there too")
    options = parser.parse_args()
    lines = []
    for line in page(options.tables.split(","), options.peers.split(","), options.repeats):
        print(line, flush=True)
        lines.append(line)
    if options.page:
        options.page.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
