"""Counting on a cluster: the rows of a Spark DataFrame, counted where they lie.

Workers count their rows in Arrow batches, as `batches` does, the cluster adds up what they found,
and what comes back is as small as what DuckDB gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from rootcause.columns.spelling import shortened
from rootcause.engine.producing import ALL, Group, Tell, untold
from rootcause.engine.scales import Scale, Together
from rootcause.engine.shipping import (
    PARCEL,
    choosing,
    contingencies_in,
    counting,
    facts_in,
    merging,
    moments_in,
    shipped,
    unpacked,
)
from rootcause.engine.statistics import Contingency, Facts, Moments, Part
from rootcause.errors import TableError, VariableError
from rootcause.tables import from_arrow

if TYPE_CHECKING:
    import pandas as pd

WIDEST = 96  # columns of one job: past 100 Spark compiles no plan and takes twice as long
BLOCK = 2**16  # copies of a row that are listed at once
UNCOUNTED = frozenset(
    ("array", "binary", "geography", "geometry", "interval", "map", "struct", "udt", "variant")
)

RAISED = re.compile(r"(\w+\.)*\w+(Error|Exception): ")

Item = TypeVar("Item")


class Cluster:
    """Observations that Spark reads.

    Parameters
    ----------
    frame
        A Spark DataFrame, of a classic session or of Spark Connect. It is read once for each
        question, so one that is long to work out had better be cached first.
    """

    called = "Spark"

    def __init__(self, frame: Any) -> None:
        if frame.isStreaming:
            raise TableError("A stream has no end to be counted to; give a DataFrame of a table.")
        self.session = frame.sparkSession
        self.names = tuple(frame.columns)
        self.types = dict(zip(self.names, (one.dataType for one in frame.schema), strict=True))
        self.frame = frame.toDF(*map(str, range(len(self.names))))  # a name may hold anything

    @cached_property
    def n(self) -> int:
        """Rows."""
        with self._job():
            return int(self.frame.count())

    def close(self) -> None:
        """Leave nothing behind; the session is its owner's."""

    def facts(self, names: Sequence[str]) -> dict[str, Facts]:
        """What each column holds; see `Engine`."""
        found: dict[str, Facts] = {}
        for block in _blocks(names, lambda name: {name}):
            found |= zip(block, self._counted(block, facts_in(block), Facts), strict=True)
        return found

    def sample(
        self, names: Sequence[str], size: int, seed: int, among: Group = ALL
    ) -> pd.DataFrame:
        """Some rows at random, those of the same contents whatever the partitions are.

        A row's key is a hash of what it holds, so identical rows are told apart by a number.
        """
        with self._job():
            rows = _drawn(self._keyed(names, seed, among), size).toArrow()
        rows = rows.sort_by("key").drop_columns(["key"])
        return from_arrow(rows.rename_columns([*names]))

    def contingencies(
        self, outcome: Scale, candidates: Sequence[Scale | Together], tell: Tell = untold
    ) -> list[Contingency]:
        """The outcome against each candidate; see `Engine`."""
        found: list[Contingency] = []
        for block in _blocks(candidates, lambda one: {*one.columns, outcome.column}):
            names = [*dict.fromkeys(name for one in (outcome, *block) for name in one.columns)]
            found += self._counted(names, contingencies_in(outcome, block), Contingency)
            tell(len(found) / len(candidates))
        return found

    def moments(self, wanted: Sequence[tuple[Sequence[str], Group]]) -> list[Moments]:
        """Moments of numbers; see `Engine`."""
        found: list[Moments] = []
        for block in _blocks(wanted, lambda one: _columns_of(*one)):
            names = sorted(set().union(*(_columns_of(*one) for one in block)))
            found += self._counted(names, moments_in(block), Moments)
        return found

    # Jobs ---------------------------------------------------------------------------------------

    def _counted(
        self, names: Sequence[str], count: Callable[[Any], Sequence[Part]], kind: type[Part]
    ) -> list[Part]:
        """What all partitions count in some columns, added up."""
        columns = self._columns(names)
        with self._job():
            parcels = (
                columns.mapInArrow(counting(count, names), PARCEL)
                .repartition("place")
                .mapInArrow(merging(kind), PARCEL)
                .toArrow()
            )
        if not parcels.num_rows:
            raise TableError("The table has columns but no rows.")
        return [part for _, part in sorted(unpacked(parcels, kind), key=lambda one: one[0])]

    def _columns(self, names: Sequence[str]) -> Any:
        """Some columns, as types that Arrow knows."""
        return self.frame.selectExpr(*map(self._column, names))

    def _column(self, name: str) -> str:
        held, place = self.types[name].typeName(), f"`{self.names.index(name)}`"
        if held in UNCOUNTED:
            raise VariableError(
                f"Column {name!r} is of Spark's type {self.types[name].simpleString()[:60]}, which "
                "holds no single number or word; drop it, or name the candidates without it."
            )
        return f"CAST({place} AS double) AS {place}" if held in ("decimal", "void") else place

    def _keyed(self, names: Sequence[str], seed: int, among: Group) -> Any:
        """The rows of a group, each with a hash of what it holds."""
        rows = self._columns(names)
        if among.columns:
            every = [*dict.fromkeys([*names, *sorted(among.columns)])]
            rows = self._columns(every)
            rows = rows.mapInArrow(choosing(among, every), rows.schema)
        places = [f"`{self.names.index(name)}`" for name in names]
        held = ", ".join(f"{place}, isnull({place})" for place in places)
        return rows.selectExpr(*places, f"xxhash64({seed}, {held}) AS key")

    @contextmanager
    def _job(self) -> Iterator[None]:
        """Ship functions whole, stop the work if it is broken off, and say in a sentence why."""
        tag = f"rootcause-{uuid4()}"
        self.session.addTag(tag)
        try:
            with shipped():
                yield
        except BaseException as error:  # Spark, py4j and gRPC raise each their own
            self.session.interruptTag(tag)
            if _broken_off(error):
                raise KeyboardInterrupt from None
            raise TableError(f"Spark could not count the observations: {_told(error)}") from error
        finally:
            self.session.removeTag(tag)


