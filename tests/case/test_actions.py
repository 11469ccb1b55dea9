"""Criterion first, check later; a failed check opens the case again."""

import pytest

from rootcause.case import actions, contacts, owners, statuses
from rootcause.case.handling import Status
from rootcause.errors import CaseError


def test_a_fix_needs_its_criterion_before_it_is_agreed(course):
    with pytest.raises(CaseError) as caught:
        course.do(actions.act, "Insulate the line")
    assert str(caught.value) == (
        "A corrective action needs its criterion before it is agreed: what will be seen if it "
        "works."
    )
    course.do(actions.act, "Ask to wait ten minutes", kind="containment")
    assert course.last == "Action 1 (containment): Ask to wait ten minutes."


def test_no_check_before_it_is_done(course):
    course.do(actions.act, "Insulate", criterion="Ten starts of ten.", due="2026-04-01")
    with pytest.raises(CaseError, match=r"Action 1 is not done yet, so it can't be checked."):
        course.do(actions.check, 1, passed=True, found="fine")
    course.do(actions.finish, 1, note="with foil")
    assert course.last == "Action 1 is done. with foil."
    with pytest.raises(CaseError, match=r"Action 1 was done on 2026-03-02 already."):
        course.do(actions.finish, 1)
    assert course.do(actions.check, 1, passed=True, found="ten of ten").actions[0].passed


def test_a_failed_check_opens_a_closed_case_again(course):
    course.outcome = "no_start"
    course.do(owners.hand_over, to="engineer 2")
    course.do(actions.act, "Insulate", criterion="Ten starts of ten.", check_due="2026-05-01")
    course.do(actions.finish, 1)
    course.do(contacts.contact, "decision")
    course.do(contacts.contact, "thanks")
    course.do(statuses.close, answer="Vapour lock")
    course.day = "2026-05-01"
    handling = course.do(actions.check, 1, passed=False, found="two of ten failed")
    assert handling.status is Status.INVESTIGATING
    assert handling.reopened.startswith("2026-05-01")
    assert course.last == "Opened again: action 1 failed its check."
    assert not handling.actions[0].passed


def test_no_criterion_no_check(course):
    course.do(actions.act, "Ask to wait", kind="containment")
    course.do(actions.finish, 1)
    with pytest.raises(CaseError, match=r"Action 1 has no criterion to be checked against."):
        course.do(actions.check, 1, passed=True, found="fine")
