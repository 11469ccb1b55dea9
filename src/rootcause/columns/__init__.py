"""A column's kind is read here, once.

cells (any type, as numbers or coded words) -> spelling (words as what they spell) -> guesses
(the kind) -> levels -> doubts (why it can't be tested) -> derived (what follows from it).
"""

from rootcause.columns.derived import derive
from rootcause.columns.lags import check_lags, with_lags
from rootcause.columns.reading import (
    Opened,
    Read,
    open_columns,
    read_column,
    read_columns,
    read_outcome,
)

__all__ = [
    "Opened",
    "Read",
    "check_lags",
    "derive",
    "open_columns",
    "read_column",
    "read_columns",
    "read_outcome",
    "with_lags",
]
