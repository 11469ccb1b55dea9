"""Root-cause investigation: from observations to the likely cause, said plainly.

>>> import rootcause as rc
>>> inv = rc.investigate(trips, outcome="no_start")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Answer": "results",
    "ArgumentError": "errors",
    "Association": "results",
    "Candidate": "results",
    "Case": "case",
    "CaseError": "errors",
    "EffectSize": "results",
    "Finding": "results",
    "Investigation": "results",
    "Kind": "variables",
    "Ranking": "results",
    "Role": "variables",
    "RootcauseError": "errors",
    "TableError": "errors",
    "Variable": "variables",
    "VariableError": "errors",
    "Verdict": "results",
    "associate": "association",
    "investigate": "investigation",
    "rank": "ranking",
    "read_case": "store",
    "read_table": "tables",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
