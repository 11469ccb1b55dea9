"""A column's cells as numbers, times or coded words, whatever type held them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.columns.arrow import in_plain_pandas
from rootcause.columns.texts import missing_words, seconds
from rootcause.errors import VariableError
from rootcause.variables import Extent, extent_of, extent_of_codes, extents_of

if TYPE_CHECKING:
    import pyarrow as pa

TRUTH = ("no", "yes")
TOGETHER = 1_000_000  # numbers read at once, where they are of
WIDE = 32  # columns or more: then taking them one by one costs more than copying them
Rows = NDArray[np.bool_]
Form = Literal["numbers", "times", "words", "labels"]


@dataclass(frozen=True)
class Cells:
    """What a column's cells hold.

    Attributes
    ----------
    form
        "numbers", "times", "words" (text, which may spell something else) or "labels" (levels of
        a categorical or boolean column, which mean what they say).
    values
        Shape (n,), NaN where missing: the number, seconds since 1970, or the index of the word.
    words
        What the codes stand for, each once.
    ordered
        Whether `words` are in a declared order.
    unit
        Of numbers worked out from durations or clock times.
    looked_at
        The extent of `values`, where it is known already.
    """

    form: Form
    values: NDArray[np.float64]
    words: tuple[str, ...] = ()
    ordered: bool = False
    unit: str = ""
    looked_at: Extent | None = None

    @cached_property
    def extent(self) -> Extent:
        """How many are missing, and between which values the others lie."""
        return self.looked_at or extent_of(self.values)

    @property
    def truth(self) -> bool:
        """Whether they are true and false, which read "yes" and "no"."""
        return self.form == "labels" and self.words == TRUTH


def read_each(frame: pd.DataFrame, names: Sequence[str], kept: Rows) -> Iterator[Cells]:
    """Read columns one after another, on the kept rows; many short ones of numbers at once."""
    whole = bool(kept.all())
    size = max(1, TOGETHER // max(1, len(frame)))
    for start in range(0, len(names), size):
        some = names[start : start + size]
        known: dict[str, Cells] = {}
        numbers = _plain_among(frame, some) if len(some) >= WIDE else []
        if len(numbers) >= WIDE:
            rows = frame[numbers].to_numpy().T
            known = dict(zip(numbers, _read_numbers(rows if whole else rows[:, kept]), strict=True))
        for name in some:
            if name in known:
                yield known[name]
            else:
                yield read_cells(frame[name] if whole else frame[name][kept])


def _plain_among(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    held = dict(zip(frame.columns, frame.dtypes, strict=True))
    return [name for name in names if _is_plain(held[name])]


def _is_plain(held: Any) -> bool:
    """Whether numbers are held as numpy holds them."""
    return isinstance(held, np.dtype) and held.kind in "fiu"


def _read_numbers(rows: NDArray[Any]) -> list[Cells]:
    values = rows.astype(np.float64, copy=False)
    extents = extents_of(values)
    return [
        Cells("numbers", row, looked_at=extent) for row, extent in zip(values, extents, strict=True)
    ]


def read_cells(series: pd.Series) -> Cells:
    """Read cells of any type; what can't be told apart otherwise becomes words.

    Numbers are not copied where they are held as float64: they are not to be written to.
    """
    if _is_plain(series.dtype):
        return Cells("numbers", series.to_numpy().astype(np.float64, copy=False))
    if series.dtype == bool:
        return Cells("labels", series.to_numpy().astype(np.float64), TRUTH, ordered=True)
    if isinstance(series.dtype, pd.StringDtype):
        return _words(series)
    series = in_plain_pandas(series)
    if isinstance(series.dtype, pd.SparseDtype):
        series = pd.Series(np.asarray(series))
    try:
        return _read_any(series)
    except InvalidOperation:
        raise VariableError(
            f"{str(series.name)!r} holds Decimal('sNaN'), which nothing can be compared with. "
            "Put None in its place."
        ) from None


def _read_any(series: pd.Series) -> Cells:
    held = "categorical" if isinstance(series.dtype, pd.CategoricalDtype) else _held(series)
    reader = _READERS.get(held, _words)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return reader(series)
    except (TypeError, ValueError, OverflowError):
        return _words(series)


def coded(
    codes: NDArray[Any], words: Sequence[str], form: Form = "words", *, ordered: bool = False
) -> Cells:
    """Make cells of codes (-1 is missing) and their words, each that occurs once."""
    missing = missing_words(words)
    used = np.bincount(codes + 1, minlength=len(words) + 1)[1:] > 0
    places: dict[str, int] = {}
    recoded = np.full(len(words) + 1, np.nan)
    for place in np.flatnonzero(used):
        word = words[int(place)]
        if word not in missing:
            recoded[place] = places.setdefault(word, len(places))
    return Cells(form, recoded[codes], tuple(places), ordered)


def _held(series: pd.Series) -> str:
    cells = series.to_numpy() if series.dtype == object else series
    return pd.api.types.infer_dtype(cells, skipna=True)


def _numbers(series: pd.Series) -> Cells:
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    return Cells("numbers", np.asarray(values, dtype=np.float64))


def _truths(series: pd.Series) -> Cells:
    try:
        values = series.to_numpy().astype(np.float64)
    except TypeError:  # pandas' own missing value
        values = _numbers(series).values
    return Cells("labels", values, TRUTH, ordered=True)


def _times(series: pd.Series) -> Cells:
    if series.dtype == object:
        walls = np.array([_on_the_wall(one) for one in series], dtype="datetime64[us]")
        return Cells("times", seconds(pd.Series(walls)))
    stamps = pd.to_datetime(series, errors="coerce")
    return Cells("times", seconds(stamps.dt.tz_localize(None)))


def _on_the_wall(stamp: Any) -> Any:
    if pd.isna(stamp):
        return None
    return stamp.replace(tzinfo=None) if getattr(stamp, "tzinfo", None) else stamp


def _periods(series: pd.Series) -> Cells:
    return Cells("times", seconds(pd.PeriodIndex(series).to_timestamp()))


def _durations(series: pd.Series) -> Cells:
    lengths = pd.to_timedelta(series, errors="coerce").dt.total_seconds()
    return Cells("numbers", np.asarray(lengths, dtype=np.float64), unit="s")


def _clocks(series: pd.Series) -> Cells:
    hours = series.map(lambda at: at.hour + at.minute / 60 + at.second / 3600, na_action="ignore")
    return Cells("numbers", np.asarray(hours, dtype=np.float64), unit="h")


def _categories(series: pd.Series) -> Cells:
    categories = series.cat.categories
    if _held(pd.Series(categories)) == "boolean" and not series.cat.ordered:
        return _truths(series.astype(object))
    words = [_word(one) for one in categories]
    return coded(series.cat.codes.to_numpy(), words, "labels", ordered=bool(series.cat.ordered))


def _words(series: pd.Series) -> Cells:
    if isinstance(series.dtype, pd.StringDtype) and series.dtype.storage == "pyarrow":
        return _encoded(series.array.__arrow_array__())
    values = series.to_numpy() if series.dtype == object else series.array
    try:
        codes, found = pd.factorize(values)
    except TypeError:  # unhashable: lists, sets, dicts
        codes, found = pd.factorize(series.astype(object).map(str, na_action="ignore").to_numpy())
    return coded(codes, [_word(one) for one in np.asarray(found, dtype=object)])


def _encoded(chunks: pa.ChunkedArray) -> Cells:
    """Words as Arrow tells them apart, which takes half the time."""
    whole = chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()
    found = whole.dictionary_encode()
    words = [_word(one) for one in found.dictionary.to_pylist()]
    if len(set(words)) < len(words) or not missing_words(words).isdisjoint(words):
        return coded(found.indices.fill_null(-1).to_numpy(), words)
    values = found.indices.to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
    return Cells(
        "words", values, tuple(words), looked_at=extent_of_codes(len(words), found.null_count)
    )


def _word(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


_READERS: Mapping[str, Callable[[pd.Series], Cells]] = {
    "boolean": _truths,
    "categorical": _categories,
    "date": _times,
    "datetime": _times,
    "datetime64": _times,
    "decimal": _numbers,
    "empty": lambda series: Cells("numbers", np.full(len(series), np.nan)),
    "floating": _numbers,
    "integer": _numbers,
    "integer-na": _numbers,
    "mixed-integer-float": _numbers,
    "period": _periods,
    "time": _clocks,
    "timedelta": _durations,
    "timedelta64": _durations,
}
