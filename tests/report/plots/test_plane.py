import numpy as np
import planned
import pytest

import rootcause as rc
from rootcause.report import plots, trying
from rootcause.report.plots import sheet
from rootcause.report.plots.measured import Measure
from rootcause.report.plots.plane import Points, plane


def drawn(up, y, happened=None):
    seen = Points(np.array([1.0, 2, 3]), np.array(y, dtype=float))
    trials = Points(np.array([2.5, 8]), np.array([y[0], y[1]], dtype=float))
    with sheet.style():
        figure = plane(seen, happened, trials, (Measure("minutes, min"), up))
        figure.canvas.draw()
    return figure


def dots(figure):
    """How many marks of an observation there are, and the numbers of the trials."""
    (axes,) = figure.axes
    lines = [line for line in axes.lines if line.get_markersize() == sheet.ROW_DOT]
    return [len(line.get_xdata()) for line in lines], [one.get_text() for one in axes.texts]


@pytest.mark.parametrize("up", [Measure("flavour", ("a", "b")), Measure("load, kN")])
def test_observations_are_dots_and_trials_are_numbered(up):
    assert dots(drawn(up, [0, 1, 1])) == ([3], ["1", "2"])
    happened = np.array([True, False, True])
    assert dots(drawn(up, [0, 1, 1], happened)) == ([1, 2], ["1", "2"])


def test_trials_at_one_place_share_a_mark():
    seen = Points(np.array([1.0, 2]), np.array([0.0, 1]))
    trials = Points(np.array([5.0, 8, 5]), np.array([0.0, 1, 0]))
    axes_of = (Measure("minutes, min"), Measure("load, kN"))
    with sheet.style():
        assert dots(plane(seen, None, trials, axes_of))[1] == ["1, 3", "2"]


def test_a_row_a_level_from_the_top():
    axes = drawn(Measure("flavour", ("a", "b")), [0, 1, 1]).axes[0]
    assert [one.get_text() for one in axes.get_yticklabels()] == ["a", "b"]
    assert axes.get_ylim() == (1.5, -0.5)


def test_odd_names_fit():
    for name in ("x" * 400, "$x$", "two\nlines", ""):
        drawn(Measure(name, (name, "b")), [0, 1, 1])


def test_two_levers_with_labels_make_no_plane():
    lever = planned.FLAVOUR
    plan = planned.replace(planned.plan(), levers=(lever, lever))
    assert trying.where(plan) is None
    assert trying.where(planned.plan()).candidates == ("shop_minutes", "flavour")


def test_the_report_draws_it():
    found = rc.read_case("data/vanilla-car").investigate()
    picture = trying.where(found.plan)
    _, said = dots(plots.draw(found, picture))
    assert sorted(", ".join(said).split(", ")) == ["1", "2", "3", "4"]
    assert len(found.plan.trials) == 4
