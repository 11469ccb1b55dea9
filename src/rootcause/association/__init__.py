"""Association: a measure is a function from an outcome and a candidate to an Association.

Which measure suits which kinds is the table `MEASURES`. Each row is kept beside its function, in
the file of its pair of kinds.
"""

from __future__ import annotations

from rootcause.association.contrast import best_cut
from rootcause.association.detectable import detectable, detectable_in
from rootcause.association.family import associate, measure_all, measure_pairs
from rootcause.association.prepare import paired
from rootcause.association.table import MEASURES, measure_for

__all__ = [
    "MEASURES",
    "associate",
    "best_cut",
    "detectable",
    "detectable_in",
    "measure_all",
    "measure_for",
    "measure_pairs",
    "paired",
]
