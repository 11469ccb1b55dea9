from dataclasses import replace

import made
import numpy as np

from rootcause.report import content, html, sizes, text
from rootcause.results import Verdict


def test_dots_fit_until_there_are_too_many():
    assert sizes.dots_fit(np.linspace(0, 1, sizes.DOTS))
    assert not sizes.dots_fit(np.linspace(0, 1, sizes.DOTS + 1))


def test_dots_do_not_fit_where_they_pile_up():
    assert sizes.dots_fit(np.zeros(sizes.STACK))
    assert not sizes.dots_fit(np.zeros(sizes.STACK + 1))


def test_rows_fit_until_one_is_too_long():
    assert sizes.rows_fit([3, sizes.DOTS_A_ROW])
    assert not sizes.rows_fit([3, sizes.DOTS_A_ROW + 1])


def test_very_many_without_evidence_are_counted_not_listed():
    told = made.nothing()
    first = told.candidates[0]
    more = [
        replace(first, variable=replace(first.variable, name=f"s{at}", label=f"sensor {at}"))
        for at in range(299)
    ]
    told = replace(told, candidates=(first, *more))
    report = content.build(told)
    (band,) = (one for one in report.evidence.bands if one.verdict is Verdict.NO_EVIDENCE)
    assert (band.title, len(band.rows), band.left_out) == ("No evidence (300)", 100, 200)
    assert report.evidence.note.endswith(
        "Of 300 without evidence the first 100 are shown; to_frame() and the answer as JSON have "
        "them all."
    )
    assert "and 288 more" in text.told(report)
    assert len(html.render(told)) < 300 * 1024
