"""One suite for everything that counts: the same answers as in memory, however rows are split."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_allclose
from scipy.special import ndtri

import rootcause as rc
from rootcause.engine import batches
from rootcause.engine.cluster import Cluster
from rootcause.engine.producing import ALL, Group
from rootcause.engine.scales import Scale, Together
from rootcause.engine.sources import of_database, of_files, of_relation
from rootcause.engine.statistics import merged
from rootcause.tables import from_arrow

duckdb = pytest.importorskip("duckdb")

N = 6_000
MEMORY = 2**29
SPLITS = {"halves": [3_000], "unevenly": [1, 17, 5_500]}


class Batches:
    """Observations in batches, counted by numpy: what the others are held against."""

    called = "numpy"

    def __init__(self, frame, edges):
        table = pa.Table.from_pandas(frame, preserve_index=False)
        self.parts = [table.slice(a, b - a) for a, b in pairwise([0, *edges, len(frame)])]
        self.names = tuple(frame.columns)
        self.n = len(frame)

    def facts(self, names):
        found = [batches.facts(part, names) for part in self.parts]
        return {name: merged(one[name] for one in found) for name in names}

    def contingencies(self, outcome, candidates, tell=None):
        found = [batches.contingencies(part, outcome, candidates) for part in self.parts]
        return [merged(some) for some in zip(*found, strict=True)]

    def moments(self, wanted):
        return [merged(self._moments(*one)) for one in wanted]

    def _moments(self, names, among):
        for part in self.parts:
            yield batches.moments(part.filter(pa.array(self._inside(part, among))), names)

    def sample(self, names, size, seed, among=ALL):
        whole = pa.concat_tables(self.parts)
        whole = whole.filter(pa.array(self._inside(whole, among))).select(list(names))
        drawn = np.random.default_rng(seed).permutation(whole.num_rows)[:size]
        return from_arrow(whole.take(np.sort(drawn)))

    def _inside(self, table, among):
        if among.scale is None:
            return np.ones(table.num_rows, dtype=bool)
        at, places = batches.placed(table.column(among.scale.column), among.scale)
        mine = (at >= 0) & np.isin(np.append(places, np.nan)[at], among.places)
        return mine & self._inside(table, among.also) if among.also else mine

    def close(self):
        pass


def one_file(frame, folder):
    frame.to_parquet(folder / "all.parquet", index=False)
    return of_files([folder / "all.parquet"], MEMORY)


def many_files(frame, folder):
    paths = [folder / f"{place}.parquet" for place in range(3)]
    for path, start in zip(paths, (0, 100, 4_000), strict=True):
        stop = {0: 100, 100: 4_000}.get(start, N)
        frame.iloc[start:stop].to_parquet(path, index=False)
    return of_files(paths, MEMORY)


def database(frame, folder):
    path = folder / "plant.duckdb"
    with duckdb.connect(path) as connection:
        connection.register("frame", pa.Table.from_pandas(frame, preserve_index=False))
        connection.execute("CREATE TABLE trips AS SELECT * FROM frame")
    return of_database(path, MEMORY)


def relation(frame, folder):
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / "r.parquet")
    return of_relation(duckdb.read_parquet(str(folder / "r.parquet")))


PRODUCERS = {
    **{f"numpy {name}": lambda f, _, s=split: Batches(f, s) for name, split in SPLITS.items()},
    "a file": one_file,
    "three files": many_files,
    "a database": database,
    "a relation": relation,
}


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(2)
    heat = rng.normal(size=N)
    spread = np.exp(heat + rng.normal(size=N))
    moment = pd.Timestamp("2026-01-05") + pd.to_timedelta(rng.integers(0, 5e6, N), "s")
    wear = np.array(["low", "medium", "high"])[np.digitize(heat + rng.normal(size=N), [0, 1])]
    frame = pd.DataFrame(
        {
            "failed": heat + rng.normal(size=N) > 1.5,
            "grade": np.array(["A", "B", "C"])[np.digitize(heat + rng.normal(size=N), [-1, 1])],
            "delay": heat + rng.normal(size=N),
            "spread": spread,
            "count": np.digitize(heat, [-2, -1, 0, 1, 2]) + 3,
            "coarse": np.round(heat, 1),
            "hot": heat > 0.5,
            "flavor": rng.choice(
                ["vanilla", "chocolate", "fig", "NA"], N, p=[0.5, 0.4, 0.05, 0.05]
            ),
            "batch": rng.integers(100, 140, N),
            "wear": wear,
            "written": pd.Series(np.round(heat, 1)).map("{:g}".format),
            "at": moment,
            "reading": np.where(rng.random(N) < 0.01, -999.0, 20 + heat),
            "id": [f"T{one}" for one in range(N)],
            "serial": rng.permutation(N) + 7,
            "fixed": 4,
            "nothing": np.full(N, np.nan),
            "endless": np.where(rng.random(N) < 0.01, np.inf, heat),
        }
    )
    frame.loc[rng.random(N) < 0.1, "spread"] = np.nan
    frame["failed"] = frame["failed"].astype(object).where(rng.random(N) > 0.02, None)
    return frame


@pytest.fixture(scope="module", params=[*PRODUCERS, "a cluster"])
def engine(request, frame, tmp_path_factory):
    folder = tmp_path_factory.mktemp("observations")
    if request.param == "a cluster":
        frame.to_parquet(folder / "all.parquet", index=False)
        rows = request.getfixturevalue("spark").read.parquet(str(folder))
        made = Cluster(rows.repartition(3))
    else:
        made = PRODUCERS[request.param](frame, folder)
    yield made
    made.close()


class Kept:
    """An engine that is closed by nobody."""

    def __init__(self, engine):
        self.engine = engine

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def contingencies(self, *asked):
        return self.engine.contingencies(*asked)

    def close(self):
        pass


FLAVORS = (("chocolate", 0.0), ("fig", 2.0), ("vanilla", 1.0))


def test_counts_are_exactly_equal(engine, frame):
    scales = [
        Scale("count"),
        Scale("spread", low=0, per=16, cells=99),
        Scale("delay", edges=(-1.0, 0.0, 0.5)),
        Scale("coarse", low=-3, per=100, cells=600, starts=(100, 300, 301)),
        Scale("flavor"),
        Scale("at", "weekday"),
        Scale("at", "month"),
        Scale("at", "hour", low=-0.005, per=100, cells=2401),
        Scale("reading", gone=(-999.0,), low=10, per=1, cells=30),
        Scale("endless", low=-4, per=4, cells=40),
        Together(Scale("delay", edges=(-1.0, 0.0)), Scale("spread", low=0, per=16, cells=99)),
        Together(Scale("flavor", codes=FLAVORS), Scale("count", edges=(4.0, 6.0))),
    ]
    for outcome in (Scale("failed"), Scale("grade", codes=(("A", 0.0), ("C", 1.0)))):
        expected = Batches(frame, []).contingencies(outcome, scales)
        for one, other in zip(engine.contingencies(outcome, scales), expected, strict=True):
            used = other.counts.any(axis=0)
            kept = np.isin(one.columns, other.columns[used])
            np.testing.assert_array_equal(one.rows, other.rows)
            np.testing.assert_array_equal(one.counts[:, kept], other.counts[:, used])
            np.testing.assert_array_equal(one.missing, other.missing)
            assert one.n == other.n


def test_moments_are_equal(engine, frame):
    for names in (["delay"], ["delay", "spread"], ["count", "endless"]):
        known = frame[names].replace(np.inf, np.nan).dropna().to_numpy(dtype=float)
        (found,) = engine.moments([(names, ALL)])
        assert found.n == len(known)
        assert_allclose(found.mean, known.mean(axis=0), rtol=1e-12)
        apart = known - known.mean(axis=0)
        products = apart.T @ apart
        scale = np.sqrt(np.outer(np.diag(products), np.diag(products)))
        assert_allclose(found.products / scale, products / scale, atol=1e-12)


def test_facts_are_equal(engine, frame):
    names = ["spread", "count", "flavor", "at", "nothing", "endless", "hot"]
    expected = Batches(frame, []).facts(names)
    for name, one in engine.facts(names).items():
        assert repr(one) == repr(expected[name]), name


def test_a_sample_is_of_different_rows_and_repeats(engine, frame):
    one = engine.sample(["id", "delay"], 500, seed=3)
    same = engine.sample(["id", "delay"], 500, seed=3)
    other = engine.sample(["id", "delay"], 500, seed=4)
    assert len(one) == one["id"].nunique() == 500
    assert sorted(one["id"]) == sorted(same["id"])
    assert len(set(one["id"]) & set(other["id"])) < 120
    known = frame.set_index("id")["delay"]
    assert_allclose(one["delay"], known[one["id"]])
    assert abs(known[one["id"]].index.str[1:].astype(int).to_numpy().mean() - N / 2) < 250
    assert len(engine.sample(["id"], 2 * N, seed=0)) == N


def test_a_sample_of_a_group_is_of_that_group(engine, frame):
    words = Group(Scale("flavor", codes=(("fig", 0.0), ("it's", 0.0), ("NA", 1.0))), (0.0,))
    ranges = Group(Scale("delay", edges=(-1.0, 0.0, 0.5, 0.6)), (1.0, 3.0), words)
    numbers = Group(Scale("batch"), (101.0, 102.0, 139.0), ranges)
    fig = frame["flavor"] == "fig"
    between = frame["delay"].between(-1, 0, inclusive="left")
    between |= frame["delay"].between(0.5, 0.6, inclusive="left")
    batches_of = frame["batch"].isin([101, 102, 139])
    asked = (words, fig), (ranges, fig & between), (numbers, fig & between & batches_of)
    for group, expected in asked:
        found = engine.sample(["id", "flavor"], 2 * N, 4, group)
        assert sorted(found["id"]) == sorted(frame["id"][expected])


@pytest.mark.parametrize("outcome", ["failed", "grade", "delay", "wear"])
def test_ranking_is_that_in_memory(engine, frame, outcome):
    beside = [name for name in ("failed", "grade", "delay", "wear") if name != outcome]
    expected = rc.rank(frame, outcome, consequences=beside)
    found = rc.rank(Kept(engine), outcome, consequences=beside)
    assert found.outcome == expected.outcome
    theirs = {one.name: one for one in expected.candidates}
    assert {one.name for one in found.candidates} == set(theirs)
    for one in found.candidates:
        other = theirs[one.name]
        assert plain(one.variable) == plain(other.variable)
        assert one.verdict is other.verdict
        if one.association is not None:
            assert_close(one.association, other.association)


@pytest.mark.parametrize("outcome", ["failed", "delay"])
def test_verdicts_are_those_in_memory(engine, frame, outcome):
    aside = [name for name in ("failed", "grade", "delay", "wear", "id") if name != outcome]
    expected = rc.investigate(frame, outcome, ignored=aside)
    found = rc.investigate(Kept(engine), outcome, ignored=aside)
    theirs = {one.name: one.verdict for one in expected.candidates}
    assert {one.name: one.verdict for one in found.candidates} == theirs
    assert len(set(theirs.values())) >= 3


def plain(variable):
    """Without how many rows a note speaks of, and words that hardly occur twice."""
    levels = () if variable.not_tested else variable.levels
    return replace(variable, note=re.sub(r" in \d+ rows,|: \d+", "", variable.note), levels=levels)


BRACKET = 0.02  # standard deviations within which the p of bins is that of the values


def deviate(pvalue):
    """How many standard deviations from nothing a two-sided p-value says."""
    return -ndtri(max(pvalue, 1e-300) / 2)


EXACT = ("count", "coarse", "hot", "flavor", "batch", "written")


def assert_close(found, expected):
    assert (found.n, found.n_missing) == (expected.n, expected.n_missing)
    assert (found.measure, found.effect.name) == (expected.measure, expected.effect.name)
    assert found.effect.level == expected.effect.level
    assert found.effect.low <= expected.effect.value <= found.effect.high
    exact = found.outcome != "delay" and found.candidate.endswith((*EXACT, "missing", "weekday"))
    if exact and expected.method != "permutation":
        assert_allclose(found.pvalue, expected.pvalue, rtol=1e-9, atol=1e-300)
        assert_allclose(found.statistic, expected.statistic, rtol=1e-9)
        assert_allclose(found.effect.value, expected.effect.value, rtol=1e-9, atol=1e-12)
    if expected.method == "asymptotic":
        assert_allclose(deviate(found.pvalue), deviate(expected.pvalue), atol=BRACKET)
    for one, other in zip(found.also, expected.also, strict=False):
        assert one.name == other.name
        if one.name in ("r", "difference of means"):
            assert_allclose(one.value, other.value, rtol=1e-9)
