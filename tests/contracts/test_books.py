"""What every case book does, whichever engine keeps it."""

import itertools

import pandas as pd
import pytest
from sqlalchemy import delete, insert, select, update

import rootcause as rc
from rootcause.store.book import migrations, versions
from rootcause.store.book.book import Book
from rootcause.store.book.migrations import Migration
from rootcause.store.book.verifying import problems_in
from rootcause.store.database.schema import (
    APPEND_ONLY,
    amendments,
    batches,
    cases,
    chains,
    journal,
    observations,
    parts,
    reporters,
)

TRIPS = pd.DataFrame({"flavor": ["vanilla", "mint", "mint"], "minutes": [1.5, 4.0, 3.5]})
WORDS = [
    "Ünïcödé ✓ 漢字 🍦",
    "<script>alert(1)</script>",
    "=1+1",
    "'; DROP TABLE cases; --",
    "a\nb\t$",
]


def filled(case):
    """A case with something in every table."""
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60), who="engineer 1")
    case.observe(flavor="vanilla", minutes=1.6, no_start=True, who="engineer 1")
    case.observe(TRIPS, who="engineer 1")
    case.amend(1, minutes=2.6, why="misread the watch", who="engineer 1")
    case.void(3, why="another car", who="engineer 1")
    return case


# Opening


def test_a_book_is_there_again(address):
    rc.open_book(address, create=True)
    assert rc.open_book(address).verify() == []
    assert list(rc.open_book(address, create=True).cases["id"]) == []


def test_no_book_is_made_by_opening(address):
    with pytest.raises(rc.CaseError, match=r"There is no case book|holds no case book yet"):
        rc.open_book(address)
    with pytest.raises(rc.CaseError):
        rc.open_book(address)


def test_a_newer_book_is_refused(book, address):
    with book.writing() as connection:
        row = {"number": 99, "name": "the future", "applied_at": "2099"}
        connection.execute(insert(versions.migrations).values(**row))
    with pytest.raises(rc.CaseError, match="has version 99, made by a newer rootcause"):
        rc.open_book(address)
    with pytest.raises(rc.CaseError, match="has version 99"), book.writing():
        pass


def test_an_older_book_is_brought_up_or_left_alone(book, address, case, monkeypatch):
    def apply(connection):
        connection.execute(update(chains).values(uid=chains.c.uid))

    def fail(connection):
        apply(connection)
        raise RuntimeError("power cut")

    for step, version in ((fail, 1), (apply, 2)):
        steps = (Migration(2, "a step", step),)
        monkeypatch.setattr(versions, "MIGRATIONS", steps)
        monkeypatch.setattr(versions, "VERSION", 2)
        if step is fail:
            with pytest.raises(RuntimeError, match="power cut"):
                rc.open_book(address)
        else:
            assert rc.open_book(address).verify() == []
            with pytest.raises(rc.CaseError, match="made by a newer"):
                monkeypatch.setattr(versions, "VERSION", 1)
                rc.open_book(address)
        monkeypatch.undo()
        with Book(book._engine)._engine.connect() as connection:
            numbers = connection.execute(select(versions.migrations.c.number)).scalars().all()
        assert max(numbers) == version
    assert len(migrations.MIGRATIONS) + 1 == migrations.VERSION


# Writing


def test_what_is_written_comes_back(case, book):
    filled(case)
    frame = rc.open_case(case.id, book=book).observations
    assert list(frame.index) == [1, 2, 4]
    assert list(frame["minutes"]) == [2.6, 1.5, 3.5]
    assert frame["flavor"].tolist() == ["vanilla", "vanilla", "mint"]
    assert frame["no_start"].tolist() == [True, pd.NA, pd.NA]
    assert book.verify() == []


def test_words_stay_as_they_are(book):
    for words in WORDS:
        case = rc.new_case(title=words, complaint=words, outcome=words, book=book, who=words)
        case.observe({words: words}, note=words)
        assert case.snapshot().title == words
        assert case.snapshot().complaint == words
        assert case.observations.loc[1, words] == words
        assert case.provenance.loc[1, "note"] == words
        assert words.strip() in set(case.journal["who"])
    assert book.verify() == []


def test_words_that_an_engine_cannot_hold_are_refused(case, book):
    attempts = (
        lambda words: case.observe(flavor="mint", note=words),
        lambda words: rc.new_case(title=words, complaint="x", book=book),
        lambda words: case.observe({words: "mint"}),
    )
    for attempt, words in itertools.product(attempts, ["a\0b", "half \ud800"]):
        with pytest.raises(rc.CaseError, match="holds a character that can't be kept"):
            attempt(words)
    with pytest.raises(rc.VariableError, match="holds half of a surrogate pair"):
        case.observe(flavor="half \ud800")
    assert len(case.journal) == 1


