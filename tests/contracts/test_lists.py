"""What the book owes, found in two queries however many cases there are."""

import pytest
from sqlalchemy import event

import rootcause as rc


@pytest.fixture
def three(book):
    """Three cases: one answered and closed, one acknowledged, one that nobody looked at."""
    made = [
        rc.new_case(title=title, complaint="It won't.", book=book, at=f"2026-03-0{day}")
        for day, title in enumerate(("Done", "Seen", "Forgotten"), start=2)
    ]
    done, seen, _ = made
    done.contact("decision", "It was the heat.", at="2026-03-05")
    done.contact("thanks", at="2026-03-05")
    done.close(at="2026-03-05")
    seen.hand_over("engineer 1", at="2026-03-05")
    seen.contact("acknowledgement", at="2026-03-05")
    return made


def test_overdue(book, three):
    _, seen, forgotten = three
    late = book.overdue("2026-03-20")
    assert late.to_numpy().tolist() == [
        [
            forgotten.id,
            "Forgotten",
            "",
            "Acknowledge the complaint to reporter 1.",
            "2026-03-11",
            9,
            "reporter 1",
        ]
    ]
    assert book.overdue("2026-03-11").empty
    assert set(book.overdue("2026-06-01")["case"]) == {seen.id, forgotten.id}
    assert set(book.overdue()["case"]) == {seen.id, forgotten.id}
    assert list(book.overdue("2020-01-01").columns) == list(late.columns)
    with pytest.raises(rc.ArgumentError, match="on is a date"):
        book.overdue("tomorrow")


def test_unanswered(book, three):
    _, seen, forgotten = three
    waiting = book.unanswered
    assert waiting[["case", "acknowledged"]].to_numpy().tolist() == [
        [seen.id, True],
        [forgotten.id, False],
    ]


def test_two_queries_however_many_cases(book, three):
    asked = []
    event.listen(book._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    book.overdue("2026-06-01")
    assert sum("FROM journal" in one or "FROM cases" in one for one in asked) == 2
