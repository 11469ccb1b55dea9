"""``rootcause report``: many cases, an index, one exit code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rootcause.cli.commands import Command, sentence
from rootcause.cli.output import as_text, printable, write
from rootcause.errors import RootcauseError

if TYPE_CHECKING:
    from rootcause.report.batch import BatchEntry


@click.command(cls=Command, example="rootcause report data/*/ --out reports/")
@click.argument("folders", metavar="CASE_FOLDER...", nargs=-1, required=True)
@click.option("--out", required=True, metavar="DIR", help="Folder for the reports and their index.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_context
def report(ctx: click.Context, folders: tuple[str, ...], out: str, as_json: bool) -> None:
    """Write one report a case and an index of them all.

    A case that can't be read becomes a line in the index, and the exit code is 1 at the end.
    """
    from rootcause.report import batch

    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    entries, names = [], _report_names(folders)
    for number, (folder, name) in enumerate(zip(folders, names, strict=True), start=1):
        click.echo(f"{number} of {len(folders)}  {printable(folder)}", err=True)
        entry, page = _batch_entry(folder, raise_bugs=ctx.obj)
        entries.append(entry)
        if page:
            write(page, target / name)
        else:
            click.echo(f"Error: {printable(entry.error)}", err=True)
    index = write(batch.index(entries, report_names=names), target / "index.html")
    click.echo(as_text(_written(entries, names, index)) if as_json else f"Index: {index}")
    if any(entry.error for entry in entries):
        ctx.exit(1)


def _batch_entry(folder: str, *, raise_bugs: bool) -> tuple[BatchEntry, str]:
    from rootcause.report.batch import BatchEntry
    from rootcause.store import read_case

    name, case = Path(folder).resolve().name, None
    try:
        case = read_case(folder)
        investigation = case.investigate()
        return BatchEntry(name, case, investigation, ""), investigation.to_html()
    except Exception as error:
        if raise_bugs and not isinstance(error, RootcauseError):
            raise
        return BatchEntry(name, case, None, sentence(error)), ""


def _report_names(folders: tuple[str, ...]) -> list[str]:
    """Name each case's report after its folder, no two the same."""
    names: list[str] = []
    for folder in folders:
        stem = re.sub(r"[^\w.-]+", "-", Path(folder).resolve().name).strip(".-") or "case"
        taken = {"index.html", *(name.casefold() for name in names)}
        ends = ("", *(f"-{number}" for number in range(2, len(folders) + 3)))
        tries = (f"{stem}{end}.html" for end in ends)
        names.append(next(name for name in tries if name.casefold() not in taken))
    return names


def _written(entries: list[BatchEntry], files: list[str], index: Path) -> dict[str, Any]:
    cases = [
        {
            "case": entry.name,
            "report": None if entry.error else file,
            "error": entry.error or None,
        }
        for entry, file in zip(entries, files, strict=True)
    ]
    return {"index": str(index), "cases": cases}
