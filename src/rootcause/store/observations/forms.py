"""The forms in which a column is kept in Parquet, each with its way there and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rootcause.store.database.column_types import canonical
from rootcause.store.observations.values import decoded, encoded


class Form(NamedTuple):
    """How a column is kept: what its layout says, its Arrow arrays, and the way back."""

    name: str
    suits: Callable[[pd.Series], bool]
    there: Callable[[pd.Series], tuple[dict[str, Any], list[Any]]]
    back: Callable[[dict[str, Any], list[Any]], Any]


def _plain(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    return {"dtype": str(column.dtype)}, [pa.array(column)]


def _numbers(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    return {"dtype": str(column.dtype)}, [pa.array(column.to_numpy())]


def _string(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    dtype: Any = column.dtype
    nan = getattr(dtype, "na_value", pd.NA) is not pd.NA
    return {"storage": "" if nan else dtype.storage}, [pa.array(column)]


def _string_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    dtype = pd.StringDtype(said["storage"]) if said["storage"] else "str"
    return _extension_back({"dtype": dtype}, arrays)


def _extension_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    dtype = pd.api.types.pandas_dtype(said["dtype"])
    return (
        dtype.__from_arrow__(arrays[0])
        if hasattr(dtype, "__from_arrow__")
        else arrays[0].to_pandas()
    )


def _arrow(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    array = column.array.__arrow_array__()
    schema = pa.schema([pa.field("", array.type)]).serialize().to_pybytes()
    return {"schema": encoded(schema)}, [array]


def _arrow_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    import pyarrow as pa

    schema = pa.ipc.read_schema(pa.py_buffer(decoded(said["schema"])))
    return pd.arrays.ArrowExtensionArray(arrays[0].cast(schema.field(0).type))


def _sparse(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    dtype: Any = column.dtype
    return {"fill": encoded(dtype.fill_value)}, [pa.array(np.asarray(column.array))]


def _sparse_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    return pd.arrays.SparseArray(arrays[0].to_numpy(), fill_value=decoded(said["fill"]))


def _text(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    missing = column[column.isna()]
    nothing = encoded(missing.iloc[0]) if len(missing) else None
    return {"nothing": nothing}, [pa.array(column, type=pa.large_string(), from_pandas=True)]


def _text_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    values = arrays[0].to_numpy(zero_copy_only=False).astype(object)
    nothing = decoded(said["nothing"])
    if nothing is not None:
        values[arrays[0].is_null().to_numpy(zero_copy_only=False)] = nothing
    return pd.Series(values, dtype=object)


def _is_text(column: pd.Series) -> bool:
    """Whether an object column holds text, and one kind of nothing at most."""
    if column.dtype != object or pd.api.types.infer_dtype(column, skipna=True) != "string":
        return False
    return column[column.isna()].map(lambda one: str(type(one))).nunique() <= 1


def _mixed(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    return {}, [pa.array([canonical(encoded(one)) for one in column], type=pa.large_string())]


def _mixed_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    values = np.empty(len(arrays[0]), dtype=object)
    values[:] = [decoded(json.loads(one)) for one in arrays[0].to_pylist()]
    return pd.Series(values, dtype=object)


def _category(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    categories = column.cat.categories
    said = {
        "ordered": bool(column.cat.ordered),
        "held": str(categories.dtype),
        "categories": [encoded(one) for one in categories],
    }
    return said, [pa.array(column.cat.codes.to_numpy())]


def _category_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    held = pd.Index([decoded(one) for one in said["categories"]], dtype=said["held"])
    return pd.Categorical.from_codes(arrays[0].to_numpy(), categories=held, ordered=said["ordered"])


def _complex(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    values = column.to_numpy()
    return {"dtype": str(column.dtype)}, [pa.array(values.real), pa.array(values.imag)]


def _complex_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    real, imaginary = (one.to_numpy() for one in arrays)
    values = np.empty(len(real), dtype=said["dtype"])
    values.real, values.imag = real, imaginary
    return values


def _interval(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    ends = [pd.Series(getattr(column.array, side)) for side in ("left", "right")]
    said = {"held": str(ends[0].dtype), "closed": column.array.closed}
    return said, [pa.array(one, from_pandas=True) for one in ends]


def _interval_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    left, right = (pd.Series(one.to_pandas()).astype(said["held"]) for one in arrays)
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=said["closed"])


def _period(column: pd.Series) -> tuple[dict[str, Any], list[Any]]:
    import pyarrow as pa

    said = {"frequency": str(column.dtype).removeprefix("period[").removesuffix("]")}
    return said, [pa.array(column.array.asi8, mask=column.isna().to_numpy())]


def _period_back(said: dict[str, Any], arrays: list[Any]) -> Any:
    ordinals = arrays[0].fill_null(np.iinfo(np.int64).min).to_numpy()
    index: Any = pd.PeriodIndex
    return index.from_ordinals(ordinals, freq=said["frequency"])


def _is(dtype: Any) -> Callable[[pd.Series], bool]:
    return lambda column: isinstance(column.dtype, dtype)


def _in(kinds: str) -> Callable[[pd.Series], bool]:
    return lambda column: isinstance(column.dtype, np.dtype) and column.dtype.kind in kinds


_ALL = (  # the first that suits
    Form("numbers", _in("biufmM"), _numbers, _extension_back),
    Form("category", _is(pd.CategoricalDtype), _category, _category_back),
    Form("interval", _is(pd.IntervalDtype), _interval, _interval_back),
    Form("period", _is(pd.PeriodDtype), _period, _period_back),
    Form("complex", _in("c"), _complex, _complex_back),
    Form("string", _is(pd.StringDtype), _string, _string_back),
    Form("text", _is_text, _text, _text_back),
    Form("mixed", _in("OSUV"), _mixed, _mixed_back),
    Form("arrow", _is(pd.ArrowDtype), _arrow, _arrow_back),
    Form("sparse", _is(pd.SparseDtype), _sparse, _sparse_back),
    Form("plain", lambda column: True, _plain, _extension_back),
)
FORMS = {form.name: form for form in _ALL}
