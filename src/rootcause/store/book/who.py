"""Who is writing, and when something was observed."""

from __future__ import annotations

import getpass
import os

from rootcause.errors import ArgumentError

LONGEST_NAME = 200


def who_is(who: str | None = None) -> str:
    """Name who is writing: as said, or ``ROOTCAUSE_WHO``, or the user of this system."""
    name = who if who is not None else os.environ.get("ROOTCAUSE_WHO") or _user()
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise ArgumentError(
            f"`who` is a name of at most {LONGEST_NAME} characters, not {str(name)[:40]!r}."
        )
    return name.strip()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown user"
