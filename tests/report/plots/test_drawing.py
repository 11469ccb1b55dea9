from collections import Counter
from xml.etree import ElementTree

import made
import numpy as np
import pytest
from matplotlib.text import Text

from rootcause.errors import VariableError
from rootcause.report import plots, sizes
from rootcause.report.parts import Picture
from rootcause.report.plots import svg
from rootcause.report.plots.given import Mark, Panel, given
from rootcause.results import Answer, Candidate, Verdict
from rootcause.variables import Column, Kind, Variable

MARKS = {"filled": "fill: var(--acc)", "hollow": "fill: var(--paper)", "ring": "stroke: var(--ink)"}
HOSTILE = [
    "",
    "x" * 3000,
    "$\\frac{1}{0}$ $",
    "محطة الوقود",
    "🚗👩‍👩‍👧 car",
    "two\nlines\r\n",
    "\x00\x08\x1b",
    "</text><script>alert(1)</script>",
]


def picture(kind, *names, **more):
    return Picture(kind, names, "", "", "", **more)


def marks(figure):
    """The filled, hollow and ringed dots of a figure, counted, and its texts."""
    root = ElementTree.fromstring(svg.inline(figure, "f", "t", "d"))
    found = Counter()
    for group in root.iter("g"):
        uses = [child for child in group if child.tag == "use"]
        for mark, style in MARKS.items():
            found[mark] += len(uses) if style in group.get("style", "") else 0
    texts = [text.text.replace("\u00a0", " ") for text in root.iter("text") if text.text]
    return +found, texts


def one_candidate(outcome, column, at=None, verdict=Verdict.STANDS):
    seen = made.association(outcome, column, 0.001, (0.5, 0.2, 0.8), at)
    found = Candidate(column.variable, verdict, seen, 0.001)
    return made.investigation(outcome, [found], [column], Answer.STANDS)


def test_observations_are_drawn_one_by_one():
    figure = plots.draw(made.vanilla(), picture("observations", "shop_minutes", cut=4.0))
    dots, texts = marks(figure)
    assert dots == {"filled": 12, "hollow": 29}
    assert {"11 of 13 failed", "1 of 28 failed", "failed", "started"} <= set(texts)


def test_rings_are_drawn_around_the_observations_named():
    asked = picture("observations", "shop_minutes", cut=4.0, ringed=(5, 11))
    dots, _ = marks(plots.draw(made.vanilla(), asked))
    assert dots == {"filled": 12, "hollow": 29, "ring": 2}


def test_levels_are_counted_best_first():
    dots, texts = marks(plots.draw(made.vanilla(), picture("levels", "flavor")))
    assert dots == {"filled": 12, "hollow": 29}
    rows = [text for text in texts if text in made.FLAVOURS.values()]
    assert rows == ["vanilla", "chocolate", "strawberry", "pistachio"]
    assert {"9 of 14", "2 of 9", "1 of 8", "0 of 10", "64 %"} <= set(texts)


def test_combinations_are_those_that_were_observed():
    asked = picture("combinations", "camera", "flash", "distance")
    dots, texts = marks(plots.draw(made.three_rivals(), asked))
    assert dots == {"filled": 7, "hollow": 17}
    assert "A, xenon, under 50 cm" in texts
    assert "A, LED, under 50 cm" not in texts


def test_given_counts_alone_and_within_the_bands():
    asked = picture("given", "flavor", given="shop_minutes", cut=4.0)
    _, texts = marks(plots.draw(made.vanilla(), asked))
    counts = [text for text in texts if " of " in text]
    assert counts == ["9 of 14", "3 of 27", "9 of 11", "2 of 2", "0 of 3", "1 of 25"]


def test_measured_outcome_shows_medians():
    asked = picture("observations", "cure_hours", cut=15.0)
    _, texts = marks(plots.draw(made.numeric_outcome(), asked))
    assert {"median 51 N", "median 74.7 N", "bond strength, N"} <= set(texts)
    _, texts = marks(plots.draw(made.numeric_outcome(), picture("levels", "press")))
    assert {"71.1", "52", "new", "old"} <= set(texts)


def test_classes_are_counted_the_one_that_is_told_of_first():
    _, texts = marks(plots.draw(made.nominal_outcome(), picture("levels", "resin")))
    assert [text for text in texts if text in ("bubble", "none", "crack")] == [
        "bubble",
        "none",
        "crack",
    ]


