"""``rootcause lab``."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from rootcause.cli.commands import Command
from rootcause.cli.options import BOOK
from rootcause.cli.sources import is_case, read_source
from rootcause.errors import RootcauseError, VariableError, did_you_mean


@click.command(cls=Command, example="rootcause lab data/vanilla-car\n  rootcause lab 2026-0001")
@click.argument("source", metavar="[CASE_OR_FILE]", required=False)
@click.option("--outcome", metavar="COL", help="Of a table: the column complained about.")
@click.option("--book", **BOOK)
@click.option("--no-open", is_flag=True, help="Only write the notebook.")
@click.pass_context
def lab(
    ctx: click.Context,
    *,
    source: str | None,
    outcome: str | None,
    book: str | None,
    no_open: bool,
) -> None:
    """Open JupyterLab, with a notebook ready for a case or a table.

    The notebook is written to the folder you are in and named after the case. One that is there
    already is opened as it is.
    """
    opened = [str(_notebook(source, outcome, book))] if source else []
    for path in opened:
        click.echo(f"Notebook: {path}")
    if no_open:
        return
    if find_spec("jupyterlab") is None:
        raise RootcauseError(
            "JupyterLab is not installed here; pip install 'rootcause[notebook]' brings it."
        )
    ctx.exit(subprocess.run([sys.executable, "-m", "jupyterlab", *opened], check=False).returncode)


def _notebook(source: str, outcome: str | None, book: str | None) -> Path:
    from rootcause.lab import book_notebook, case_notebook, table_notebook, write_notebook
    from rootcause.store import open_case

    path = Path(source)
    name = re.sub(r"[^\w.-]+", "-", path.resolve().stem).strip(".-") or "case"
    if is_case(source) and not path.is_dir():
        case = open_case(source, book=book)
        place = case.book.name if "://" not in case.book.name else None
        return write_notebook(book_notebook(case.id, place), f"{name}.ipynb")
    observed = read_source(source, outcome)
    if path.is_dir() or outcome is None:
        return write_notebook(case_notebook(path), f"{name}.ipynb")
    if outcome not in observed.columns:
        hint = did_you_mean(outcome, observed.columns)
        raise VariableError(f"The table has no column {outcome!r}.{hint}")
    return write_notebook(table_notebook(path, outcome), f"{name}.ipynb")
