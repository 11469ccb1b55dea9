"""How words and JSON stand in a column, alike on every engine."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from rootcause.errors import CaseError


def canonical(value: Any) -> str:
    """JSON that is the same for the same value: sorted keys, no spaces, ASCII, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Words(TypeDecorator[str]):
    """Text, refused where an engine could not give it back as it came."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what PostgreSQL or UTF-8 can't hold."""
        if value is not None and ("\0" in value or not is_unicode(value)):
            raise CaseError(
                f"{value[:40]!r} holds a character that can't be kept. Leave out NUL and "
                "halves of surrogate pairs."
            )
        return value


class Json(TypeDecorator[Any]):
    """A value as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write it down."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it again."""
        if value is None:
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise CaseError(f"The book holds {value[:40]!r} where JSON should be.") from None


def is_unicode(text: str) -> bool:
    """Whether a text is without halves of surrogate pairs, so that UTF-8 can hold it."""
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)
