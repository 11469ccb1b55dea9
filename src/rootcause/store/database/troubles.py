"""What an engine complains about, as one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from rootcause.errors import CaseError

_SQLITE = {
    sqlite3.SQLITE_BUSY: "is in use by another program that doesn't let go; try again",
    sqlite3.SQLITE_LOCKED: "is in use by another program that doesn't let go; try again",
    sqlite3.SQLITE_READONLY: "can't be written by this user: it, or its folder, is read-only",
    sqlite3.SQLITE_CANTOPEN: "can't be opened: its folder may be read-only, or it is gone",
    sqlite3.SQLITE_PERM: "can't be opened by this user",
    sqlite3.SQLITE_FULL: "can't grow: the disk is full. Nothing was changed",
    sqlite3.SQLITE_IOERR: "can't be read or written: the disk is full or failing",
    sqlite3.SQLITE_NOTADB: "is not a case book",
    sqlite3.SQLITE_CORRUPT: "is damaged; `rootcause doctor` says where",
    sqlite3.SQLITE_TOOBIG: "can't hold a value this large",
}
_UNSURE = "look whether the change is there before repeating it"
_POSTGRESQL = {
    "28": "can't be opened: the server refuses this user or password",
    "3D": "can't be opened: the server has no such database",
    "42501": "doesn't let this user do that; its owner grants roles",
    "53100": "can't grow: the server's disk is full. Nothing was changed",
    "55P03": "is in use by another writer that doesn't let go; try again",
    "25006": "is read-only",
    "57P": "was cut off: the server is stopping",
}


@contextmanager
def in_a_sentence(called: str) -> Iterator[None]:
    """Raise what an engine complains about as a `CaseError`, without its SQL."""
    try:
        yield
    except SQLAlchemyError as error:
        raw = error.orig if isinstance(error, DBAPIError) else error
        raise CaseError(f"{called} {_said(raw)}.") from None
    except sqlite3.Error as error:
        raise CaseError(f"{called} {_said(error)}.") from None


def _said(error: Any) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _SQLITE:
        return _SQLITE[code & 0xFF]
    state = getattr(error, "sqlstate", None) or ""
    if _is_panic(error):
        return f"was cut off: the server's disk is full or failing; {_UNSURE}"
    for start, said in _POSTGRESQL.items():
        if state.startswith(start):
            return said
    if "closed the connection" in str(error):
        return f"was cut off by its server; {_UNSURE}"
    if "connect" in str(error)[:40]:
        return f"can't be reached: {_first_line(error)}"
    return f"reports: {_first_line(error)}"


def _is_panic(error: Any) -> bool:
    """Whether the server stopped working at all, in the midst of what it was doing."""
    return getattr(getattr(error, "diag", None), "severity_nonlocalized", None) == "PANIC"


def _first_line(error: Any) -> str:
    first = str(error).strip().partition("\n")[0].rstrip(".")
    return first[:160]
