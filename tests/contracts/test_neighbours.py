"""Cases beside each other: both journals say so, in one transaction."""

import pytest

import rootcause as rc
from rootcause.case.handling import Status


def case_of(book, title, complaint="It won't start after ice cream."):
    return rc.new_case(title=title, complaint=complaint, outcome="fails", book=book)


@pytest.fixture
def other(book):
    return case_of(book, "Will not start")


def test_both_cases_tell_of_a_link(book, case, other):
    case.link(other.id, "the same stop")
    assert [one.other for one in case.handling.links] == [other.id]
    assert [one.other for one in other.handling.links] == [case.id]
    other.unlink(case.id, "two cars after all")
    assert case.handling.links == other.handling.links == ()
    assert book.verify() == []


def test_a_complaint_that_came_after_the_close_opens_a_case_again(case, book):
    case.hand_over("engineer 2")
    case.close(why="the car was sold", at="2026-03-02")
    later = case_of(book, "Again")
    later.link(case.id, "the same car")
    assert case.handling.status is Status.INVESTIGATING
    assert case.journal.iloc[-1]["what"] == (
        f"Opened again: the complaint came again as {later.id}."
    )


def test_merged_into_the_case_that_goes_on(book, case, other):
    other.merge(case.id, "the same letter twice")
    rows = book.cases.set_index("id")
    assert rows.loc[other.id, ["status", "merged_into"]].tolist() == ["merged", case.id]
    assert rows.loc[case.id, "priority"] == 1
    assert other.id in book.unanswered["case"].tolist()
    other.unlink(case.id, "it was not")
    rows = book.cases.set_index("id")
    assert rows.loc[other.id, ["status", "merged_into"]].tolist() == ["new", ""]
    assert rows.loc[case.id, "priority"] == 0


@pytest.mark.parametrize("name", ["link", "merge", "unlink"])
@pytest.mark.parametrize("to", ["itself", "2026-9999"])
def test_what_is_no_other_case(case, name, to):
    before = case.journal
    with pytest.raises(rc.RootcauseError):
        getattr(case, name)(case.id if to == "itself" else to, "so")
    assert case.journal.equals(before)


def test_a_finding_is_shared_with_those_who_should_hear(case, other):
    case.link(other.id, "the same stop")
    with pytest.raises(rc.ArgumentError, match="finding says what was found in words"):
        case.share()
    case.contact("decision", "It was the heat.")
    hears = case.share("It was the heat.")
    assert hears.to_numpy().tolist() == [[other.id, "reporter 1"]]
    assert other.journal.iloc[-1]["what"] == f"Found in {case.id}: It was the heat."


def test_similar_cases_say_why(book, case):
    near = case_of(book, "Stalls", "After vanilla from the shop the car stalls.")
    case_of(book, "Fridge", "My fridge hums at night.")
    mine = case_of(book, "No start", "The car stalls after vanilla.")
    found = mine.similar()
    assert found.loc[0, "id"] == near.id
    assert {"stalls", "vanilla"} <= set(found.loc[0, "shared"].split(", "))
    assert found["score"].is_monotonic_decreasing
    assert len(mine.similar(1)) == 1
    with pytest.raises(rc.CaseError, match="Did you mean"):
        book.similar("2026-00011")
