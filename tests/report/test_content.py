"""The whole report as words: every section of every kind of investigation."""

from dataclasses import replace

import made
import numpy as np
import pandas as pd
import pytest

from rootcause.report import content, notes, tables
from rootcause.report.notes import CORRECTIONS
from rootcause.report.numbers import NBSP
from rootcause.results import Verdict

EVERY = pytest.mark.parametrize("name", made.ALL)


def built(name):
    return content.build(made.ALL[name]())


def rows(report):
    return {row.name: row for band in report.evidence.bands for row in band.rows}


@EVERY
def test_every_report_is_complete(name):
    investigation, report = made.ALL[name](), built(name)
    assert set(rows(report)) == {one.name for one in investigation.candidates} | set(
        investigation.consequences
    )
    assert len(report.observations.rows) == len(investigation.observations)
    assert report.title and report.answer.headline and report.evidence.heading and report.footer
    assert "nan" not in repr(report).casefold().replace("line_given", "")


@EVERY
def test_accent_only_where_something_was_found(name):
    found = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF)
    for band in built(name).evidence.bands:
        for row in band.rows:
            assert not any(side.hot for side in row.sides) or band.verdict in found


def test_vanilla_row_by_row():
    report = built("vanilla")
    minutes, queue, weekday = (
        rows(report)[name] for name in ("shop_minutes", "queue", "bought_at: weekday")
    )
    assert [(side.count, side.label) for side in minutes.sides] == [
        (f"11{NBSP}of{NBSP}13", f"under 4{NBSP}min"),
        (f"1{NBSP}of{NBSP}28", "4 or more"),
    ]
    assert (minutes.effect, minutes.interval, minutes.n) == ("−.87", "−.96 to −.60", "41")
    assert (minutes.pvalue, minutes.adjusted) == (f"<{NBSP}.0001", ".0002")
    assert minutes.pvalue_given == "" and queue.pvalue_given == ".18"
    assert (queue.line_given.low, queue.line_given.high) == pytest.approx((-0.19, 0.16))
    assert (queue.line.low, queue.line.high) == pytest.approx((-0.86, -0.41))
    assert weekday.derived and weekday.label == "weekday (bought at)"
    assert minutes.cautions == (
        f"The line at 4{NBSP}min was drawn on these same trips, so this contrast flatters; "
        "p and effect size do not use it.",
    )


def test_vanilla_table_words():
    evidence = built("vanilla").evidence
    assert evidence.heading == "One stands, two are screened off, two show nothing"
    assert evidence.lead == "5 candidates over 41 trips, best first. 12 failed."
    assert evidence.seen_head == "failed, of how many"
    assert evidence.given_head == "p given minutes in the shop"
    assert [band.title for band in evidence.bands] == [
        "Stands (1)",
        "Screened off (2)",
        "No evidence (2)",
        "Not tested (2)",
    ]
    assert evidence.note.replace(NBSP, " ") == (
        "Effect size: 0 is none, 1 complete; minus means that less of it goes with more of the "
        "outcome. 2 × AUC − 1 (Brunner-Munzel); Cramér's V (chi-square); risk difference (Fisher "
        "exact). Lines and ranges are 95 % intervals. Corrected p: Benjamini–Hochberg over all 5 "
        "tests. “No evidence” is not “no effect”: 41 trips would have shown an effect size of "
        ".38 to .49 (80 % power); smaller ones may be missed. † derived from bought_at. "
        "Second line: given those that the verdict names."
    )


def test_rivals_that_never_varied_apart():
    report = built("rivals")
    camera = rows(report)["camera"]
    assert camera.never_varied and camera.line_given is None and camera.pvalue_given == "–"
    assert report.others.kicker == "Why they cannot be told apart"
    assert report.others.heading == "Camera and flash always changed together"
    assert "Dashed over the whole axis" in report.evidence.note


def test_every_combination_of_rivals_with_its_counts():
    (table,) = built("rivals").others.tables
    assert table.heads == ("camera", "flash", "observations", "restarted")
    assert [[span.text for span in row] for row in table.rows] == [
        ["A", "xenon", "9", "7"],
        ["B", "LED", "8", "0"],
        ["C", "none", "7", "0"],
    ]
    assert [row[-1].hot for row in table.rows] == [True, False, False]


