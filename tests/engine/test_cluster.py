"""Counting on a cluster: a real one of two workers, on this machine."""

import datetime as dt
import os
import signal
import threading
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import rootcause as rc
from rootcause.engine import batches
from rootcause.engine.cluster import Cluster
from rootcause.engine.producing import ALL, Group
from rootcause.engine.scales import Scale
from rootcause.errors import TableError, VariableError

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]
N = 3000
FAILED = Scale("failed")
STRANGE = "a.b `c` <i>$d"  # a name that would be an expression, were it not taken as text


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(5)
    load = rng.normal(1e4, 1, size=N)
    load[::11] = np.nan
    flavor = np.array(["vanilla", "Vanilla ", "'; --", "ü"], dtype=object)[rng.integers(4, size=N)]
    flavor[::13] = None
    return pa.table(
        {
            "failed": rng.random(N) < 0.3,
            "load": pa.array(load, from_pandas=True),
            STRANGE: rng.normal(size=N),
            "flavor": flavor,
            "count": rng.integers(4, size=N),
            "at": pa.array(rng.integers(0, 10**9, size=N) * 10**6, pa.timestamp("us", "UTC")),
        }
    )


@pytest.fixture(scope="module")
def frame(spark, table, tmp_path_factory):
    path = tmp_path_factory.mktemp("cluster") / "table.parquet"
    pq.write_table(table, path, row_group_size=N // 4)
    return spark.read.parquet(str(path)).repartition(3)


@pytest.fixture(scope="module")
def cluster(frame):
    return Cluster(frame)


def test_what_columns_hold(cluster, table):
    assert cluster.called == "Spark"
    assert cluster.n == N
    assert list(cluster.names) == table.column_names
    found = cluster.facts(cluster.names)
    assert str(found) == str(batches.facts(table, table.column_names))


def test_counts_are_those_of_memory(cluster, table):
    scales = [
        Scale("load", low=1e4 - 3, per=100, cells=600),
        Scale(STRANGE, edges=(-1.0, 0.0, 1.0)),
        Scale("flavor"),
        Scale("count", gone=(3.0,)),
        Scale("at", part="weekday"),
        Scale("at", part="hour", low=0, per=2, cells=48),
    ]
    heard = []
    found = cluster.contingencies(FAILED, scales, heard.append)
    assert heard[-1] == 1
    for one, whole in zip(found, batches.contingencies(table, FAILED, scales), strict=True):
        np.testing.assert_array_equal(one.rows, whole.rows)
        assert one.columns.tolist() == whole.columns.tolist()
        np.testing.assert_array_equal(one.counts, whole.counts)
        np.testing.assert_array_equal(one.missing, whole.missing)


def test_moments_are_those_of_memory(cluster, table):
    names = ["load", STRANGE, "count"]
    everywhere, failed = cluster.moments([(names, ALL), (names, Group(FAILED, (1.0,)))])
    for found, rows in ((everywhere, table), (failed, table.filter(table["failed"]))):
        whole = batches.moments(rows, names)
        assert found.n == whole.n
        np.testing.assert_allclose(found.mean, whole.mean, rtol=1e-12)
        spread = np.sqrt(np.outer(np.diag(whole.products), np.diag(whole.products)))
        assert np.all(np.abs(found.products - whole.products) <= 1e-12 * spread)


def test_a_sample_is_the_same_however_rows_are_parted(cluster, frame):
    names = ["failed", "flavor", "at", STRANGE]
    drawn = cluster.sample(names, 500, 7)
    assert list(drawn.columns) == names
    assert len(drawn) == 500
    pd.testing.assert_frame_equal(drawn, Cluster(frame.coalesce(1)).sample(names, 500, 7))
    other = cluster.sample(names, 500, 8)
    assert set(other[STRANGE]) != set(drawn[STRANGE])


def test_a_sample_of_rows_that_are_alike_is_fair(cluster, table):
    """Chi-square with 31 degrees of freedom is beyond 61 once in 1,000, and less as it draws."""
    names = ["failed", "flavor", "count"]
    drawn = cluster.sample(names, N // 2, 3).value_counts(dropna=False)
    whole = table.select(names).to_pandas().value_counts(dropna=False)
    expected = whole / 2
    found = drawn.reindex(whole.index, fill_value=0)
    assert found.sum() == N // 2
    assert (found <= whole).all()
    assert 5 < float(((found - expected) ** 2 / expected).sum()) < 61


def test_a_sample_of_a_group(cluster, table):
    flavor = Scale("flavor", codes=(("ü", 2.0), ("vanilla", 5.0)))
    drawn = cluster.sample(["load", STRANGE], 10 * N, 1, Group(flavor, (2.0,)))
    whole = table.filter(pa.array([one == "ü" for one in table["flavor"].to_pylist()]))
    assert sorted(drawn[STRANGE]) == sorted(whole[STRANGE].to_pylist())


def test_an_investigation_is_that_in_memory(frame, table):
    asked = {"outcome": "failed", "consequences": ["count"], "ignored": ["at"]}
    found = rc.investigate(frame, **asked).to_frame().set_index("candidate")
    whole = rc.investigate(table, **asked).to_frame().set_index("candidate")
    assert found["verdict"].to_dict() == whole["verdict"].to_dict()
    np.testing.assert_array_equal(found["n"], whole.loc[found.index, "n"])


def test_more_columns_than_a_plan_may_have(spark):
    names = [f"x{place}" for place in range(500)]
    wide = spark.range(40).selectExpr(
        "id % 2 = 0 AS failed", *(f"id % {2 + at % 7} AS {name}" for at, name in enumerate(names))
    )
    heard = []
    found = Cluster(wide).contingencies(FAILED, [Scale(name) for name in names], heard.append)
    assert len(heard) == 6
    assert [one.columns.size for one in found] == [2 + at % 7 for at in range(500)]
    assert {one.n for one in found} == {40}


def test_columns_of_every_type(spark):
    day = dt.date(2026, 1, 5)
    row = (True, 3, Decimal("2.50"), day, dt.datetime(2026, 1, 5, 6), "a", None)
    kinds = "b boolean, i tinyint, d decimal(9, 2), t date, w timestamp_ntz, s string, v void"
    found = Cluster(spark.createDataFrame([row] * 3, kinds)).facts(list("bidtwsv"))
    midnight = (day - dt.date(1970, 1, 1)).total_seconds()
    lows = [1, 3, 2.5, midnight, midnight + 6 * 3600, np.nan, np.nan]
    np.testing.assert_array_equal([one.low for one in found.values()], lows)
    assert [one.n_missing for one in found.values()] == [0] * 6 + [3]


def test_a_column_that_holds_several_things_is_refused(spark):
    nested = Cluster(spark.range(3).selectExpr("id", "array(id) AS tags"))
    with pytest.raises(VariableError) as told:
        nested.facts(["id", "tags"])
    assert str(told.value) == (
        "Column 'tags' is of Spark's type array<bigint>, which holds no single number or word; "
        "drop it, or name the candidates without it."
    )
    assert nested.facts(["id"])["id"].high == 2


def test_no_rows_are_refused(spark):
    with pytest.raises(TableError, match="columns but no rows"):
        Cluster(spark.range(0)).facts(["id"])


def test_a_stream_is_refused(spark):
    stream = spark.readStream.format("rate").load()
    with pytest.raises(TableError, match="A stream has no end"):
        Cluster(stream)


def test_what_fails_on_a_worker_is_a_sentence(spark):
    broken = Cluster(spark.range(3).selectExpr("id", "raise_error('disk <b>full</b>') AS x"))
    with pytest.raises(TableError) as told:
        broken.facts(["id", "x"])
    assert "Spark could not count the observations: " in str(told.value)
    assert "disk <b>full</b>" in str(told.value)
    assert "\n" not in str(told.value)


def test_ctrl_c_leaves_no_job_behind(spark):
    slow = spark.range(0, 10**12, 1, 2)
    tracker = spark.sparkContext.statusTracker()
    waiting = threading.Event()

    def break_off():
        while not tracker.getActiveJobsIds() and not waiting.wait(0.05):
            pass
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=break_off, daemon=True).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            Cluster(slow).facts(["id"])
    finally:
        waiting.set()
    assert tracker.getActiveJobsIds() == []
