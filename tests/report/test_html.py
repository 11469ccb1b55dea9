import re
from functools import cache
from html.parser import HTMLParser

import made
import pytest

from rootcause.errors import ArgumentError
from rootcause.report import html

LARGEST = 300 * 1024
VOID = {"meta", "link", "input", "img", "br", "path", "circle", "use", "rect"}


class Page(HTMLParser):
    """The elements of a page, in order, with their text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@cache
def rendered(name):
    return html.render(made.ALL[name]())


@pytest.fixture(params=made.ALL)
def name(request):
    return request.param


def test_same_investigation_gives_the_same_page(name):
    assert html.render(made.ALL[name]()) == rendered(name)


def test_page_is_well_formed_and_small(name):
    text = rendered(name)
    assert Page(text).open == []
    assert len(text.encode()) <= LARGEST


def test_nothing_is_asked_of_the_network(name):
    text = rendered(name)
    page = Page(text)
    addresses = [
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in ("src", "href", "action", "data", "srcset", "poster")
    ]
    assert all(address.startswith("#") for address in addresses)
    assert not re.search(r"url\(|@import|//\w", re.sub(r"<title>.*?</title>", "", text))
    policy = next(one for one in page.all("meta") if "http-equiv" in one)
    assert policy["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_nothing_runs(name):
    page = Page(rendered(name))
    assert page.all("script") == []
    assert not [name for _, one in page.elements for name in one if name.startswith("on")]


def test_every_figure_says_what_it_shows(name):
    page = Page(rendered(name))
    figures = [one for one in page.all("svg") if one.get("role") == "img"]
    assert len(figures) == len(page.all("figure"))
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    assert all(set(one["aria-labelledby"].split()) <= set(ids) for one in figures)
    drawn = [one for one in page.all("svg") if one.get("role") != "img"]
    assert all(one.get("aria-hidden") == "true" for one in drawn)


def test_landmarks_and_headings(name):
    page = Page(rendered(name))
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")][1:] == [1, 1, 1]
    assert page.all("html")[0]["lang"] == "en"
    sections = page.all("section")
    ids = {one.get("id") for _, one in page.elements}
    assert all(section["aria-labelledby"] in ids for section in sections)
    assert page.all("a")[0]["href"] == "#answer"
    assert "answer" in ids


def test_answer_and_every_candidate_are_told(name):
    text = " ".join(Page(rendered(name)).text.split())
    report = html.content.build(made.ALL[name]())
    assert " ".join(report.answer.headline.split()) in text
    for band in report.evidence.bands:
        assert all(" ".join(row.label.split()) in text for row in band.rows)


def test_hostile_names_stay_text():
    text = html.render(made.hostile())
    page = Page(text)
    assert "<script>" not in text
    assert made.HOSTILE in page.text
    assert page.all("h1") == [{}]


def test_case_shows_its_complaint_and_not_who_owns_what_else():
    page = Page(html.render(made.vanilla()))
    assert "The car will not start after buying vanilla ice cream" in page.text
    assert "What goes with" not in page.text


def test_page_without_a_case_says_what_was_asked():
    assert "What goes with no start?" in Page(html.render(made.without_case())).text


def test_intervals_stay_on_their_axis():
    text = html.render(made.too_few())
    ends = [float(x) for x in re.findall(r'<path d="M([\d.-]+) 9H', text)]
    assert ends
    assert all(5 <= x <= 185 for x in ends)


def test_write_replaces_the_whole_file(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    text = html.write(made.too_few(), path)
    assert path.read_text(encoding="utf-8") == text == html.render(made.too_few())
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
    assert made.too_few().to_html(str(path)) == text


def test_write_without_a_folder_is_refused(tmp_path):
    path = tmp_path / "none" / "report.html"
    with pytest.raises(ArgumentError) as refused:
        html.write(made.too_few(), path)
    assert str(refused.value) == (
        f"The report can't be written to {str(path)!r}: there is no folder "
        f"{str(path.parent)!r}. Make the folder first."
    )


def test_write_onto_a_folder_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "report.html").mkdir()
    with pytest.raises(ArgumentError, match="can't be written to"):
        html.write(made.too_few(), tmp_path / "report.html")
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_half_a_surrogate_pair_can_be_written():
    assert html.encodable("a\ud800b") == "a?b"


@pytest.mark.parametrize(
    ("colour", "least"), [("ink", 7), ("muted", 4.5), ("acc", 4.5), ("mid", 3)]
)
def test_colours_can_be_read_on_their_paper(colour, least):
    css = (html.TEMPLATES / "style.css").read_text(encoding="utf-8")
    themes = re.findall(r":root\{[^}]*--paper[^}]*\}", css)
    assert len(themes) == 3
    for theme in themes:
        tokens = dict(re.findall(r"--(\w+):#(\w{3,6})\b", theme))
        assert contrast(tokens[colour], tokens["paper"]) >= least


def contrast(one, other):
    """Contrast of two colours by WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    digits = "".join(digit * 2 for digit in colour) if len(colour) == 3 else colour
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
