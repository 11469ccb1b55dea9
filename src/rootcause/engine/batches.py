"""Counting in memory: a batch of observations, as numpy does it.

What every engine that hands out Arrow batches counts with; results of batches are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rootcause.engine.scales import Scale, Together, part_of
from rootcause.engine.statistics import Contingency, Facts, Floats, Moments

if TYPE_CHECKING:
    import pyarrow as pa

Batch: TypeAlias = "pa.RecordBatch | pa.Table"
Places = NDArray[np.int64]
Placed = tuple[Places, NDArray[Any]]


def facts(batch: Batch, names: Sequence[str]) -> dict[str, Facts]:
    """What each of some columns of a batch holds."""
    return {name: _facts(batch.column(name)) for name in names}


def _facts(column: Any) -> Facts:
    if is_words(column.type):
        return Facts(len(column), column.null_count)
    values = numbers(column)
    finite = values[np.isfinite(values)]
    return Facts(
        values.size,
        int(np.isnan(values).sum()),
        int(np.isinf(values).sum()),
        float(finite.min(initial=np.inf)) if finite.size else np.nan,
        float(finite.max(initial=-np.inf)) if finite.size else np.nan,
        bool((finite == np.floor(finite)).all()),
    )


def contingencies(
    batch: Batch, outcome: Scale, candidates: Sequence[Scale | Together]
) -> list[Contingency]:
    """The outcome of a batch against each of some candidates, its rows with an outcome alone."""
    known: dict[Scale, Placed] = {}

    def of(scale: Scale) -> Placed:
        if scale not in known:
            known[scale] = placed(batch.column(scale.column), scale)
        return known[scale]

    def found(one: Scale | Together) -> Placed:
        if isinstance(one, Scale):
            return placed(batch.column(one.column), one)
        return together(of(one.first)[0], of(one.second)[0], one)

    down, rows = placed(batch.column(outcome.column), outcome)
    return [crossed(down, rows, *found(one)) for one in candidates]


def together(first: Places, second: Places, scale: Together) -> Placed:
    """Places of two columns at once, -1 where either has none, and what they are."""
    places = first * scale.second.size + second
    places[(first < 0) | (second < 0)] = -1
    return places, np.arange(scale.size, dtype=np.float64)


def crossed(down: Places, rows: NDArray[Any], across: Places, columns: NDArray[Any]) -> Contingency:
    """Counts of places of an outcome and of a candidate, -1 where there is none."""
    shape = rows.size, columns.size
    known, alone = down >= 0, across < 0
    missing = np.bincount(down[known & alone], minlength=shape[0])
    known &= ~alone
    if not known.all():
        down, across = down[known], across[known]
    counts = np.bincount(down * shape[1] + across, minlength=shape[0] * shape[1])
    return Contingency(rows, columns, counts.reshape(shape), missing)


def placed(column: Any, scale: Scale) -> Placed:
    """Which of some places each row has, -1 for none, and what those places are."""
    if is_words(column.type):
        return _of_words(column, scale)
    values = values_on(column, scale)
    known = np.isfinite(values)
    if scale.is_binned and known.all():
        return scale.places(values), np.arange(scale.size, dtype=np.float64)
    places = np.full(values.size, -1, dtype=np.int64)
    if scale.is_binned:
        places[known] = scale.places(values[known])
        return places, np.arange(scale.size, dtype=np.float64)
    found, places[known] = np.unique(values[known], return_inverse=True)
    return places, found


def _of_words(column: Any, scale: Scale) -> Placed:
    at, words = codes_of(column)
    if not scale.codes:
        return at, words
    codes = dict(scale.codes)
    found = np.unique([code for _, code in scale.codes])
    places = np.array(
        [np.searchsorted(found, codes[word]) if word in codes else -1 for word in words] + [-1]
    )
    return places[at], found


def values_on(column: Any, scale: Scale) -> Floats:
    """Numbers, or parts of times, before they are put on a scale; not finite where missing."""
    values = numbers(column)
    if scale.gone:
        values = np.where(np.isin(values, scale.gone), np.nan, values)
    return part_of(values, scale.part) if scale.part else values


def moments(batch: Batch, names: Sequence[str]) -> Moments:
    """Moments of columns of numbers, of the rows of a batch that have them all."""
    columns = np.stack([numbers(batch.column(name)) for name in names])
    return Moments.of(columns[:, np.isfinite(columns).all(axis=0)])


# Columns ----------------------------------------------------------------------------------------


def is_words(held: pa.DataType) -> bool:
    """Whether a column of this type holds words; numbers, truths and times are numbers."""
    return _reader(held) is None


def codes_of(column: Any) -> Placed:
    """The place of each row's word among those that occur, -1 for none, and the words."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole if pa.types.is_dictionary(whole.type) else _as_text(whole).dictionary_encode()
    at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    words = np.array([str(word) for word in coded.dictionary.to_pylist()], dtype=object)
    order = np.argsort(words)
    rank = np.append(np.argsort(order), -1)
    return rank[at.astype(np.int64)], words[order]


def _as_text(column: Any) -> Any:
    import pyarrow as pa

    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        return pa.array([None if one is None else str(one) for one in column.to_pylist()])


def numbers(column: Any) -> Floats:
    """Values of a column that holds no words; true is 1, times are seconds since 1970."""
    reader = _reader(column.type)
    if reader is None:
        raise TypeError(f"{column.type} holds no numbers")
    return reader(column)


def _reader(held: pa.DataType) -> Callable[[Any], Floats] | None:
    import pyarrow as pa

    if held in (pa.date32(), pa.date64()) or pa.types.is_timestamp(held):
        return _seconds
    if pa.types.is_time(held):
        return _hours
    if pa.types.is_duration(held):
        return _lengths
    plain = pa.types.is_floating(held), pa.types.is_integer(held), pa.types.is_boolean(held)
    return _plain if any(plain) or pa.types.is_decimal(held) or pa.types.is_null(held) else None


def _plain(column: Any) -> Floats:
    import pyarrow as pa

    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if not pa.types.is_float64(column.type):
        column = column.cast(pa.float64(), safe=False)
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _counted(column: Any, form: pa.DataType, unit: float) -> Floats:
    import pyarrow as pa

    whole = column.cast(form, safe=False).cast(pa.int64()).cast(pa.float64(), safe=False)
    return np.asarray(whole.to_numpy(zero_copy_only=False) / unit, dtype=np.float64)


def _seconds(column: Any) -> Floats:
    """On the wall clock of the column's own zone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if getattr(column.type, "tz", None):
        column = pc.local_timestamp(column)
    return _counted(column, pa.timestamp("us"), 1e6)


def _hours(column: Any) -> Floats:
    import pyarrow as pa

    return _counted(column, pa.time64("us"), 3.6e9)


def _lengths(column: Any) -> Floats:
    import pyarrow as pa

    return _counted(column, pa.duration("us"), 1e6)