def test_an_exception_undoes_the_whole_record(case, book):
    before = len(case.journal)
    with pytest.raises(ZeroDivisionError), book.recording(case.id, "engineer 1") as record:
        record.change(cases, owner="nobody")
        record.say("noted", "Never happened.")
        raise ZeroDivisionError
    with pytest.raises(RuntimeError, match="must say"), book.recording(case.id) as record:
        record.change(cases, owner="nobody")
    assert book.cases.loc[0, "owner"] == ""
    assert len(case.journal) == before


def test_reading_writes_nothing(book, case):
    with pytest.raises(rc.CaseError), book.reading() as connection:
        connection.execute(delete(observations))
        connection.execute(delete(cases))
    assert len(book.cases) == 1


def test_a_reader_sees_one_moment(book, case):
    with book.reading() as connection:
        first = connection.execute(select(cases.c.id)).all()
        if connection.dialect.name == "postgresql":  # SQLite lets the writer wait instead
            rc.new_case(title="Another", complaint="Another", book=book)
        assert connection.execute(select(cases.c.id)).all() == first


# Keeping


@pytest.mark.parametrize("change", [update, delete])
def test_history_is_append_only(case, book, change):
    filled(case)
    for table in APPEND_ONLY:
        column = next(one for one in table.c if not one.primary_key)
        statement = change(table) if change is delete else update(table).values({column: column})
        refusal = pytest.raises(rc.CaseError, match=f"{table.name} is append-only")
        with refusal, book.writing() as connection:
            connection.execute(statement)
    assert book.verify() == []


def tampered(book, statements):
    """Problems of a book changed behind its back, without its guards, as its owner can."""
    with book._engine.connect() as connection:
        raw = connection.connection.driver_connection
        if book._engine.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")
        with connection.begin() as transaction:
            if book._engine.dialect.name == "sqlite":
                names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (name,) in names.fetchall():
                    raw.execute(f"DROP TRIGGER {name}")
            else:
                raw.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                connection.execute(statement)
            found = problems_in(connection)
            transaction.rollback()
    return found


def number(table, n):
    return (table.c.case_id == "2026-0001") & (table.c.n == n)


TAMPERINGS = {
    "a value altered": (
        [update(observations).values(cells={"minutes": 9.9})],
        "Case 2026-0001: number 1 of observations was altered.",
    ),
    "an observation gone": (
        [delete(observations)],
        "Case 2026-0001: number 1 of observations is gone.",
    ),
    "an observation put in": (
        [
            insert(observations).values(
                case_id="2026-0001", n=50, who="x", recorded_at="x", cells={}
            )
        ],
        "Case 2026-0001: number 50 of observations is told by no entry of the journal.",
    ),
    "an entry altered": (
        [update(journal).where(number(journal, 2)).values(who="somebody else")],
        "The journal of case 2026-0001: entry 2 was altered.",
    ),
    "an entry gone": (
        [delete(journal).where(number(journal, 2))],
        "The journal of case 2026-0001 lacks what stood between entry 1 and 3.",
    ),
    "the last entry gone": (
        [delete(journal).where(number(journal, 6))],
        "The journal of case 2026-0001 does not end where it did: at entry 6.",
    ),
    "entries changed places": (
        [
            update(journal).where(number(journal, 2)).values(n=99),
            update(journal).where(number(journal, 3)).values(n=2),
            update(journal).where(number(journal, 99)).values(n=3),
        ],
        "The journal of case 2026-0001: entry 2 does not follow the one before it.",
    ),
    "the current state altered": (
        [update(cases).values(owner="somebody else")],
        "Case 2026-0001 was altered.",
    ),
    "imported rows altered": (
        [update(parts).values(parquet=b"something else")],
        "Case 2026-0001: number 1 of parts was altered: its sha256 does not fit.",
    ),
    "imported rows gone": (
        [delete(parts)],
        "Case 2026-0001: number 1 of batches lacks some of its rows.",
    ),
    "an import gone": (
        [delete(batches)],
        "Parts of batch 1 of case 2026-0001 belong to no batch.",
    ),
    "an amendment of nothing": (
        [update(amendments).values(observation=77)],
        "Case 2026-0001: number 1 of amendments is of no observation.",
    ),
    "a case gone": (
        [delete(cases)],
        "Case 2026-0001 is gone.",
    ),
    "a case and all of its rows gone": (
        [
            *(
                delete(table).where(table.c.case_id == "2026-0001")
                for table in (journal, chains, *APPEND_ONLY[2:], reporters)
            ),
            delete(cases),
        ],
        "Case 2026-0001 is gone.",
    ),
    "the journal put together anew": (
        [update(chains).where(chains.c.case_id == "2026-0001").values(head="0" * 64)],
        "The journal of case 2026-0001 does not end where it did: at entry 6.",
    ),
}


