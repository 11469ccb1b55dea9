"""An exact test for what is too lopsided for large-sample theory and too long to permute."""

from __future__ import annotations

import numpy as np

from rootcause.association.combining import several
from rootcause.association.curves import Floats
from rootcause.association.exact import fisher
from rootcause.association.prepare import Pair, pooled
from rootcause.variables import Column, Kind


def coarse(pair: Pair) -> float:
    """P-value of the 2 x 2 table that stands out, by Fisher's exact test, their number counted.

    Of labels, each against the rest; of an ordered column, its most frequent value against the
    rest: a column of ranks is lopsided only where one value takes up most of it.
    """
    events, exposed = _parts(pair.outcome), _parts(pair.candidate)
    found = [
        fisher(exposed @ event, exposed.sum(axis=1), float(event.sum()), pair.n).pvalue.min()
        for event in events
    ]
    return float(several(min(found), len(events) * len(exposed)))


def _parts(column: Column) -> Floats:
    """Rows of 0 and 1, one for each way to part the column in two."""
    codes = column.values
    if column.variable.kind is Kind.NOMINAL:
        codes, names = pooled(codes, column.variable.levels)
        parts = np.arange(len(names)) if len(names) > 2 else np.array([1])
        return np.asarray(codes == parts[:, None], dtype=np.float64)
    distinct, counts = np.unique(codes, return_counts=True)
    return np.asarray(codes == distinct[[np.argmax(counts)], None], dtype=np.float64)
