import numpy as np
import pytest

from rootcause.confirmation.rows import Rows, first_of, total, without_last
from rootcause.errors import ArgumentError

FAILED = Rows(6, 2, np.array([0, 0, 1, 0, 1, 0.0]))
OVER = Rows(3, 5, np.array([0, 2, 3.0]), np.array([10.0, 20.0, 30.0]))


def test_totals():
    assert (total(FAILED), total(OVER)) == (6, 60)


@pytest.mark.parametrize(
    ("rows", "amount", "n", "happened"),
    [
        (FAILED, 4, 4, 1),
        (FAILED, 9, 6, 2),
        (OVER, 30, 2, 2),
        (OVER, 31, 3, 5),
        (Rows(40, 3), 30, 30, 3),
        (Rows(40, 35), 30, 30, 30),
    ],
)
def test_the_first_of_them(rows, amount, n, happened):
    first = first_of(rows, amount)
    assert (first.n, first.happened) == (n, happened)


def test_the_last_are_left_out():
    assert without_last(FAILED, 2).values.tolist() == [0, 0, 1, 0]
    assert without_last(FAILED, 9).n == 0
    with pytest.raises(ArgumentError, match="leave that run out yourself"):
        without_last(Rows(40, 3), 2)
