import pytest

from rootcause.case import actions, contacts, owners, statuses
from rootcause.case.owed import owed
from rootcause.errors import ArgumentError, CaseError


def due(course):
    return [(one.what, one.due) for one in owed(course.handling)]


def test_one_owner_and_who_was_called(course):
    course.do(owners.hand_over, "engineer 1", why="it is an engine")
    assert course.last == "Handed over to engineer 1: it is an engine."
    course.do(owners.hand_over, "engineer 2")
    assert course.last == "Handed over from engineer 1 to engineer 2."
    with pytest.raises(CaseError, match=r"engineer 2 owns the case already."):
        course.do(owners.hand_over, "engineer 2")
    handling = course.do(owners.escalate, "Head of service", why="three weeks old")
    assert (handling.owner, handling.escalations[0].to) == ("engineer 2", "Head of service")


def test_priority_by_hand_and_by_repeats(course):
    course.do(contacts.contact, "complaint")
    assert course.do(owners.prioritise, 2, why="a danger").priority == 3
    assert course.last == "Priority set to 3: a danger."
    with pytest.raises(ArgumentError, match=r"urgency is a whole number from 0 to 9, not True."):
        course.do(owners.prioritise, True, why="x")


def test_promises_are_owed_until_they_are_kept(course):
    course.do(owners.promise, "Send the list back", due="2026-03-05")
    assert due(course)[0] == ("Send the list back.", "2026-03-05")
    course.do(owners.keep, 1)
    assert course.last == "Kept promise 1: Send the list back."
    assert "Send the list back." not in dict(due(course))
    with pytest.raises(CaseError, match=r"Promise 1 was kept on 2026-03-02 already."):
        course.do(owners.keep, 1)


def test_what_a_new_complaint_is_owed(course):
    assert due(course) == [
        ("Acknowledge the complaint to reporter 1.", "2026-03-09"),
        ("Tell reporter 1 what was found or decided.", "2026-04-27"),
        ("Thank reporter 1.", "2026-04-27"),
    ]
    assert owed(course.handling)[0].overdue("2026-03-10")
    assert not owed(course.handling)[0].overdue("2026-03-09")
    course.do(owners.set_due, "2026-03-20", why="they travel")
    course.do(contacts.contact, "acknowledgement")
    course.do(contacts.contact, "decision")
    assert due(course) == [("Thank reporter 1.", "2026-03-20")]


def test_actions_checks_and_parked_cases_are_owed(course):
    course.do(
        actions.act,
        "Insulate",
        criterion="It starts",
        due="2026-03-05",
        check_due="2026-03-30",
        owner="workshop",
    )
    assert ("Do action 1: Insulate", "2026-03-05") in due(course)
    course.do(actions.finish, 1)
    course.do(statuses.park, until="2026-06-01", why="it needs heat")
    assert ("Take the parked case up again.", "2026-06-01") in due(course)
    course.do(statuses.close, why="sold")
    assert due(course) == [("Check action 1: It starts", "2026-03-30")]
    course.do(actions.check, 1, passed=True, found="it does")
    assert due(course) == []


def test_a_declined_reporter_is_still_told(course):
    course.do(statuses.decline, why="not our car")
    assert "Tell reporter 1 what was found or decided." in dict(due(course))
