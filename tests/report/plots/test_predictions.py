import planned
import pytest
from matplotlib.text import Text

from rootcause.report import plots
from rootcause.report.plots import sheet
from rootcause.report.plots.predictions import Foretold, predictions


def texts(figure):
    return [one.get_text() for one in figure.findobj(Text)]


def marks(figure):
    """Places of the marks of each rival, rows from the top."""
    drawn = [line for line in figure.axes[-1].lines if line.get_marker() in ("o", "s", "D")]
    return [float(line.get_xdata()[0]) for line in drawn]


def test_every_trial_is_a_row_and_every_rival_a_mark():
    figure = plots.plan(planned.plan())
    told = texts(figure)
    assert any(text.startswith("1. minutes in the shop 8") for text in told)
    assert {"minutes in the shop", "flavour", "both together"} <= set(told)
    assert marks(figure) == [0.08, 0.81, 0.5, 0.96, 0.18, 0.4]


def test_a_chance_lies_between_nothing_and_one():
    assert plots.plan(planned.plan()).axes[-1].get_xlim() == (0, 1)
    low, high = plots.plan(planned.measured()).axes[-1].get_xlim()
    assert low < 70.7 and high > 79.6


def test_where_nothing_is_proposed_a_sentence_is_drawn():
    assert texts(plots.plan(planned.shown())) == ["The trials settled it."]


@pytest.mark.parametrize("name", ["x" * 500, "$\\frac{1}{0}$", "two\nlines", "</text><script>"])
def test_odd_names_fit(name):
    with sheet.style():
        figure = predictions([Foretold(name, (0.5, 0.5))], [name, name], name, None)
        figure.canvas.draw()
    assert all("\n" not in text and len(text) < 120 for text in texts(figure))