def test_the_complaint_decides_which_proxy_is_shown_first():
    told = made.vanilla()
    assert content.build(told).others.heading == (
        "Given minutes in the shop, flavour makes no difference that can be seen"
    )
    quiet = replace(told, case=replace(told.case, title="It stops", complaint="It stops."))
    assert "people queueing" in content.build(quiet).others.heading


def test_what_is_left_open_beside_one_that_stands():
    told = made.vanilla()
    open_ = replace(told["flavor"], verdict=Verdict.UNDETERMINED)
    told = replace(told, candidates=(told.candidates[0], open_))
    others = content.build(told).others
    assert others.kicker == "What is left open"
    assert others.heading == (
        "Given minutes in the shop, flavour is not shown to add anything, nor to add nothing"
    )
    assert content.build(told).evidence.bands[1].meaning.startswith("associated alone; given")


def test_a_curve_that_the_effect_size_misses_is_said():
    told = made.vanilla()
    minutes = told.candidates[0]
    flat = replace(minutes.association.effect, value=0.45, low=0.3, high=0.6)
    curved = replace(minutes, association=replace(minutes.association, effect=flat))
    told = replace(told, candidates=(curved, *told.candidates[1:]))
    cautions = rows(content.build(told))["shop_minutes"].cautions
    assert cautions[0].startswith("The effect size sees one direction only")


def test_measures_have_names_for_readers():
    assert notes.written("brunnermunzel+curve") == "Brunner–Munzel with any shape"
    assert notes.written("my own") == "my own"
    several = notes.written("kruskal+level+dependence+trials")
    assert several == (
        "Kruskal–Wallis with the level that stands out, units and time allowed for, "
        "trials held apart"
    )


def test_measures_of_one_effect_size_are_told_apart():
    told = made.vanilla()
    first = told.candidates[0]
    measured = [
        replace(first, association=replace(first.association, measure=measure))
        for measure in ("brunnermunzel+curve", "brunnermunzel+curve+dependence")
    ]
    said = notes.measures(measured).replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "2 × AUC − 1 (Brunner–Munzel with any shape or "
        "Brunner–Munzel with any shape, units and time allowed for)"
    )


@pytest.mark.parametrize(
    ("family", "pairs", "expected"),
    [
        (1, 0, "1 test (1 of derived candidates) at 5 %"),
        (2, 1, "2 tests (1 of derived candidates); Benjamini–Hochberg at 5 %; 1 pair scanned"),
        (9, 36, "9 tests (1 of derived candidates); Benjamini–Hochberg at 5 %; 36 pairs scanned"),
    ],
)
def test_tests_are_counted(family, pairs, expected):
    told = made.vanilla()
    counted = replace(told.provenance, family=family, pairs=pairs)
    items = content.build(replace(told, provenance=counted)).working.items
    assert dict(items)["tests"].replace("\N{NO-BREAK SPACE}", " ") == expected


def test_one_candidate_has_no_order():
    told = made.vanilla()
    one = content.build(replace(told, candidates=told.candidates[:1]))
    assert one.evidence.lead.startswith("1 candidate over 41 trips. ")
    assert content.build(told).evidence.lead.startswith("5 candidates over 41 trips, best first. ")


def test_why_the_others_fell_away():
    told = made.vanilla()
    quiet = replace(told, case=replace(told.case, title="It stops", complaint="It stops."))
    others = content.build(quiet).others
    assert others.heading == (
        "Given minutes in the shop, people queueing makes no difference that can be seen"
    )
    assert others.paragraphs[0].replace(NBSP, " ") == (
        "Minutes in the shop under 4 min: 11 of 20 with people queueing under 2, 2 of the other "
        "21. Whether people queueing acts through minutes in the shop or merely goes with it, "
        "these data alone cannot say."
    )
    (table,) = others.tables
    assert table.caption == "The 11 trips that separate people queueing from minutes in the shop"
    assert [span.text.replace(NBSP, " ") for span in table.rows[0]] == [
        "2",
        "1",
        "7.6 min",
        "○ started",
    ]
    for row in table.rows:
        quick = float(row[2].text.split(NBSP)[0]) < 4
        assert quick != (int(row[1].text) < 2)
    assert [one.kind for one in others.pictures] == ["observations", "given"]


