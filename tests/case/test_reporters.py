import pytest

from rootcause.case import reporters
from rootcause.case.records import Reporter
from rootcause.errors import CaseError


def test_corrections_and_erasures_never_name_anyone(course):
    course.do(reporters.correct, "reporter 1", fields=["salutation"], why="she told us")
    assert course.last == "Corrected the salutation of reporter 1: she told us."
    course.do(reporters.erase, "reporter 1")
    assert course.last == "Erased who reporter 1 is."
    with pytest.raises(CaseError, match=r"The case has no 'reporter 2'."):
        course.do(reporters.erase, "reporter 2")


def test_how_a_letter_addresses_them():
    assert Reporter("reporter 1", "Ada Kim", "Ms").called == "Ms Ada Kim"
    assert Reporter("reporter 1").called == "reporter 1"
