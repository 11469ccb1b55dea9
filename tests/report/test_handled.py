"""Section "what was done" of a case from a book: word by word."""

from dataclasses import replace

import made
import pytest

from rootcause.case import Entry
from rootcause.report import case_text, content, summaries

NBSP = "\u00a0"


def entry(day, kind, what, due="", **details):
    return Entry(f"2026-03-{day:02}T09:00:00+01:00", "engineer 2", what, due, kind, details)


ENTRIES = (
    entry(2, "registered", "Registered.", reporter="reporter 1", owner="engineer 2"),
    entry(3, "observed", "Observation 1."),
    entry(
        4,
        "contacted",
        "Acknowledged the complaint to reporter 1.",
        purpose="acknowledgement",
        reporter="reporter 1",
        words="We <b>look</b> into it.",
    ),
    entry(
        4,
        "contacted",
        "Drafted for reporter 1 (news).",
        purpose="news",
        reporter="reporter 1",
        words="Welcome!",
        useful_until="2026-03-09",
        draft=True,
    ),
    entry(5, "hypothesised", "Hypothesis 1: Heat.", statement="Heat", predicts="Short stops fail."),
    entry(5, "hypothesised", "Hypothesis 2: Fumes.", statement="Fumes", predicts="Garages fail."),
    entry(
        6,
        "judged",
        "Hypothesis 1 is supported.",
        hypothesis=1,
        to="supported",
        ground="observation",
        because="11 of 13",
        afterwards=True,
    ),
    entry(
        7,
        "acted",
        "Action 1 (corrective): Shield it.",
        "2026-03-20",
        action="Shield it",
        purpose="corrective",
        criterion="Ten start.",
        check_due="2026-05-01",
    ),
    entry(8, "acted", "Action 2.", action="Wait", purpose="containment"),
    entry(9, "done", "Action 1 is done.", action=1),
    entry(9, "checked", "Action 1 failed.", action=1, found="two of ten", failed=True),
)


@pytest.fixture
def told():
    """An investigation of a case with that journal."""
    investigation = made.vanilla()
    return replace(investigation, case=replace(investigation.case, entries=ENTRIES))


def cells(table):
    return [[span.text for span in row] for row in table.rows]


def test_hypotheses_and_actions_stand_in_tables(told):
    supposed, acted = content.build(told).done.tables
    assert cells(supposed) == [
        [
            "1. Heat",
            "Short stops fail.",
            "supported",
            "11 of 13 (by observation; written after it was seen in these observations)",
        ],
        ["2. Fumes", "Garages fail.", "open", "not judged yet"],
    ]
    assert cells(acted) == [
        [
            "1. Shield it",
            "corrective",
            "Ten start.",
            f"9{NBSP}March{NBSP}2026",
            f"failed on 9{NBSP}March{NBSP}2026: two of ten",
        ],
        ["2. Wait", "containment", "no criterion", "not yet", "none yet"],
    ]


def test_what_was_said_and_what_is_owed(told):
    done = content.build(told).done
    said = [text.replace(NBSP, " ") for _, text in done.items]
    assert done.heading == "Two things are still owed"
    assert "Acknowledged the complaint to reporter 1. “We <b>look</b> into it.”" in said
    assert "Draft for reporter 1 (news), useful until 9 March 2026: “Welcome!”" in said
    assert said[-2:] == [
        "Tell reporter 1 what was found or decided, by 27 April 2026.",
        "Thank reporter 1, by 27 April 2026.",
    ]
    assert not any("Observation 1" in one for one in said)


def test_every_form_tells_it_and_runs_nothing(told):
    page, text = told.to_html(), told.to_markdown()
    assert "We &lt;b&gt;look&lt;/b&gt; into it." in page
    assert "Shield it" in text
    assert summaries.summary("vanilla", told.case, told).due == "2026-04-27"


def test_a_case_as_text_and_as_json(told):
    shown = case_text.render(told.case)
    assert "Owed\n  2026-04-27  Tell reporter 1 what was found or decided." in shown
    assert "Observation 1" not in shown
    said = case_text.to_dict(told.case)
    assert [one["what"] for one in said["actions"]] == ["Shield it", "Wait"]
    assert said["hypotheses"][0]["judgements"][0]["because"] == "11 of 13"
    assert said["journal"][0]["kind"] == "registered"
