"""The roles that the documentation gives, on a real server: a recorder can't alter history."""

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import create_engine, delete, insert, make_url, text, update
from sqlalchemy.pool import NullPool

import rootcause as rc
from rootcause.store.database.schema import (
    APPEND_ONLY,
    METADATA,
    cases,
    chains,
    journal,
    migrations,
    variables,
)

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "team-book.md"
REFUSED = "doesn't let this user do that"


@pytest.fixture
def roles(schema):
    """URLs of one book for its owner, a recorder and a reader."""
    url = make_url(schema)
    place = url.query["options"].rpartition("=")[2]
    book = rc.open_book(schema, create=True)
    rc.new_case(title="Vanilla", complaint="No!", outcome="no_start", book=book, reporter="Ms X")
    (grants,) = [one for one in PAGE.read_text("utf-8").split("```") if "CREATE ROLE" in one]
    grants = grants.replace("SCHEMA public", f"SCHEMA {place}").replace("rootcause_", f"{place}_")
    people = f"CREATE ROLE {place}_anna LOGIN IN ROLE {place}_recorder; CREATE ROLE {place}_bob "
    people += f"LOGIN IN ROLE {place}_reader"
    engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(grants))
        connection.execute(text(people))
    named = {"owner": "postgres", "recorder": f"{place}_anna", "reader": f"{place}_bob"}
    return {
        role: rc.open_book(url.set(username=name).render_as_string(hide_password=False))
        for role, name in named.items()
    }


def test_every_table_is_granted():
    page = PAGE.read_text("utf-8")
    assert [one.name for one in METADATA.sorted_tables if one.name not in page] == []


def refused(book, statement):
    with pytest.raises(rc.CaseError, match=REFUSED), book.writing() as connection:
        connection.execute(statement)


def test_a_recorder_records(roles):
    book = roles["recorder"]
    case = rc.new_case(title="x", complaint="y", outcome="no_start", book=book)
    case.declare("minutes", kind="numeric", unit="min")
    case.observe(minutes=1.6, no_start=True)
    case.observe(pd.DataFrame({"minutes": [1.0, 2.0]}))
    case.amend(1, minutes=2.6, why="misread")
    case.void(2, why="another car")
    case.hand_over("Anna")
    assert book.verify() == []


def test_a_recorder_cannot_alter_history(roles):
    book = roles["recorder"]
    case = rc.open_case(book.cases["id"].iloc[0], book=book)
    case.observe(no_start=True)
    for table in METADATA.sorted_tables:
        refused(book, delete(table))
    for table in APPEND_ONLY:
        column = next(one for one in table.c if not one.primary_key)
        refused(book, update(table).values({column: column}))
    for column in (cases.c.complaint, cases.c.title, cases.c.uid, chains.c.uid, variables.c.name):
        refused(book, update(column.table).values({column: "x"}))
    refused(book, insert(migrations).values(number=2, name="x", applied_at="x"))
    with pytest.raises(rc.CaseError, match=REFUSED), book.writing() as connection:
        journal.drop(connection)
    assert roles["owner"].verify() == []


def test_a_reader_only_reads(roles):
    book = roles["reader"]
    case = rc.open_case(book.cases["id"].iloc[0], book=book)
    assert case.snapshot().complaint == "No!"
    assert book.verify() == []
    with pytest.raises(rc.CaseError, match=REFUSED):
        case.observe(no_start=True)
    with pytest.raises(rc.CaseError, match=REFUSED):
        rc.new_case(title="x", complaint="y", book=book)
