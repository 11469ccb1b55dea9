"""Root-cause investigation: from observations to the likely cause, said plainly.

The names below are the public surface; each is imported when it is first used.

>>> import pandas as pd
>>> import rootcause as rc
>>> trips = pd.DataFrame({
...     "minutes": [2, 3, 2, 1, 3, 2, 4, 3, 9, 8, 11, 7, 10, 12, 9, 8],
...     "no_start": [True] * 8 + [False] * 8,
... })
>>> rc.investigate(trips, outcome="no_start")["minutes"].verdict
<Verdict.STANDS: 'stands'>
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rootcause.association import associate
    from rootcause.batch import write_reports
    from rootcause.case import Case
    from rootcause.confirmation import confirm, plan_switching
    from rootcause.errors import (
        ArgumentError,
        CaseError,
        RootcauseError,
        TableError,
        VariableError,
    )
    from rootcause.investigation import investigate
    from rootcause.ranking import rank
    from rootcause.results import (
        Answer,
        Association,
        Candidate,
        Change,
        Changes,
        Closest,
        Coincidence,
        Confirmation,
        Difference,
        EffectSize,
        Finding,
        FixAnswer,
        Hinge,
        Investigation,
        IsIsNot,
        Plan,
        Ranking,
        Reversal,
        Swaps,
        Trial,
        Unrecorded,
        Verdict,
    )
    from rootcause.store import (
        Book,
        Imported,
        OpenCase,
        new_case,
        open_book,
        open_case,
        read_case,
    )
    from rootcause.tables import read_table
    from rootcause.trials import judge_swaps, plan, plan_swaps
    from rootcause.variables import Kind, Role, Variable

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "ArgumentError",
    "Association",
    "Book",
    "Candidate",
    "Case",
    "CaseError",
    "Change",
    "Changes",
    "Closest",
    "Coincidence",
    "Confirmation",
    "Difference",
    "EffectSize",
    "Finding",
    "FixAnswer",
    "Hinge",
    "Imported",
    "Investigation",
    "IsIsNot",
    "Kind",
    "OpenCase",
    "Plan",
    "Ranking",
    "Reversal",
    "Role",
    "RootcauseError",
    "Swaps",
    "TableError",
    "Trial",
    "Unrecorded",
    "Variable",
    "VariableError",
    "Verdict",
    "associate",
    "confirm",
    "investigate",
    "judge_swaps",
    "new_case",
    "open_book",
    "open_case",
    "plan",
    "plan_swaps",
    "plan_switching",
    "rank",
    "read_case",
    "read_table",
    "write_reports",
]

_HOMES = {
    "association": ("associate",),
    "batch": ("write_reports",),
    "case": ("Case",),
    "confirmation": ("confirm", "plan_switching"),
    "errors": ("ArgumentError", "CaseError", "RootcauseError", "TableError", "VariableError"),
    "investigation": ("investigate",),
    "ranking": ("rank",),
    "results": (
        "Answer",
        "Association",
        "Candidate",
        "Change",
        "Changes",
        "Closest",
        "Coincidence",
        "Confirmation",
        "Difference",
        "EffectSize",
        "Finding",
        "FixAnswer",
        "Hinge",
        "Investigation",
        "IsIsNot",
        "Plan",
        "Ranking",
        "Reversal",
        "Swaps",
        "Trial",
        "Unrecorded",
        "Verdict",
    ),
    "store": (
        "Book",
        "Imported",
        "OpenCase",
        "new_case",
        "open_book",
        "open_case",
        "read_case",
    ),
    "tables": ("read_table",),
    "trials": ("judge_swaps", "plan", "plan_swaps"),
    "variables": ("Kind", "Role", "Variable"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


if "pandas" in sys.modules:
    import_module(f"{__name__}.accessor")
