from base64 import b64decode
from xml.etree import ElementTree

import made
import pytest

from rootcause.report import plots
from rootcause.report.parts import Picture
from rootcause.report.plots import svg

LEVELS = Picture("levels", ("flavor",), "", "", "")


def drawn(prefix="f1"):
    return svg.inline(plots.draw(made.vanilla(), LEVELS), prefix, "Alone & <first>", "9 of 14")


def test_same_input_gives_the_same_text():
    assert drawn() == drawn()


def test_is_named_for_those_who_cannot_see_it():
    root = ElementTree.fromstring(drawn())
    assert root.attrib["role"] == "img"
    named = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert [named[one] for one in root.attrib["aria-labelledby"].split()] == [
        "Alone & <first>",
        "9 of 14",
    ]


def test_ids_belong_to_the_figure_and_references_resolve():
    root = ElementTree.fromstring(drawn("f7"))
    ids = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    asked = {element.attrib["href"][1:] for element in root.iter("use")}
    assert asked <= ids
    assert all(one.startswith("f7-") for one in ids)


def test_colours_follow_the_page():
    text = drawn()
    assert "var(--acc)" in text
    assert "#" not in text.replace('href="#', "")


def test_nothing_is_left_of_the_prolog_and_the_fonts():
    text = drawn()
    assert not any(word in text for word in ("<?xml", "DOCTYPE", "metadata", "font-family", "ns0:"))


def test_numbers_are_short():
    root = ElementTree.fromstring(drawn())
    for use in root.iter("use"):
        assert all(len(use.attrib[axis].partition(".")[2]) <= 1 for axis in "xy")


def test_data_uri_keeps_its_own_colours_and_paper():
    address = svg.data_uri(plots.draw(made.vanilla(), LEVELS), "nb", "title", "description")
    root = ElementTree.fromstring(b64decode(address.removeprefix("data:image/svg+xml;base64,")))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    text = ElementTree.tostring(root, encoding="unicode")
    assert "var(" not in text
    assert "#b23c0e" in text
    rect = next(root.iter("{http://www.w3.org/2000/svg}rect"))
    assert rect.attrib["fill"] == "#fcfbf8"


@pytest.mark.parametrize("colour", ["#b23c0e", "font-family: x; id=1", "<script>", "$a$ 'b' \"c\""])
def test_labels_that_look_like_drawing_stay_text(colour):
    told = made.investigation(
        *hostile_levels(colour),
        made.Answer.STANDS,
    )
    picture = Picture("levels", ("colour",), "", "", "")
    root = ElementTree.fromstring(svg.inline(plots.draw(told, picture), "f", "t", "d"))
    assert colour in [text.text for text in root.iter("text")]


def hostile_levels(label):
    outcome = made.as_outcome(made.yes_no("broke", "1100"))
    column = made.labels("colour", [label, label, "blue", "blue"], (label, "blue"))
    seen = made.association(outcome, column, 0.03, (1.0, 0.2, 1.0))
    candidate = made.Candidate(column.variable, made.Verdict.STANDS, seen, 0.03)
    return outcome, [candidate], [column]
