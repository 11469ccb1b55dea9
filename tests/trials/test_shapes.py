import numpy as np
import pytest

from rootcause.trials import shapes


def distinct(family):
    return len({tuple(shape) for shape in family}) == len(family)


def test_ordered_bins_are_cut_once_twice_or_have_a_window():
    cuts, steps, windows = shapes.of_order(5)
    assert (len(cuts), len(steps), len(windows)) == (4, 6, 6)
    assert [int(shape.max()) for shape in (*cuts, *steps, *windows)] == [1] * 4 + [2] * 6 + [1] * 6
    assert all((np.diff(shape) >= 0).all() for shape in (*cuts, *steps))
    assert all(shape[0] == shape[-1] == 0 and shape.max() == 1 for shape in windows)
    assert distinct(cuts) and distinct(steps) and distinct(windows)


@pytest.mark.parametrize(("levels", "counts"), [(2, [1]), (3, [3, 1]), (4, [4, 3, 1]), (7, [7, 1])])
def test_labels_are_singled_out_grouped_while_few_or_all_free(levels, counts):
    families = shapes.of_labels(levels)
    assert [len(family) for family in families] == counts
    assert all(distinct(family) for family in families)


def test_no_grouping_of_labels_is_another_ones_mirror_image():
    _, groups, _ = shapes.of_labels(6)
    assert len({frozenset((tuple(one), tuple(1 - one))) for one in groups}) == len(groups) == 25


def test_a_pair_has_corners_and_free_cells():
    corners, free = shapes.of_pair(shapes.halves_of_order(3), shapes.halves_of_labels(2))
    assert (len(corners), len(free)) == (8, 2)
    assert all(shape.size == 6 for shape in (*corners, *free))
    assert all(set(shape) == {0, 1} for shape in corners)
    assert all(set(shape) == {0, 1, 2, 3} for shape in free)
