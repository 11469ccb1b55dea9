import numpy as np
import pytest

from rootcause.report.plots import sheet
from rootcause.report.plots.counts import Level, Said, part, said, sides, wilson


@pytest.mark.parametrize(
    ("happened", "n", "low", "high"),
    # statsmodels.stats.proportion.proportion_confint(happened, n, method="wilson")
    [(11, 13, 0.5776537, 0.9567418), (1, 28, 0.0063325, 0.1771220), (0, 10, 0.0, 0.2775328)],
)
def test_wilson(happened, n, low, high):
    assert wilson(happened, n) == pytest.approx((low, high), abs=1e-7)


def test_wilson_of_nothing_is_everything():
    assert wilson(0, 0) == (0.0, 1.0)


def test_sides_of_a_cut():
    x, happened = np.array([1.0, 4.0, 9.0]), np.array([True, False, True])
    assert sides(x, happened, 4.0) == (Level("", 1, 1), Level("", 1, 2))


@pytest.mark.parametrize(("hot", "expected"), [(True, [True, False]), (False, [False, False])])
def test_only_the_higher_share_is_hot(hot, expected):
    two = said((Level("", 11, 13), Level("", 1, 28)), "failed", hot)
    assert [side.hot for side in two] == expected
    assert [side.full.replace("\u00a0", " ") for side in two] == [
        "11 of 13 failed",
        "1 of 28 failed",
    ]


def test_nothing_is_hot_where_nothing_happened():
    assert [side.hot for side in said((Level("", 0, 3), Level("", 0, 9)), "failed", True)] == [
        False,
        False,
    ]


@pytest.mark.parametrize("cut", [0.0, 1.0, 50.0, 99.0, 100.0])
def test_what_is_said_of_both_sides_stays_on_the_sheet_and_apart(cut):
    with sheet.style():
        figure = sheet.blank(100)
        axes = sheet.place(figure, 30, 40, sheet.RIGHT - 30, 40)
        axes.set(xlim=(0, 100))
        part(figure, axes, cut, (30, 80), (Said("median 97.4 %", "97.4 %"), Said("median 0", "0")))
        figure.canvas.draw()
        left, right = (one.get_window_extent() for one in figure.findobj(sheet.Words))
    assert left.x0 >= -1
    assert left.x1 < right.x0
    assert right.x1 <= sheet.WIDTH + 1
