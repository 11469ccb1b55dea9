"""What was done before: which case, by which program, and the report that came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rootcause.batch.reports import BatchReport
from rootcause.errors import CaseError
from rootcause.report import html
from rootcause.report.summaries import Summary
from rootcause.store import open_case

MEMORY = "index.json"
COUNTED = ("numpy", "pandas", "scipy", "statsmodels", "matplotlib")


def is_path(source: str) -> bool:
    """Whether a case is named by its folder, there or not, rather than by its id in a book."""
    return Path(source).exists() or Path(source).name != source


def untouched(known: BatchReport) -> bool:
    """Whether the report of an earlier batch is there as it was written."""
    with suppress(OSError):
        return bool(known.path) and _digest(Path(str(known.path))) == known.page
    return False


def summed(source: str, book: str | None) -> str:
    """Sum up a case; empty where it can't be read, which is told when its report is written."""
    with suppress(OSError, CaseError):
        return fingerprint_of(source, book)
    return ""


def fingerprint_of(source: str, book: str | None) -> str:
    """Sum up a case and the program, so that neither changes unseen."""
    seen = sha256(_program().encode())
    if not is_path(source):
        seen.update(open_case(source, book=book).head.encode())
        return seen.hexdigest()
    for path in sorted(Path(source).iterdir()):
        if path.is_file() and not path.is_symlink():
            seen.update(f"\0{path.name}\0{_digest(path)}".encode(errors="replace"))
    return seen.hexdigest()


@cache
def _program() -> str:
    here = Path(__file__).parents[1]
    paths = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".html", ".css"))
    seen = sha256(" ".join(f"{name} {version(name)}" for name in COUNTED).encode())
    for path in paths:
        seen.update(_digest(path).encode())
    return seen.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def recall(target: Path) -> dict[str, BatchReport]:
    """Read what an earlier batch left; nothing where there is none or it can't be used."""
    try:
        said = json.loads((target / MEMORY).read_text(encoding="utf-8"))
        return {file: _recalled(target / file, one) for file, one in said.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _recalled(path: Path, said: dict[str, Any]) -> BatchReport:
    told = Summary(**said["summary"])
    return BatchReport(said["source"], path, told, said["fingerprint"], said["page"], kept=True)


def remember(target: Path, reports: Mapping[str, BatchReport]) -> None:
    """Write down which reports are there, for the next batch."""
    said = {
        file: {
            "source": one.source,
            "fingerprint": one.fingerprint,
            "page": one.page,
            "summary": asdict(one.summary),
        }
        for file, one in reports.items()
        if one.path
    }
    html.save(json.dumps(said, ensure_ascii=False, indent=1), target / MEMORY)
