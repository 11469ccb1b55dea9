import numpy as np
import pytest
import worlds

from rootcause.association import best_cut
from rootcause.association.contrast import contrast, median_cut, round_between
from rootcause.association.prepare import paired
from rootcause.results import Contrast, Group
from rootcause.variables import Kind

FAILED = worlds.column(Kind.BINARY, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
MINUTES = worlds.column(Kind.NUMERIC, [1.2, 1.5, 2.0, 3.6, 4.4, 6, 7, 8, 9, 30])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(3.6, 4.4, 4), (0.11, 0.19, 0.15), (1, 2, 2), (-0.2, 0.3, 0), (1234, 5678, 3000), (7, 7, 7)],
)
def test_round_between(low, high, expected):
    found = round_between(low, high)
    assert found == expected
    assert str(found) != "-0.0"


def test_numbers_far_out_still_have_a_cut_between():
    for low, high in (
        (1e300, 1.1e300),
        (1.0, np.nextafter(1, 2)),
        (-1e308, 1e308),
        (5e-324, 1e-323),
    ):
        assert low < round_between(low, high) <= high


def test_ordered_candidate_is_cut_at_its_median():
    assert contrast(paired(FAILED, MINUTES)) == Contrast(
        Group("under 5", 5, happened=4), Group("5 or more", 5, happened=0), cut=5.0
    )
    assert median_cut(np.array([0.0, 0, 0, 0, 8.2])) == 4


def test_best_cut_lies_where_the_outcome_turns():
    found = best_cut(FAILED, MINUTES)
    assert (found.cut, found.fitted) == (4.0, True)
    assert found.first == Group("under 4", 4, happened=4)
    assert found.second == Group("4 or more", 6, happened=0)


def test_best_cut_leaves_enough_rows_on_both_sides():
    found = best_cut(
        worlds.column(Kind.BINARY, np.arange(20) < 1), worlds.column(Kind.NUMERIC, np.arange(20))
    )
    assert min(found.first.n, found.second.n) >= 3


def test_there_is_no_best_cut_of_labels_or_of_a_constant():
    labels = worlds.column(Kind.NOMINAL, np.arange(10) % 3)
    assert best_cut(FAILED, labels) is None
    assert best_cut(FAILED, worlds.column(Kind.NUMERIC, np.ones(10))) is None
    assert contrast(paired(FAILED, worlds.column(Kind.NUMERIC, np.ones(10)))) is None


def test_binary_candidate_keeps_its_own_words():
    vanilla = worlds.column(
        Kind.BINARY, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1], levels=("other", "vanilla")
    )
    assert contrast(paired(FAILED, vanilla)) == Contrast(
        Group("other", 3, happened=3), Group("vanilla", 7, happened=1)
    )


def test_nominal_candidate_is_one_level_against_the_others():
    flavor = worlds.column(
        Kind.NOMINAL, [2, 2, 2, 2, 0, 0, 0, 1, 1, 1], levels=("mint", "nut", "vanilla")
    )
    assert contrast(paired(FAILED, flavor), "vanilla") == Contrast(
        Group("vanilla", 4, happened=4), Group("others", 6, happened=0)
    )


def test_ordinal_candidate_is_named_by_its_levels():
    wear = worlds.column(
        Kind.ORDINAL, [2, 2, 1, 2, 0, 0, 1, 0, 0, 1], levels=("none", "some", "heavy")
    )
    found = contrast(paired(FAILED, wear))
    assert found.first.label == "some or above"
    assert found.second.label == "below some"
    assert found.cut is None


def test_numeric_outcome_is_told_by_medians():
    outcome = worlds.column(Kind.NUMERIC, [1, 2, 3, 4, 5, 6, 7, 8, 9, 100])
    found = contrast(paired(outcome, MINUTES))
    assert found.first == Group("5 or more", 5, median=8.0)
    assert found.second == Group("under 5", 5, median=3.0)


def test_means_tell_groups_with_the_same_median():
    counts = worlds.column(Kind.NUMERIC, [0, 0, 0, 4, 3, 0, 0, 0, 0, 1])
    told = contrast(paired(counts, MINUTES))
    first, second = told.first, told.second
    assert (first.median, second.median) == (0.0, 0.0)
    assert (first.mean, second.mean) == pytest.approx((1.4, 0.2))


def test_nominal_outcome_counts_the_class_that_differs_most():
    outcome = worlds.column(Kind.NOMINAL, [2, 2, 2, 2, 0, 1, 0, 1, 0, 1], levels=("a", "b", "c"))
    found = contrast(paired(outcome, MINUTES))
    assert found.outcome_level == "c"
    assert found.first == Group("under 5", 5, happened=4)