def test_no_count_is_hot_without_evidence():
    asked = picture("observations", "humidity", cut=62.0)
    figure = plots.draw(made.nothing(), asked)
    hot = [text.get_text() for text in figure.findobj(Text) if text.get_color() == "#b23c0e"]
    assert hot == ["failed"]


def test_many_observations_become_shares():
    rng = np.random.default_rng(3)
    x = rng.normal(size=5000)
    bits = "".join("1" if one else "0" for one in rng.random(5000) < 0.1 + 0.2 * (x > 0))
    told = one_candidate(made.as_outcome(made.yes_no("broke", bits)), made.numbers("load", x), 0.0)
    figure = plots.draw(told, picture("observations", "load", cut=0.0))
    dots, _ = marks(figure)
    assert dots == {"filled": 10}
    assert sizes.form(told, "load") == "shares"


def test_many_observations_in_a_level_become_a_bar():
    bits = "1" * 40 + "0" * 160
    labels = made.labels("side", ["left", "right"] * 20 + ["left"] * 160)
    told = one_candidate(made.as_outcome(made.yes_no("broke", bits)), labels)
    dots, texts = marks(plots.draw(told, picture("levels", "side")))
    assert dots == {}
    assert {"20 of 20", "20 of 180"} <= set(texts)
    assert sizes.form(told, "side") == "bars"


def test_many_levels_show_a_dozen_and_say_how_many_more():
    names = [f"B{place // 3}" for place in range(300)]
    bits = "".join("1" if place < 3 else "0" for place in range(300))
    told = one_candidate(made.as_outcome(made.yes_no("broke", bits)), made.labels("batch", names))
    _, texts = marks(plots.draw(told, picture("levels", "batch")))
    assert sum(text.startswith("B") for text in texts) == 12
    assert "and 88 more levels, 264 observations" in texts


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_break_no_figure(label):
    outcome = made.as_outcome(
        made.labels("o", ["n", "y", "y", "n"], ("n", "y"), label=label, happened=label)
    )
    levels = made.labels("c", ["a", "a", "b", "b"], ("a", "b"), label=label)
    levels = made.Column(
        made.replace(levels.variable, levels=(label + "1", label + "2")), levels.values
    )
    numbers = made.numbers("x", [1, 2, 3, 4], label=label, unit=label)
    for column in (levels, numbers):
        figure = plots.candidate(one_candidate(outcome, column), column.name)
        _, texts = marks(figure)
        assert all(len(text) < 80 for text in texts)
        assert figure._repr_png_()[0].startswith(b"\x89PNG")


@pytest.mark.parametrize("values", [[5.0], [np.nan], [np.inf], [1e308]])
def test_one_observation_breaks_no_figure(values):
    outcome = made.as_outcome(made.labels("broke", ["yes"], ("no", "yes")))
    column = made.numbers("load", values)
    told = one_candidate(outcome, column)
    assert marks(plots.candidate(told, "load"))[1]


def test_candidate_that_was_not_tested_has_nothing_to_draw():
    _, texts = marks(plots.candidate(made.vanilla(), "receipt"))
    assert " ".join(texts) == (
        "Receipt was not tested: an identifier, a different value on every row."
    )


def test_unknown_candidate_is_refused():
    with pytest.raises(VariableError, match="Did you mean 'flavor'"):
        plots.candidate(made.vanilla(), "flavour")


@pytest.mark.parametrize("name", made.ALL)
def test_answer_is_drawn_for_every_kind_of_answer(name):
    told = made.ALL[name]()
    _, texts = marks(plots.answer(told))
    assert texts
    assert told.plot().get_size_inches()[0] * 72 == pytest.approx(380)
    for candidate in told.candidates:
        assert marks(plots.candidate(told, candidate.name))[1]


def test_candidate_is_drawn_alone_and_given_the_one_that_screens_it_off():
    _, texts = marks(plots.candidate(made.vanilla(), "flavor"))
    assert {"flavour alone", "given minutes in the shop", "9 of 14", "3 of 27"} <= set(texts)


def sides(*labels, told=("3 of 9",)):
    return tuple(Mark(label, 0.3, 0.1, 0.6, told) for label in labels)


