from dataclasses import replace

import planned
import pytest

from rootcause.report import trying
from rootcause.report.numbers import NBSP
from rootcause.results import Plan


def told(text):
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (planned.plan(), "2 trials that should separate minutes in the shop and flavour"),
        (planned.shown(), "Trials have shown it: minutes in the shop"),
        (replace(planned.plan(), trials=()), "No trial is proposed"),
        (replace(planned.shown(), shown=(), ruled_out=True), "Trials speak against every lever"),
    ],
)
def test_the_heading_says_what_the_plan_comes_to(plan, said):
    assert trying.heading(plan) == said


def test_what_no_trial_separates_is_told_with_what_would():
    contrast, *_, first, second = map(told, trying.section(planned.stuck()).paragraphs)
    assert first == (
        "No trial can tell heat from load: neither can be set. So far they differed in 4 of 40 "
        "trips. Find a way to set one of them, or wait: 10 that differ take about 100 trips."
    )
    assert "the settings that would tell them apart are forbidden" in second
    assert "record what may drive both" in second
    assert contrast == (
        "Nothing has evidence yet. 49 trials with minutes in the shop at 2 min and 49 at 14 min, "
        "in random order, would show a difference of 30 percentage points with a chance of 80 %."
    )


def test_what_goes_with_a_time_is_to_be_recorded():
    plan = planned.stuck()
    apart = replace(plan.inseparable[1], apart=0, time="hour of the trip")
    assert told(trying.apart(plan, apart)).endswith(
        "record what else changes with hour of the trip, which both go with."
    )


def test_what_stands_and_can_t_be_set_is_told():
    assert trying.beyond(replace(planned.plan(), beyond=("heat",))) == (
        "Heat stands and is no lever, so trials with other levers can't show it: find a way to set "
        "it."
    )
    assert trying.beyond(replace(planned.plan(), beyond=("heat", "load"))).startswith(
        "Heat and load stand and are no levers, so"
    )
    assert trying.beyond(planned.plan()) == ""


def test_tables_hold_settings_predictions_and_what_came():
    proposed, made = trying.proposed(planned.plan()), trying.made(planned.tried())
    assert proposed.heads == (
        "#",
        "minutes in the shop",
        "flavour",
        "if it is minutes in the shop",
        "if it is flavour",
        "if it is minutes in the shop and flavour together",
    )
    assert [told(cell.text) for cell in proposed.rows[0]] == [
        "1",
        "8 min",
        "vanilla",
        "started (about 9 in 10)",
        "failed (about 8 in 10)",
        "hard to say",
    ]
    assert [row[0].text for row in made.rows] == ["21", "22", "23"]
    assert [(row[-1].text, row[-1].hot) for row in made.rows][:2] == [
        ("started", False),
        ("failed", True),
    ]


def test_blocks_are_told_where_there_are_any():
    blocked = replace(
        planned.plan(), trials=tuple(replace(one, block=3) for one in planned.plan().trials)
    )
    assert trying.proposed(blocked).heads[1] == "block"


def test_without_levers_there_is_no_section():
    assert trying.section(None) is trying.section(Plan(planned.FAILED)) is None


def test_the_figure_says_all_its_marks_in_words():
    picture = trying.predictions(planned.plan())
    assert picture.kind == "predictions" and "1: Set minutes in the shop" in picture.alt
    assert trying.predictions(planned.shown()) is None
