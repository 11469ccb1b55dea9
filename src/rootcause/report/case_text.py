"""A case as plain text and as a dictionary: what was said, what was recorded, what was done."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from rootcause.case import Case, Entry
from rootcause.case.owed import owed
from rootcause.report import handled
from rootcause.variables import Variable

WIDTH = 88
LONGEST_CELL = 28
FIRST = 3


def render(case: Case) -> str:
    """Show a case as text for a terminal."""
    parts = [_masthead(case), case.title, _complaint(case), _source(case), _recorded(case)]
    told = [one for one in case.entries if one.kind not in handled.UNTOLD]
    return "\n\n".join([*filter(None, parts), *_journal(told), *_owed(case)])


def to_dict(case: Case) -> dict[str, Any]:
    """Everything a case declares, and its first observations, ready for JSON."""
    facts = ("id", "title", "complaint", "reporter", "owner", "status", "opened", "source")
    return {
        **{name: getattr(case, name) for name in facts},
        "simulated": case.simulated,
        "retold": case.retold,
        "observation_word": case.observation_word,
        "outcome": case.outcome.name,
        "variables": [_variable(one) for one in case.variables.values()],
        "columns": [str(name) for name in case.observations.columns],
        "n": len(case.observations),
        "first": json.loads(
            case.observations.head(FIRST).to_json(orient="records", date_format="iso")
        ),
        "journal": [
            {name: getattr(one, name) for name in ("at", "who", "what", "due", "kind")}
            for one in case.entries
        ],
        **_handling(case),
        "truth": dict(case.truth),
        "expected": dict(case.expected),
    }


def _handling(case: Case) -> dict[str, Any]:
    """What was supposed, done and said, and what is owed."""
    handling = case.handling
    told = ("hypotheses", "actions", "contacts", "voices", "links", "escalations", "evidence")
    return {
        "priority": handling.priority,
        "answer": handling.answer,
        "owed": [asdict(one) for one in owed(handling)],
        **{name: [asdict(one) for one in getattr(handling, name)] for name in told},
    }


def _variable(variable: Variable) -> dict[str, Any]:
    names = ("name", "kind", "role", "label", "unit", "happened", "otherwise", "source", "note")
    said = {name: str(getattr(variable, name)) for name in names}
    return {**said, "levels": list(variable.levels)}


def _masthead(case: Case) -> str:
    owner = f"owner: {case.owner}" if case.owner else ""
    opened = f"opened {case.opened}" if case.opened else ""
    return " · ".join(filter(None, (case.id, case.status, owner, opened)))


def _complaint(case: Case) -> str:
    words = "\n\n".join(_wrapped(part, "  ") for part in case.complaint.strip().split("\n\n"))
    retold = "retold, not in their own words" if case.retold else ""
    said = ", ".join(filter(None, (case.reporter, retold)))
    return f"{words}\n  — {said}" if said else words


def _source(case: Case) -> str:
    simulated = "These observations are simulated. " if case.simulated else ""
    source = f"Source: {case.source}" if case.source else ""
    return _wrapped(simulated + source, "")


def _recorded(case: Case) -> str:
    """One row a column, its first values beside it."""
    first = case.observations.head(FIRST)
    head = ["", "kind", "role", "unit", *(f"#{n}" for n in range(1, len(first) + 1))]
    rows = [
        [str(name), *_declared(case.variables.get(str(name))), *map(_cell, first[name])]
        for name in case.observations.columns
    ]
    said = f"{len(case.observations):,} {case.observation_word}, {len(rows)} columns."
    shown = f" The first {len(first)} stand beside each column." if len(first) else ""
    return f"{said}{shown}\n\n{_table([head, *rows])}"


def _declared(variable: Variable | None) -> tuple[str, str, str]:
    return (variable.kind, variable.role, variable.unit) if variable else ("not declared", "", "")


def _cell(value: Any) -> str:
    return "–" if pd.isna(value) else str(value)


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = [[_shortened(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (zip(row, widths, strict=True) for row in cells)
    padded = (("  ".join(cell.ljust(width) for cell, width in line)).rstrip() for line in lines)
    return "\n".join(padded)


def _shortened(cell: str) -> str:
    words = " ".join(cell.split())
    return words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 1]}…"


def _journal(entries: Sequence[Entry]) -> list[str]:
    return ["\n".join(["Journal", *map(_entry, entries)])] if entries else []


def _owed(case: Case) -> list[str]:
    coming = [f"  {one.due}  {one.what}" for one in owed(case.handling)]
    return ["\n".join(["Owed", *coming])] if coming else []


def _entry(entry: Entry) -> str:
    when = entry.at[:16].replace("T", " ")
    due = f" Due {entry.due}." if entry.due else ""
    return textwrap.fill(
        f"{when}  {entry.who}: {entry.what}{due}",
        WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * 20,
    )


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent
    )
