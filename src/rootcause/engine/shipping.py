"""What travels to a cluster and back: functions to its workers, counts from them.

Functions are shipped whole, so that workers need numpy and pyarrow but no rootcause. Counts come
back as plain arrays, which run nothing when they are read.
"""

from __future__ import annotations

import json
import sys
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.engine.batches import Batch, contingencies, facts, moments, placed
from rootcause.engine.producing import Group
from rootcause.engine.scales import Scale, Together
from rootcause.engine.statistics import Contingency, Facts, Moments, Part

AT_ONCE = 2**26  # bytes of a partition that are counted together
PARCEL = "place int, part binary"  # a part, and its place in the list of parts

Count = Callable[[Batch], Sequence[Part]]
Work = Callable[[Iterable[Any]], Iterator[Any]]  # Arrow batches of a partition in, others out


@contextmanager
def shipped() -> Iterator[None]:
    """Let functions of rootcause be pickled whole, not by a name to be looked up on arrival."""
    from pyspark import cloudpickle

    package = sys.modules[__name__.partition(".")[0]]
    cloudpickle.register_pickle_by_value(package)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
            yield
    finally:
        cloudpickle.unregister_pickle_by_value(package)


# What workers do --------------------------------------------------------------------------------


def facts_in(names: Sequence[str]) -> Count[Facts]:
    """What finds out the facts of columns."""
    return lambda batch: list(facts(batch, names).values())


def contingencies_in(outcome: Scale, candidates: Sequence[Scale | Together]) -> Count[Contingency]:
    """What counts an outcome against candidates."""
    return lambda batch: contingencies(batch, outcome, candidates)


def moments_in(wanted: Sequence[tuple[Sequence[str], Group]]) -> Count[Moments]:
    """What works out moments, each of the rows of a group."""
    return lambda batch: [moments(within(batch, among), names) for names, among in wanted]


def within(batch: Batch, among: Group) -> Batch:
    """The rows of a group."""
    import pyarrow as pa

    if among.also is not None:
        batch = within(batch, among.also)
    if among.scale is None:
        return batch
    at, places = placed(batch.column(among.scale.column), among.scale)
    return batch.filter(pa.array(np.append(np.isin(places, among.places), False)[at]))


def counting(count: Count[Part], names: Sequence[str]) -> Work:
    """Make what counts a partition, whose columns have these names."""

    def counted(batches: Iterable[Any]) -> Iterator[Any]:
        parts: list[Part] = []
        for table in _tables(batches, names):
            found: list[Part] = list(count(table))
            both = zip(parts, found, strict=True)
            parts = [one.merge(other) for one, other in both] if parts else found
        yield _parcels(dict(enumerate(parts)))

    return counted


def choosing(among: Group, names: Sequence[str]) -> Work:
    """Make what keeps the rows of a group in a partition, whose columns have these names."""

    def chosen(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            kept = within(batch.rename_columns([*names]), among)
            yield kept.rename_columns(batch.schema.names)

    return chosen


def merging(kind: type[Part]) -> Work:
    """Make what adds up parcels that have the same place."""

    def together(batches: Iterable[Any]) -> Iterator[Any]:
        parts: dict[int, Part] = {}
        for batch in batches:
            for place, part in unpacked(batch, kind):
                parts[place] = parts[place].merge(part) if place in parts else part
        yield _parcels(parts)

    return together


def _tables(batches: Iterable[Any], names: Sequence[str]) -> Iterator[Any]:
    """Batches as fewer and larger tables, since each costs something whatever it holds."""
    import pyarrow as pa

    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(one.nbytes for one in held) >= AT_ONCE:
            yield pa.Table.from_batches(held).rename_columns([*names])
            held = []
    if held:
        yield pa.Table.from_batches(held).rename_columns([*names])


# What comes back --------------------------------------------------------------------------------


def _parcels(parts: dict[int, Part]) -> Any:
    import pyarrow as pa

    data = pa.array(map(packed, parts.values()), pa.binary())
    return pa.record_batch([pa.array(parts, pa.int32()), data], names=["place", "part"])


def unpacked(parcels: Any, kind: type[Part]) -> Iterator[tuple[int, Part]]:
    """Places and parts of a batch or a table of parcels."""
    for place, data in zip(*(one.to_pylist() for one in parcels.columns), strict=True):
        yield place, unpack(data, kind)


def packed(part: Part) -> bytes:
    """A part as compressed arrays, one a field."""
    file = BytesIO()
    held: dict[str, Any] = {one.name: _as_array(getattr(part, one.name)) for one in fields(part)}
    np.savez(file, **held)
    return zlib.compress(file.getvalue(), level=1)


def unpack(data: bytes, kind: type[Part]) -> Part:
    """The part that was packed."""
    with np.load(BytesIO(zlib.decompress(data)), allow_pickle=False) as held:
        return kind(**{name: _from_array(held[name]) for name in held.files})


def _as_array(value: Any) -> NDArray[Any]:
    """Words become the bytes of a list of them: in an array each takes the room of the longest."""
    array = np.asarray(value)
    if array.dtype != object:
        return array
    return np.frombuffer(json.dumps(array.tolist()).encode(), dtype=np.uint8)


def _from_array(array: NDArray[Any]) -> Any:
    if array.dtype == np.uint8:
        return np.array(json.loads(array.tobytes()), dtype=object)
    return array if array.ndim else array.item()
