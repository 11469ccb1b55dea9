import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

import rootcause as rc
from rootcause.report.plots import sheet


def dots(figure):
    return sum(len(line.get_xdata()) for line in figure.findobj(Line2D) if line.get_marker() == "o")


def words(figure):
    return [text.get_text() for text in figure.findobj(Text)]


def test_every_observation_is_a_dot_and_each_rate_one_more():
    figure = rc.confirm([0, 1, 0, 0, 1] * 6, [0] * 12, criterion="30 in a row").plot()
    assert dots(figure) == 30 + 12 + 2
    assert "9.5 %" in words(figure)
    assert {"before", "since"} <= set(words(figure))


def test_totals_have_rates_only():
    assert dots(rc.confirm((12, 41), (0, 30)).plot()) == 2
    assert dots(rc.confirm((12, 41), (0, 0)).plot()) == 1


def test_measured_values_are_strips():
    values = np.arange(10.0)
    assert dots(rc.confirm(values, values - 3).plot()) == 20


def test_an_exposure_has_its_own_axis():
    figure = rc.confirm(12, 2, exposure=(1200, 900)).plot()
    assert figure.axes[0].get_xlabel() == "failures per unit"


@pytest.mark.parametrize("n", [30, 2_000])
def test_it_is_as_wide_as_all_figures(n):
    figure = rc.confirm([0, 1] * n, [0] * n).plot()
    assert figure.get_size_inches()[0] * 72 == sheet.WIDTH
