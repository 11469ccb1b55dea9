"""A notebook made ready for one case or one table, to go on from."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rootcause.errors import ArgumentError

FORMAT = {"nbformat": 4, "nbformat_minor": 5}
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$&~])")
Cell = tuple[str, str, str]


def case_notebook(folder: str | Path) -> dict[str, Any]:
    """Make a notebook that reads a case folder and investigates it.

    Returns
    -------
    dict
        A notebook of format 4.5, ready for `json.dump`; no text of the case is in it, so that
        nothing in a case can act before it is read.
    """
    place = Path(folder).resolve()
    return _of_case(place.name, f"rc.read_case({str(place)!r})", "case")


def book_notebook(case_id: str, book: str | Path | None = None) -> dict[str, Any]:
    """Make a notebook that opens a case of a book, takes observations and investigates it.

    Parameters
    ----------
    case_id
        Of the case.
    book
        Path of the book; the one that ROOTCAUSE_BOOK names when None, so that no password of a URL
        is written down.

    Returns
    -------
    dict
        A notebook of format 4.5, ready for `json.dump`.
    """
    place = f", book={str(Path(book).resolve())!r}" if book else ""
    form = [
        ("markdown", "form-head", "## Record an observation"),
        ("code", "form", "case.form()"),
    ]
    return _of_case(case_id, f"rc.open_case({case_id!r}{place})", "case.snapshot()", form)


def table_notebook(path: str | Path, outcome: str) -> dict[str, Any]:
    """Make a notebook that reads a table and investigates one of its columns.

    Returns
    -------
    dict
        A notebook of format 4.5, ready for `json.dump`.
    """
    place = Path(path).resolve()
    opening = f"import rootcause as rc\n\ntable = rc.read_table({str(place)!r})\ntable"
    asked = f"answer = rc.investigate(\n    table,\n    {outcome!r},\n{TABLE_OPTIONS})\nanswer"
    return _notebook(
        [
            ("markdown", "table", f"# {_plain(place.name)}\n\n{YOURS}"),
            ("code", "observations", opening),
            ("markdown", "answer-head", "## The answer"),
            ("code", "answer", asked),
            *_after(f"{place.stem}.html"),
        ]
    )


def write_notebook(notebook: dict[str, Any], path: str | Path) -> Path:
    """Write a notebook where there is none; one that is there already stays as it is.

    Raises
    ------
    ArgumentError
        When it can't be written there.
    """
    place = Path(path)
    try:
        with place.open("x", encoding="utf-8", errors="replace") as file:
            json.dump(notebook, file, ensure_ascii=False, indent=1)
            file.write("\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise ArgumentError(
            f"The notebook can't be written to {str(place)!r}: {error.strerror}."
        ) from error
    return place.resolve()


YOURS = (
    "Run the cells from top to bottom, then change what you like: this notebook is yours, and is "
    "never written over."
)
TABLE_OPTIONS = """\
    # consequences=["tow_cost"],  # columns known only after the outcome
    # unit="car",                 # which unit was observed, where units were observed repeatedly
    # time="when",                # when each observation was made
"""


def _of_case(name: str, opening: str, told: str, form: Sequence[Cell] = ()) -> dict[str, Any]:
    """A case from its complaint to its report; `told` is what knows the complaint."""
    complaint = f"import rootcause as rc\n\ncase = {opening}\nprint({told}.complaint)"
    return _notebook(
        [
            ("markdown", "case", f"# {_plain(name)}\n\n{YOURS}"),
            ("code", "complaint", complaint),
            ("code", "observations", "case.observations.tail()"),
            *form,
            ("markdown", "answer-head", "## The answer"),
            ("code", "answer", "answer = case.investigate()\nanswer"),
            *_after(f"{name}.html"),
        ]
    )


def _after(report: str) -> list[Cell]:
    return [
        ("markdown", "leader-head", "## The candidate that leads"),
        ("code", "leader", "answer[answer.candidates[0].name]"),
        ("markdown", "table-head", "## Every candidate"),
        ("code", "every", "answer.to_frame()"),
        ("markdown", "plan-head", "## What to try next"),
        ("code", "plan", "answer.plan"),
        ("markdown", "report-head", "## The report, as one file to send"),
        ("code", "report", f"_ = answer.to_html({report!r})"),
    ]


def _notebook(cells: list[Cell]) -> dict[str, Any]:
    return {"cells": [_cell(*one) for one in cells], "metadata": KERNEL, **FORMAT}


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    lines = source.splitlines(keepends=True)
    return {"cell_type": kind, "id": name, "metadata": {}, **code, "source": lines}


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split()))
