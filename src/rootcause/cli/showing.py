"""``rootcause show``."""

from __future__ import annotations

import click

from rootcause.cli.commands import Command
from rootcause.cli.options import BOOK
from rootcause.cli.output import as_text, printable
from rootcause.cli.sources import read_case


@click.command(cls=Command, example="rootcause show data/vanilla-car\n  rootcause show 2026-0001")
@click.argument("case", metavar="CASE")
@click.option("--book", **BOOK)
@click.option("--json", "as_json", is_flag=True, help="Print the case as JSON.")
def show(case: str, book: str | None, as_json: bool) -> None:
    """Show what is known of a case, by its folder or its id in the case book.

    The complaint, the variables with the first observations, and the journal.
    """
    from rootcause.report import case_text

    found = read_case(case, book=book)
    click.echo(as_text(case_text.to_dict(found)) if as_json else printable(case_text.render(found)))