def _drawn(rows: Any, size: int) -> Any:
    """So many rows at random, by their keys and the numbers of their copies."""
    last = f"least(count, (block + 1) * {BLOCK}) - 1"
    copies = (
        rows.groupBy("key")
        .count()
        .selectExpr("key", "count", f"explode(sequence(0, (count - 1) div {BLOCK})) AS block")
        .selectExpr("key", f"explode(sequence(block * {BLOCK}, {last})) AS copy")
        .selectExpr("key", "copy", "xxhash64(key, copy) AS lot")
    )
    taken = copies.orderBy("lot", "key", "copy").limit(size).groupBy("key").count()
    numbered = rows.join(taken.hint("broadcast"), "key").selectExpr(
        "*", "row_number() OVER (PARTITION BY key ORDER BY key) AS copy"
    )
    return numbered.where("copy <= count").drop("copy", "count")


def _blocks(wanted: Iterable[Item], columns: Callable[[Item], set[str]]) -> Iterator[list[Item]]:
    """What is wanted in parts that read no more columns than one job does well."""
    block: list[Item] = []
    held: set[str] = set()
    for one in wanted:
        held |= columns(one)
        if block and len(held) > WIDEST:
            yield block
            block, held = [], columns(one)
        block.append(one)
    if block:
        yield block


def _columns_of(names: Sequence[str], among: Group) -> set[str]:
    return {*names, *among.columns}


def _broken_off(error: BaseException | None) -> bool:
    """Whether somebody pressed Ctrl-C, on which Spark may fail again as it cleans up."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _told(error: BaseException) -> str:
    """The last line that a worker's Python said, or else the first that Spark did."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    missing = next((line for line in lines if line.startswith("ModuleNotFoundError")), "")
    if missing:
        module = missing.partition("'")[2].rstrip("'")
        return f"its Python workers have no {module}; they need numpy and pyarrow."
    raised = [line for line in lines if RAISED.match(line)]
    said = (raised or lines or [type(error).__name__])[-1 if raised else 0]
    return shortened(said.rstrip("."), 200) + "."
