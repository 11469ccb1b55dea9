"""TOML, written: texts, truth values, numbers, dates and lists, in tables."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(said: Mapping[str, Any]) -> str:
    """Write a table: its own values first, then the tables in it.

    >>> print(toml({"id": "K-1", "variables": {"tea bag": {"lever": True}}}), end="")
    id = "K-1"
    <BLANKLINE>
    [variables."tea bag"]
    lever = true
    """
    return "\n".join(_lines(said, ())).strip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    values = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    lines = ["", f"[{'.'.join(map(_key, path))}]"] if path and (values or not tables) else []
    lines += [f"{_key(key)} = {_value(value)}" for key, value in values.items()]
    for key, value in tables.items():
        lines += _lines(value, (*path, key))
    return lines


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _paragraphs(value) if "\n" in value else _text(value)


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _paragraphs(words: str) -> str:
    """Write a text of several lines so that it can be read."""
    lines = (_text(line)[1:-1] for line in words.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'
