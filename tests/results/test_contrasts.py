"""Who belongs to which group of a contrast."""

import numpy as np

from rootcause.results import Contrast, Group
from rootcause.variables import Column, Kind, Variable


def labelled(kind, levels, codes, first, second):
    """A column, and the contrast of two of its groups, each a label with its size."""
    column = Column(Variable("c", kind, levels=levels), np.array(codes, float))
    return column, Contrast(Group(*first, happened=0), Group(*second, happened=0))


def test_sides_of_an_ordinal_are_those_above_and_below():
    levels, codes = ("low", "middle", "high"), [0, 1, 2, 2, np.nan]
    column, contrast = labelled(
        Kind.ORDINAL, levels, codes, ("middle or above", 3), ("below middle", 1)
    )
    assert contrast.inside(column, "middle or above").tolist() == [0, 1, 1, 1, 0]
    assert contrast.inside(column, "below middle").tolist() == [1, 0, 0, 0, 0]


def test_rare_levels_that_were_put_together_are_found_by_their_number():
    levels, codes = ("A", "B", "C", "D"), [0, 0, 0, 1, 1, 1, 1, 2, 3]
    column, contrast = labelled(Kind.NOMINAL, levels, codes, ("other", 2), ("others", 7))
    assert np.flatnonzero(contrast.inside(column, "other")).tolist() == [7, 8]
    assert np.flatnonzero(contrast.inside(column, "others")).tolist() == [*range(7)]
