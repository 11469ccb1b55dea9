"""How commands print, and write files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rootcause.results import Investigation


def printable(text: str) -> str:
    """Text without the control characters that could steer a terminal."""
    return "".join(one if one.isprintable() or one == "\n" else "\ufffd" for one in text)


def as_text(said: Any) -> str:
    """JSON for programs, as commands print it."""
    return json.dumps(said, ensure_ascii=False, indent=2, allow_nan=False)


def write(text: str, path: str | Path) -> Path:
    """Save text whole or not at all."""
    from rootcause.report import html

    html.save(text, Path(path))
    return Path(path).resolve()


def write_html(investigation: Investigation, path: str) -> Path:
    """Save the report of an investigation."""
    investigation.to_html(path)
    return Path(path).resolve()
