"""What a caller says about a case, checked: dates, words, choices."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from rootcause.errors import ArgumentError, did_you_mean

Choice = TypeVar("Choice", bound=StrEnum)


def checked_day(said: str | date, name: str) -> str:
    """Return a date as ISO text; refuse what is none."""
    if isinstance(said, datetime):
        return said.date().isoformat()
    try:
        return date.fromisoformat(str(said)).isoformat()
    except ValueError:
        raise ArgumentError(
            f"{name} is a date such as '2026-03-31', not {str(said)[:40]!r}."
        ) from None


def checked_text(said: object, name: str, what: str) -> str:
    """Return a text without the blanks around it; refuse an empty one."""
    if not isinstance(said, str) or not said.strip():
        raise ArgumentError(f"{name} says {what} in words; it is {_shown(said)}.")
    return said.strip()


def _shown(said: object) -> str:
    return "empty" if isinstance(said, str) or said is None else repr(said)[:40]


def ended(sentence: str) -> str:
    """End a sentence with one full stop."""
    stripped = sentence.strip()
    return stripped if stripped.endswith((".", "!", "?", "…")) else f"{stripped}."


def chosen(choices: type[Choice], said: object, name: str) -> Choice:
    """Return one of some choices; refuse what is none of them."""
    try:
        return choices(str(said))
    except ValueError:
        raise ArgumentError(f"{name} can't be {said!r}.{did_you_mean(said, choices)}") from None


def checked_moment(said: str | date, name: str) -> str:
    """Return a date or a moment as ISO text; refuse what is neither."""
    text = said.isoformat() if isinstance(said, date) else str(said).strip()
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentError(
            f"{name} is a date or a time such as '2026-03-02T09:00:00+01:00', not {text[:40]!r}."
        ) from None
    return text
