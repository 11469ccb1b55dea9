"""Goodwill is a budget; what is too late is shown, not sent; voices keep their lag."""

from datetime import timedelta

import pytest

from rootcause.case import contacts, reporters
from rootcause.errors import ArgumentError, CaseError


def test_asks_cost_and_news_and_thanks_do_not(course):
    for purpose in ("acknowledgement", "news", "thanks", "decision", "reply", "news"):
        course.do(contacts.contact, purpose)
    assert contacts.asks_left(course.handling, "reporter 1") == 3
    for left in (2, 1, 0):
        course.do(contacts.contact, "ask", "How long was the stop?")
        assert contacts.asks_left(course.handling, "reporter 1") == left
    with pytest.raises(CaseError) as caught:
        course.do(contacts.contact, "ask")
    assert str(caught.value) == (
        "Reporter 1 may be asked 3 times in this case and was; who is asked too often says what "
        "gets rid of the caller. Ask someone else, or give a reason (why)."
    )
    handling = course.do(contacts.contact, "ask", why="they offered to help")
    assert handling.contacts[-1].why == "they offered to help"
    course.do(contacts.contact, "news")


def test_the_budget_is_each_reporters_own_and_a_case_may_change_it(course):
    course.do(reporters.join)
    course.do(contacts.allow_asks, 1, why="they are ill")
    course.do(contacts.contact, "ask", reporter="reporter 1")
    course.do(contacts.contact, "ask", reporter="reporter 2")
    with pytest.raises(CaseError, match="Reporter 2 may be asked once in this case and was"):
        course.do(contacts.contact, "ask", reporter="reporter 2")
    with pytest.raises(ArgumentError, match=r"asks is a whole number from 0 up, not -1."):
        course.do(contacts.allow_asks, -1, why="x")


def test_a_draft_costs_nothing_until_it_is_said(course):
    course.do(contacts.allow_asks, 0, why="they are ill")
    handling = course.do(contacts.contact, "ask", draft=True)
    assert not handling.contacts[0].said
    with pytest.raises(CaseError, match="may be asked 0 times"):
        course.do(contacts.say, 1)


def test_a_message_past_its_useful_date_is_shown_not_sent(course):
    course.do(contacts.contact, "news", "Welcome!", useful_until="2026-03-09", draft=True)
    course.day = "2030-03-09"
    assert course.handling.contacts[0].stale(course.day)
    with pytest.raises(CaseError) as caught:
        course.do(contacts.say, 1)
    assert str(caught.value) == (
        "Draft 1 was useful until 2026-03-09; it is shown, not sent. Write a new one."
    )
    with pytest.raises(CaseError, match="The message was useful until 2026-03-09"):
        course.do(contacts.contact, "news", "Welcome!", useful_until="2026-03-09")


def test_a_draft_is_said_once(course):
    course.do(contacts.contact, "thanks", channel="letter", draft=True)
    assert course.last == "Drafted for reporter 1 (thanks) by letter."
    course.day = "2026-03-05"
    handling = course.do(contacts.say, 1)
    assert course.last == "Thanked reporter 1 by letter."
    assert handling.contacts[0].at.startswith("2026-03-05")
    with pytest.raises(CaseError, match=r"Contact 1 was said on 2026-03-05 already."):
        course.do(contacts.say, 1)


def test_a_repeated_complaint_raises_the_priority(course):
    course.do(contacts.contact, "complaint", "It did it again!", channel="letter")
    assert course.last == "Reporter 1 complained again by letter."
    assert course.do(contacts.contact, "complaint", "And again!").priority == 2


@pytest.mark.parametrize(
    ("purpose", "reporter", "said"),
    [
        ("thank", "", "purpose can't be 'thank'. Did you mean 'thanks'?"),
        ("news", "reporter 7", "The case has no 'reporter 7'. Did you mean 'reporter 1'?"),
    ],
)
def test_wrong_contacts(course, purpose, reporter, said):
    with pytest.raises((ArgumentError, CaseError)) as caught:
        course.do(contacts.contact, purpose, reporter=reporter)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("interaction", "asked", "lag"),
    [
        ("2026-03-01", "2026-03-04", timedelta(days=3)),
        ("2026-03-01T10:00:00+01:00", "2026-03-01T10:00:00Z", timedelta(hours=1)),
        ("2026-03-01T10:00:00+01:00", "2026-03-02", timedelta(hours=14)),
        ("", "2026-03-04", None),
    ],
)
def test_the_lag_from_what_happened_to_being_asked(course, interaction, asked, lag):
    handling = course.do(
        contacts.voice,
        expected="to drive home",
        experienced="the car stood",
        interaction=interaction,
        asked=asked,
    )
    assert handling.voices[0].lag == lag
    assert course.last.startswith("Reporter 1 expected: to drive home. Experienced: the car stood.")
    assert course.last.endswith("Asked 3 days later.") == (lag == timedelta(days=3))
