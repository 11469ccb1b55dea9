"""Counting on disk: DuckDB reads, filters and groups; what lies in bins is counted by numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from rootcause.engine import batches
from rootcause.engine.producing import ALL, Group, Tell, untold
from rootcause.engine.scales import Scale, Together
from rootcause.engine.statistics import Contingency, Facts, Moments, merged
from rootcause.errors import TableError
from rootcause.tables import from_arrow

BATCH = 122_880  # rows of a batch: as many as DuckDB keeps together
BLOCK = 64  # columns of one query; its planner takes far longer for many more
KEYS = 2**64 - 1  # the greatest key that a row may draw
SPARE = 1.5  # times as many rows as are wanted draw a key that is looked at
VIEW = "observations"


class Disk:
    """Observations that DuckDB reads.

    Parameters
    ----------
    ask
        What answers a query of the view of the observations.
    types
        Columns that hold observations, and their types.
    rows
        SQL of what tells a row from any other, and orders them.
    held
        What is to be closed after.
    levels
        Of columns that hold words in an order, which DuckDB does not keep: these words, by name.
    """

    called = "DuckDB"

    def __init__(
        self,
        ask: Callable[[str], Any],
        types: Mapping[str, str],
        rows: Sequence[str],
        held: ExitStack,
        levels: Mapping[str, list[str]] = MappingProxyType({}),
    ) -> None:
        self.ask = ask
        self.names = tuple(types)
        self.types = types
        self.rows = tuple(rows)
        self.held = held
        self.levels = levels
        self.n = int(self._fetched("count(*)")[0])

    def close(self) -> None:
        """Leave nothing behind."""
        self.held.close()

    def facts(self, names: Sequence[str]) -> dict[str, Facts]:
        """What each column holds."""
        found: dict[str, Facts] = {}
        for block in _blocks(names):
            parts = [self._parts(name) for name in block]
            values = iter(self._fetched(", ".join(chain.from_iterable(parts))))
            for name, part in zip(block, parts, strict=True):
                found[name] = self._facts(name, [next(values) for _ in part])
        return found

    def sample(
        self, names: Sequence[str], size: int, seed: int, among: Group = ALL
    ) -> pd.DataFrame:
        """Some rows at random, in their own order; see `Engine`."""
        turn = int(np.random.default_rng(seed).integers(KEYS, dtype=np.uint64))
        key = f"hash(xor(hash({', '.join(self.rows)}), {turn}::UBIGINT))"
        where = f"({self._condition(among)})"
        bound = int(min(1.0, SPARE * size / max(self.n, 1)) * KEYS) if among == ALL else None
        inner = f"{where} AND {key} <= {bound}" if bound else where
        drawn = f"SELECT {key} AS key FROM {self._source(key)} WHERE {inner} ORDER BY key"
        ((last,),) = self._rows(f"SELECT max(key) FROM ({drawn} LIMIT {size})")
        chosen = f"{where} AND {key} <= {last or 0} ORDER BY {', '.join(self.rows)}"
        parts = []
        for block in _blocks(names):  # whole row groups of many columns would take much memory
            columns = ", ".join(map(quoted, block))
            query = f"SELECT {columns} FROM {self._source(key)} WHERE {chosen}"
            with in_one_sentence():
                parts.append(from_arrow(self.ask(query).to_arrow_table()))
        rows = parts[0] if len(parts) == 1 else pd.concat(parts, axis="columns")
        ordered = {
            name: pd.CategoricalDtype(self.levels[name], ordered=True)
            for name in names
            if name in self.levels
        }
        return rows.astype(ordered)

    def contingencies(
        self, outcome: Scale, candidates: Sequence[Scale | Together], tell: Tell = untold
    ) -> list[Contingency]:
        """The outcome against each candidate; see `Engine`."""
        found: dict[Scale | Together, Contingency] = {}
        singly = [one for one in candidates if isinstance(one, Scale) and not one.is_binned]
        by_groups = [] if outcome.is_binned else singly
        by_numpy = [one for one in candidates if one not in by_groups]
        done = 0
        for part, count in ((by_groups, self._grouped), (by_numpy, self._in_batches)):
            for block in _blocks(part):
                told = partial(_between, tell, done / len(candidates), len(block) / len(candidates))
                found |= zip(block, count(outcome, block, told), strict=True)
                done += len(block)
        return [found[one] for one in candidates]

    def moments(self, wanted: Sequence[tuple[Sequence[str], Group]]) -> list[Moments]:
        """Moments of numbers; see `Engine`."""
        found = []
        for block in _blocks(wanted):
            parts = [self._of_moments(names, among) for names, among in block]
            values = iter(self._fetched(", ".join(chain.from_iterable(parts))))
            for (names, _), part in zip(block, parts, strict=True):
                found.append(_moments(len(names), [next(values) for _ in part]))
        return found

    # Counting -----------------------------------------------------------------------------------

    def _in_batches(
        self, outcome: Scale, candidates: Sequence[Scale | Together], tell: Tell
    ) -> list[Contingency]:
        """By numpy, batch by batch."""
        names = dict.fromkeys(name for one in (outcome, *candidates) for name in one.columns)
        query = f"SELECT {', '.join(map(quoted, names))} FROM {VIEW}"
        total: list[Contingency] = []
        seen = 0
        with in_one_sentence():
            found = self.ask(query)
            reader = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader  # DuckDB 1
            for batch in reader(BATCH):
                some = batches.contingencies(batch, outcome, candidates)
                total = [merged(both) for both in zip(total, some, strict=True)] if total else some
                seen += batch.num_rows
                tell(seen / self.n)
        return total

    def _grouped(
        self, outcome: Scale, candidates: Sequence[Scale], tell: Tell
    ) -> list[Contingency]:
        """By one query: how often each value of each candidate occurs with each of the outcome."""
        place = self._value(outcome)
        parts = [f"histogram({self._value(one)})" for one in candidates]
        query = f"SELECT {place} AS place, count(*), {', '.join(parts)} FROM {VIEW} GROUP BY place"
        rows = [row for row in self._rows(query) if row[0] is not None]
        tell(1.0)
        return [
            _crossed([(row[0], row[1], row[2 + at] or {}) for row in rows])
            for at in range(len(candidates))
        ]

    # SQL ----------------------------------------------------------------------------------------

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with in_one_sentence():
            return list(self.ask(query).fetchall())

    def _fetched(self, parts: str) -> tuple[Any, ...]:
        (found,) = self._rows(f"SELECT {parts} FROM {VIEW}")
        return found

    def _source(self, key: str) -> str:
        """Where rows are told apart; those of no table are numbered as they come."""
        if self.rows != NUMBERED:
            return VIEW
        return f"(SELECT *, row_number() OVER () AS {NUMBERED[0]} FROM {VIEW})"

    def _number(self, name: str) -> str:
        """A column as numbers."""
        held, column = self.types[name], quoted(name)
        if held.startswith(("TIMESTAMP", "DATE")):
            return f"epoch({column})"
        if held.startswith(("TIME", "INTERVAL")):
            unit = 3600 if held.startswith("TIME") else 1
            return f"epoch({column}) / {unit}"
        return f"CAST({column} AS DOUBLE)"

    def _holds_words(self, name: str) -> bool:
        return self.types[name].endswith("]") or not self.types[name].startswith(NUMBERS)

    def _finite(self, name: str) -> str:
        """A column as numbers, without what is not finite."""
        number = self._number(name)
        may = self.types[name] in ("FLOAT", "DOUBLE")
        return f"CASE WHEN isfinite({number}) THEN {number} END" if may else number

    def _value(self, scale: Scale) -> str:
        """A column's value on a scale on which each is a place."""
        name = scale.column
        if scale.part == "weekday":
            return f"CAST(isodow({quoted(name)}) - 1 AS DOUBLE)"
        if scale.part == "month":
            return f"CAST(month({quoted(name)}) - 1 AS DOUBLE)"
        if self._holds_words(name):
            word = f"CAST({quoted(name)} AS VARCHAR)"
            if not scale.codes:
                return word
            cases = [f"WHEN {text(one)} THEN {code!r}" for one, code in scale.codes]
            return f"CASE {word} {' '.join(cases)} END"
        value = self._finite(name)
        if scale.part == "hour":
            value = f"({value} % 86400) / 3600"
        if scale.gone:
            gone = ", ".join(map(repr, scale.gone))
            value = f"CASE WHEN {value} NOT IN ({gone}) THEN {value} END"
        return value

    def _condition(self, among: Group) -> str:
        if among.also is not None:
            one = self._condition(Group(among.scale, among.places))
            return f"({one}) AND ({self._condition(among.also)})"
        if among.scale is None:
            return "true"
        if among.scale.edges:
            return " OR ".join(self._between(among.scale, int(one)) for one in among.places)
        if among.scale.codes:  # a list of words is looked up, cases are tried one by one
            words = [text(one) for one, code in among.scale.codes if code in among.places]
            return f"{self._value(replace(among.scale, codes=()))} IN ({', '.join(words)})"
        return f"{self._value(among.scale)} IN ({', '.join(map(repr, among.places))})"

    def _between(self, scale: Scale, place: int) -> str:
        """The condition of one place of an uneven scale."""
        value, edges = self._value(scale), scale.edges
        low = [f"{value} >= {edges[place - 1]!r}"] if place else [f"isfinite({value})"]
        high = [f"{value} < {edges[place]!r}"] if place < len(edges) else []
        return f"({' AND '.join([*low, *high])})"

    def _parts(self, name: str) -> list[str]:
        column = quoted(name)
        if self._holds_words(name):
            return [f"count({column})"]
        value = self._number(name)
        whole = f"bool_and({value} = floor({value}))"
        return [f"count({column})", f"min({value})", f"max({value})", whole]

    def _facts(self, name: str, values: list[Any]) -> Facts:
        missing = self.n - int(values[0])
        if len(values) == 1 or values[1] is None:
            return Facts(self.n, missing)
        low, high, whole = values[1:]
        if np.isfinite([low, high]).all():
            return Facts(self.n, missing, 0, float(low), float(high), bool(whole))
        value, finite = self._number(name), self._finite(name)
        nans, infinite, low, high, whole = self._fetched(
            f"count_if(isnan({value})), count_if(isinf({value})), min({finite}), max({finite}), "
            f"bool_and({finite} = floor({finite}))"
        )
        low, high = (np.nan if end is None else float(end) for end in (low, high))
        return Facts(self.n, missing + nans, infinite, low, high, whole is not False)

    def _of_moments(self, names: Sequence[str], among: Group) -> list[str]:
        where = f" FILTER (WHERE {self._condition(among)})" if among.columns else ""
        values = [self._finite(name) for name in names]
        if len(values) == 1:
            return [f"{one}({values[0]}){where}" for one in ("count", "avg", "var_pop")]
        y, x = values
        called = ("count", "avgy", "avgx", "syy", "sxy", "sxx")
        return [f"regr_{one}({y}, {x}){where}" for one in called]


