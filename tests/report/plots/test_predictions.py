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


def test_what_is_set_is_said_whole_over_several_lines():
    label = "cleaner in the room yes, backup running no, load on the protected socket 1700 W"
    with sheet.style():
        figure = predictions([Foretold(label, (0.1, 0.9))] * 2, ["one", "other"], "chance", (0, 1))
    told = " ".join(texts(figure))
    assert f"1. {label} 2. {label}" in told
    assert marks(figure) == [0.1, 0.9] * 2


def test_rivals_whose_names_do_not_fit_beside_each_other_are_named_below_each_other():
    names = ["load on the protected socket", "cleaner in the room", "both together"]
    with sheet.style():
        figure = predictions([Foretold("a", (0.1, 0.5, 0.9))], names, "chance", (0, 1))
    placed = [one for one in figure.findobj(Text) if one.get_text() in names]
    assert len({one.get_position()[0] for one in placed}) == 1
    assert len({one.get_position()[1] for one in placed}) == len(names)


def test_a_number_stays_with_its_unit():
    label = "oven door opened early yes, angle between dish and the oven 160\N{NO-BREAK SPACE}deg"
    lines = sheet.folded(label, sheet.length(label) - 4, 3)
    assert lines == [label[:-8], "160 deg"]
