"""Hours of a day: the share in each, with the hours that are told shaded, over midnight too."""

import numpy as np
import pytest

import rootcause as rc
from rootcause.report import pictures, plots, sizes
from rootcause.report.phrases import words
from rootcause.report.plots import sheet
from rootcause.report.plots.clock import day, parts
from rootcause.results import between


def seen(window, n=300, measured=False):
    import pandas as pd

    rng = np.random.default_rng(1)
    when = pd.Timestamp("2024-03-01") + pd.to_timedelta(rng.integers(0, 60 * 1440, n), unit="min")
    inside = between(np.asarray(when.hour + when.minute / 60), *window)
    y = 3 * inside + rng.normal(size=n) if measured else rng.random(n) < np.where(inside, 0.8, 0.05)
    return rc.investigate(pd.DataFrame({"when": when, "failed": y}), "failed")


def shaded(axes):
    """From where to where it is shaded."""
    return [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in axes.patches]


def texts(figure):
    return [one.get_text().replace("\u00a0", " ") for one in figure.texts + figure.artists]


@pytest.mark.parametrize(
    ("window", "along"),
    [((9, 13), [(9, 13)]), ((22, 3), [(22, 24), (0, 3)]), ((20, 0), [(20, 24)])],
)
def test_hours_are_one_part_of_the_axis_or_two(window, along):
    assert parts(window) == along
    with sheet.style():
        figure = sheet.blank(100)
        axes = sheet.place(figure, 44, 10, 300, 60)
        day(axes, "hour", window)
    assert shaded(axes) == along
    assert axes.get_xlim() == (0, 24)
    assert [tick.get_text() for tick in axes.get_xticklabels()] == [
        "0:00", "6:00", "12:00", "18:00", "24:00"
    ]  # fmt: skip


@pytest.mark.parametrize("window", [(22, 3), (10, 15)])
def test_the_hours_with_more_of_it_are_shaded_and_counted(window):
    found = seen(window)
    contrast = found["when: hour"].association.contrast
    figure = found["when: hour"].plot()
    (axes,) = figure.axes
    lengths = sum(high - low for low, high in shaded(axes))
    assert lengths == pytest.approx((window[1] - window[0]) % 24, abs=1)
    first, second = contrast.first, contrast.second
    written = texts(figure)
    assert f"shaded: {first.happened} of {first.n} failed" in written
    assert f"others: {second.happened} of {second.n} failed" in written


def test_an_outcome_that_is_measured_has_its_medians_in_both():
    found = seen((22, 3), measured=True)
    figure = found["when: hour"].plot()
    (axes,) = figure.axes
    assert [low for low, _ in shaded(axes)] == pytest.approx([22, 0], abs=0.5)
    told = [line.get_ydata()[0] for line in axes.lines if line.get_linewidth() == 2.6]
    assert told == pytest.approx([3, 3, 0], abs=0.5)
    assert any(one.startswith("shaded: median ") for one in texts(figure))
    note = pictures.of(words(found), found, found["when: hour"]).note
    assert note.endswith("a thick line is a median. Shaded: the hours told.")


@pytest.mark.parametrize(("n", "each"), [(60, "3 hours"), (100, "2 hours"), (300, "an hour")])
def test_the_grey_line_says_how_many_hours_a_dot_is(n, each):
    found = seen((10, 15), n)
    assert sizes.form(found, "when: hour") == "hours"
    drawn = pictures.of(words(found), found, found["when: hour"], ringed=(1, 2))
    assert f"a dot {each}, with its 95 % interval. Shaded: the hours told." in drawn.note
    assert drawn.rings == ""
    figure = plots.draw(found, drawn)
    marks = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert len(marks.get_xdata()) == 24 // sizes.hours_each(n)
