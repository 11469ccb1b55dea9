import re
from base64 import b64decode

import made
import pytest
from test_html import Page

from rootcause.report import content, notebook
from rootcause.report.parts import Line, Row

DROPPED = ("style", "svg", "script", "link", "iframe", "form", "input", "button")
"""Elements that JupyterLab takes out of an untrusted notebook."""


@pytest.fixture(params=made.ALL)
def told(request):
    return made.ALL[request.param]()


def test_only_what_survives_an_untrusted_notebook(told):
    text = notebook.render(told)
    page = Page(text)
    assert not {tag for tag, _ in page.elements} & set(DROPPED)
    styles = " ".join(one.get("style", "") for _, one in page.elements)
    assert not re.search(r"var\(|calc\(|currentColor|inherit|font-variant|[; ]color:", styles)
    assert not [name for _, one in page.elements for name in one if name.startswith(("on", "aria"))]


def test_pictures_hold_themselves_and_say_what_they_show(told):
    images = Page(notebook.render(told)).all("img")
    assert images
    for image in images:
        assert image["alt"].strip()
        drawing = b64decode(image["src"].removeprefix("data:image/svg+xml;base64,")).decode()
        assert drawing.startswith("<svg")
        assert "var(" not in drawing


def test_answer_and_every_candidate_are_told(told):
    text = " ".join(Page(told._repr_html_()).text.split())
    report = content.build(told)
    assert " ".join(report.answer.headline.split()) in text
    for band in report.evidence.bands:
        assert all(" ".join(row.label.split()) in text for row in band.rows)


def test_same_investigation_gives_the_same_output(told):
    assert notebook.render(told) == notebook.render(told)


def test_hostile_names_stay_text():
    text = notebook.render(made.hostile())
    assert "<script>" not in text
    assert made.HOSTILE in Page(text).text


def test_rows_without_evidence_are_folded():
    outcome, _, _, _, humidity = made.trips()
    rows = [made.nothing().candidates[0]] * 9
    told = made.investigation(outcome, rows, [humidity], made.Answer.NOTHING)
    text = notebook.render(told)
    assert "<summary" in text
    assert "5 more: No evidence (9)" in Page(text).text


def test_interval_is_drawn_on_the_common_axis():
    row = Row("a", "a", line=Line(-1.0, -3.0, 0.0), line_given=Line(0.5, 0.0, 9.0))
    drawing = b64decode(notebook.interval(row, "stands").partition(",")[2]).decode()
    assert '<path d="M3.0 8H54.0"' in drawing
    assert '<path d="M54.0 22H105.0"' in drawing
    assert notebook.interval(Row("a", "a"), "none") == ""


def test_one_candidate_survives_an_untrusted_notebook(told):
    for one in told.candidates:
        found = told[one.name]
        page = Page(found._repr_html_())
        assert not {tag for tag, _ in page.elements} & set(DROPPED)
        styles = " ".join(element.get("style", "") for _, element in page.elements)
        assert not re.search(r"var\(|calc\(|currentColor|inherit|font-variant|[; ]color:", styles)
        assert all(image["alt"].strip() for image in page.all("img"))
        text = " ".join(page.text.split())
        assert " ".join(found.sentence.split()) in text
        assert str(found.verdict) in text


def test_one_candidate_before_and_after():
    page = Page(made.vanilla()["flavor"]._repr_html_())
    alts = [image["alt"] for image in page.all("img")]
    assert alts[0].startswith("Of the 12 that failed, 9 had")
    assert alts[1].startswith("Flavour alone, and given minutes in the shop.")
    assert [alt[:3] for alt in alts[2:]] == [".52", ".06"]


def test_one_candidate_with_a_hostile_name_stays_text():
    text = made.hostile()["shop_minutes"]._repr_html_()
    assert "<script>" not in text
    assert made.HOSTILE in Page(text).text
