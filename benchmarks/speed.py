"""How long `rank` takes beside what else a user would run: same tables, same run.

Usage: OMP_NUM_THREADS=1 python benchmarks/speed.py [--tables S,W,M,L] [--repeats 5] [--ours]
"""

import argparse
import multiprocessing
import time
import tracemalloc
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from statistics import median

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
LONG = 90  # seconds in which a method must end; it is killed then
PERMUTATIONS, CANDIDATES, ROWS = 10_000, 100, 1_500

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


# Timing -----------------------------------------------------------------------------------------


def timed(method: Method, table: pd.DataFrame, repeats: int) -> tuple[float, float, float]:
    """Median seconds, median CPU seconds, and GiB at the peak over what was there before."""
    runs = []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        method(table)
        runs.append((time.perf_counter() - wall, time.process_time() - cpu))
    walls, cpus = zip(*runs, strict=True)
    return median(walls), median(cpus), _peak(method, table)


def _peak(method: Method, table: pd.DataFrame) -> float:
    """GiB that Python and numpy held at most, in a run of its own; Arrow's are not counted."""
    tracemalloc.start()
    method(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**30


def _measured(name: str, method: Method, repeats: int, pipe: object) -> None:
    warnings.simplefilter("ignore")
    method(simulated(*TABLES["S"]))  # imports, before the clock starts
    pipe.send(timed(method, simulated(*TABLES[name]), repeats))


def apart(name: str, method: Method, repeats: int) -> tuple[float, float, float] | str:
    """Time in a process of its own, which is ended when it takes too long."""
    near, far = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_measured, args=(name, method, repeats, far)
    )
    process.start()
    far.close()
    found: tuple[float, float, float] | str = f"over {LONG} s"
    if near.poll(LONG):
        try:
            found = near.recv()
        except EOFError:
            found = "fails"
    process.terminate()
    process.join()
    return found


def permutations() -> tuple[float, float, float]:
    """Seconds for 10,000 permutations of 100 candidates at 1,500 rows, and by how many."""
    from rootcause.association.permutation import Orders, tails
    from rootcause.association.views import Curves, scores
    from rootcause.variables import Kind

    rng = np.random.default_rng(1)
    outcome = scores((rng.random(ROWS) < 0.3).astype(float), Kind.BINARY)
    strong = outcome.rows[0] * np.sqrt(ROWS)
    view = Curves.of([rng.normal(size=ROWS) + strong for _ in range(CANDIDATES)])
    wall, cpu = time.perf_counter(), time.process_time()
    found = tails(outcome, view, Orders(ROWS, rng), PERMUTATIONS)
    return (
        time.perf_counter() - wall,
        time.process_time() - cpu,
        1 / max(one.pvalue for one in found),
    )


# Report -----------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", default="S,W,M,L")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--ours", action="store_true", help="no other packages")
    options = parser.parse_args()
    methods = [*OURS, *({} if options.ours else _installed())]
    print("| table | method | seconds | CPU seconds | x `rank` | GiB over the table |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name in options.tables.split(","):
        rows, columns, missing = TABLES[name]
        called = f"{name}: {rows:,} x {columns}" + (", some missing" if missing else "")
        ours = 0.0
        for method in methods:
            found = apart(name, method, options.repeats if rows < 10**6 else 1)
            if isinstance(found, str):
                print(f"| {called} | {method.__name__} | {found} | | | |", flush=True)
                continue
            ours = ours or found[1]
            wall, cpu, peak = found
            print(
                f"| {called} | {method.__name__} | {wall:.4g} | {cpu:.4g} | {cpu / ours:.2f} "
                f"| {peak:.2f} |",
                flush=True,
            )
    wall, cpu, drawn = permutations()
    print(
        f"\n{drawn - 1:,.0f} permutations, {CANDIDATES} candidates, {ROWS:,} rows: "
        f"{wall:.3f} s, {cpu:.3f} CPU s."
    )


def _installed() -> list[Method]:
    found = []
    for method, package in PEERS.items():
        try:
            version(package)
        except ImportError:
            print(f"{method.__name__} is left out: {package} is not installed.")
        else:
            found.append(method)
    return found


if __name__ == "__main__":
    main()