def test_a_consequence_and_what_restates_are_rows_with_a_reason():
    found = rows(built("two stand"))
    assert found["refund"].reason == "declared a consequence: recorded after the outcome"
    assert found["scrap_cost"].reason == "it is above 0 exactly when the lid came off"
    assert built("two stand").others.heading == "Scrap cost only restates the outcome"


def test_what_was_done_and_is_owed():
    done = built("vanilla").done
    assert done.heading == "One thing is still owed"
    assert done.items[-1] == ("owed", f"Tell reporter 1, by 15{NBSP}May{NBSP}2026.")
    assert built("without case").done is None


def test_head_and_foot():
    report = built("vanilla")
    assert report.masthead.left == ("VC-0007", "investigating", "owner: service engineer 2")
    assert report.masthead.right == f"opened 2{NBSP}March{NBSP}2026"
    assert report.complaint.said == f"reporter 1, 2{NBSP}March{NBSP}2026. Unedited."
    assert report.footer.endswith("The data are simulated.")
    bare = built("without case")
    assert bare.masthead is None and bare.complaint is None
    assert bare.title == "What goes with no start?"


def test_how_it_was_worked_out():
    items = dict(built("vanilla").working.items)
    assert items["data"] == "41 trips, 6 columns, nothing missing, fingerprint 9f3c 51ab 07de"
    assert items["tests"] == (f"5 tests (1 of derived candidates); Benjamini–Hochberg at 5{NBSP}%")
    assert items["random"] == "seed 0; at most 9,999 permutations"
    assert items["versions"] == "rootcause 0.1.0, Python 3.11, numpy 2.4.0, scipy 1.17.0"


def test_missing_values_are_counted():
    told = made.vanilla()
    holes = told.observations.copy()
    holes.loc[[0, 3], "humidity"] = None
    items = dict(content.build(replace(told, observations=holes)).working.items)
    assert "2 values missing" in items["data"]


def test_observations_are_capped_and_say_so():
    told = made.vanilla()
    long = pd.concat([told.observations] * 50, ignore_index=True)
    columns = {
        name: replace(one, values=made.np.tile(one.values, 50))
        for name, one in told.columns.items()
    }
    table = content.build(replace(told, observations=long, columns=columns)).observations
    assert len(table.rows) == tables.MOST_CELLS // long.shape[1] == 1000
    assert table.caption == "The first 1,000 of 2,050 trips"
    assert table.note == "The rest are left out to keep the report small."


def test_rows_without_an_outcome_keep_their_place():
    told = made.vanilla()
    gap = pd.DataFrame([{"no_start": None, "shop_minutes": 5.0}])
    longer = pd.concat([gap, told.observations], ignore_index=True)
    table = content.build(replace(told, observations=longer)).observations
    assert [row[1].text for row in table.rows[:3]] == ["–", "○ started", "○ started"]
    assert table.rows[6][1].text == "● failed"


def test_written_cells():
    assert tables.written(pd.Timestamp("2026-03-02")) == "2026-03-02"
    assert tables.written(pd.Timestamp("2026-03-02 19:40")) == "2026-03-02 19:40"
    far = pd.Series(np.array([10**15], dtype="datetime64[s]"))[0]
    assert tables.written(far) == "31690708-07-05 01:46"
    assert tables.written(None) == tables.written(pd.NA) == tables.written(float("nan")) == "–"


def test_corrections_have_names_for_readers():
    assert CORRECTIONS["fdr_bh"] == "Benjamini–Hochberg"


def test_findings():
    found = made.two_stand().findings
    assert found[0] == (
        "Two of 3 candidates stand, each given the other: belt temperature and glue lot."
    )
    assert found[0].candidates == ("belt_temp", "glue_lot")
    assert [one.verdict for one in found[1:5]] == [
        Verdict.STANDS,
        Verdict.STANDS,
        Verdict.NO_EVIDENCE,
        Verdict.RESTATES,
    ]
    assert found[-2] == (
        "Refund was not tested: declared a consequence, recorded after the outcome."
    )
    assert found[-1] == "Not yet shown: no trial has been made."


def test_nothing_is_a_finding():
    assert made.nothing().findings[0] == "Nothing recorded here explains it."


def test_hostile_names_stay_text():
    report = built("hostile")
    assert report.title == made.HOSTILE
    assert rows(report)["shop_minutes"].label == made.HOSTILE