NUMBERED = ('"row of rootcause"',)
NUMBERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER"),
    *("UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN", "DATE", "TIME", "INTERVAL"),
    '"NULL"',
)


def _between(tell: Tell, start: float, share: float, done: float) -> None:
    """Tell how much is done of a part of the work."""
    tell(start + share * done)


def _blocks(whole: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(whole), BLOCK):
        yield whole[start : start + BLOCK]


def _crossed(rows: Sequence[tuple[Any, int, dict[Any, int]]]) -> Contingency:
    """From each place of the outcome, its rows, and how many of them have each value."""
    values = np.array(sorted({value for _, _, counts in rows for value in counts}))
    places = np.array(sorted(place for place, _, _ in rows))
    places, values = (
        one.astype(object) if one.dtype.kind == "U" else one for one in (places, values)
    )
    counts = np.zeros((places.size, values.size), dtype=np.int64)
    missing = np.zeros(places.size, dtype=np.int64)
    for place, size, found in rows:
        down = int(np.searchsorted(places, place))
        across = np.searchsorted(values, list(found))
        counts[down, across] = list(found.values())
        missing[down] = size - counts[down].sum()
    return Contingency(places, values, counts, missing)


def _moments(k: int, values: list[Any]) -> Moments:
    n = int(values[0])
    if n == 0:
        return Moments.none(k)
    if k == 1:
        mean, variance = values[1:]
        return Moments(n, np.array([mean]), np.array([[variance * n]]))
    _, mean_y, mean_x, syy, sxy, sxx = values
    return Moments(n, np.array([mean_y, mean_x]), np.array([[syy, sxy], [sxy, sxx]]))


def quoted(name: str) -> str:
    """Write a name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(word: str) -> str:
    """Write a text in SQL."""
    return "'" + word.replace("'", "''") + "'"


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Tell what DuckDB could not do in one sentence; an interruption stays one."""
    import duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        raise TableError(in_sentence(error)) from None
    except RuntimeError as error:  # of its client, which looks for Ctrl-C itself
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def in_sentence(error: Exception) -> str:
    """Say what DuckDB says, on one line."""
    first = str(error).strip().partition("\n")[0]
    if "memory" in first.lower():
        return f"DuckDB ran out of the memory it may use; allow more (memory=, --memory): {first}"
    return f"DuckDB can't read these observations: {first}"
