"""The outcome of observations too many to hold: what it is, and the scale it is counted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootcause.engine import digests
from rootcause.engine.laying import COARSE, values_at
from rootcause.engine.looking import Look, scale_of
from rootcause.engine.producing import Engine
from rootcause.engine.scales import Scale
from rootcause.engine.statistics import Contingency, Counts, Floats
from rootcause.variables import Column, Variable


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """An outcome that was counted.

    Attributes
    ----------
    column
        The values that occur, rising.
    scale
        How it is counted.
    rows
        At which places of the scale those values are.
    begins
        Where its bins begin; None where every place is one value.
    sizes
        Rows with each value.
    n_missing
        Rows without one.
    """

    column: Column
    scale: Scale
    rows: NDArray[Any]
    begins: Floats | None
    sizes: Counts
    n_missing: int

    @property
    def variable(self) -> Variable:
        """What it is."""
        return self.column.variable

    @property
    def n(self) -> int:
        """Rows with an outcome."""
        return int(self.sizes.sum())

    def aligned(self, table: Contingency) -> Contingency:
        """Counts at the outcome's own places alone, all of them."""
        counts = np.zeros((self.rows.size, table.columns.size), dtype=np.int64)
        missing = np.zeros(self.rows.size, dtype=np.int64)
        known = np.isin(self.rows, table.rows)
        at = np.searchsorted(table.rows, self.rows[known])
        counts[known], missing[known] = table.counts[at], table.missing[at]
        return Contingency(self.rows, table.columns, counts, missing)


def outcome_of(engine: Engine, look: Look) -> Outcome:
    """Count an outcome alone, and read what it is.

    Raises
    ------
    VariableError
        When nothing can explain it, as in memory.
    """
    if look.holds_words and look.too_many_words:
        look.read_outcome(look.drawn)  # which says why not
    if not look.holds_words:
        look.read_outcome(digests.of_some(look.some, look.facts, look.cells))
    scale = scale_of(look, most=COARSE)
    (table,) = engine.contingencies(scale, [scale])
    sizes = table.counts.sum(axis=1)
    rows, sizes = table.rows[sizes > 0], sizes[sizes > 0]
    n_missing = look.facts.n - int(sizes.sum())
    values, begins = values_at(scale, rows, look.facts)
    if begins is not None:
        column = look.read_outcome(digests.of_some(look.some, look.facts, look.cells))
        return Outcome(Column(column.variable, values), scale, rows, begins, sizes, n_missing)
    digest, firsts = digests.of_values(values, sizes, n_missing, look.cells)
    column = look.read_outcome(digest)
    return _on_codes(Outcome(column, scale, rows, None, sizes, n_missing), column.values[firsts])


def _on_codes(found: Outcome, codes: Floats) -> Outcome:
    """An outcome whose distinct values are known, by what each was read as."""
    known = ~np.isnan(codes)
    n_missing = found.n_missing + int(found.sizes[~known].sum())
    values, at = np.unique(codes[known], return_inverse=True)
    sizes = np.zeros(values.size, dtype=np.int64)
    np.add.at(sizes, at, found.sizes[known])
    column = Column(found.column.variable, values)
    if found.rows.dtype != object:
        return Outcome(column, found.scale, found.rows[known], None, found.sizes[known], n_missing)
    words = zip(found.rows[known].tolist(), codes[known].tolist(), strict=True)
    scale = Scale(found.scale.column, codes=tuple(words))
    return Outcome(column, scale, values, None, sizes, n_missing)
