"""``rootcause show``."""

from __future__ import annotations

import click

from rootcause.cli.commands import Command
from rootcause.cli.output import as_text, printable


@click.command(cls=Command, example="rootcause show data/vanilla-car")
@click.argument("folder", metavar="CASE_FOLDER")
@click.option("--json", "as_json", is_flag=True, help="Print the case as JSON.")
def show(folder: str, as_json: bool) -> None:
    """Show what a case folder holds.

    The complaint, the variables with the first observations, and the journal.
    """
    from rootcause.report import case_text
    from rootcause.store import read_case

    case = read_case(folder)
    click.echo(as_text(case_text.to_dict(case)) if as_json else printable(case_text.render(case)))
