"""The report on paper: real pages, set by the real typst."""

import io
import re
import sys
from dataclasses import replace

import made
import pytest
from pypdf import PdfReader

import rootcause as rc
from rootcause.report import content, pdf


@pytest.fixture(scope="module")
def paper():
    return pdf.render(made.vanilla())


def words(paper):
    pages = PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_says_what_the_content_says(paper):
    report, said = content.build(made.vanilla()), words(paper)
    assert report.answer.headline in said
    assert report.evidence.heading in said
    assert [step.name for step in report.answer.ladder if step.name not in said] == []
    labels = [row.label for band in report.evidence.bands for row in band.rows]
    assert [label for label in labels if label not in said] == []


def test_it_is_accessible(paper):
    reader = PdfReader(io.BytesIO(paper))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"<pdfuaid:part>1" in reader.xmp_metadata.stream.get_data()
    assert reader.metadata.title == content.build(made.vanilla()).title


def test_same_investigation_gives_the_same_bytes(paper):
    assert pdf.render(made.vanilla()) == paper


@pytest.mark.parametrize("build", [made.nothing, made.rivals, made.hostile])
def test_every_answer_can_be_printed(build):
    assert content.build(build()).answer.headline.split()[0] in words(pdf.render(build()))


def test_an_interval_is_drawn_for_every_row_that_has_one(paper):
    bands = content.build(made.vanilla()).evidence.bands
    rows = [row for band in bands for row in band.rows if row.line]
    pages = PdfReader(io.BytesIO(paper)).pages
    drawn = b"".join(page.get_contents().get_data() for page in pages).split(b"/Artifact")[1:]
    dots = [one for one in drawn if b" c\n" in one.partition(b"EMC")[0]]
    assert len(dots) == len(rows)


def test_of_many_observations_only_the_first_are_printed(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_ROWS", 7)
    assert "The first 7 of 41 trips" in words(pdf.render(made.vanilla()))


def test_a_word_that_is_too_long_is_broken_within_its_cell():
    told = made.vanilla()
    long = replace(told.candidates[0].variable, label="W" * 200)
    leader = replace(told.candidates[0], variable=long)
    paper = pdf.render(replace(told, candidates=(leader, *told.candidates[1:])))
    pages = PdfReader(io.BytesIO(paper)).pages
    runs = re.findall("W+", " ".join(page.extract_text() for page in pages))
    assert sum(map(len, runs)) >= 200
    assert max(map(len, runs)) < 100


def test_letters_that_no_font_has_are_no_error():
    told = made.vanilla()
    case = replace(told.case, title="\U00013000 \ue000 kettle")
    paper = pdf.render(replace(told, case=case))
    assert "kettle" in words(paper)


def test_it_is_written_whole(tmp_path):
    made.vanilla().to_pdf(tmp_path / "report.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
    with pytest.raises(rc.ArgumentError, match="there is no folder"):
        made.vanilla().to_pdf(tmp_path / "nowhere" / "report.pdf")


def test_without_typst_it_says_what_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(rc.ArgumentError, match=r"pip install 'rootcause\[pdf\]'"):
        pdf.render(made.vanilla())
