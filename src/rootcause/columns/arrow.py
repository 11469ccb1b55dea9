"""Arrow's columns as pandas can hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa


def in_plain_pandas(series: pd.Series) -> pd.Series:
    """A column that pandas holds as Arrow does, held as pandas itself would."""
    if not isinstance(series.dtype, pd.ArrowDtype):
        return series
    plain: pd.Series = as_held(series.array.__arrow_array__()).to_pandas(date_as_object=False)
    return plain.set_axis(series.index)


def as_held(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column in a type that pandas knows; the column itself where it is of one already."""
    import pyarrow as pa
    import pyarrow.compute as pc

    held = column.type
    if isinstance(held, pa.BaseExtensionType):
        return as_held(column.cast(held.storage_type))
    if pa.types.is_run_end_encoded(held):
        return as_held(pc.run_end_decode(column))
    if pa.types.is_union(held):
        return pa.chunked_array([_words(column)])
    if pa.types.is_dictionary(held) and any(map(_is_no_dictionary, column.chunks)):
        return column.cast(held.value_type)
    return column


def _words(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return pa.array([None if one is None else str(one) for one in column.to_pylist()], pa.string())


def _is_no_dictionary(chunk: pa.DictionaryArray) -> bool:
    """Whether its words hold a missing one, or one of them twice."""
    import pyarrow as pa

    words = chunk.dictionary
    if pa.types.is_nested(words.type):
        return False
    return bool(words.null_count) or len(words.unique()) < len(words)
