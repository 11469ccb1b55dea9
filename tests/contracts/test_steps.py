"""Every step is one transaction: gate, entry and list agree, and a refused one leaves nothing."""

from datetime import date

import pytest

import rootcause as rc
from rootcause.case.course import STEPS, add_up

# One row a step of a case: how it is called, and the kind of entry that it writes.
CALLS = {
    "hand_over": (("engineer 2",), {}, "handed over"),
    "escalate": (("the head",), {"why": "three weeks old"}, "escalated"),
    "set_due": (("2030-01-01",), {}, "due set"),
    "prioritise": ((2,), {"why": "a danger"}, "prioritised"),
    "promise": (("Send the list back",), {"due": date(2030, 1, 1)}, "promised"),
    "keep": ((1,), {}, "kept"),
    "triage": ((), {}, "moved"),
    "move": (("investigating",), {}, "moved"),
    "hypothesise": (("Heat",), {"predicts": "Short stops fail."}, "hypothesised"),
    "judge": ((1, "supported"), {"because": "They do."}, "judged"),
    "act": (("Shield it",), {"criterion": "It starts."}, "acted"),
    "finish": ((1,), {}, "done"),
    "check": ((1,), {"passed": True, "found": "It starts."}, "checked"),
    "contact": (("news", "We look into it."), {"draft": True}, "contacted"),
    "say": ((1,), {}, "said"),
    "allow_asks": ((1,), {"why": "they are ill"}, "budgeted"),
    "voice": ((), {"expected": "a drive", "experienced": "a stop"}, "voiced"),
    "add_reporter": ((), {"name": "Bo"}, "joined"),
    "correct_reporter": (("reporter 1",), {"salutation": "Ms"}, "corrected"),
    "erase_reporter": (("reporter 2",), {}, "erased"),
    "park": (("2035-01-01",), {"why": "it needs heat"}, "parked"),
    "reopen": (("it is hot",), {}, "moved"),
    "decline": (("not our car",), {}, "declined"),
}


def test_every_step_is_written_with_who_and_tells_where_the_case_stands(book, case):
    for name, (given, options, kind) in CALLS.items():
        before = len(case.journal)
        getattr(case, name)(*given, **options, who="engineer 1", at="2026-03-02T09:00:00+01:00")
        last = case.journal.iloc[-1]
        assert len(case.journal) == before + 1, name
        assert (last["kind"], last["who"]) == (kind, "engineer 1"), name
        assert last["at"] == "2026-03-02T09:00:00+01:00", name
        row, handling = book.cases.loc[0], case.handling
        assert (row["status"], row["owner"]) == (str(handling.status), handling.owner), name
        assert (row["priority"], row["parked_until"]) == (handling.priority, handling.until), name
        assert row["due"] == (case.owed[0].due if case.owed else ""), name
    told = {kind for _, _, kind in CALLS.values()}
    assert set(STEPS) - told == {
        "registered",
        "closed",
        "linked",
        "merged",
        "took in",
        "unlinked",
        "saved",
    }
    assert book.verify() == []


REFUSED = [
    ("move", ("fixing",), {}),
    ("judge", (7, "supported"), {"because": "so"}),
    ("act", ("Shield it",), {}),
    ("contact", ("nonsense",), {}),
    ("close", (), {}),
    ("share", ("Heat",), {}),
    ("correct_reporter", ("reporter 9",), {"name": "Bo"}),
    ("correct_reporter", ("reporter 1",), {}),
    ("correct_reporter", ("reporter 1",), {"name": 7}),
    ("hand_over", ("engineer 1",), {"who": " "}),
    ("hand_over", ("engineer 1",), {"at": "soon"}),
    ("hand_over", ("engineer 1",), {"at": "2199-01-01"}),
    ("hypothesise", ("NUL \0",), {"predicts": "x"}),
    ("contact", ("news", "x" * 1_000_001), {}),
]


def test_a_refused_step_leaves_nothing(case, book):
    journal, rows, reporters = case.journal, book.cases, case.reporters
    for name, given, options in REFUSED:
        with pytest.raises(rc.RootcauseError) as caught:
            getattr(case, name)(*given, **options)
        assert "\n" not in str(caught.value)
        assert case.journal.equals(journal), name
        assert book.cases.equals(rows), name
        assert case.reporters == reporters, name


def test_owner_and_triage_are_one_step_or_none(case):
    case.triage("engineer 2")
    assert case.journal["kind"].tolist()[-2:] == ["handed over", "moved"]
    assert case.handling.owner == "engineer 2"


def test_where_the_case_stood_on_any_day(case):
    case.hand_over("engineer 1")
    case.hand_over("engineer 2")
    entries = case.snapshot().entries
    assert [add_up(entries[:n]).owner for n in range(len(entries) - 2, len(entries) + 1)] == [
        "",
        "engineer 1",
        "engineer 2",
    ]


def test_closing_and_opening_again(book, case):
    case.triage("engineer 1")
    case.close("Heat", why="the car was sold")
    assert book.cases.loc[0, ["status", "answer", "due"]].tolist() == ["closed", "Heat", ""]
    case.reopen("another car")
    assert book.cases.loc[0, "status"] == "investigating"
    case.close(unexplained=True, why="the car was sold")
    assert book.cases.loc[0, "answer"] == "unexplained"
