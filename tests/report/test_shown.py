"""What a case records as shown: by a trial, an inspection, or a check of its fix."""

from dataclasses import replace

import made
import pytest

from rootcause.case import Entry
from rootcause.report import answer, content, ladder, phrases, shown
from rootcause.report.numbers import NBSP
from rootcause.report.parts import plain

SUPPOSED = {"statement": "Vapor lock", "predicts": "p", "candidate": "shop_minutes"}
NOT_SHOWN = "Not yet shown: no trial has been made."


def entry(kind, day, **details):
    return Entry(f"2026-07-{day:02}T09:00:00+02:00", "ann", "said", kind=kind, details=details)


def judged(ground, to="confirmed"):
    because = "it started 6 times of 6"
    return (
        entry("hypothesised", 1, **SUPPOSED),
        entry("judged", 2, hypothesis=1, to=to, ground=ground, because=because),
    )


def checked(*outcomes, purpose="corrective"):
    acted = {"action": "Heat shield", "purpose": purpose, "criterion": "6 of 6"}
    checks = [
        entry("checked", day, action=1, failed=not passed, found=f"Look {day}: 34 short stops")
        for day, passed in enumerate(outcomes, 5)
    ]
    return (entry("acted", 3, **acted), entry("done", 4, action=1), *checks)


CLOSED = entry("closed", 8, answer="Vapor lock")


def after(*entries, making=made.vanilla):
    found = making()
    told = found.case or made.vanilla().case
    return replace(found, case=replace(told, entries=entries))


def told(investigation):
    return plain(answer.says(phrases.words(investigation), investigation)).replace(NBSP, " ")


def steps(investigation):
    return [
        (step.text.replace(NBSP, " "), step.reached) for step in ladder.ladder(investigation)[2:]
    ]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((), NOT_SHOWN),
        (judged("observation", "supported"), NOT_SHOWN),
        (judged("trial", "refuted"), NOT_SHOWN),
        (judged("trial"), "Confirmed by a trial: Vapor lock. It started 6 times of 6."),
        (judged("inspection"), "Confirmed by an inspection: Vapor lock. It started 6 times of 6."),
        (checked(True), "The fix passed its check (Heat shield): Look 5: 34 short stops."),
        (checked(False), NOT_SHOWN),
        (checked(True, purpose="containment"), NOT_SHOWN),
    ],
)
def test_what_the_case_records_is_said_in_place_of_not_yet_shown(entries, said):
    found = after(*entries)
    assert shown.sentence(found) == said
    assert content.findings(found)[-1] == said
    assert told(found).endswith(f" {said}")


def test_where_nothing_is_found_only_what_the_case_records_is_said():
    assert shown.sentence(made.nothing()) == ""
    said = told(after(*judged("inspection"), making=made.nothing))
    assert said.endswith(
        "may be missed. Confirmed by an inspection: Vapor lock. It started 6 times of 6."
    )


@pytest.mark.parametrize(
    ("entries", "by_trial", "fix"),
    [
        ((), ("not yet", False), ("not yet", False)),
        (
            judged("trial"),
            ("yes: hypothesis 1, as the case records", True),
            ("not yet", False),
        ),
        (
            judged("inspection"),
            ("not by a trial: hypothesis 1 confirmed by inspection", False),
            ("not yet", False),
        ),
        (checked(), ("not yet", False), ("not yet", False)),
        (
            checked(False, True),
            ("not yet", False),
            ("yes: action 1 passed its check: Look 6: 34 short stops", True),
        ),
        (
            checked(True, False),
            ("not yet", False),
            ("no: action 1 failed its check: Look 6: 34 short stops", False),
        ),
        (
            (
                *checked(True),
                entry("closed", 8, answer="a"),
                entry("moved", 9, to="triaged", why="again"),
            ),
            ("not yet", False),
            ("no: the case was opened again on 9 July 2026, after the check", False),
        ),
    ],
)
def test_the_last_steps_of_the_ladder_say_what_the_case_knows(entries, by_trial, fix):
    assert steps(after(*entries)) == [by_trial, fix]


def test_a_long_finding_is_cut_on_the_ladder_and_whole_in_the_tables():
    found = after(*checked(), entry("checked", 9, action=1, found="none failed, " * 40))
    text, reached = steps(found)[1]
    assert reached and len(text) < 200 and text.endswith(" …")
