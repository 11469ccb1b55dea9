"""The door for observations: a file or a table in, a DataFrame out."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zipfile import ZipFile, is_zipfile

import numpy as np
import pandas as pd

from rootcause.columns.arrow import as_held
from rootcause.columns.cells import read_cells
from rootcause.columns.spelling import shortened
from rootcause.columns.texts import missing_words
from rootcause.delimited import read_delimited
from rootcause.errors import ArgumentError, TableError, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

BadRows = Literal["refuse", "skip"]
LARGEST = 2**31  # bytes to which a file may unpack in any case
DENSEST = 100  # times its size, to which it may unpack however large it is


def read_table(source: Any, *, bad_rows: BadRows = "refuse") -> pd.DataFrame:
    """Read observations, one row each, from a file or a table.

    Parameters
    ----------
    source
        A pandas DataFrame, which comes back as it is; a polars, Arrow or other table that narwhals
        knows; or the path of a .csv, .tsv, .txt, .xlsx, .xlsm, .parquet, .json or .jsonl file. Of
        a workbook the first sheet is read; JSON is a list of objects, or one object a line. Of
        text the delimiter, the decimal comma and the encoding are found.
    bad_rows
        What to do with rows of text that have more or fewer values than the header: "refuse" the
        file, or "skip" them and list their lines in ``frame.attrs["skipped_rows"]``.

    Returns
    -------
    pandas.DataFrame
        Empty cells and the usual words for nothing (NA, N/A, NaN, null, #N/A, -, ?) are missing;
        numbers with leading zeros stay text.

    Raises
    ------
    TableError
        When it can't be read as observations: one sentence says why.
    """
    if bad_rows not in ("refuse", "skip"):
        raise ArgumentError(f"bad_rows is 'refuse' or 'skip', not {bad_rows!r}.")
    if isinstance(source, str | Path):
        path = Path(source).expanduser()
        return _checked(_read_file(path, bad_rows), str(path))
    return _checked(_from_memory(source), "The table")


def fingerprint(frame: pd.DataFrame) -> str:
    """Work out the sha256 of a table's contents.

    It depends on the names of the columns, on their values and on the order of the rows; not on
    the index, on the order of the columns, or on the types that hold the values: 1, 1.0 and True
    are the same, and so are text and a categorical of that text.
    """
    digest = sha256()
    for name, place in sorted((str(name), place) for place, name in enumerate(frame.columns)):
        cells = read_cells(frame.iloc[:, place])
        values, words = cells.values, []
        if cells.words and not cells.truth:
            codes, found = pd.factorize(cells.values)
            values = codes.astype(np.float64)
            words = [cells.words[int(place)] for place in found]
        values = np.where(np.isnan(values), np.nan, values + 0.0)  # one NaN, one zero
        for part in (name, str(len(frame)), *words):
            digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
        digest.update(values.astype("<f8").tobytes())
    return digest.hexdigest()


# Files ------------------------------------------------------------------------------------------


def _read_file(path: Path, bad_rows: BadRows) -> pd.DataFrame:
    _check_path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(_READERS)
        raise TableError(f"{path} is of no known type. Files end in {known}.")
    if path.stat().st_size == 0:
        raise TableError(f"{path} is empty. It takes a header and at least one row.")
    try:
        return reader(path, bad_rows)
    except PermissionError:
        raise TableError(f"{path} may not be read by this user.") from None


def pattern_of(folder: Path) -> str:
    """The hint of a pattern that names the tables in a folder; empty where there are none."""
    for ending in (".parquet", ".csv", ".tsv"):
        if next(folder.glob(f"*{ending}"), None):
            return f", or all of them by a pattern: '{folder / '*'}{ending}'"
    return ""


def _check_path(path: Path) -> None:
    try:
        if path.is_file():
            return
        folder = path.is_dir()
        beside = [one.name for one in path.parent.iterdir() if one.suffix.lower() in _READERS]
    except (OSError, ValueError):
        folder, beside = False, []
    if folder:
        raise TableError(f"{path} is a folder. Name a file in it{pattern_of(path)}.")
    raise TableError(f"There is no file {path}.{did_you_mean(path.name, sorted(beside))}")


def _refuse_bomb(path: Path, unpacked: int) -> None:
    """Refuse a file that unpacks to far more than a table would."""
    if unpacked > LARGEST and unpacked > DENSEST * path.stat().st_size:
        raise TableError(
            f"{path} would unpack to {unpacked / 2**30:,.1f} GiB, over {DENSEST} times its size; "
            "no table is packed like that."
        )


def _read_parquet(path: Path, bad_rows: BadRows) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
        _refuse_bomb(path, sum(one.total_byte_size for one in groups))
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise TableError(f"{path} can't be read as Parquet: {_first_line(error)}.") from None
    return from_arrow(table)


def _read_workbook(path: Path, bad_rows: BadRows) -> pd.DataFrame:
    from openpyxl import load_workbook

    try:
        if is_zipfile(path):
            with ZipFile(path) as archive:
                _refuse_bomb(path, sum(one.file_size for one in archive.infolist()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
            sheets = [one.title for one in book.worksheets]
            rows = list(book.worksheets[0].iter_rows(values_only=True))
            book.close()
    except TableError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise TableError(f"{path} can't be read as Excel: {_first_line(error)}.") from None
    rows = [row for row in rows if any(cell is not None for cell in row)]
    if not rows:
        raise TableError(f"The first sheet of {path} is empty.")
    width = max(place + 1 for row in rows for place, one in enumerate(row) if one is not None)
    names = ["" if one is None else str(one).strip() for one in rows[0][:width]]
    cells = [[*row[:width], *[None] * (width - len(row))] for row in rows[1:]]
    frame = _without_unnamed(pd.DataFrame(cells, columns=pd.Index(names, dtype=object)))
    if len(sheets) > 1 and not (len(frame) and all(frame.columns)):
        raise TableError(
            f"{path} has {len(sheets)} sheets, and the first one, {sheets[0]!r}, is no table with "
            "a name over each column. Put the table first, or save it by itself."
        )
    return _without_missing_words(frame)


def _read_text(path: Path, bad_rows: BadRows) -> pd.DataFrame:
    table, skipped = read_delimited(path, skip=bad_rows == "skip")
    frame = from_arrow(table.rename_columns([name.strip() for name in table.column_names]))
    frame = _without_missing_words(_without_unnamed(frame))
    if skipped:
        frame.attrs["skipped_rows"] = skipped
    return frame


def _read_json(path: Path, bad_rows: BadRows) -> pd.DataFrame:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix.lower() == ".jsonl":
            rows = [json.loads(line) for line in text.split("\n") if line.strip()]
        else:
            rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TableError(f"{path} can't be read as JSON: {_first_line(error)}.") from None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise TableError(f'{path} is no list of objects such as [{{"flavor": "vanilla"}}].')
    return _without_missing_words(pd.DataFrame(rows))


_READERS: Mapping[str, Callable[[Path, BadRows], pd.DataFrame]] = {
    ".csv": _read_text,
    ".tsv": _read_text,
    ".txt": _read_text,
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".parquet": _read_parquet,
    ".json": _read_json,
    ".jsonl": _read_json,
}


# Tables -----------------------------------------------------------------------------------------


def _from_memory(source: Any) -> pd.DataFrame:
    if isinstance(source, pd.DataFrame):
        return source
    import narwhals as nw

    try:
        known = nw.from_native(source)
    except TypeError:
        raise TableError(
            f"Observations are a table or the path of a file, not {type(source).__name__!r}."
        ) from None
    eager = known.collect() if isinstance(known, nw.LazyFrame) else known
    for name, held in eager.schema.items():
        if held == nw.Object:
            raise TableError(
                f"{name!r} holds Python objects, of which polars gives only where they lie in "
                "memory. Make them numbers or text first."
            )
    wide = nw.selectors.by_dtype(nw.Int128, nw.UInt128)  # which Arrow has no type for
    return from_arrow(eager.with_columns(wide.cast(nw.Float64)).to_arrow())


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """Make a DataFrame, its index left aside where pandas made it up."""
    import pyarrow as pa

    own = [name for name in table.column_names if name.startswith("__index_level_")]
    table = table.drop_columns(own) if own else table
    names = [str(place) for place in range(table.num_columns)]
    numbered = pa.table([as_held(one) for one in table.columns], names=names)
    frame: pd.DataFrame = numbered.to_pandas(
        ignore_metadata=True, date_as_object=False, split_blocks=True
    )
    frame.columns = pd.Index(table.column_names, dtype=object)  # set_axis copies in pandas 2
    return frame


def _checked(frame: pd.DataFrame, called: str) -> pd.DataFrame:
    """Give the frame back, its names made words, if it holds observations."""
    names = frame.columns.tolist()
    if not all(isinstance(name, str) for name in names):
        names = [_name(one) for one in names]
        frame = frame.set_axis(names, axis="columns")
    if not names:
        raise TableError(f"{called} has no columns.")
    if not all(name.strip() for name in names):
        place = next(place for place, name in enumerate(names, 1) if not name.strip())
        raise TableError(f"{called} has no name for column {place}. Each column needs a name.")
    twice = [repr(name) for name, count in Counter(names).items() if count > 1]
    if twice:
        raise TableError(
            f"{called} has more than one column called {_listed(twice)}. Names must differ."
        )
    if not len(frame):
        raise TableError(f"{called} has columns but no rows.")
    return frame


def _name(label: object) -> str:
    return " ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _listed(words: list[str]) -> str:
    return ", ".join(words[:5]) + (f" and {len(words) - 5} more" if words[5:] else "")


def _without_unnamed(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out columns that have no name and hold nothing, or only count the rows."""
    counting = np.arange(len(frame))
    kept = []
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        nothing = column.isna().all() or (column.dtype == object and column.eq("").all())
        index = place == 0 and (
            column.equals(pd.Series(counting)) or column.equals(pd.Series(counting + 1))
        )
        kept.append(bool(name) or not (nothing or index))
    return frame.loc[:, kept]


def _without_missing_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that stands for nothing as a missing value; a "-" beside a "+" stays."""
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        if pd.api.types.is_numeric_dtype(column.dtype) or column.dtype.kind in "mM":
            continue
        words = missing_words(["+"] if column.eq("+").any() else [])
        gone = column.isin(sorted(words))
        if gone.any():
            frame.isetitem(place, column.mask(gone).infer_objects())  # type: ignore[arg-type]
    return frame


def _first_line(error: Exception) -> str:
    return shortened(str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__, 120)
