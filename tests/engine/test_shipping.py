"""What travels to a cluster and back."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from rootcause.engine import batches
from rootcause.engine.producing import Group
from rootcause.engine.scales import Scale
from rootcause.engine.shipping import (
    choosing,
    contingencies_in,
    counting,
    facts_in,
    merging,
    moments_in,
    packed,
    shipped,
    unpack,
    unpacked,
)
from rootcause.engine.statistics import Contingency, Facts, Moments

WORDS = ["vanilla", "<b>$x</b>\n", "ünïcode 🍦", "x" * 5000]


@pytest.fixture
def table(rng):
    words = np.array(WORDS, dtype=object)[rng.integers(4, size=300)]
    words[::7] = None
    return pa.table(
        {"failed": rng.random(300) < 0.3, "load": rng.normal(size=300), "flavor": words}
    )


def same(one, other):
    return type(one) is type(other) and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in one.__slots__
    )


def test_parts_come_back_as_they_were(table):
    scales = [Scale("load", low=-3, per=10, cells=60), Scale("flavor")]
    parts = [
        *batches.contingencies(table, Scale("failed"), scales),
        batches.moments(table, ["failed", "load"]),
        Facts(300, 2, 1, -1.5, 4.0, False),
    ]
    for part in parts:
        assert same(unpack(packed(part), type(part)), part)


def test_a_part_of_no_rows_comes_back(table):
    parts = batches.contingencies(table[:0], Scale("failed"), [Scale("load"), Scale("flavor")])
    whole = batches.contingencies(table, Scale("failed"), [Scale("load"), Scale("flavor")])
    for part, other in zip(parts, whole, strict=True):
        assert same(unpack(packed(part), Contingency).merge(other), other)


def test_a_long_word_does_not_widen_the_others():
    words = np.array(["a" * 100_000, *map(str, range(1000))], dtype=object)
    counts = np.ones((1, words.size), dtype=np.int64)
    part = Contingency(np.zeros(1), words, counts, np.zeros(1, dtype=np.int64))
    assert len(packed(part)) < 20_000


def test_what_is_pickled_is_refused():
    import zlib
    from io import BytesIO

    file = BytesIO()
    np.savez(file, n=np.array([print], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        unpack(zlib.compress(file.getvalue()), Facts)


def test_partitions_add_up_to_the_whole(table):
    names = table.column_names
    scales = [Scale("load", edges=(-1.0, 0.0, 1.0)), Scale("flavor")]
    vanilla = Scale("flavor", codes=(("vanilla", 1.0),))
    wanted = [(["load"], Group()), (["load", "failed"], Group(vanilla, (1.0,)))]
    for count, kind in (
        (facts_in(names), Facts),
        (contingencies_in(Scale("failed"), scales), Contingency),
        (moments_in(wanted), Moments),
    ):
        found = [
            parcels
            for rows in (table[:10], table[10:10], table[10:211], table[211:])
            for parcels in counting(count, names)(numbered(rows).to_batches(max_chunksize=50))
        ]
        (parcels,) = merging(kind)(found)
        parts = [part for _, part in sorted(unpacked(parcels, kind), key=lambda one: one[0])]
        for part, whole in zip(parts, count(table), strict=True):
            for name in kind.__slots__:
                one, other = getattr(part, name), getattr(whole, name)
                if kind is Contingency and name == "columns":
                    assert one.tolist() == other.tolist()
                else:
                    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_rows_of_a_group_are_chosen(table):
    choose = choosing(Group(Scale("flavor", codes=(("vanilla", 3.0),)), (3.0,)), table.column_names)
    chosen = pa.Table.from_batches(choose(numbered(table).to_batches()))
    assert chosen.column_names == ["0", "1", "2"]
    assert chosen["2"].to_pylist() == ["vanilla"] * table["flavor"].to_pylist().count("vanilla")


def test_workers_need_no_rootcause(table, tmp_path):
    cloudpickle = pickling()
    names = table.column_names
    wanted = [(["load"], Group(Scale("failed"), (1.0,)))]
    work = [counting(contingencies_in(Scale("failed"), [Scale("load"), Scale("flavor")]), names)]
    work += [counting(facts_in(names), names), counting(moments_in(wanted), names)]
    with shipped():
        data = cloudpickle.dumps([*work, merging(Contingency), choosing(wanted[0][1], names)])
    (tmp_path / "work").write_bytes(data)
    with pa.OSFile(str(tmp_path / "table"), "wb") as file, pa.ipc.new_file(file, table.schema) as w:
        w.write_table(table)
    code = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.partition('.')[0] in ('rootcause', 'pandas', 'scipy'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "import pickle, pyarrow as pa\n"
        "from pathlib import Path\n"
        "*counts, merge, choose = pickle.loads(Path('work').read_bytes())\n"
        "batches = pa.ipc.open_file('table').read_all().to_batches()\n"
        "found = [list(count(batches)) for count in counts]\n"
        "print(next(merge(found[0])).num_rows, sum(b.num_rows for b in choose(batches)))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split() == ["2", str(sum(table["failed"].to_pylist()))]


def test_shipping_leaves_pickling_as_it_was():
    cloudpickle = pickling()
    before = cloudpickle.list_registry_pickle_by_value()
    with pytest.raises(KeyError), shipped():
        assert "rootcause" in cloudpickle.list_registry_pickle_by_value()
        raise KeyError
    assert cloudpickle.list_registry_pickle_by_value() == before


def pickling():
    return pytest.importorskip(
        "pyspark.cloudpickle", reason="no Spark in this environment; bring it with: make spark"
    )


def numbered(table):
    return table.rename_columns([str(place) for place in range(table.num_columns)])
