"""Small arrays put together with little ado: a table of few rows is many of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def stacked(*rows: ArrayLike) -> NDArray[np.float64]:
    """Arrays or numbers one below the other, all of the shape that they share; (k, ...)."""
    found = np.empty((len(rows), *np.broadcast(*rows).shape))
    for place, row in enumerate(rows):
        found[place] = row
    return found


def gaps(edges: NDArray[np.intp]) -> NDArray[np.intp]:
    """From each edge to the next; shape (k + 1,) -> (k,)."""
    return edges[1:] - edges[:-1]
