"""Every gate, closed and open; the message says what is missing."""

import pytest

from rootcause.case import actions, contacts, hypotheses, owners, statuses
from rootcause.case.handling import Status
from rootcause.errors import ArgumentError, CaseError


def refusal(course, step, *args, **options):
    before = list(course.entries)
    with pytest.raises((ArgumentError, CaseError)) as caught:
        course.do(step, *args, **options)
    assert course.entries == before
    return str(caught.value)


def told_and_thanked(course, reporter="reporter 1"):
    course.do(contacts.contact, "decision", "It was the fuel pump.", reporter=reporter)
    course.do(contacts.contact, "thanks", "Thank you.", reporter=reporter)


def test_each_gate_says_what_is_missing_and_opens_when_it_is_there(course):
    move = statuses.move
    assert refusal(course, move, "triaged") == (
        "The case can't move to 'triaged' yet: it has no owner; hand it over to somebody."
    )
    course.do(owners.hand_over, "engineer 1")
    assert course.do(move, "triaged").status is Status.TRIAGED
    assert refusal(course, move, "investigating") == (
        "The case can't move to 'investigating' yet: it declares no outcome; declare the "
        "variable that the complaint is about."
    )
    course.outcome = "no_start"
    course.do(move, "investigating")
    assert refusal(course, move, "cause found") == (
        "The case can't move to 'cause found' yet: no hypothesis is supported; write one with "
        "what it predicts, and judge it."
    )
    course.do(hypotheses.hypothesise, "Vapour lock", predicts="Short stops fail.")
    course.do(hypotheses.judge, 1, "supported", because="They do.")
    course.do(move, "cause_found")
    assert refusal(course, move, "fixing") == (
        "The case can't move to 'fixing' yet: no action has its criterion; agree on an action "
        "and on what will show that it works."
    )
    course.do(actions.act, "Wait ten minutes", kind="containment")
    assert "no action has its criterion" in refusal(course, move, "fixing")
    course.do(actions.act, "Insulate the line", criterion="Ten short stops start.")
    course.do(move, "fixing")
    assert refusal(course, move, "verifying") == (
        "The case can't move to 'verifying' yet: no action with a criterion is done; say so "
        "when it is."
    )
    course.do(actions.finish, 2)
    assert course.do(move, "verifying").status is Status.VERIFYING
    assert course.last == "Moved from fixing to verifying."


def test_a_later_gate_asks_for_what_the_earlier_ones_ask(course):
    assert "it has no owner" in refusal(course, statuses.move, "fixing")


def test_a_case_is_not_closed_before_its_reporter_was_told_and_thanked(course):
    assert refusal(course, statuses.close) == (
        "The case can't be closed yet: reporter 1 was not told; record the decision, or give a "
        "reason (why)."
    )
    course.do(contacts.contact, "decision", "It was the pump.")
    assert "reporter 1 was not thanked" in refusal(course, statuses.close)
    course.do(contacts.contact, "thanks")
    assert course.do(statuses.close, answer="The pump.").answer == "The pump."
    assert course.last == "Closed. The pump."


def test_every_reporter_counts(course):
    from rootcause.case import reporters

    course.do(reporters.join)
    told_and_thanked(course)
    assert "reporter 2 was not told" in refusal(course, statuses.close)


def test_drafts_tell_nobody(course):
    course.do(contacts.contact, "decision", draft=True)
    course.do(contacts.contact, "thanks", draft=True)
    assert "was not told" in refusal(course, statuses.close)


def test_a_reason_closes_all_the_same(course):
    handling = course.do(statuses.close, why="the reporter moved away")
    assert handling.status is Status.CLOSED
    assert handling.reason == "the reporter moved away"


def test_unexplained_is_an_honest_close(course):
    told_and_thanked(course)
    handling = course.do(statuses.close)
    assert handling.unexplained
    assert course.last == "Closed as unexplained."


def test_a_supported_hypothesis_is_the_answer_when_none_is_given(course):
    course.do(hypotheses.hypothesise, "Vapour lock", predicts="Short stops fail.")
    course.do(hypotheses.judge, 1, "supported", because="They do.")
    told_and_thanked(course)
    handling = course.do(statuses.close)
    assert (handling.answer, handling.unexplained) == ("Vapour lock", False)


def test_what_was_told_before_a_case_was_opened_again_has_to_be_told_anew(course):
    told_and_thanked(course)
    course.do(statuses.close, answer="The pump.")
    course.day = "2026-04-01"
    course.do(owners.hand_over, "engineer 1")
    course.outcome = "no_start"
    assert refusal(course, statuses.move, "investigating") == (
        "The case is closed; opening it again needs a reason (why)."
    )
    course.do(statuses.move, "investigating", why="it fails again")
    assert course.last == "Opened again, from closed to investigating: it fails again."
    assert "was not told" in refusal(course, statuses.close)
    told_and_thanked(course)
    assert course.do(statuses.close).status is Status.CLOSED


def test_declined_by_a_named_person_with_a_reason(course):
    assert refusal(course, statuses.decline, why="") == (
        "why says why the case is declined in words; it is empty."
    )
    course.do(statuses.decline, why="not our car", by="Head of service")
    assert course.last == "Declined by Head of service: not our car."
    assert refusal(course, statuses.close, why="x") == (
        "The case is declined; open it again before it is closed."
    )


def test_a_case_opened_again_goes_back_as_far_as_its_gates_are_open(course):
    def again():
        course.do(statuses.decline, why="not our car")
        return course.do(statuses.reopen, why="it is ours").status

    assert again() is Status.NEW
    course.do(owners.hand_over, "engineer 1")
    assert again() is Status.TRIAGED
    course.outcome = "no_start"
    assert again() is Status.INVESTIGATING


def test_parked_until_a_day_to_come(course):
    assert refusal(course, statuses.park, until="2026-03-02", why="w") == (
        "until lies in the future; 2026-03-02 does not."
    )
    assert refusal(course, statuses.park, until="summer", why="w") == (
        "until is a date such as '2026-03-31', not 'summer'."
    )
    handling = course.do(statuses.park, until="2026-06-01", why="it needs heat")
    assert (handling.status, handling.until) == (Status.PARKED, "2026-06-01")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("closed", "close(...) takes a case to 'closed', not a move."),
        ("verifing", "There is no status 'verifing'. Did you mean 'verifying'?"),
        ("new", "The case is new already."),
    ],
)
def test_moves_that_are_none(course, to, said):
    assert refusal(course, statuses.move, to) == said