def test_tampering_is_found(case, book):
    filled(case)
    unseen = {
        name: found
        for name, (statements, said) in TAMPERINGS.items()
        if said not in (found := tampered(book, statements))
    }
    assert unseen == {}
    assert book.verify() == []


def test_guards_that_are_gone_are_missed(case, book):
    table = "journal"
    on_sqlite = book._engine.dialect.name == "sqlite"
    name = f"{table}_no_DELETE" if on_sqlite else f"{table}_append_only ON {table}"
    with book._engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    assert book.verify() == ["Journal can be changed: the triggers that refuse it are not there."]


def test_a_guard_that_guards_nothing_is_found(case, book):
    if book._engine.dialect.name == "sqlite":
        statements = [
            "DROP TRIGGER journal_no_DELETE",
            "CREATE TRIGGER journal_no_DELETE BEFORE DELETE ON journal BEGIN SELECT 1; END",
        ]
    else:
        statements = ["ALTER TABLE journal DISABLE TRIGGER journal_append_only"]
    with book._engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    assert book.verify() == ["Journal can be changed: the triggers that refuse it are not there."]


def test_bytes_come_as_they_are(book):
    """A server that sends bytes as digits sends twice as many."""
    with book.reading() as connection:
        raw = connection.connection.driver_connection
        if connection.dialect.name == "postgresql":
            assert raw.cursor().format == 1


# Times and numbers


def test_the_state_as_of_any_moment(case):
    filled(case)
    moments = case.journal["at"]
    assert len(case.observations_as_of("2020-01-01")) == 0
    assert len(case.observations_as_of("2999-01-01")) == 3
    assert len(moments) == 6
    with case.book.reading() as connection:
        times = connection.execute(
            select(journal.c.recorded_at).where(journal.c.case_id == case.id).order_by(journal.c.n)
        ).scalars()
        lengths = [len(case.observations_as_of(one)) for one in times]
    assert lengths == [0, 0, 1, 4, 4, 3]


def test_a_case_as_of_any_moment(case, book):
    moments = []

    def now():
        with book.reading() as connection:
            last = select(journal.c.recorded_at).where(journal.c.case_id == case.id)
            moments.append(connection.execute(last.order_by(journal.c.n.desc())).scalars().first())

    now()
    case.triage("engineer 2")
    case.declare("minutes", kind="numeric", unit="min")
    now()
    case.observe(minutes=2.0, flavor="mint", no_start=True)
    case.hand_over("engineer 3")
    case.declare("minutes", unit="s", role="ignored")
    case.move("investigating")
    now()
    then = [case.snapshot(one) for one in moments]
    assert [one.status for one in then] == ["new", "triaged", "investigating"]
    assert [one.owner for one in then] == ["", "engineer 2", "engineer 3"]
    assert [one.handling.owner for one in then] == ["", "engineer 2", "engineer 3"]
    assert [list(one.variables) for one in then] == [["no_start"], *[["no_start", "minutes"]] * 2]
    assert [one.variables["minutes"].unit for one in then[1:]] == ["min", "s"]
    assert [one.variables["minutes"].role for one in then[1:]] == ["candidate", "ignored"]
    assert [list(one.observations.columns) for one in then] == [
        ["no_start"],
        ["no_start", "minutes"],
        ["no_start", "minutes", "flavor"],
    ]
    assert then[-1].status == case.snapshot().status
    with pytest.raises(rc.CaseError, match=f"The book had no case {case.id} yet at 1999-"):
        case.snapshot("1999-12-31")


def test_ids_count_up(book):
    ids = [rc.new_case(title="x", complaint="y", book=book).id for _ in range(3)]
    year = ids[0][:4]
    assert ids == [f"{year}-{place:04d}" for place in (1, 2, 3)]


def test_ids_count_on_from_the_last_and_past_those_that_came(book, tmp_path):
    first = rc.new_case(title="One", complaint="One!", book=book)
    year = first.id.partition("-")[0]
    other = rc.open_book(tmp_path / "other.db", create=True)
    for number in range(3):
        there = rc.new_case(title=f"There {number}", complaint="Theirs!", book=other)
    assert book.import_case(there.export(tmp_path / "out")) == f"{year}-0003"
    after = [rc.new_case(title="More", complaint="More!", book=book).id for _ in range(2)]
    assert (first.id, *after) == (f"{year}-0001", f"{year}-0002", f"{year}-0004")
