"""Engines: a SQLite file by its path, or a PostgreSQL database by its URL.

Each operation has its own connection. SQLite keeps no log beside the file
(``journal_mode=DELETE``), so that a copy of the file is a copy of the book, and
``synchronous=EXTRA`` makes what is committed survive a power cut. A write begins with ``BEGIN
IMMEDIATE``, tried again until a deadline with pauses of random length: SQLite's own waiting is
unfair, and fails at once when a reader turns writer.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError as BadUrl
from sqlalchemy.pool import NullPool

from rootcause.errors import CaseError, did_you_mean

APPLICATION_ID = 0x52434231  # "RCB1", what `file` may tell a book by
PATIENCE = 30.0  # seconds for which a write waits for its turn
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SHORTEST, _LONGEST = 0.001, 0.02  # pauses, in seconds
_AGING = 0.25  # seconds after which a pause is half as long


def engine_of(address: str | Path, *, create: bool) -> Engine:
    """Make the engine for a path or a URL; a missing file is an error unless `create`."""
    url = _url(str(address))
    if url is None or url.get_backend_name() == "sqlite":
        path = Path((url.database or "") if url else address).expanduser().absolute()
        _refuse_other_than_file(path, create=create)
        if create and not path.exists():
            _make_empty(path)
        return _sqlite(path)
    if url.get_backend_name() != "postgresql":
        raise CaseError(
            f"A case book is a file or a postgresql:// URL, not {url.get_backend_name()!r}."
        )
    return _postgresql(url)


def called(engine: Engine) -> str:
    """Name the book in a message: its path, or its URL without the password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return str(engine.url.set(drivername="postgresql"))


# SQLite -----------------------------------------------------------------------------------------


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: _connect(path),
        poolclass=NullPool,
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )
    for pragma in (
        "synchronous=EXTRA",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
        "cell_size_check=ON",
    ):
        patiently(partial(raw.execute, f"PRAGMA {pragma}"))  # it reads the file, so it may wait
    return raw


def _begin_sqlite(connection: Connection) -> None:
    raw: Any = connection.connection.driver_connection
    if connection.get_execution_options().get("writing"):
        patiently(lambda: raw.execute("PRAGMA journal_mode=DELETE"))
        patiently(lambda: raw.execute("BEGIN IMMEDIATE"))
    else:
        raw.execute("BEGIN")
        patiently(lambda: raw.execute("SELECT count(*) FROM sqlite_master").fetchone())
    raw.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")  # a commit waits for readers only


def patiently(attempt: Callable[[], Any]) -> Any:
    """Try until it is our turn, the more often the longer we wait, or until the deadline.

    Pauses that grow would let whoever wrote last write again and again.
    """
    began = time.monotonic()
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            waited = time.monotonic() - began
            if error.sqlite_errorcode & 0xFF not in _BUSY or waited > PATIENCE:
                raise
        pause = max(_SHORTEST, _LONGEST / (1 + waited / _AGING))
        time.sleep(pause * random.uniform(0.5, 1.5))


def _refuse_other_than_file(path: Path, *, create: bool) -> None:
    try:
        there, folder = path.exists(), path.is_dir()
        beside = [one.name for one in path.parent.glob("*.db")] if not there else []
    except (OSError, ValueError):
        there, folder, beside = False, False, []
    if folder:
        raise CaseError(f"{path} is a folder; a case book is a file, such as {path / 'cases.db'}.")
    if not there and not create:
        raise CaseError(
            f"There is no case book {path}.{did_you_mean(path.name, sorted(beside))} "
            "rootcause new makes one, and so does open_book(..., create=True)."
        )


def _make_empty(path: Path) -> None:
    """Make the file, readable by its owner only, unless another process was first."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CaseError(f"{path} can't be made: {reason}.") from None


# PostgreSQL -------------------------------------------------------------------------------------


def _postgresql(url: URL) -> Engine:
    if find_spec("psycopg") is None:
        raise CaseError(
            "A book on PostgreSQL needs psycopg. Install it with: "
            'pip install "rootcause[postgresql]".'
        )
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        isolation_level="READ COMMITTED",
        connect_args={
            "connect_timeout": 10,
            "application_name": "rootcause",
            "cursor_factory": _binary_cursor(),
        },
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _binary_cursor() -> type:
    """Make a cursor that fetches bytes as they are, not as twice as many digits."""
    import psycopg

    class BinaryCursor(psycopg.Cursor[Any]):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.format = psycopg.pq.Format.BINARY

    return BinaryCursor


def _begin_postgresql(connection: Connection) -> None:
    """Make what is committed durable, whatever the server's default, and bound the waiting."""
    if connection.get_execution_options().get("writing"):
        connection.execute(
            select(
                func.set_config("synchronous_commit", "on", True),
                func.set_config("lock_timeout", f"{int(PATIENCE * 1000)}", True),
            )
        )


def _url(address: str) -> URL | None:
    if "://" not in address:
        return None
    try:
        return make_url(address)
    except (BadUrl, ValueError):
        raise CaseError(
            "The book's URL can't be read. It looks like postgresql://user@host/database."
        ) from None