def test_labels_that_do_not_fit_beside_each_other_are_told_in_signs():
    two = sides("30,625 or more", "under 30,625 hPa")
    _, texts = marks(given([Panel("all 1,234,567 afternoons", two)] * 3, ("load", "heat")))
    assert {"all 1,234,567", "≥ 30,625", "< 30,625"} <= set(texts)
    _, texts = marks(given([Panel("all 9", sides("under 3", "3 or more"))] * 2, ("load", "heat")))
    assert {"all 9", "under 3", "3 or more"} <= set(texts)


def test_names_and_counts_that_are_long_take_two_lines():
    two = sides("Meyer & Sons", "Otto", told=("1,452 of 2,098",))
    _, texts = marks(given([Panel("all", two)] * 3, ("load", "heat")))
    assert {"Meyer &", "Sons", "Otto", "1,452 of", "2,098"} <= set(texts)


def test_panels_whose_words_are_long_stand_two_in_a_row():
    two = sides("north", "south")
    low = given([Panel("all", two)] * 3, ("load", "heat")).get_size_inches()[1]
    high = given([Panel("assembly line three", two)] * 3, ("load", "heat")).get_size_inches()[1]
    assert high > 1.8 * low


def test_side_that_nobody_observed_has_no_mark():
    panel = Panel("all", (*sides("north"), *sides("south", told=())))
    dots, texts = marks(given([panel], ("load", "heat")))
    assert dots == {"filled": 1}
    assert "none" in texts


def test_measured_outcome_alone_and_given_shows_medians_and_how_many():
    asked = picture("given", "press", given="cure_hours", cut=15.0)
    dots, texts = marks(plots.draw(made.numeric_outcome(), asked))
    assert dots["hollow"] == 6
    assert {"all 60 observations", "press alone", "71.1 N", "52 N"} <= set(texts)
    assert sum(int(text[2:]) for text in texts if text.startswith("n ")) == 120


GRADES = ("fine", "worn", "torn")


def graded(*rows):
    """An outcome of three grades: rows of (side, grade, how many)."""
    codes = [code for _, code, n in rows for _ in range(n)]
    side = made.labels("side", [name for name, _, n in rows for _ in range(n)])
    outcome = Variable("wear", Kind.ORDINAL, levels=GRADES)
    column = Column(outcome, np.array(codes, float))
    return one_candidate(made.as_outcome(column), side)


def test_outcome_of_grades_is_counted_at_each_and_its_median_named():
    told = graded(("left", 0, 5), ("left", 1, 7), ("right", 1, 2), ("right", 2, 9))
    _, texts = marks(plots.draw(told, picture("levels", "side")))
    assert texts.index("right") < texts.index("left")
    assert {"5", "7", "2", "9", *GRADES, "median"} <= set(texts)
    assert {"torn", "worn"} <= set(texts)
    assert sizes.form(told, "side") == "grades"


def test_median_between_two_grades_says_so():
    told = graded(("left", 0, 5), ("left", 1, 5), ("right", 2, 3))
    _, texts = marks(plots.draw(told, picture("levels", "side")))
    assert any(text.startswith("between f") for text in texts)


def test_last_number_of_an_axis_stays_on_the_sheet():
    bits = "01" * 30
    outcome = made.as_outcome(made.yes_no("broke", bits))
    told = one_candidate(outcome, made.numbers("load", np.linspace(0, 50_000, 60)), 25_000.0)
    figure = plots.draw(told, picture("observations", "load", cut=25_000.0))
    labels = {one.get_text(): one.get_ha() for one in figure.axes[0].get_xticklabels()}
    assert labels == {
        "0": "center", "10000": "center", "20000": "center", "30000": "center",
        "40000": "center", "50000": "right",
    }  # fmt: skip


def test_candidate_that_restates_the_outcome_says_so_in_its_place():
    told = made.two_stand()
    _, texts = marks(told["scrap_cost"].plot())
    assert " ".join(texts) == told["scrap_cost"].sentence


def test_a_long_tail_of_a_measured_outcome_is_drawn_on_a_log_scale():
    outcome = made.numbers("latency", [9.0, 8.0, 9.5, 10.0, 11.0, 9.0, 8.5, 900.0], unit="ms")
    load = made.numbers("load", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    figure = plots.draw(one_candidate(outcome, load), picture("observations", "load", cut=4.5))
    assert "latency, ms (log scale)" in marks(figure)[1]
    assert {"10", "100"} <= set(marks(figure)[1])
