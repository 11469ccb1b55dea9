import pytest

from rootcause.case import links, owners, statuses
from rootcause.case.handling import Status
from rootcause.errors import CaseError


def test_a_link_says_what_they_share(course):
    course.do(links.link, "2026-0002", "both stall when hot")
    assert [one.other for one in course.handling.links] == ["2026-0002"]
    with pytest.raises(CaseError, match=r"The case is linked to '2026-0002' already."):
        course.do(links.link, "2026-0002", "again")


@pytest.mark.parametrize(
    ("registered", "status"),
    [
        ("2026-05-01T09:00:00+02:00", Status.INVESTIGATING),
        ("2026-03-01T09:00:00+01:00", Status.CLOSED),
    ],
)
def test_a_complaint_that_came_after_the_close_opens_the_case_again(course, registered, status):
    course.outcome = "no_start"
    course.do(owners.hand_over, to="engineer 2")
    course.do(statuses.close, why="reporter moved away")
    course.day = "2026-05-02"
    handling = course.do(links.link, "2026-0002", "the same car", other_registered=registered)
    assert handling.status is status


def test_merged_and_apart_again(course):
    course.do(links.merge, "2026-0001", "the same letter twice")
    assert (course.handling.status, course.handling.into) == (Status.MERGED, "2026-0001")
    with pytest.raises(CaseError, match=r"The case was merged into 2026-0001; unlink it first."):
        course.do(statuses.move, "triaged", why="y")
    course.do(links.unlink, "2026-0001", "two cars after all")
    assert (course.handling.status, course.handling.links) == (Status.NEW, ())


def test_the_case_that_goes_on_counts_the_repeat(course):
    assert course.do(links.take_in, "2026-0002", "the same").priority == 1
    assert course.do(links.unlink, "2026-0002", "it is not").priority == 0
    with pytest.raises(CaseError, match=r"The case has no link to '2026-0002'."):
        course.do(links.unlink, "2026-0002", "it is not")
