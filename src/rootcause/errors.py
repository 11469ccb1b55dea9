"""What can go wrong, as one tree.

::

    RootcauseError                 everything below; catch this one
    ├── TableError                 a file or table that can't be read as observations
    ├── VariableError              a column named, declared or used in a way that can't work
    ├── CaseError                  a case folder or book that can't be read
    └── ArgumentError              an argument outside what the call takes

Each message is one sentence or two: what came, what was expected, and a hint.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class RootcauseError(Exception):
    """Base of every error that rootcause raises on purpose."""


class TableError(RootcauseError):
    """A file or table can't be read as observations."""


class VariableError(RootcauseError):
    """A column is missing, declared wrongly, or can't play the part it was given."""


class CaseError(RootcauseError):
    """A case can't be read."""


class ArgumentError(RootcauseError):
    """An argument lies outside what the call takes."""


def sentence(error: Exception) -> str:
    """Say what went wrong, to a person."""
    if isinstance(error, RootcauseError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    return (
        f"Something went wrong inside rootcause ({type(error).__name__}: {error}). "
        "Please report it with what --debug shows."
    )


def did_you_mean(name: object, known: Iterable[object]) -> str:
    """End a message with the closest known name, or with the first few of them."""
    names = [str(one) for one in known]
    by_folded = {one.casefold(): one for one in names}
    close = get_close_matches(str(name).casefold(), by_folded, n=1, cutoff=0.6)
    if close:
        return f" Did you mean {by_folded[close[0]]!r}?"
    if not names:
        return ""
    shown = ", ".join(repr(one) for one in names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f" There are: {shown}{more}."
