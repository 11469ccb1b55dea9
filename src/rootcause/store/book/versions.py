"""Which version a book has: made, brought up, or refused, each in one transaction."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, Engine, func, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from rootcause.case import Entry
from rootcause.errors import CaseError
from rootcause.store.book.journal import begin_chain, chain_of, here, now
from rootcause.store.book.migrations import MIGRATIONS, VERSION
from rootcause.store.book.who import who_is
from rootcause.store.database import triggers  # noqa: F401  the tables get theirs as they are made
from rootcause.store.database.engine import APPLICATION_ID, called
from rootcause.store.database.schema import BOOK, METADATA, migrations
from rootcause.store.database.troubles import in_a_sentence


def prepare(engine: Engine, *, create: bool) -> None:
    """Make a book of this version of an older or, with `create`, of an empty one.

    Raises
    ------
    CaseError
        When there is no book, when it is something else, or when it is newer.
    """
    name = called(engine)
    with in_a_sentence(name), engine.connect() as connection, connection.begin():
        found = _version(connection, name)
    if found is None and not create:
        raise CaseError(f"{name} holds no case book yet. open_book(..., create=True) makes one.")
    if found is not None:
        _refuse_newer(found, name)
    if found == VERSION:
        return
    with in_a_sentence(name), engine.connect() as connection:
        connection.execution_options(writing=True)
        with connection.begin():
            _take_turn(connection)
            found = _version(connection, name)
            if found is None:
                _make(connection)
            else:
                _upgrade(connection, found)


def check_version(connection: Connection, name: str) -> None:
    """Refuse a book that has another version by now."""
    found = connection.execute(select(func.max(migrations.c.number))).scalar()
    if found != VERSION:
        _refuse_newer(found or 0, name)
        raise CaseError(f"{name} has another version than when it was opened; open it again.")


def _make(connection: Connection) -> None:
    METADATA.create_all(connection)
    _stamp(connection, 1, "the first")
    for migration in MIGRATIONS:
        _stamp(connection, migration.number, migration.name)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    begin_chain(connection, BOOK, uuid4().hex)
    _tell(connection, "made", f"Book made, version {VERSION}.")


def _upgrade(connection: Connection, found: int) -> None:
    for migration in MIGRATIONS[found - 1 :]:
        migration.apply(connection)
        _stamp(connection, migration.number, migration.name)
        _tell(connection, "upgraded", f"Book brought to version {migration.number}.")


def _stamp(connection: Connection, number: int, name: str) -> None:
    row = {"number": number, "name": name, "applied_at": now()}
    connection.execute(insert(migrations).values(**row))


def _tell(connection: Connection, kind: str, what: str) -> None:
    recorded_at = now()
    entry = Entry(here(recorded_at), who_is(), what, kind=kind)
    chain_of(connection, BOOK).append(connection, entry, recorded_at, [])


def _version(connection: Connection, name: str) -> int | None:
    """Read the version of the book, None where nothing is there yet."""
    tables = inspect(connection).get_table_names()
    if connection.dialect.name == "sqlite":
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if tables and mark != APPLICATION_ID:
            raise CaseError(f"{name} is a database, but not a case book.")
    if migrations.name not in tables:
        return None
    try:
        return int(connection.execute(select(func.max(migrations.c.number))).scalar() or 0)
    except (SQLAlchemyError, ValueError):
        raise CaseError(f"{name} is a database, but not a case book.") from None


def _refuse_newer(found: int, name: str) -> None:
    if found > VERSION:
        raise CaseError(
            f"{name} has version {found}, made by a newer rootcause; this one reads up to "
            f"version {VERSION}. Upgrade rootcause."
        )


def _take_turn(connection: Connection) -> None:
    """Let one process at a time make or upgrade a book; SQLite has seen to that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(APPLICATION_ID)))
